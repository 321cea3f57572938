"""This project's own site as a reader meets it: addresses, search, answers, paper, policy, access."""

from __future__ import annotations

import base64
import hashlib
import re
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from statebook.machine import Graph
from statebook.source.load import load_project

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page, Route

    Visit = Callable[..., Page]

PAGE = "dataset-status/"
WIDTHS = pytest.mark.parametrize("width", [390, 1280, 1920])
SCHEMES = pytest.mark.parametrize("scheme", ["light", "dark"])
DRAFT = ["dataset-status", "the-dataset-status-object", "retrieve-the-current-dataset-status"]
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
LIMIT = "the-limit_reached-dataset-status"


def states() -> list[str]:
    project, _ = load_project(Path(__file__).parents[2])
    return list(Graph(project.machines["dataset-status"]).machine.states)


def row_of(page: Page, heading: str) -> Any:
    return page.locator(".statebook-row").filter(has=page.locator(f"#{heading}"))


# --- addresses -------------------------------------------------------------------------------------


def test_anchors_of_the_draft_and_ours_are_there(visit: Visit) -> None:
    page = visit(PAGE)
    wanted = [*DRAFT, *(f"the-{one}-dataset-status" for one in states())]
    wanted += [f"{one}-{part}" for one in states() for part in ("attributes", "leaving-this-status")]
    wanted += [
        f"attribute-{one}" for one in ("name", "previous", "next", "since", "published", "job", "records_errors")
    ]
    assert (
        page.evaluate("(ids) => ids.filter((id) => document.querySelectorAll(`[id='${id}']`).length !== 1)", wanted)
        == []
    )
    broken = """() => [...document.querySelectorAll("article a[href^='#'], article a")].map((one) =>
        one.getAttribute('href') ?? one.getAttribute('xlink:href')).filter((target) =>
        target?.startsWith('#') && !document.getElementById(decodeURIComponent(target.slice(1))))"""
    assert page.evaluate(broken) == []


@pytest.mark.parametrize("theme_tracks", [True, False])
def test_where_one_lands_the_address_stays_and_the_state_is_marked(visit: Visit, *, theme_tracks: bool) -> None:
    def untracked(route: Route) -> None:
        route.fulfill(body=route.fetch().text().replace('"navigation.tracking", ', ""), content_type="text/html")

    prepare = None if theme_tracks else (lambda page: page.route(f"**/{PAGE}", untracked, times=1))
    page = visit(f"{PAGE}?lang=python#{LIMIT}", prepare=prepare)
    here = "#dataset-status-machine [aria-current='location']"
    page.wait_for_selector(here, state="attached")
    assert page.locator(here).get_attribute("xlink:href") == f"#{LIMIT}"
    entries = page.evaluate("history.length")
    page.mouse.move(500, 500)
    page.mouse.wheel(0, 20)
    page.wait_for_timeout(600)  # what must not happen would happen by now
    assert page.url.endswith(f"?lang=python#{LIMIT}")
    page.evaluate("document.getElementById('queued-attributes').scrollIntoView({behavior: 'instant'})")
    page.wait_for_url(f"**/{PAGE}?lang=python#the-queued-dataset-status")
    assert page.locator(here).get_attribute("xlink:href") == "#the-queued-dataset-status"
    page.evaluate("scrollTo({top: 0, behavior: 'instant'})")
    page.wait_for_url(f"**/{PAGE}?lang=python")
    assert page.locator(here).count() == 0
    assert page.evaluate("history.length") == entries


def test_a_more_exact_address_stays(visit: Visit) -> None:
    def untracked(route: Route) -> None:
        route.fulfill(body=route.fetch().text().replace('"navigation.tracking", ', ""), content_type="text/html")

    page = visit(f"{PAGE}#attribute-next", prepare=lambda page: page.route(f"**/{PAGE}", untracked, times=1))
    page.mouse.move(500, 500)
    page.mouse.wheel(0, 30)
    page.wait_for_timeout(600)  # as above
    assert page.url.endswith("#attribute-next")
    row = page.locator("#attribute-next")
    ground = row.locator("td").first.evaluate("(one) => getComputedStyle(one).backgroundColor")
    assert ground == "rgb(253, 243, 200)"
    other = page.locator("#attribute-since").get_by_role("link", name="Permanent link to since")
    assert float(other.evaluate("(one) => getComputedStyle(one).opacity")) == 0
    other.focus()
    page.wait_for_function("(one) => getComputedStyle(one).opacity === '1'", arg=other.element_handle())
    page.keyboard.press("Enter")
    page.wait_for_url("**#attribute-since")


