"""The card at the top of a state's section, and lists of facts: a label, and what there is to say.

In Markdown it is a line of badges, a paragraph or two, and a list of which every item begins with
a bold label and a full stop. Here the list becomes a `<dl>`, and all of it a box with the colour of
the kind. Knows the tree of a generated page.
"""

from __future__ import annotations

import re
from xml.etree.ElementTree import Element, SubElement

from markdown.util import HTML_PLACEHOLDER_RE

from statebook.columns import badges
from statebook.columns.breaks import let_break
from statebook.columns.headings import SECTION_LEVEL, level
from statebook.columns.source import Page
from statebook.columns.text import words

GROUP = "Group"
"""The label of the fact that names the group of a state."""

_BETWEEN_LINKS = re.compile(r"[\s,.]*")


def lay_out(root: Element, page: Page) -> None:
    """Makes facts of lists and cards of what belongs to a state, and notes of which group each section is."""
    section, position, found = "", 0, []
    elements = list(root)
    while position < len(elements):
        element, end = elements[position], position + 1
        if level(element) == SECTION_LEVEL:
            section = element.get("id", "")
        elif name := badges.kind(element):
            tone = badges.mark(element)
            facts = _facts_behind(elements, position)
            if facts is not None:
                element, end = _card(elements[position : facts + 1], f"statebook-card--{name} {tone}"), facts + 1
                if section and (group := dict(_told(element[-1])).get(GROUP)):
                    page.parents.setdefault(section, group)
        elif labels := _labels(element):
            _to_facts(element, labels)
        found.append(element)
        position = end
    root[:] = found


def _labels(element: Element) -> list[Element]:
    """The bold labels of a list of facts; empty for any other element."""
    if element.tag != "ul" or not len(element):
        return []
    found = [
        item[0]
        for item in element
        if len(item) and not (item.text or "").strip() and item[0].tag == "strong" and words(item[0]).endswith(".")
    ]
    return found if len(found) == len(element) else []


def _to_facts(element: Element, labels: list[Element]) -> None:
    items = list(element)
    element.clear()
    element.tag, element.text, element.tail = "dl", "\n", "\n"
    element.set("class", "statebook-facts")
    for item, label in zip(items, labels, strict=True):
        item.remove(label)
        row = SubElement(element, "div")
        row.tail = "\n"
        value, label.tag, item.tag = label.tail, "dt", "dd"
        item.text, label.tail, item.tail = (value or "").lstrip(), "\n", "\n"
        _without_full_stop(label)
        row.extend((label, item))
        for code in (*label.iter("code"), *item.iter("code")):
            let_break(code)
        if _only_links(item):
            item.set("class", "statebook-chips")


def _told(facts: Element) -> list[tuple[str, str]]:
    return [(words(row[0]), words(row[1]).strip().removesuffix(".")) for row in facts]


def _without_full_stop(label: Element) -> None:
    if len(label) and label[-1].tail:
        label[-1].tail = label[-1].tail.rstrip().removesuffix(".")
    elif label.text:
        label.text = label.text.rstrip().removesuffix(".")


def _only_links(value: Element) -> bool:
    """Whether a fact is a list of links and nothing else; then the commas between them go."""
    texts = [value.text, *(one.tail for one in value)]
    if (
        not len(value)
        or any(one.tag != "a" for one in value)
        or not all(_BETWEEN_LINKS.fullmatch(one or "") for one in texts)
    ):
        return False
    for one in value:
        one.tail = " "
    value[-1].tail = None
    return True


def _facts_behind(elements: list[Element], badge_line: int) -> int | None:
    """The position of the facts that follow the badges, with nothing but paragraphs between."""
    position = badge_line + 1
    while position < len(elements) and _is_words(elements[position]):
        position += 1
    return position if position < len(elements) and _labels(elements[position]) else None


def _card(elements: list[Element], classes: str) -> Element:
    """A box with the badges, the paragraphs behind them, and the facts."""
    card = Element("div", {"class": f"statebook-card {classes}"})
    card.text = card.tail = "\n"
    card.extend(elements)
    _to_facts(card[-1], _labels(card[-1]))
    return card


def _is_words(element: Element) -> bool:
    text = (element.text or "").strip()
    return element.tag == "p" and not HTML_PLACEHOLDER_RE.fullmatch(text) and not badges.kind(element)
