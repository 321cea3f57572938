"""This project's own site as a reader uses it: addresses, search, answers, the example of the home page."""

from __future__ import annotations

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
DRAFT = ["dataset-status", "the-dataset-status-object", "retrieve-the-current-dataset-status"]
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


def test_a_state_of_a_split_machine_is_found_at_its_old_address(visit: Visit) -> None:
    state = "the-rebooting-task-state"
    page = visit("machines/")
    page.goto(page.url.replace("machines/", f"nova-task/?lang=python#{state}"))
    page.wait_for_url(f"**/nova-task/states/rebooting/?lang=python#{state}")
    assert page.locator(f"#{state}").inner_text().startswith("The rebooting task state")
    page.go_back()
    page.wait_for_url("**/machines/")
    page.goto(page.url.replace("machines/", "nova-task/#attribute-id"))
    page.wait_for_timeout(300)
    assert page.url.endswith("nova-task/#attribute-id")
    page.locator("svg.statebook-diagram .node a[*|href='#the-shelving-task-state']").first.click()
    page.wait_for_url("**/nova-task/states/shelving/#the-shelving-task-state")


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


# --- home ------------------------------------------------------------------------------------------


def test_the_example_of_the_home_page_leads_to_its_page(visit: Visit) -> None:
    page = visit("")
    page.locator(".statebook-spec-picture a[*|href='order/#the-fulfilled-order']").click()
    page.wait_for_url("**/order/#the-fulfilled-order")
    page.wait_for_selector("#the-fulfilled-order")
    assert page.locator("svg#order-machine").is_visible()


@WIDTHS
def test_the_home_page_fits(visit: Visit, width: int) -> None:
    page = visit("", width=width)
    assert page.evaluate("document.documentElement.scrollWidth") == width
    text, made = (page.locator(f".statebook-spec-{one}").bounding_box() for one in ("text", "page"))
    assert text is not None
    assert made is not None
    assert (text["x"] < made["x"]) == (width > 390), "beside each other where there is room"
