"""The page in one hand: a narrow window and fingers, where nothing hovers."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

    Visit = Callable[..., Page]

PAGE = "dataset-status/"
PHONE = {"width": 390, "height": 844, "has_touch": True, "is_mobile": True}
IN_VIEW = """(one) => {
    const {left, right} = one.getBoundingClientRect();
    const box = one.closest('.statebook-scroll').getBoundingClientRect();
    return left >= box.left && right <= box.right;
}"""


def test_no_words_of_a_table_of_ways_hide_at_the_side(visit: Visit) -> None:
    page = visit(PAGE, **PHONE)
    tables = page.locator(".statebook-table--stacks")
    assert tables.count() >= 33
    sideways = "(all) => all.filter((one) => one.parentElement.scrollWidth > one.parentElement.clientWidth + 1).length"
    assert tables.evaluate_all(sideways) == 0
    heads = page.get_by_role("columnheader", name="Condition")  # not seen, yet told
    assert heads.count() == 30
    assert page.get_by_role("table").first.get_by_role("row").count() > 1


def test_the_same_table_keeps_its_columns_on_a_laptop(visit: Visit) -> None:
    row = visit(PAGE).locator("#idle-leaving-this-status ~ .statebook-scroll tbody tr").first
    tops = row.locator("td").evaluate_all("(all) => all.map((one) => one.getBoundingClientRect().top)")
    assert len(set(tops)) == 1


def test_a_diagram_that_scrolls_begins_in_its_middle(visit: Visit) -> None:
    page = visit(PAGE, **PHONE)
    queued = page.locator('#dataset-status-machine .node a[*|href="#the-queued-dataset-status"]').first
    assert queued.evaluate(IN_VIEW)
    assert page.locator("#dataset-status-machine .initial").evaluate(IN_VIEW)


def test_the_way_from_a_failure_to_rest_by_finger(visit: Visit) -> None:
    """In the large view: two taps on the diagram, and the calls to make stand below."""
    page = visit(PAGE, **PHONE)
    page.locator(".statebook-figure").first.get_by_role("button", name="Open large").tap()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("button", name="Choose in the diagram").tap()
    for state in ("error", "idle"):
        dialog.locator(f'svg .node:not(.copy) a[*|href="#the-{state}-dataset-status"]').first.tap()
    said = "Call publish to reach queued; then wait for processing_all_dataset_data, then idle."
    assert dialog.get_by_role("status").inner_text() == said
    assert dialog.locator("ol li").all_inner_texts() == [
        "Call publish → queued",
        "Wait for worker_available → processing_all_dataset_data",
        "Wait for job_succeeded → idle",
    ]
    dialog.get_by_role("link", name="publish").first.tap()
    page.wait_for_url("**/dataset-status/#publish-the-dataset")
    assert not dialog.is_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_pair_behind_a_heading_is_always_there_and_large_enough(visit: Visit, scheme: str) -> None:
    page = visit(PAGE, scheme=scheme, **PHONE)
    heading = page.locator("#the-error-dataset-status")
    boxes = []
    for one in (".headerlink", ".statebook-edit"):
        link = heading.locator(one)
        assert link.evaluate("(one) => getComputedStyle(one).opacity") == "1"
        assert link.evaluate("(one) => getComputedStyle(one).textDecorationLine") == "none"
        box = link.bounding_box()
        assert box is not None
        assert min(box["width"], box["height"]) >= 24
        boxes.append(box)
    assert boxes[0]["x"] + boxes[0]["width"] <= boxes[1]["x"]


def test_the_pair_comes_with_the_mouse_or_the_keyboard_and_goes_with_it(visit: Visit) -> None:
    page = visit(PAGE)
    heading = page.locator("#the-error-dataset-status")
    edit = heading.locator(".statebook-edit")
    heading.scroll_into_view_if_needed()
    is_there = "([one, wanted]) => getComputedStyle(one).opacity === wanted"
    page.mouse.move(5, 5)
    page.wait_for_function(is_there, arg=[edit.element_handle(), "0"])
    heading.hover()
    page.wait_for_function(is_there, arg=[edit.element_handle(), "1"])
    page.mouse.move(5, 5)
    page.wait_for_function(is_there, arg=[edit.element_handle(), "0"])
    heading.locator(".headerlink").focus()
    page.wait_for_function(is_there, arg=[edit.element_handle(), "1"])
