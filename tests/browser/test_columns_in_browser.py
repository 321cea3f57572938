"""The three columns as a reader meets them: widths, languages, keyboard, paper, no script."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Locator, Page, Route

    Open = Callable[..., Page]

WIDTHS = pytest.mark.parametrize("width", [390, 1280, 1920])
SCHEMES = pytest.mark.parametrize("scheme", ["light", "dark"])
SHOWN = """() => [...document.querySelectorAll('.statebook-tab')]
    .filter((tab) => tab.checkVisibility({contentVisibilityAuto: true}) && !tab.hidden)
    .map((tab) => tab.dataset.statebookLanguage)"""


def shown(page: Page) -> list[str]:
    """The languages that one sees, from the top to the bottom of the page."""
    found: list[str] = page.evaluate(SHOWN)
    return found


def box(locator: Locator) -> dict[str, float]:
    found: Any = locator.bounding_box()
    assert found is not None
    return dict(found)


def stored(page: Page) -> str | None:
    found: str | None = page.evaluate("localStorage.getItem('statebook.language')")
    return found


def asked(page: Page) -> str:
    """What the address asks for. Behind it the theme follows the reader, later than one can wait for."""
    return urlsplit(page.url).query


def tab(page: Page, name: str, group: int = 0) -> Locator:
    return page.locator(".statebook-tabs").nth(group).get_by_role("tab", name=name, exact=True)


# --- layout ----------------------------------------------------------------------------------------


@WIDTHS
@SCHEMES
def test_nothing_is_wider_than_the_window(read: Open, width: int, scheme: str) -> None:
    page = read("lamp/", width=width, scheme=scheme)
    assert page.evaluate("document.documentElement.scrollWidth") == width
    page.evaluate("scrollTo(10000, 0)")
    assert page.evaluate("scrollX") == 0
    outside = """(width) => [...document.querySelectorAll('.statebook-row *')].filter((one) => {
        const scroller = one.parentElement.closest('.statebook-scroll, pre, .statebook-tablist');
        return !scroller && one.checkVisibility() && one.getBoundingClientRect().right > width + 1;
    }).map((one) => one.outerHTML.slice(0, 120))"""
    assert page.evaluate(outside, width) == []


@pytest.mark.parametrize(("width", "columns"), [(390, 1), (1024, 2), (1280, 3), (1920, 3)])
def test_code_stands_level_with_its_prose_or_below_it(read: Open, width: int, columns: int) -> None:
    page = read("lamp/", width=width)
    row = page.locator(".statebook-row").filter(has=page.locator("#the-on-lamp"))
    prose, code = box(row.locator(".statebook-prose")), box(row.locator(".statebook-code"))
    if columns == 1:
        assert code["y"] >= prose["y"] + prose["height"]
        assert (code["x"], code["width"]) == (0, width)
    else:
        assert abs(code["y"] - prose["y"]) < 2
        assert code["x"] >= prose["x"] + prose["width"] - 1
        assert code["x"] + code["width"] == width
        heading, annotation = box(row.locator("h2")), box(row.locator(".statebook-annotation"))
        assert abs(heading["y"] - annotation["y"]) < 16
    navigation = page.locator(".md-sidebar--primary")
    assert (box(navigation)["x"] >= 0) == (columns == 3)
    if columns == 3:
        assert navigation.get_by_role("link", name="on", exact=True).is_visible()


@pytest.mark.parametrize("width", [390, 1280, 1920])
def test_a_site_that_does_not_integrate_its_contents_has_them_all_the_same(come: Open, width: int) -> None:
    page = come("lamp/#the-on-lamp", width=width)
    assert page.evaluate("document.documentElement.scrollWidth") == width
    row = page.locator(".statebook-row").filter(has=page.locator("#the-on-lamp"))
    assert box(row.locator(".statebook-code"))["x"] + box(row.locator(".statebook-code"))["width"] == width
    entries = page.locator(".md-nav--primary .md-nav--secondary")
    assert page.locator(".md-sidebar--secondary").is_hidden()
    if width < 1220:
        return
    state = entries.get_by_role("link", name="on", exact=True)
    part = entries.locator("[href$='#on-leaving-this-status']")
    assert state.is_visible()
    assert not part.is_visible(), "what every state has is folded"
    entries.get_by_role("button", name="on: what belongs to it").click()
    part.wait_for()
    other = come("other/", width=width)
    assert other.locator(".md-sidebar--secondary").is_hidden() == (other.locator(".statebook-row").count() > 0)


@pytest.mark.parametrize("width", [1024, 1280, 1920])
def test_code_stays_beside_its_prose_while_one_reads(read: Open, width: int) -> None:
    page = read("lamp/", width=width)
    page.evaluate("document.querySelector('#on-leaving-this-status').scrollIntoView()")
    row = page.locator(".statebook-row").filter(has=page.locator("#the-on-lamp"))
    header = box(page.locator(".md-header"))
    assert abs(box(row.locator(".statebook-code"))["y"] - header["height"]) < 2


@WIDTHS
def test_a_wide_table_scrolls_and_can_be_reached_by_keyboard(read: Open, width: int) -> None:
    page = read("lamp/", width=width)
    wide = page.locator(".statebook-scroll").filter(has_text="More notes")
    assert wide.evaluate("(one) => one.scrollWidth > one.clientWidth")
    assert wide.get_attribute("tabindex") == "0"
    assert wide.get_attribute("aria-labelledby") == "on-leaving-this-status"
    wide.focus()
    page.keyboard.press("ArrowRight")
    page.wait_for_function("(one) => one.scrollLeft > 0", arg=wide.element_handle())
    narrow = page.locator(".statebook-scroll").filter(has_text="Which lamp.")
    assert narrow.get_attribute("tabindex") is None


@SCHEMES
def test_a_diagram_follows_the_palette_and_its_links_work(read: Open, scheme: str) -> None:
    page = read("lamp/", scheme=scheme)
    fill = page.locator("#state-on path").first.evaluate("(one) => getComputedStyle(one).fill")
    assert fill == {"light": "rgb(231, 245, 236)", "dark": "rgb(23, 51, 35)"}[scheme]
    page.locator("#state-on a", has_text="off").click()
    page.wait_for_url("**/lamp/#the-off-lamp")
    wide = page.locator(".statebook-row--wide")
    page.wait_for_timeout(500)  # on the first link of a page the theme fetches it again
    wide.wait_for()
    assert box(wide)["x"] + box(wide)["width"] == 1280


def test_hostile_text_did_nothing(read: Open) -> None:
    page = read("lamp/")
    assert page.title() == "Lamp - Lamps"
    assert page.get_by_text('<script>document.title = "hacked"</script>').is_visible()


CONTRAST = """() => {
  const canvas = document.createElement('canvas').getContext('2d', {willReadFrequently: true});
  const rgba = (text) => {
    canvas.clearRect(0, 0, 1, 1); canvas.fillStyle = text; canvas.fillRect(0, 0, 1, 1);
    const [r, g, b, a] = canvas.getImageData(0, 0, 1, 1).data; return [r, g, b, a / 255];
  };
  const over = (top, under) => [0, 1, 2].map((n) => top[n] * top[3] + under[n] * (1 - top[3])).concat(1);
  const ground = (one) => {
    if (!one) return [255, 255, 255, 1];
    const colour = rgba(getComputedStyle(one).backgroundColor);
    return colour[3] === 1 ? colour : over(colour, ground(one.parentElement));
  };
  const linear = (c) => c <= .04045 ? c / 12.92 : ((c + .055) / 1.055) ** 2.4;
  const light = ([r, g, b]) => [r, g, b].map((c) => linear(c / 255))
    .reduce((sum, c, n) => sum + c * [.2126, .7152, .0722][n], 0);
  const found = [];
  const walker = document.createTreeWalker(document.querySelector('.md-content__inner'), NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const one = walker.currentNode.parentElement;
    if (!walker.currentNode.data.trim() || one.closest('svg, .headerlink, style')) continue;
    if (!one.checkVisibility({opacityProperty: true})) continue;
    const under = ground(one), text = over(rgba(getComputedStyle(one).color), under);
    const [high, low] = [light(text), light(under)].sort((a, b) => b - a);
    const ratio = (high + .05) / (low + .05);
    if (ratio < 4.5) found.push(`${ratio.toFixed(2)} ${one.className} ${walker.currentNode.data.slice(0, 30)}`);
  }
  return found;
}"""


@SCHEMES
@pytest.mark.parametrize("width", [390, 1280])
def test_every_text_has_enough_contrast(read: Open, scheme: str, width: int) -> None:
    assert read("lamp/", width=width, scheme=scheme).evaluate(CONTRAST) == []


@WIDTHS
def test_a_former_name_of_a_state_leads_to_its_section(read: Open, width: int) -> None:
    page = read("lamp/#the-dark-lamp", width=width, height=500)
    page.wait_for_function("scrollY > 100")
    header = box(page.locator(".md-header"))["height"]
    page.wait_for_function(
        "(header) => Math.abs(document.getElementById('the-off-lamp').getBoundingClientRect().top - header) < 60",
        arg=header,
    )
    assert page.url.endswith("#the-dark-lamp")


# --- languages -------------------------------------------------------------------------------------


def test_one_choice_holds_for_the_whole_page_and_the_next_visit(read: Open) -> None:
    page = read("lamp/")
    assert shown(page) == ["shell", "shell", "ruby"]
    tab(page, "Python").click()
    assert shown(page) == ["python", "python", "ruby"]
    assert [tab(page, "Python", group).get_attribute("aria-selected") for group in (0, 1)] == ["true", "true"]
    assert stored(page) == "python"
    assert asked(page) == "", "the theme may add the section that one reads, we add nothing"
    again = read("lamp/", context=page.context)
    assert shown(again) == ["python", "python", "ruby"]
    other = read("other/", context=page.context)
    assert shown(other) == ["python"]


def test_a_shared_link_shows_its_language_and_leaves_the_choice_alone(read: Open) -> None:
    page = read("lamp/")
    tab(page, "JavaScript").click()
    linked = read("lamp/?lang=py", context=page.context)
    assert shown(linked) == ["python", "python", "ruby"]
    assert stored(linked) == "javascript"
    assert shown(read("lamp/", context=page.context)) == ["javascript", "shell", "ruby"]


def test_a_choice_on_a_linked_page_wins_from_then_on(read: Open) -> None:
    page = read("lamp/?lang=python#switch-the-lamp")
    tab(page, "Shell").click()
    assert asked(page) == "lang=shell"
    page.reload()
    page.wait_for_selector(".statebook-tabs--live")
    assert shown(page) == ["shell", "shell", "shell"]


@pytest.mark.parametrize("query", ["?lang=cobol", "?lang=%22%5D", "?lang="])
def test_a_language_that_nobody_knows_changes_nothing(read: Open, query: str) -> None:
    page = read(f"lamp/{query}")
    assert shown(page) == ["shell", "shell", "ruby"]
    assert stored(page) is None


def test_tabs_by_keyboard(read: Open) -> None:
    page = read("lamp/")
    tab(page, "Shell").focus()
    for key, expected in [
        ("ArrowRight", "Python"),
        ("ArrowRight", "JavaScript"),
        ("ArrowRight", "Shell"),
        ("ArrowLeft", "JavaScript"),
        ("Home", "Shell"),
        ("End", "JavaScript"),
    ]:
        page.keyboard.press(key)
        assert page.evaluate("document.activeElement.textContent") == expected
        assert tab(page, expected).get_attribute("aria-selected") == "true"
    tabs = page.locator(".statebook-tabs").first.get_by_role("tab")
    assert [one.get_attribute("tabindex") for one in tabs.all()] == ["-1", "-1", "0"]
    for one in tabs.all():
        panel = page.locator(f"#{one.get_attribute('aria-controls')}")
        assert panel.get_attribute("aria-labelledby") == one.get_attribute("id")
        assert panel.get_attribute("role") == "tabpanel"


def test_what_the_reader_looks_at_does_not_move(read: Open) -> None:
    page = read("lamp/", width=390)
    second = page.locator(".statebook-tabs").nth(1)
    second.scroll_into_view_if_needed()
    before = box(second)["y"]
    tab(page, "Python", 1).click()
    assert shown(page)[:2] == ["python", "python"]
    assert abs(box(second)["y"] - before) < 2


def test_the_choice_survives_instant_navigation(read: Open) -> None:
    page = read("lamp/")
    page.evaluate("window.sameDocument = true")
    tab(page, "Python").click()
    page.locator(".md-sidebar--primary").get_by_role("link", name="Other").click()
    page.wait_for_selector("#do-it")
    page.wait_for_selector(".statebook-tabs--live")
    assert page.evaluate("window.sameDocument") is True
    assert shown(page) == ["python"]
    page.get_by_role("link", name="Back").click()
    page.wait_for_selector("#the-on-lamp")
    page.wait_for_selector(".statebook-tabs--live")
    assert shown(page) == ["python", "python", "ruby"]
    assert page.locator(".statebook-tablist").count() == 3


def test_a_browser_that_keeps_nothing(read: Open, site: str) -> None:
    page = read("other/")
    page.add_init_script(
        "Object.defineProperty(window, 'localStorage', {get() { throw new DOMException('no', 'SecurityError'); }})"
    )
    page.route("**/bundle*.js", lambda route: route.fulfill(body="", content_type="text/javascript"))
    page.route("**/other/", lambda route: route.fulfill(body=without_theme_scripts(route)))
    page.goto(f"{site}/other/")
    page.wait_for_selector(".statebook-tabs--live")
    tab(page, "Python").click()
    assert shown(page) == ["python"]


def without_theme_scripts(route: Route) -> str:
    """The page as fetched, but for the theme's inline scripts, which use the storage themselves."""
    text: str = route.fetch().text()
    return re.sub(r"<script>.*?</script>", "", text, flags=re.DOTALL)


