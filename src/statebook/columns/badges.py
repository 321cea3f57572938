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
OUTCOMES = ("ended-well", "failed", "ended-early")
_KNOWN = {*KINDS, *OUTCOMES, "start", "deprecated", "reserved", "undocumented", "gone"}


def kind(paragraph: Element) -> str:
    """The kind of state that a paragraph begins by naming in bold; empty for any other text."""
    if paragraph.tag != "p" or not len(paragraph) or (paragraph.text or "").strip():
        return ""
    name = words(paragraph[0]).strip().lower() if paragraph[0].tag == "strong" else ""
    return name if name in KINDS else ""


def mark(paragraph: Element) -> str:
    """Puts each bold word at the start of such a paragraph into a `<span class="statebook-badge">`.

    Returns the class of the colours of all of them: those of the outcome if one is told, for a
    failure must not look calm because it rests; else those of the kind.

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
    names = [slug(words(one)) for one in bold]
    tone = f"statebook-tone--{next((name for name in names[1:] if name in OUTCOMES), names[0])}"
    paragraph.set("class", f"{CLASS} {tone}")
    for one, name in zip(bold, names, strict=True):
        if one is not bold[0]:
            _separate(paragraph, SEPARATOR)
        badge = SubElement(paragraph, "span", {"class": _classes(name)})
        badge.append(one)
        one.tail, badge.tail = None, " "
    if not rest and not children[len(bold) :]:
        return tone
    _separate(paragraph, ":")
    sentence = SubElement(paragraph, "span", {"class": "statebook-badge-sentence"})
    sentence.text = rest
    for child in children[len(bold) :]:
        sentence.append(child)
    return tone


def _separate(paragraph: Element, sign: str) -> None:
    separator = SubElement(paragraph, "span", {"class": "statebook-badge-separator"})
    separator.text, separator.tail = sign, " "


def _classes(name: str) -> str:
    return f"statebook-badge statebook-badge--{name}" if name in _KNOWN else "statebook-badge"