def test_search_finds_states_attributes_triggers_and_errors(visit: Visit) -> None:
    page = visit(PAGE)
    query = page.locator("[data-md-component='search-query']")
    for words, target in [
        ("limit_reached", f"#{LIMIT}"),
        ("records_errors", "#"),
        ("worker_available", "#"),
        ("invalid_status", "#"),
    ]:
        query.click()
        query.fill(words)
        query.press("End")  # the theme waits for a key
        found = page.locator(f".md-search-result__link[href*='{PAGE}?h={words}{target}']")
        found.first.wait_for(state="attached")


# --- answers ---------------------------------------------------------------------------------------


def test_an_expandable_attribute_is_a_pair_to_switch(visit: Visit) -> None:
    page = visit(f"{PAGE}#the-queued-dataset-status")
    code = row_of(page, "the-queued-dataset-status").locator(".statebook-code")
    collapsed, expanded = code.get_by_role("tab").all()
    assert [collapsed.inner_text(), expanded.inner_text()] == ["Collapsed", "job expanded"]
    panels = code.locator(".statebook-tab")
    assert [one.is_visible() for one in panels.all()] == [True, False]
    collapsed.focus()
    page.keyboard.press("ArrowRight")
    assert [one.is_visible() for one in panels.all()] == [False, True]
    assert '"domain_id"' in panels.nth(1).inner_text()
    assert expanded.get_attribute("aria-selected") == "true"
    other = row_of(page, "the-idle-dataset-status").get_by_role("tab").first
    assert other.get_attribute("aria-selected") == "true", "one answer's choice is its own"
    assert page.evaluate("localStorage.getItem('statebook.language')") is None


def test_copying_a_sample(visit: Visit) -> None:
    page = visit(f"{PAGE}#publish-the-dataset", permissions=["clipboard-read", "clipboard-write"])
    tabs = row_of(page, "publish-the-dataset").locator(".statebook-tabs").first
    tabs.get_by_role("tab", name="Python").click()
    panel = tabs.locator("[data-statebook-language='python']")
    panel.locator("pre").hover()
    panel.get_by_role("button", name="Copy to clipboard").click()
    page.wait_for_function("async () => (await navigator.clipboard.readText()).includes('requests')")
    assert page.evaluate("navigator.clipboard.readText()").strip() == panel.locator("code").inner_text().strip()


@WIDTHS
def test_the_code_can_be_hidden_and_stays_hidden(visit: Visit, width: int) -> None:
    page = visit(PAGE, width=width)
    page.get_by_role("button", name="Hide the code").click()
    assert not page.locator(".statebook-code").first.is_visible()
    assert page.evaluate("document.documentElement.scrollWidth") == width
    again = visit("job/", context=page.context)
    assert not again.locator(".statebook-code").first.is_visible()
    again.emulate_media(media="print")
    assert again.locator(".statebook-code").first.is_visible()
    again.emulate_media(media="screen")
    again.get_by_role("button", name="Show the code").click()
    assert again.locator(".statebook-code").first.is_visible()


# --- look ------------------------------------------------------------------------------------------


@WIDTHS
@SCHEMES
def test_the_page_fits_and_nothing_jumps(visit: Visit, width: int, scheme: str) -> None:
    page = visit(f"{PAGE}#{LIMIT}", width=width, scheme=scheme)
    assert page.evaluate(SHIFTS) == []
    assert page.evaluate("document.documentElement.scrollWidth") == width
    assert page.evaluate("getComputedStyle(document.body).colorScheme") == scheme


@pytest.mark.parametrize("width", [390, 1280])
def test_nothing_jumps_while_a_page_trickles_in(visit: Visit, width: int) -> None:
    """What stands above the first row is laid out before that row has come over a slow line."""

    def slow(page: Page) -> None:
        client = page.context.new_cdp_session(page)
        line = {"offline": False, "latency": 40, "downloadThroughput": 400_000, "uploadThroughput": 400_000}
        client.send("Network.enable")
        client.send("Network.emulateNetworkConditions", line)

    page = visit("job/", width=width, prepare=slow)
    assert page.evaluate(SHIFTS) == []


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
    assert len(page.pdf()) > 100_000


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
