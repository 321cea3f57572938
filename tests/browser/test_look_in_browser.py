"""This project's own site as it looks and behaves: widths, zoom, paper, no script, a strict policy, access."""

from __future__ import annotations

import base64
import hashlib
import re
from importlib.resources import files
from typing import TYPE_CHECKING, Any

import pytest

from node_packages import needs_node
from valid_html import flaws

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page, Route

    Visit = Callable[..., Page]

PAGE = "dataset-status/"
WIDTHS = pytest.mark.parametrize("width", [390, 1280, 1920])
SCHEMES = pytest.mark.parametrize("scheme", ["light", "dark"])
LIMIT = "the-limit_reached-dataset-status"
MATERIAL_S_OWN = {"aria-dialog-name", "landmark-unique"}
"""What axe finds on a plain page of Material too."""
SHIFTS = """() => new Promise((done) => {
    const found = [];
    const take = (list) => list.getEntries().forEach((one) => found.push([one.value, one.sources.map((source) =>
        source.node?.nodeType === 1 ? source.node.className?.baseVal ?? source.node.className : 'text')]));
    new PerformanceObserver(take).observe({type: 'layout-shift', buffered: true});
    setTimeout(() => done(found), 300);
})"""
"""Every layout shift of the page, the theme's own too: its size and what moved."""


ONE_OF_EACH = """() => {
    const known = new Set(), rows = [...document.querySelectorAll('.statebook-row')];
    const kinds = (row) => [...row.querySelectorAll('*')].flatMap((one) =>
        [one.tagName, one.getAttribute('role') ?? '', ...one.classList].join(' '));
    const kept = rows.filter((row) => {
        const fresh = kinds(row).filter((kind) => !known.has(kind));
        fresh.forEach((kind) => known.add(kind));
        return fresh.length > 0;
    });
    rows.forEach((row) => kept.includes(row) || row.remove());
    return [kept.length, rows.length];
}"""
"""Leaves the rows in which something is of a kind that no row before has: axe takes as long as there are elements."""


def row_of(page: Page, heading: str) -> Any:
    return page.locator(".statebook-row").filter(has=page.locator(f"#{heading}"))


# --- look ------------------------------------------------------------------------------------------


@WIDTHS
@SCHEMES
def test_the_page_fits_and_nothing_jumps(visit: Visit, width: int, scheme: str) -> None:
    page = visit(f"{PAGE}#{LIMIT}", width=width, scheme=scheme)
    assert page.evaluate(SHIFTS) == []
    assert page.evaluate("document.documentElement.scrollWidth") == width
    assert page.evaluate("getComputedStyle(document.body).colorScheme") == scheme


@pytest.mark.parametrize("width", [360, 768, 1024, 1280, 1920])
@pytest.mark.parametrize("path", ["job/#the-queued-job", PAGE])
def test_the_finder_fits_into_the_place_that_is_kept_for_it(visit: Visit, path: str, width: int) -> None:
    """In a narrow figure and a wide one: else whoever follows a link to a state lands beside it."""
    page = visit(path, width=width)
    page.wait_for_selector(".statebook-finder select")
    kept, needed = page.locator(".statebook-finder").evaluate("""(one) => {
        const kept = one.offsetHeight;
        one.style.minHeight = 0;
        return [kept, one.offsetHeight];
    }""")
    assert needed <= kept < needed + 30
    assert page.evaluate(SHIFTS) == []


@WIDTHS
def test_what_stands_before_the_first_row_does_not_wait_for_it(visit: Visit, width: int) -> None:
    """A page whose rows have not come yet over a slow line has the layout of the whole one."""

    def without_rows(route: Route) -> None:
        route.fulfill(body=route.fetch().text().replace("statebook-row", "later"), content_type="text/html")

    places = """() => ['.md-header__inner', '.md-main', '.md-main__inner', '.md-content', '.md-content__inner',
        '.md-sidebar--primary', '.md-nav--secondary .md-ellipsis'].map((one) => {
        const {x, y, width} = document.querySelector(one).getBoundingClientRect();
        return [one, x, y, width];
    })"""
    whole = visit(PAGE, width=width, script=False).evaluate(places)
    page = visit(PAGE, width=width, script=False, prepare=lambda page: page.route(f"**/{PAGE}", without_rows))
    assert page.locator(".statebook-row").count() == 0
    assert page.evaluate(places) == whole


def test_a_zoomed_page_a_calm_one_and_one_of_forced_colours(visit: Visit) -> None:
    page = visit(PAGE, width=640, height=450, device_scale_factor=2, reduced_motion="reduce", forced_colors="active")
    assert page.evaluate("document.documentElement.scrollWidth") == 640
    moving = """() => document.getAnimations().filter((one) =>
        one.effect.target?.closest?.('.statebook-row, .statebook-large')).length"""
    assert page.evaluate(moving) == 0
    text = page.locator("#dataset-status-machine .node text").first
    assert text.evaluate("(one) => getComputedStyle(one).fill") == "rgb(28, 33, 40)"
    page.locator(".statebook-figure:has(.statebook-finder)").get_by_role("button", name="Open large").click()
    close = page.get_by_role("dialog").get_by_role("button", name="Close")
    close.focus()
    page.keyboard.press("Tab")
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") in {"solid", "auto"}


