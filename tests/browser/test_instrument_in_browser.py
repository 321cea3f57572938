"""The diagram as an instrument, on this project's own site: light, large view, ways between states."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from statebook.machine import Graph
from statebook.source.load import load_project

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Locator, Page

    Visit = Callable[..., Page]

WHOLE = ".statebook-figure:has(.statebook-finder)"
LIT = """() => [...document.querySelectorAll('#dataset-status-machine .node.statebook-on a')]
    .map((one) => one.getAttribute('xlink:href'))"""
PAGE = "dataset-status/"


@cache
def graph() -> Graph:
    project, diagnostics = load_project(Path(__file__).parents[2])
    assert not diagnostics
    return Graph(project.machines["dataset-status"])


def link(state: str) -> str:
    return f"#the-{state}-dataset-status"


def box(page: Page, state: str) -> Locator:
    return page.locator(f"svg#dataset-status-machine .node:not(.copy) a[*|href='{link(state)}']")


def open_large(page: Page) -> Locator:
    page.locator(WHOLE).get_by_role("button", name="Open large").click()
    return page.get_by_role("dialog", name="State machine of the dataset status")


def view_box(page: Page) -> list[float]:
    found: str = page.evaluate("document.getElementById('dataset-status-machine').getAttribute('viewBox')")
    return [float(one) for one in found.split()]


# --- light -----------------------------------------------------------------------------------------


def test_a_state_lights_its_ways_and_no_others(visit: Visit) -> None:
    page = visit(PAGE)
    for state in graph().machine.states:
        box(page, state).dispatch_event("pointerover")
        around = {state, *graph().successors(state), *graph().predecessors(state)}
        assert set(page.evaluate(LIT)) == {link(one) for one in around}
    page.locator("svg#dataset-status-machine").dispatch_event("pointerleave")
    assert page.evaluate(LIT) == []


def test_mouse_and_keyboard_light_lines_with_their_labels(visit: Visit) -> None:
    page = visit(PAGE)
    labels = """() => [...document.querySelectorAll('#dataset-status-machine .edge.statebook-on text')]
        .map((one) => one.textContent.trim())"""
    box(page, "aborting_processing").hover()
    assert sorted(page.evaluate(labels)) == ["abort_processing", "stop_failed", "worker_stopped"]
    page.mouse.move(5, 5)
    assert page.evaluate(labels) == []
    box(page, "aborting_processing").focus()
    assert sorted(page.evaluate(labels)) == ["abort_processing", "stop_failed", "worker_stopped"]
    dim = page.locator("#dataset-status-machine .node:not(.statebook-on, .joint, .initial)").first
    assert float(dim.evaluate("(one) => getComputedStyle(one).opacity")) < 0.5
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/{link('aborting_processing')}")


# --- large -----------------------------------------------------------------------------------------


def test_the_large_view_by_keyboard(visit: Visit) -> None:
    page = visit(PAGE)
    opener = page.locator(WHOLE).get_by_role("button", name="Open large")
    height = page.evaluate("document.documentElement.scrollHeight")
    opener.focus()
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog", name="State machine of the dataset status")
    assert dialog.is_visible()
    assert page.evaluate("document.documentElement.scrollHeight") == height
    start = view_box(page)
    page.keyboard.press("+")
    closer = view_box(page)
    assert closer[2] == pytest.approx(start[2] / 1.25)
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowDown")
    moved = view_box(page)
    assert moved[0] > closer[0]
    assert moved[1] > closer[1]
    page.keyboard.press("-")
    page.keyboard.press("0")
    assert view_box(page) == start
    page.keyboard.press("f")  # the theme's key for search
    assert page.evaluate("document.querySelector('#__search').checked") is False
    page.keyboard.press("Escape")
    assert not dialog.is_visible()
    assert opener.evaluate("(one) => one === document.activeElement")
    assert view_box(page) == start
    assert page.locator(f"{WHOLE} svg").count() == 1


def test_the_large_view_by_mouse(visit: Visit) -> None:
    page = visit(PAGE)
    dialog = open_large(page)
    start = view_box(page)
    place = box(page, "queued").bounding_box()
    assert place is not None
    x, y = place["x"] + 20, place["y"] + 10
    page.mouse.move(x, y)
    page.mouse.wheel(0, -300)
    page.wait_for_function(
        "(wide) => document.getElementById('dataset-status-machine').viewBox.baseVal.width < wide", arg=start[2]
    )
    grown = box(page, "queued").bounding_box()
    assert grown is not None
    assert grown["x"] < x < grown["x"] + grown["width"]
    assert grown["y"] < y < grown["y"] + grown["height"]
    before = view_box(page)
    page.mouse.down()
    page.mouse.move(x - 80, y - 50, steps=4)
    page.mouse.up()
    assert dialog.is_visible(), "a drag follows no link"
    assert view_box(page)[0] > before[0]
    dialog.get_by_role("button", name="Show all of it").click()
    assert view_box(page) == start
    box(page, "limit_reached").click()
    page.wait_for_url(f"**/{link('limit_reached')}")
    assert not dialog.is_visible()
    page.wait_for_function(
        "document.querySelector('#the-limit_reached-dataset-status').getBoundingClientRect().top < 200"
    )


def test_the_large_view_by_two_fingers(visit: Visit) -> None:
    page = visit(PAGE, width=390, height=844, has_touch=True, is_mobile=True)
    open_large(page)
    start = view_box(page)
    client = page.context.new_cdp_session(page)

    def touch(kind: str, *xs: int) -> None:
        points = [{"x": x, "y": 250, "id": number} for number, x in enumerate(xs)]
        client.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})

    touch("touchStart", 170, 220)
    touch("touchMove", 140, 250)
    touch("touchMove", 95, 295)
    touch("touchEnd")
    page.wait_for_function(
        "(wide) => document.getElementById('dataset-status-machine').viewBox.baseVal.width < wide / 2", arg=start[2]
    )
    zoomed = view_box(page)
    touch("touchStart", 200)
    touch("touchMove", 150)
    touch("touchMove", 100)
    touch("touchEnd")
    page.wait_for_function(
        "(left) => document.getElementById('dataset-status-machine').viewBox.baseVal.x > left", arg=zoomed[0]
    )
    assert view_box(page)[2] == pytest.approx(zoomed[2])


def test_a_state_s_own_diagram_opens_the_whole_machine_and_marks_the_state(visit: Visit) -> None:
    page = visit(f"{PAGE}{link('idle')}")
    figure = page.locator(".statebook-figure:has(svg#dataset-status-state-idle)")
    figure.get_by_role("button", name="Whole machine").click()
    dialog = page.get_by_role("dialog", name="State machine of the dataset status")
    assert dialog.locator("a[aria-current='location']").get_attribute("xlink:href") == link("idle")


# --- ways ------------------------------------------------------------------------------------------


def test_every_way_is_the_one_that_the_library_finds(visit: Visit, book: str) -> None:
    page = visit(PAGE)
    found: Any = page.evaluate(
        """async (address) => {
          const {shortestWay} = await import(address);
          const {states, triggers, ways} = JSON.parse(document.querySelector('.statebook-machine').content.textContent);
          return states.flatMap(([from], a) => states.map(([to], b) => {
            const path = shortestWay(ways, a, b);
            return [from, to, path && path.map(([s, t, by]) => [states[s][0], states[t][0], triggers[by][0]])];
          }));
        }""",
        f"{book}/assets/statebook-graph.js",
    )
    assert len(found) == len(graph().machine.states) ** 2
    for source, target, way in found:
        path = graph().shortest_path(source, target)
        expected = None if path is None else [[one.source, one.target, one.trigger] for one in path]
        assert way == expected, (source, target)


def test_the_calls_to_make_are_told_linked_and_lit(visit: Visit) -> None:
    page = visit(PAGE)
    page.context.set_offline(True)
    finder = page.locator(".statebook-finder")
    finder.get_by_label("From", exact=True).select_option(label="error")
    finder.get_by_label("to", exact=True).select_option(label="idle")
    told = finder.get_by_role("status")
    path = graph().shortest_path("error", "idle")
    assert path is not None
    assert told.inner_text() == ("Call publish to reach queued; then wait for processing_all_dataset_data, then idle.")
    steps = finder.get_by_role("listitem")
    assert [one.inner_text().split() for one in steps.all()] == [
        [*("Call" if one.by == "client" else "Wait for").split(), one.trigger, "→", one.target] for one in path
    ]
    for one in finder.get_by_role("link").all():
        target = one.get_attribute("href")
        assert target is not None
        assert page.locator(f"[id='{target[1:]}']").count() == 1
    assert set(page.evaluate(LIT)) == {link(one) for one in ("error", *(step.target for step in path))}
    copies = page.locator("#dataset-status-machine .copy.statebook-on a")
    assert [one.get_attribute("xlink:href") for one in copies.all()] == [link("idle")]
    assert page.locator("#dataset-status-machine .node.statebook-on").count() == len(path) + 1
    finder.get_by_role("button", name="Swap the two states").click()
    assert told.inner_text().endswith("then error.")
    finder.get_by_role("button", name="Clear").click()
    assert told.inner_text() == ""
    assert page.evaluate(LIT) == []
    page.context.set_offline(False)


@pytest.mark.parametrize("large", [False, True])
def test_two_states_chosen_in_the_diagram(visit: Visit, *, large: bool) -> None:
    page = visit(PAGE)
    if large:
        open_large(page)
    finder = page.locator(".statebook-finder")
    finder.get_by_role("button", name="Choose in the diagram").click()
    assert finder.get_by_role("status").inner_text() == "Choose in the diagram where to start."
    box(page, "limit_reached").click()
    assert finder.get_by_role("status").inner_text() == "Now choose where to go."
    box(page, "deleting_dataset").focus()
    page.keyboard.press("Enter")
    assert finder.get_by_label("From", exact=True).input_value() == str(
        list(graph().machine.states).index("limit_reached")
    )
    first = graph().shortest_path("limit_reached", "deleting_dataset")
    assert first is not None
    told = finder.get_by_role("status").inner_text()
    assert told == f"Call {first[0].trigger} to reach queued; then wait for deleting_dataset."
    assert link("limit_reached") not in page.url
    assert link("deleting_dataset") not in page.url


def test_the_data_in_the_page_cannot_end_its_element(visit: Visit) -> None:
    page = visit("job/")
    data = page.evaluate("document.querySelector('.statebook-machine').innerHTML")
    assert data.startswith('{"states"')
    assert not set("<>&") & set(data)
