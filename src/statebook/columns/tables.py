"""Tables that never widen the page: each in a box that scrolls, long names in it able to break.

Knows the tree of a page.
"""

from __future__ import annotations

import re
from xml.etree.ElementTree import Element, SubElement

CLASS = "statebook-table"
_LONG = 12
"""Characters from which a name may break after `_`, `.`, `/` or `-`."""
_BREAK_AFTER = re.compile(r"(?<=[_./-])(?=\w)")


def wrap(root: Element) -> None:
    """Puts each table below `root` into a `<div class="statebook-scroll">`."""
    for parent in list(root.iter()):
        for position, child in enumerate(list(parent)):
            if child.tag == "table" and CLASS not in child.get("class", ""):
                child.set("class", f"{child.get('class', '')} {CLASS}".strip())
                box = Element("div", {"class": "statebook-scroll"})
                box.text, box.tail, child.tail = "\n", child.tail, "\n"
                parent[position] = box
                box.append(child)
                for code in child.iter("code"):
                    _let_break(code)


def _let_break(code: Element) -> None:
    """Marks where a long name may go on in the next line. What is copied from the page stays the name."""
    if len(code) or not code.text or len(code.text) < _LONG:
        return
    first, *others = _BREAK_AFTER.split(code.text)
    code.text = first
    for other in others:
        SubElement(code, "wbr").tail = other
