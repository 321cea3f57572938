"""The changelog as a reader meets it: on a phone and a desk, by day and by night."""

from __future__ import annotations

from importlib.resources import files
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

    Follow = Callable[..., Page]

MATERIAL_S_OWN = {"aria-dialog-name", "landmark-unique"}
"""What axe finds on a plain page of Material too."""


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_page_fits_and_axe_finds_nothing_that_is_ours(follow: Follow, width: int, scheme: str) -> None:
    page = follow("changelog/", width=width, scheme=scheme)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert (
        page.locator(".statebook-impact--breaking").first.evaluate("(one) => getComputedStyle(one).borderRadius")
        != "0px"
    )
    page.evaluate((files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8"))
    found: Any = page.evaluate("axe.run('article', {resultTypes: ['violations']})")
    ours = {one["id"]: [node["html"][:200] for node in one["nodes"]] for one in found["violations"]}
    assert {name: nodes for name, nodes in ours.items() if name not in MATERIAL_S_OWN} == {}


def test_links_lead_to_what_a_change_is_about_and_back(follow: Follow) -> None:
    page = follow("changelog/#v2-2-0")
    page.locator("a", has=page.locator("code", has_text="user")).first.click()
    page.wait_for_url("**/dataset-status/#attribute-user")
    page.wait_for_selector("#attribute-user", state="attached")
    back = page.locator(".statebook-changed a")
    assert (back.get_attribute("href") or "").endswith("/changelog/#unreleased")
    back.click()
    page.wait_for_selector("h2#unreleased")
    page.wait_for_url("**/changelog/**")  # behind it the theme follows the reader, at any moment
    assert page.evaluate("document.querySelector('link[type=\"application/atom+xml\"]').href").endswith(
        "/changelog.atom"
    )
