"""One answer as it is and with attributes expanded: examples that follow each other become tabs.

`> Example object` and `> Example object, with …` stand in the Markdown with their JSON. Knows the
elements of examples, nothing of the page around them.
"""

from __future__ import annotations

from xml.etree.ElementTree import Element, SubElement

from statebook.columns.text import plain, words

_WITH = ", with "
_CLASS = "statebook-tabs statebook-tabs--variants"


def join(first: Element, second: Element) -> bool:
    """Puts the second example into the first as one more tab of it, if it is a variant of it."""
    opening, variant = _annotation(first), _annotation(second)
    if opening is None or variant is None or len(second) != 2:
        return False
    start = f"{words(opening)}{_WITH}"
    text = plain(variant.text)
    if not text.startswith(start) or second.get("data-statebook-language") != _language(first):
        return False
    if len(first) != 2:
        return False
    tabs = first[1] if first[1].get("class") == _CLASS else _tabs(first)
    label = Element("p", {"class": "statebook-tab-label"})
    label.text = text.removeprefix(start)
    label.extend(list(variant))
    _add(tabs, label, second[1])
    return True


def _annotation(example: Element) -> Element | None:
    found = example[0] if len(example) else None
    return found if found is not None and found.get("class") == "statebook-annotation" else None


def _language(example: Element) -> str | None:
    return example.get("data-statebook-language")


def _tabs(example: Element) -> Element:
    """Turns an example of one piece of code into tabs, with that code in the first."""
    code = example[1]
    example.remove(code)
    tabs = SubElement(example, "div", {"class": _CLASS})
    label = Element("p", {"class": "statebook-tab-label"})
    label.text = "Collapsed"
    _add(tabs, label, code)
    return tabs


def _add(tabs: Element, label: Element, code: Element) -> None:
    tab = SubElement(tabs, "div", {"class": "statebook-tab", "data-statebook-variant": str(len(tabs))})
    tab.append(label)
    tab.append(code)
