"""SVG held against an allow-list, as a small tree that prints itself the same way every time.

An SVG from an engine is not trusted: labels in it come from a stranger's spec. Reading refuses
whatever a diagram of ours never needs: declarations, scripts, styles, images, foreign links. It
uses expat alone, with nothing fetched and no entity known besides the five of XML.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from xml.parsers import expat

ELEMENTS = frozenset(("svg", "g", "title", "desc", "a", "path", "polygon", "polyline", "ellipse", "text", "style"))
_DRAWN = frozenset(("path", "polygon", "polyline", "ellipse", "text"))
_PLAIN = frozenset(
    (
        *("width", "height", "viewBox", "transform", "fill", "stroke", "stroke-width", "stroke-dasharray"),
        *("fill-opacity", "stroke-opacity", "d", "points", "cx", "cy", "rx", "ry", "x", "y", "text-anchor"),
        *("font-family", "font-size", "font-weight", "font-style", "role"),
    )
)
_NAMES = frozenset(("id", "class", "aria-labelledby"))
_NAMESPACES = {"xmlns": "http://www.w3.org/2000/svg", "xmlns:xlink": "http://www.w3.org/1999/xlink"}

_PLAIN_VALUE = re.compile(r"[\w\s.,#()+\-]*", re.ASCII)
_NAME_VALUE = re.compile(r"[\w\s\-]*")
_FRAGMENT = re.compile(r"#[^\s\x00-\x20<>\"'`\\]+")

MAXIMUM_BYTES = 30_000_000


class SvgRefused(Exception):
    """An SVG that is ill-formed, holds what no diagram needs, or is not what was asked for."""


@dataclass(slots=True)
class Element:
    """An element. `text` stands before its children; text behind a child is white space of layout."""

    name: str
    attributes: dict[str, str] = field(default_factory=dict)
    children: list[Element] = field(default_factory=list)
    text: str = ""

    def classes(self) -> tuple[str, ...]:
        """The words of its `class`."""
        return tuple(self.attributes.get("class", "").split())

    def walk(self) -> list[Element]:
        """This element and all below, in document order."""
        found: list[Element] = []
        waiting = [self]
        while waiting:
            element = waiting.pop()
            found.append(element)
            waiting.extend(reversed(element.children))
        return found


def read(svg: bytes, *, own_style: str = "") -> Element:
    """The tree of an SVG document.

    Raises `SvgRefused` for anything outside the allow-list. `own_style` is the only text that a
    `<style>` may hold; without it there may be none.
    """
    if len(svg) > MAXIMUM_BYTES:
        raise SvgRefused(f"the SVG is larger than {MAXIMUM_BYTES} bytes")
    reader = _Reader(own_style)
    parser = expat.ParserCreate("UTF-8")
    parser.buffer_text = True
    parser.ordered_attributes = True
    parser.SetParamEntityParsing(expat.XML_PARAM_ENTITY_PARSING_NEVER)
    parser.StartDoctypeDeclHandler = reader.refuse_declaration
    parser.EntityDeclHandler = reader.refuse_declaration
    parser.ProcessingInstructionHandler = reader.refuse_instruction
    parser.StartElementHandler = reader.start
    parser.EndElementHandler = reader.end
    parser.CharacterDataHandler = reader.characters
    try:
        parser.Parse(svg, True)  # noqa: FBT003 - expat takes it by position
    except expat.ExpatError as error:
        raise SvgRefused(f"the SVG is ill-formed: {error}") from error
    if reader.root is None:  # pragma: no cover - expat has refused an empty document
        raise SvgRefused("the SVG is empty")
    return reader.root


class _Reader:
    """The handlers that build the tree and refuse."""

    def __init__(self, own_style: str) -> None:
        self.root: Element | None = None
        self._open: list[Element] = []
        self._own_style = own_style

    def refuse_declaration(self, *_: object) -> None:
        raise SvgRefused("the SVG declares a document type or an entity")

    def refuse_instruction(self, target: str, _: str) -> None:
        raise SvgRefused(f"the SVG has a processing instruction: {target}")

    def start(self, name: str, flat: list[str]) -> None:
        attributes = dict(zip(flat[::2], flat[1::2], strict=True))
        if name not in ELEMENTS or (self.root is None) != (name == "svg"):
            raise SvgRefused(f"the SVG has an element <{name}> that no diagram needs there")
        for key, value in attributes.items():
            if not _allowed(name, key, value):
                raise SvgRefused(f"the SVG has an attribute that no diagram needs: {name} {key}={value[:80]!r}")
        element = Element(name, attributes)
        if self._open:
            self._open[-1].children.append(element)
        else:
            self.root = element
        self._open.append(element)

    def end(self, name: str) -> None:
        element = self._open.pop()
        if name == "style" and (not self._own_style or element.text != self._own_style):
            raise SvgRefused("the SVG has a style that is not ours")
        if name not in ("title", "desc", "text", "style"):
            if element.text.strip():
                raise SvgRefused(f"the SVG has text in <{name}>")
            element.text = ""

    def characters(self, data: str) -> None:
        self._open[-1].text += data


def _allowed(element: str, key: str, value: str) -> bool:
    if key in _NAMESPACES:
        return element == "svg" and value == _NAMESPACES[key]
    if key == "xlink:href":
        return element == "a" and _FRAGMENT.fullmatch(value) is not None
    if key == "xlink:title":
        return element == "a"
    if key == "xml:space":
        return element == "text" and value == "preserve"
    if key in _NAMES:
        return _NAME_VALUE.fullmatch(value) is not None
    return key in _PLAIN and "url" not in value.lower() and _PLAIN_VALUE.fullmatch(value) is not None


def written(root: Element) -> bytes:
    """The document as UTF-8, one element a line, ending with a line break."""
    lines: list[str] = []
    _write(root, lines)
    return ("\n".join(lines) + "\n").encode()


def _write(element: Element, lines: list[str]) -> None:
    attributes = "".join(f' {key}="{_escaped(value)}"' for key, value in element.attributes.items())
    if not element.children:
        text = _escaped(element.text) if element.name != "style" else element.text
        lines.append(
            f"<{element.name}{attributes}>{text}</{element.name}>" if text else f"<{element.name}{attributes}/>"
        )
        return
    lines.append(f"<{element.name}{attributes}>")
    for child in element.children:
        _write(child, lines)
    lines.append(f"</{element.name}>")


def _escaped(text: str) -> str:
    found = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")
    return found.replace("\n", "&#10;").replace("\r", "&#13;").replace("\t", "&#9;")