def test_our_script_needs_nothing_that_a_strict_policy_forbids(read: Open, site: str) -> None:
    page = read("other/")
    headers = {"Content-Security-Policy": "script-src 'self'", "Content-Type": "text/html"}
    page.route("**/other/", lambda route: route.fulfill(body=without_theme_scripts(route), headers=headers))
    page.route("**/bundle*.js", lambda route: route.fulfill(body="", content_type="text/javascript"))
    page.goto(f"{site}/other/")
    page.wait_for_selector(".statebook-tabs--live")
    tab(page, "Python").click()
    assert shown(page) == ["python"]


# --- no script, paper ------------------------------------------------------------------------------


@WIDTHS
def test_without_a_script_every_language_can_be_read(read: Open, width: int) -> None:
    page = read("lamp/", width=width, script=False)
    for text in ("curl -X PUT", "import requests", "await fetch", "requests.delete", 'get "/lamps/17"'):
        assert page.get_by_text(text).first.is_visible()
    labels = page.locator(".statebook-tab-label")
    assert labels.all_text_contents() == ["Shell", "Python", "JavaScript", "Shell", "Python", "Ruby", "Shell"]
    assert all(label.is_visible() for label in labels.all())
    assert page.locator("svg.statebook-diagram").count() == 2


@SCHEMES
def test_paper_shows_everything_dark_on_white(read: Open, scheme: str) -> None:
    page = read("lamp/", scheme=scheme)
    tab(page, "Python").click()
    page.emulate_media(media="print", color_scheme="dark" if scheme == "dark" else "light")
    for text in ("curl -X PUT", "import requests", "await fetch"):
        assert page.get_by_text(text).first.is_visible()
    assert not page.locator(".statebook-tablist").first.is_visible()
    assert page.locator(".statebook-tab-label").first.is_visible()
    row = page.locator(".statebook-row").filter(has=page.locator("#the-on-lamp"))
    prose, code = box(row.locator(".statebook-prose")), box(row.locator(".statebook-code"))
    assert code["y"] >= prose["y"] + prose["height"]
    page.wait_for_function(f"() => ({CONTRAST})().length === 0")  # colours may still be on their way
    ground = row.locator(".statebook-code").evaluate("(one) => getComputedStyle(one).backgroundColor")
    assert ground in {"rgba(0, 0, 0, 0)", "rgb(255, 255, 255)"}
