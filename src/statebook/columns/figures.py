"""Diagrams of ours become part of the page, so that they follow its colours and their links work.

An image line names an SVG file. Only a real SVG of ours whose elements and attributes are harmless
is put into the page; any other image stays an image. Knows XML, nothing of files or the page.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from xml.parsers import expat

CLASS = "statebook-diagram"
"""On the `<svg>` of every diagram of ours; its rules of style are scoped to it."""
WIDE = 620
"""Pixels from which a diagram needs more than one column."""

_NAMESPACE = "http://www.w3.org/2000/svg"
_LINK = "http://www.w3.org/1999/xlink href"
_FOREIGN_ATTRIBUTES = {_LINK, "http://www.w3.org/1999/xlink title", "http://www.w3.org/XML/1998/namespace space"}
_ELEMENTS = frozenset(
    "a circle clipPath defs desc ellipse g line linearGradient marker path pattern polygon polyline rect stop style "  # noqa: SIM905 - as a list it would fill a screen
    "svg symbol text title tspan".split()
)
_HARMFUL_STYLE = re.compile(r"@import|url\s*\(\s*['\"]?\s*(?!#)|expression|javascript:|\\", re.IGNORECASE)
_LENGTH = re.compile(r"\s*([0-9.]+)\s*(px|pt|)\s*$")
_PIXELS = {"px": 1.0, "": 1.0, "pt": 4 / 3}


@dataclass(frozen=True)
class Diagram:
    """An SVG to put into a page, and its own width in pixels (0 when it does not say)."""

    svg: str
    width: float


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
        width = _check(content)
        text = content.decode()
    except (_RefusedError, expat.ExpatError, UnicodeDecodeError, ValueError, LookupError):
        return None
    return Diagram(text[text.index("<svg") :].strip(), width)


def _check(content: bytes) -> float:
    """The width in pixels of a harmless SVG of ours; raises for anything else."""
    check = _Check()
    parser = expat.ParserCreate("utf-8", " ")
    parser.StartElementHandler = check.start
    parser.EndElementHandler = check.end
    parser.CharacterDataHandler = check.data
    parser.StartDoctypeDeclHandler = check.refuse
    parser.ProcessingInstructionHandler = check.refuse
    parser.StartCdataSectionHandler = check.refuse
    parser.Parse(content, True)  # noqa: FBT003 - the only form that it takes
    if _HARMFUL_STYLE.search("".join(check.style)):
        raise _RefusedError
    return check.width


class _Check:
    """Follows the elements of an SVG and raises at the first that must not be in a page."""

    def __init__(self) -> None:
        self.path: list[str] = []
        self.style: list[str] = []
        self.width = 0.0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        namespace, _, element = name.rpartition(" ")
        if namespace != _NAMESPACE or element not in _ELEMENTS:
            raise _RefusedError
        if not all(_harmless(key, value) for key, value in attributes.items()):
            raise _RefusedError
        if not self.path:
            if element != "svg" or CLASS not in attributes.get("class", "").split():
                raise _RefusedError
            self.width = _width(attributes)
        self.path.append(element)

    def end(self, _name: str) -> None:
        self.path.pop()

    def data(self, text: str) -> None:
        if self.path[-1] == "style":
            self.style.append(text)

    def refuse(self, *_: object) -> None:
        raise _RefusedError


def _harmless(key: str, value: str) -> bool:
    """Whether an attribute draws or links inside the page, and does nothing else."""
    if " " in key:
        return key in _FOREIGN_ATTRIBUTES and (key != _LINK or value.startswith("#"))
    return key not in {"href", "src"} and not key.lower().startswith("on") and not _HARMFUL_STYLE.search(value)


def _width(attributes: dict[str, str]) -> float:
    if found := _LENGTH.match(attributes.get("width", "")):
        return float(found[1]) * _PIXELS[found[2]]
    box = attributes.get("viewBox", "").replace(",", " ").split()
    return float(box[2]) if len(box) == 4 else 0.0
