"""From what an engine wrote to the SVG we keep: same bytes everywhere, safe to inline, accessible.

The version of this step is part of every recipe: raise `VERSION` with each change that alters
bytes, so that diagrams made before count as stale.
"""

from __future__ import annotations

import re

from statebook.diagram import look
from statebook.diagram.picture import Diagram
from statebook.diagram.strike import strikers_first
from statebook.diagram.svg import Element, SvgRefused, read, written

VERSION = "3"

LABEL_RISE = 2.5
"""Points."""

_COMMENT = re.compile(rb"<!--.*?-->", re.DOTALL)
_NODE_NAME = re.compile(r"[^\w\-]", re.ASCII)


def finished(raw: bytes, diagram: Diagram) -> bytes:
    """The diagram's SVG, made from an engine's output.

    Raises `SvgRefused` when the output is not well-formed, leaves the allow-list, or lacks a node,
    an edge or a border of the diagram (engines report a lost edge as success).
    """
    start = raw.find(b"<svg")
    if start < 0:
        raise SvgRefused("the engine wrote no SVG")
    body = _COMMENT.sub(b"", raw[start:]).replace(b"\r\n", b"\n")
    root = read(body)
    _count(root, diagram)
    if diagram.across:
        _raise_labels(root)
    _labels_on_top(root)
    for element in root.walk():
        _rename(element, diagram.prefix)
        _unwrap(element)
    _introduce(root, diagram)
    result = written(root)
    read(result, own_style=look.style_sheet())
    return result


def _count(root: Element, diagram: Diagram) -> None:
    wanted = {"node": diagram.nodes, "edge": diagram.edges, "cluster": diagram.borders}
    found = dict.fromkeys(wanted, 0)
    for element in root.walk():
        kind = next(iter(element.classes()), "")
        if element.name == "g" and kind in found:
            found[kind] += 1
    for kind, number in wanted.items():
        if found[kind] != number:
            raise SvgRefused(f"the engine drew {found[kind]} of {number} {kind}s of {diagram.id}")


def _rename(element: Element, prefix: str) -> None:
    """Prefix the id, pin the fonts."""
    if "id" in element.attributes:
        element.attributes["id"] = f"{prefix}-{_NODE_NAME.sub('-', element.attributes['id'])}"
    if "font-family" in element.attributes:
        element.attributes["font-family"] = look.FONT_STACK


def _raise_labels(root: Element) -> None:
    """Move the labels of level lines off them: Graphviz sets their last line right on it."""
    for group in root.walk():
        if group.name == "g" and "edge" in group.classes():
            for text in group.walk():
                if text.name == "text" and "y" in text.attributes:
                    text.attributes["y"] = f"{float(text.attributes['y']) - LABEL_RISE:.2f}"


def _labels_on_top(root: Element) -> None:
    """Draw lines without a label before those with one, so that no line strikes through a label.

    The halo of a label parts the lines below it. The order of the links, and so that of the
    keyboard, stays, for a line without a label has none, but where a line with a label would
    strike through another's.
    """
    for element in root.walk():
        edges = [place for place, child in enumerate(element.children) if "edge" in child.classes()]
        if edges:
            drawn = [element.children[place] for place in edges]
            bare = [edge for edge in drawn if not _has_text(edge)]
            ordered = [*bare, *strikers_first([edge for edge in drawn if _has_text(edge)])]
            for place, edge in zip(edges, ordered, strict=True):
                element.children[place] = edge


def _has_text(group: Element) -> bool:
    return any(one.name == "text" for one in group.walk())


def _unwrap(element: Element) -> None:
    """Turn tooltips into titles; drop made-up names and anchors that lead nowhere."""
    if element.name != "g":
        return
    tooltip = ""
    kept: list[Element] = []
    for child in element.children:
        anchors = [one for one in child.walk() if one.name == "a"] if child.name == "g" and not child.classes() else []
        for anchor in anchors:
            tooltip = tooltip or anchor.attributes.pop("xlink:title", "").strip()
            anchor.attributes.pop("xlink:title", None)
        if child.name == "title":
            continue
        if anchors and all("xlink:href" not in one.attributes for one in anchors):
            kept.extend(grandchild for one in anchors for grandchild in one.children)
        else:
            kept.append(child)
    if tooltip and element.classes():
        kept.insert(0, Element("title", text=tooltip))
    element.children = kept


def _introduce(root: Element, diagram: Diagram) -> None:
    """The text alternative, the style sheet, and the attributes that a page relies on."""
    size: dict[str, str] = {
        key: root.attributes[key] for key in ("width", "height", "viewBox") if key in root.attributes
    }
    root.attributes = {
        "xmlns": "http://www.w3.org/2000/svg",
        "xmlns:xlink": "http://www.w3.org/1999/xlink",
        "id": diagram.prefix,
        "class": "statebook-diagram",
        "role": "group",
        "aria-labelledby": f"{diagram.prefix}-title {diagram.prefix}-desc",
        **size,
    }
    root.children[:0] = [
        Element("title", {"id": f"{diagram.prefix}-title"}, text=diagram.title),
        Element("desc", {"id": f"{diagram.prefix}-desc"}, text=diagram.description),
        Element("style", text=look.style_sheet()),
    ]