def test_without_a_script_all_is_there_and_nothing_is_broken(visit: Visit) -> None:
    page = visit(PAGE, script=False)
    for one in page.locator(".statebook-tab").all()[:12]:
        assert one.is_visible()
    assert page.get_by_text("job expanded").first.is_visible()
    assert page.locator(".statebook-row").get_by_role("button").count() == 0
    finder = page.locator(".statebook-finder").first.bounding_box()
    assert finder is not None
    assert finder["height"] == 0
    assert page.locator("#dataset-status-machine").is_visible()


def test_paper_has_everything(visit: Visit) -> None:
    page = visit(PAGE)
    row_of(page, "publish-the-dataset").get_by_role("tab", name="Python").first.click()
    page.emulate_media(media="print")
    hidden = """() => [...document.querySelectorAll('.statebook-tab, .statebook-code, .statebook-figure svg')]
        .filter((one) => !one.checkVisibility({contentVisibilityAuto: true})).length"""
    assert page.evaluate(hidden) == 0
    for one in (".statebook-finder", ".statebook-tablist", "figcaption", ".statebook-target .headerlink"):
        assert not page.locator(one).first.is_visible()
    assert len(visit("job/").pdf()) > 50_000


# --- policy and access -----------------------------------------------------------------------------


def test_a_strict_policy_needs_nothing_for_us(visit: Visit) -> None:
    """Material has inline scripts of its own; their hashes are all that stands beside 'self'."""

    def hashes(text: str) -> set[str]:
        found = re.findall(r"<script>(.*?)</script>", text, re.DOTALL)
        return {f"'sha256-{base64.b64encode(hashlib.sha256(one.encode()).digest()).decode()}'" for one in found}

    plain: list[set[str]] = []

    def strict(route: Route) -> None:
        text = route.fetch().text()
        policy = f"script-src 'self' {' '.join(sorted(hashes(text)))}"
        plain.append(hashes(text))
        route.fulfill(body=text, headers={"Content-Security-Policy": policy, "Content-Type": "text/html"})

    def prepare(page: Page) -> None:
        page.route(f"**/{PAGE}", strict, times=1)

    page = visit(PAGE, prepare=prepare)
    article = page.evaluate("document.querySelectorAll('article script').length")
    assert article == 0
    other = visit("decisions/", prepare=lambda page: page.route("**/decisions/", strict, times=1))
    assert other.title()
    assert plain[0] == plain[-1], "a page of ours has the inline scripts of a page without us"
    finder = page.locator(".statebook-finder")
    finder.get_by_label("From", exact=True).select_option(label="error")
    finder.get_by_label("to", exact=True).select_option(label="idle")
    assert "publish" in finder.get_by_role("status").inner_text()


@pytest.mark.parametrize(("width", "scheme"), [(390, "dark"), (1280, "light")])
def test_axe_finds_nothing_that_is_ours(visit: Visit, width: int, scheme: str) -> None:
    page = visit(PAGE, width=width, scheme=scheme)
    kept, rows = page.evaluate(ONE_OF_EACH)
    assert 10 < kept < rows
    page.evaluate((files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8"))

    def violations(within: str) -> dict[str, list[str]]:
        found: Any = page.evaluate("(within) => axe.run(within, {resultTypes: ['violations']})", within)
        return {
            one["id"]: [node["html"][:160] for node in one["nodes"] if "md-copyright" not in node["html"]]
            for one in found["violations"]
            if one["id"] not in MATERIAL_S_OWN
        }

    found = violations("body")
    assert {name: nodes for name, nodes in found.items() if nodes} == {}
    page.locator(".statebook-figure:has(.statebook-finder)").get_by_role("button", name="Open large").click()
    finder = page.locator(".statebook-finder")
    finder.get_by_label("From", exact=True).select_option(label="error")
    finder.get_by_label("to", exact=True).select_option(label="idle")
    finder.get_by_role("button", name="Clear").focus()
    assert violations("dialog") == {}


@needs_node
def test_what_scripts_make_is_valid_html_too(visit: Visit) -> None:
    """But for what the theme's own scripts make on a page without us."""
    page = visit(PAGE)
    page.locator(".statebook-figure:has(.statebook-finder)").get_by_role("button", name="Open large").click()
    finder = page.locator(".statebook-finder")
    finder.get_by_label("From", exact=True).select_option(label="error")
    finder.get_by_label("to", exact=True).select_option(label="idle")
    plain = visit("guide/audit/")
    plain.wait_for_selector("pre > nav")
    found = flaws({"ours": page.content(), "plain": plain.content()})
    assert set(found["ours"]) - set(found["plain"]) == set()


def test_from_page_to_page_and_back_without_a_word(visit: Visit) -> None:
    page = visit(PAGE)
    page.evaluate("window.sameDocument = true")
    page.locator(".md-sidebar--primary").get_by_role("link", name="Job", exact=True).click()
    page.wait_for_selector("svg#job-machine")
    page.wait_for_selector(".statebook-figure--live .statebook-finder select")
    assert page.evaluate("window.sameDocument") is True
    page.go_back()
    page.wait_for_selector("svg#dataset-status-machine")
    page.wait_for_selector(".statebook-figure--live .statebook-finder select")
    assert page.locator(".statebook-finder select").count() == len(["from", "to"])
    assert page.locator(".statebook-code-button").count() == 1
