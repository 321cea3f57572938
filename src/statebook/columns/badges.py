"""The line of badges below a state's heading: `**Resting** · **ended early**: it stays until …`.

Knows one paragraph of a generated page.
"""

from __future__ import annotations

from xml.etree.ElementTree import Element, SubElement

from statebook.anchors import slug
from statebook.columns.text import words

CLASS = "statebook-badges"
SEPARATOR = "·"
KINDS = ("resting", "transient", "final")
_KNOWN = {*KINDS, "ended-well", "failed", "ended-early", "start", "deprecated", "reserved", "undocumented", "gone"}


def kind(paragraph: Element) -> str:
    """The kind of state that a paragraph begins by naming in bold; empty for any other text."""
    if paragraph.tag != "p" or not len(paragraph) or (paragraph.text or "").strip():
        return ""
    name = words(paragraph[0]).strip().lower() if paragraph[0].tag == "strong" else ""
    return name if name in KINDS else ""


def mark(paragraph: Element) -> None:
    """Puts each bold word at the start of such a paragraph into a `<span class="statebook-badge">`.

    A known word also gives a class of its own, `statebook-badge--resting`. The dots between the
    badges and the colon behind them stay in the text, for search and for whoever hears the page.
    """
    children = list(paragraph)
    bold = [children[0]]
    while (
        (bold[-1].tail or "").strip() == SEPARATOR and len(bold) < len(children) and children[len(bold)].tag == "strong"
    ):
        bold.append(children[len(bold)])
    rest = (bold[-1].tail or "").lstrip().removeprefix(":").lstrip()
    for child in children:
        paragraph.remove(child)
    paragraph.set("class", CLASS)
    for one in bold:
        if one is not bold[0]:
            _separate(paragraph, SEPARATOR)
        badge = SubElement(paragraph, "span", {"class": _classes(slug(words(one)))})
        badge.append(one)
        one.tail, badge.tail = None, " "
    if not rest and not children[len(bold) :]:
        return
    _separate(paragraph, ":")
    sentence = SubElement(paragraph, "span", {"class": "statebook-badge-sentence"})
    sentence.text = rest
    for child in children[len(bold) :]:
        sentence.append(child)


def _separate(paragraph: Element, sign: str) -> None:
    separator = SubElement(paragraph, "span", {"class": "statebook-badge-separator"})
    separator.text, separator.tail = sign, " "


def _classes(name: str) -> str:
    return f"statebook-badge statebook-badge--{name}" if name in _KNOWN else "statebook-badge"
