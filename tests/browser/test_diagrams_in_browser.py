"""Every committed picture in a real browser: its labels can be read.

Text is measured as the browser sets it, not as the engine guessed it.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page

ROOT = Path(__file__).parents[2]
MADE_TO_BE_UNREADABLE = "hostile"
"""The test case whose labels are attacks of any length on a page: nobody reads them."""
PICTURES = sorted(
    path
    for folder in ("docs", "tests/cases")
    for path in (ROOT / folder).glob("**/*.svg")
    if MADE_TO_BE_UNREADABLE not in path.parts
)
MEASURED = """(svg) => {
    document.body.innerHTML = svg;
    const inside = (box, x, y) => x > box.left && x < box.right && y > box.top && y < box.bottom;
    const meet = (a, b) => Math.min(a.right, b.right) - Math.max(a.left, b.left) > 1
        && Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 1;
    const labels = [...document.querySelectorAll('svg text')].filter((one) => one.textContent.trim()).map((text) => {
        const size = Number(text.getAttribute('font-size'));
        const base = Number(text.getAttribute('y'));
        const {x, width} = text.getBBox();
        const owner = text.closest('.node, .edge, .cluster, .graph');
        return {words: text.textContent.trim(), owner, left: x + 1, right: x + width - 1,
            top: base - .74 * size, bottom: base + .04 * size};
    });
    const boxes = [...document.querySelectorAll('svg .node')].map((node) => {
        const {x, y, width, height} = node.querySelector('polygon, path, ellipse').getBBox();
        return {words: node.textContent.trim(), owner: node, left: x, right: x + width, top: y, bottom: y + height};
    });
    const found = [];
    labels.forEach((one, place) => {
        for (const other of labels.slice(place + 1)) if (meet(one, other)) found.push([one.words, 'on', other.words]);
        for (const box of boxes) {
            if (box.owner !== one.owner && meet(one, box)) found.push([one.words, 'on the box', box.words]);
        }
        if (!one.owner.matches('.edge')) return;
        for (const edge of document.querySelectorAll('svg .edge')) {  // one drawn later would strike through the label
            const later = one.owner.compareDocumentPosition(edge) & Node.DOCUMENT_POSITION_FOLLOWING;
            if (edge === one.owner || !later) continue;
            const path = edge.querySelector('path');
            for (let at = 0, points = 0; at < path.getTotalLength(); at += 1) {
                const {x, y} = path.getPointAtLength(at);
                points += inside(one, x, y);
                if (points > 4) {
                    found.push([one.words, 'under a line']);
                    break;
                }
            }
        }
    });
    return found;
}"""


@pytest.fixture(scope="module")
def blank(browser: Browser) -> Iterator[Page]:
    page = browser.new_page(viewport={"width": 1600, "height": 1200})
    yield page
    page.close()


def hits(page: Page, svg: str) -> Any:
    return page.evaluate(MEASURED, svg)


def test_no_label_lies_on_another_or_on_a_box_and_no_line_is_drawn_over_one(blank: Page) -> None:
    assert len(PICTURES) > 50
    found = {str(path.relative_to(ROOT)): hits(blank, path.read_text("utf-8")) for path in PICTURES}
    assert {path: one for path, one in found.items() if one} == {}


@pytest.mark.parametrize(
    ("drawn", "said"),
    [
        ('<g class="edge"><path d="M0 50H9"/><text x="5" y="24" font-size="10">b</text></g>', [["a", "on", "b"]]),
        ('<g class="node"><path d="M0 0H60V30H0Z"/></g>', [["a", "on the box", ""]]),
        (
            '<g class="edge"><path d="M0 17H60"/></g>',
            [["aaaa", "under a line"]],
        ),
        ('<g class="edge"><path d="M0 30H60"/></g>', []),
    ],
)
def test_what_would_be_found(blank: Page, drawn: str, said: list[list[str]]) -> None:
    label = said[0][0] if said else "a"
    own = f'<g class="edge"><path d="M0 90H9"/><text x="4" y="22" font-size="10">{label}</text></g>'
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 100"><g class="graph">{own}{drawn}</g></svg>'
    assert hits(blank, svg) == said
