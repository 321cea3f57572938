"""The line of facts below a state's heading, `**Resting** · success · …`, becomes a row of badges.

Knows one paragraph of a generated page.
"""

from __future__ import annotations

from xml.etree.ElementTree import Element, SubElement

from statebook.anchors import slug
from statebook.columns.source import Page
from statebook.columns.text import words

SEPARATOR = " · "
_KINDS = {"resting", "transient", "final"}
_KNOWN = {*_KINDS, "success", "failure", "partial", "initial", "deprecated", "reserved", "undocumented"}
_KNOWN |= {"confirmed", "derived", "inferred", "draft", "unknown", "stated"}


def mark(paragraph: Element, page: Page) -> None:
    """Puts each fact of such a paragraph into a `<span class="statebook-badge">`; leaves any other alone.

    A fact of one known word also gets a class of its own, `statebook-badge--resting`. The dots
    between the facts stay in the text, for search and for a browser without the style sheet.
    """
    if not page.generated or paragraph.tag != "p" or not len(paragraph) or (paragraph.text or "").strip():
        return
    if paragraph[0].tag != "strong" or words(paragraph[0]).strip().lower() not in _KINDS:
        return
    children = list(paragraph)
    for child in children:
        paragraph.remove(child)
    paragraph.set("class", "statebook-badges")
    badge = SubElement(paragraph, "span")
    for child in children:
        first, *others = (child.tail or "").split(SEPARATOR)
        badge.append(child)
        child.tail = first
        for other in others:
            _separate(badge, paragraph)
            badge = SubElement(paragraph, "span")
            badge.text = other
    for one in paragraph.iterfind("span"):
        name = slug(words(one))
        one.set("class", one.get("class") or _classes(name))


def _separate(badge: Element, paragraph: Element) -> None:
    badge.tail = " "
    dot = SubElement(paragraph, "span", {"class": "statebook-badge-separator"})
    dot.text, dot.tail = "·", " "


def _classes(name: str) -> str:
    return f"statebook-badge statebook-badge--{name}" if name in _KNOWN else "statebook-badge"
