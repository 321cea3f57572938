"""Where a long name may go on in the next line: at its underscores, not in the middle of a word.

What is copied from the page stays the name. Knows one element, and plain text.
"""

from __future__ import annotations

import re
from xml.etree.ElementTree import Element, SubElement

LONG = 18
"""Characters from which a name may break after `_`, `.`, `/` or `-`."""
_BREAK_AFTER = re.compile(r"(?<=[_./-])(?=\w)")


def let_break(code: Element) -> None:
    """Marks the places in an element that holds a name and nothing else."""
    if len(code) or not code.text or len(code.text) < LONG:
        return
    first, *others = _BREAK_AFTER.split(code.text)
    code.text = first
    for other in others:
        SubElement(code, "wbr").tail = other


def with_breaks(name: str) -> str:
    """HTML of a name in a table of contents; words with spaces break by themselves."""
    return name if len(name) < LONG or " " in name or "<" in name else "<wbr>".join(_BREAK_AFTER.split(name))
