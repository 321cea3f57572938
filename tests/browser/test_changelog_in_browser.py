"""The changelog as a reader meets it: on a phone and a desk, by day and by night."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.resources import files
from typing import TYPE_CHECKING, Any

import pytest

from conftest import CONFIG, _build_site, _opener, _Server
from published_life import published_life

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Browser, Page

    Visit = Callable[..., Page]

MATERIAL_S_OWN = {"aria-dialog-name", "landmark-unique"}
"""What axe finds on a plain page of Material too."""


@pytest.fixture(scope="module")
def life(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The origin that serves a site with the changelog of the published life."""
    root = tmp_path_factory.mktemp("life")
    published_life(root)
    (root / "docs").mkdir()
    (root / "docs" / "index.md").write_text("# Home\n", encoding="utf-8")
    with _Server(root) as server:
        config = CONFIG.format(origin=server.origin).replace("lamp.md, other.md", "dataset-status.md, changelog.md")
        (root / "mkdocs.yml").write_text(config, encoding="utf-8")
        _build_site(root)
        yield server.origin


@pytest.fixture
def visit(browser: Browser, life: str) -> Iterator[Visit]:
    yield from _opener(browser, life)


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_page_fits_and_axe_finds_nothing_that_is_ours(visit: Visit, width: int, scheme: str) -> None:
    page = visit("changelog/", width=width, scheme=scheme)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert (
        page.locator(".statebook-impact--breaking").first.evaluate("(one) => getComputedStyle(one).borderRadius")
        != "0px"
    )
    page.evaluate((files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8"))
    found: Any = page.evaluate("axe.run('article', {resultTypes: ['violations']})")
    ours = {one["id"]: [node["html"][:200] for node in one["nodes"]] for one in found["violations"]}
    assert {name: nodes for name, nodes in ours.items() if name not in MATERIAL_S_OWN} == {}


def test_links_lead_to_what_a_change_is_about_and_back(visit: Visit) -> None:
    page = visit("changelog/#v2-2-0")
    page.locator("a", has=page.locator("code", has_text="user")).first.click()
    page.wait_for_url("**/dataset-status/#attribute-user")
    page.wait_for_selector("#attribute-user", state="attached")
    page.locator(".statebook-changed a").click()
    page.wait_for_url("**/changelog/#unreleased")
    page.wait_for_selector("h2#unreleased")
    assert page.evaluate("document.querySelector('link[type=\"application/atom+xml\"]').href").endswith(
        "/changelog.atom"
    )
