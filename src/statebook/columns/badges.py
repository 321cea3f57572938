"""The line of facts below a state's heading, `**Resting**: stays …` or `**Resting** · success`, gets badges.

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
    """Puts the kind, or each fact between dots, into a `<span class="statebook-badge">`; leaves other text alone.

    A fact of one known word also gets a class of its own, `statebook-badge--resting`. The dots
    between the facts stay in the text, for search and for a browser without the style sheet.
    """
    if not page.generated or paragraph.tag != "p" or not len(paragraph) or (paragraph.text or "").strip():
        return
    if paragraph[0].tag != "strong" or words(paragraph[0]).strip().lower() not in _KINDS:
        return
    paragraph.set("class", "statebook-badges")
    if SEPARATOR not in words(paragraph):
        _only_kind(paragraph, paragraph[0])
        return
    children = list(paragraph)
    for child in children:
        paragraph.remove(child)
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


def _only_kind(paragraph: Element, kind: Element) -> None:
    """A badge for the kind alone; the sentence behind it stays a sentence, without its colon."""
    badge = Element("span", {"class": _classes(slug(words(kind)))})
    badge.tail, kind.tail = f" {(kind.tail or '').removeprefix(':').lstrip()}", None
    paragraph[0] = badge
    badge.append(kind)


def _separate(badge: Element, paragraph: Element) -> None:
    badge.tail = " "
    dot = SubElement(paragraph, "span", {"class": "statebook-badge-separator"})
    dot.text, dot.tail = "·", " "


def _classes(name: str) -> str:
    return f"statebook-badge statebook-badge--{name}" if name in _KNOWN else "statebook-badge"
