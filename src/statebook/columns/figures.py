"""Diagrams of ours become part of the page, so that they follow its colours and their links work.

An image line names an SVG file. Only a real SVG of ours whose elements and attributes are harmless
is put into the page; any other image stays an image. Knows XML, nothing of files or the page.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from xml.etree import ElementTree as ET
from xml.etree.ElementTree import Element

CLASS = "statebook-diagram"
"""On the `<svg>` of every diagram of ours; its rules of style are scoped to it."""
WIDE = 620
"""Pixels from which a diagram needs more than one column."""

_NAMESPACE = "http://www.w3.org/2000/svg"
_LINK = "{http://www.w3.org/1999/xlink}href"
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_FOREIGN_ATTRIBUTES = {_LINK, "{http://www.w3.org/1999/xlink}title", _SPACE}
"""Those that a link may have."""
_NAMES = """
    a circle clipPath defs desc ellipse g line linearGradient marker path pattern polygon polyline rect stop style svg
    symbol text title tspan
"""
_ELEMENTS = frozenset(f"{{{_NAMESPACE}}}{name}" for name in _NAMES.split())
_A, _STYLE, _SVG = (f"{{{_NAMESPACE}}}{name}" for name in ("a", "style", "svg"))
_DECLARATION = re.compile(rb"<\?(?!xml )|<!(?!--)")
"""What no SVG of ours has: document types, entities, instructions, raw data."""
_HARMFUL_STYLE = re.compile(r"@import|url\s*\(\s*['\"]?\s*(?!#)|expression|javascript:|\\", re.IGNORECASE)
_HARMFUL_WORDS = ("@import", "url", "expression", "javascript:", "\\")
_LENGTH = re.compile(r"\s*([0-9.]+)\s*(px|pt|)\s*$")
_PIXELS = {"px": 1.0, "": 1.0, "pt": 4 / 3}


@dataclass(frozen=True)
class Diagram:
    """An SVG to put into a page, as text and parsed, and its own width in pixels (0 when it does not say)."""

    svg: str
    width: float
    root: Element


class _RefusedError(Exception):
    """This XML must not become part of a page."""


def find(source: str, read: Callable[[str], bytes | None]) -> Diagram | None:
    """The diagram that an image's `source` names; `None` when the image should stay an image.

    `read` gives the content of a file by its address from the page.
    """
    content = read(source) if source.partition("#")[0].endswith(".svg") else None
    if content is None:
        return None
    try:
        root = _check(content)
        text = content.decode()
        return Diagram(text[text.index("<svg") :].strip(), _width(root.attrib), root)
    except (_RefusedError, ET.ParseError, UnicodeDecodeError, ValueError, LookupError):
        return None


def _check(content: bytes) -> Element:
    """The root of a harmless SVG of ours; raises for anything else.

    What is asked of every element is asked of all at once: a machine has as many pictures as states, and a
    question for each attribute would be the larger part of the time that a page of pictures takes.
    """
    if _DECLARATION.search(content):
        raise _RefusedError
    root = ET.fromstring(content, ET.XMLParser(encoding="utf-8"))  # noqa: S314 - no declaration, so no entity
    if root.tag != _SVG or CLASS not in root.get("class", "").split():
        raise _RefusedError
    tags: set[str] = set()
    keys: set[str] = set()
    values: list[str] = []
    for element in root.iter():
        attributes = element.attrib
        if element.tag == _A:
            if not attributes.get(_LINK, "#").startswith("#"):
                raise _RefusedError
            attributes = {key: value for key, value in attributes.items() if key not in _FOREIGN_ATTRIBUTES}
        tags.add(element.tag)
        keys.update(attributes)
        values.extend(attributes.values())
    styles = list(root.iter(_STYLE))
    values += (one.text or "" for one in styles)
    # Between two values stands a character that no XML may hold.
    if not tags <= _ELEMENTS or any(map(len, styles)) or _is_harmful("\0".join(values)):
        raise _RefusedError
    if not all(map(_harmless, keys)):
        raise _RefusedError
    return root


def _is_harmful(style: str) -> bool:
    """Whether a style or the value of an attribute asks for anything; the pattern alone is slow on long paths."""
    small = style.lower()
    return any(word in small for word in _HARMFUL_WORDS) and _HARMFUL_STYLE.search(style) is not None


def _harmless(key: str) -> bool:
    """Whether an attribute draws inside the page, and does nothing else, as far as its name tells."""
    if key.startswith("{"):
        return key == _SPACE
    return key not in {"href", "src"} and not key.lower().startswith("on")


def _width(attributes: dict[str, str]) -> float:
    if found := _LENGTH.match(attributes.get("width", "")):
        return float(found[1]) * _PIXELS[found[2]]
    box = attributes.get("viewBox", "").replace(",", " ").split()
    return float(box[2]) if len(box) == 4 else 0.0
