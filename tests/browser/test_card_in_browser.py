"""The card of a state and the groups of the contents: what a reader who lands in the middle of a page sees."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Locator, Page

    Visit = Callable[..., Page]

PAGE = "dataset-status/"
LIMIT = "the-limit_reached-dataset-status"
TOPS = (
    """(card) => [...card.querySelectorAll('.statebook-badge, dt, dd')].map((one) => one.getBoundingClientRect().top)"""
)


def card_of(page: Page, heading: str) -> Locator:
    return page.locator(f"#{heading} + .statebook-card")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("width", "height"), [(390, 844), (640, 450), (1280, 900), (1920, 1080)])
def test_who_lands_on_a_state_sees_what_it_is_and_what_to_do(
    visit: Visit, width: int, height: int, scheme: str
) -> None:
    """640 by 450 is a laptop at 200 %: there one sees at least what it is and what to do."""
    page = visit(f"{PAGE}#{LIMIT}", width=width, height=height, scheme=scheme)
    card = card_of(page, LIMIT)
    assert card.locator(".statebook-badge").all_inner_texts() == ["Resting", "ended early"]
    labels = ["Next step", "Calls", "Comes next", "To reach idle", "Evidence"]
    assert card.locator("dt").all_inner_texts() == labels
    page.wait_for_function("(card) => card.getBoundingClientRect().top > 0", arg=card.element_handle())
    tops = page.evaluate(TOPS, card.element_handle())
    seen = [one for one in tops if 0 < one < height]
    assert len(seen) >= (4 if height < 500 else len(tops))
    assert page.evaluate("document.documentElement.scrollWidth") == width


def test_a_call_of_the_card_leads_to_its_section(visit: Visit) -> None:
    page = visit(f"{PAGE}#{LIMIT}")
    card_of(page, LIMIT).locator(".statebook-chips a").first.click()
    page.wait_for_url(f"**/{PAGE}#publish-the-dataset")


def test_every_state_has_a_card_of_its_kind(visit: Visit) -> None:
    page = visit(PAGE)
    kinds = """() => [...document.querySelectorAll('.statebook-card')].map((one) => [
        one.className.match(/--(\\w+)/)[1], one.querySelector('.statebook-badge').textContent.toLowerCase()])"""
    found = page.evaluate(kinds)
    assert len(found) == 15
    assert all(of_class == of_badge for of_class, of_badge in found)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_edge_of_a_card_has_the_colour_of_its_outcome(visit: Visit, scheme: str) -> None:
    """As in the diagram: a failure never has the green of what ended well."""
    page = visit(PAGE, scheme=scheme)
    for state, outcome in (("idle", "success"), ("error", "failure"), ("limit_reached", "partial")):
        card = card_of(page, f"the-{state}-dataset-status")
        edge = card.evaluate("(one) => getComputedStyle(one).borderInlineStartColor")
        box = page.locator(f"#dataset-status-machine .node.{outcome} :is(path, polygon)").first
        assert edge == box.evaluate("(one) => getComputedStyle(one).stroke"), state
        badges = card.locator(".statebook-badge").evaluate_all("(all) => all.map((one) => getComputedStyle(one).color)")
        assert badges[:2] == [edge, edge]


def test_the_contents_have_groups_that_fold_and_the_order_of_the_page(visit: Visit) -> None:
    page = visit(PAGE)
    contents = page.locator(".md-nav--secondary")
    addresses = contents.locator("a.md-nav__link").evaluate_all("(all) => all.map((one) => one.hash.slice(1))")
    headings = page.locator(".statebook-prose h2").evaluate_all("(all) => all.map((one) => one.id)")
    assert list(dict.fromkeys(addresses)) == headings
    group = contents.locator(".md-nav__item", has=page.get_by_role("link", name="Deleting", exact=True)).last
    members = group.locator(".md-nav a")
    assert [one.removeprefix("deleting_") for one in members.all_inner_texts()] == [
        "dataset",
        "resource_records",
        "all_dataset_data",
    ]
    fold = group.get_by_role("button")
    fold.focus()
    page.keyboard.press("Enter")
    assert fold.get_attribute("aria-expanded") == "false"
    assert not members.first.is_visible()
    page.keyboard.press("Space")
    assert members.first.is_visible()
    actions = contents.locator(".md-nav__item", has=page.get_by_role("link", name="Actions", exact=True)).last
    assert actions.get_by_role("link", name="Publish the dataset", exact=True).count() == 1
    assert page.locator(".statebook-fold").count() == 3


def test_the_contents_need_no_script(visit: Visit) -> None:
    page = visit(PAGE, script=False)
    assert page.locator(".md-nav--secondary").get_by_role("link", name="deleting_dataset", exact=True).is_visible()
    assert page.locator(".statebook-fold").count() == 0


def test_a_long_name_goes_on_in_the_next_line_at_an_underscore(visit: Visit) -> None:
    page = visit(PAGE)
    link = page.locator(".md-nav--secondary a[href$='#the-scratching_realtime_recover_data-dataset-status']")
    assert link.inner_text() == "scratching_realtime_recover_data"
    assert link.locator("wbr").count() == 3


def test_the_top_of_the_page_says_where_to_stop_waiting_and_how_to_ask(visit: Visit) -> None:
    page = visit(PAGE, width=1280)
    top = page.locator(".statebook-row").first
    assert top.locator("dt").all_inner_texts() == ["Stop waiting in", "Keep waiting in", "Starts in"]
    assert top.locator("dd").first.locator("a").all_inner_texts() == ["idle", "error", "limit_reached"]
    code = top.locator(".statebook-code")
    assert code.get_by_role("tab").all_inner_texts() == ["Shell", "Python", "JavaScript"]
    assert "/status" in code.locator(".statebook-tab").first.inner_text()
    bottom = code.evaluate("(one) => one.getBoundingClientRect().bottom")
    assert 0 < bottom < 900


def test_a_card_on_paper_is_whole(visit: Visit) -> None:
    page = visit(PAGE, scheme="dark")
    page.emulate_media(media="print")
    card = card_of(page, LIMIT)
    assert card.evaluate("(one) => getComputedStyle(one).breakInside") == "avoid"
    assert card.locator(".statebook-badge").first.is_visible()
    assert page.locator(".statebook-fold:visible").count() == 0
