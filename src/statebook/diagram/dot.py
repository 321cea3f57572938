"""Picture → DOT text, in the order of the picture.

The `graphviz` package quotes; this module decides on attributes. It knows no machine: it writes
what stands in the picture, and every text goes through `label`.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, cast

from statebook.diagram import look
from statebook.diagram.label import elided, escaped, padding, visible, width
from statebook.diagram.picture import Border, Box, Joint, Label, Line, Picture

if TYPE_CHECKING:
    from graphviz import Digraph


def dot_text(picture: Picture) -> str:
    """The DOT text of a picture; ends with a line break."""
    from graphviz import Digraph  # late: a project without changes never draws

    graph = Digraph(graph_attr=_graph_attributes(picture), node_attr=look.NODE, edge_attr=look.EDGE)
    boxes = {box.name: box for box in picture.boxes}
    for border in picture.borders:
        _write_border(graph, border, [boxes.pop(name) for name in border.boxes], across=picture.across)
    for box in boxes.values():
        _write_box(graph, box)
    for joint in picture.joints:
        _write_joint(graph, joint)
    for line in picture.lines:
        _write_line(graph, line, across=picture.across)
    _write_rows(graph, picture)
    return str(graph.source)


def _graph_attributes(picture: Picture) -> dict[str, str]:
    found = dict(look.GRAPH)
    found["rankdir"] = "LR" if picture.across else "TB"
    found["ranksep"] = "0.35" if picture.across else "0.26"
    if picture.across or picture.roomy:
        found["nodesep"] = "0.26"  # less, and a line touches the label below it
    if picture.reduced:
        found |= {"nslimit": "2", "nslimit1": "2", "splines": "line"}
    return found


def _text(text: str) -> str:
    """One line for a tooltip or a border's label, never read as HTML or as an escape."""
    from graphviz import nohtml

    return cast("str", nohtml(escaped(visible(text))))


def _label(label: Label, *, left: bool, size: float) -> str:
    """Lines of a label; `left` aligns them and keeps them off the line beside them."""
    from graphviz import nohtml

    ending = "\\l" if left else "\\n"
    lines = [escaped(line) for line in label]
    if left:
        blank = look.EDGE_SIZE * 0.278
        lines = [f"  {line}{' ' * (1 + round(padding(line, size) / blank))}" for line in lines]
        return cast("str", nohtml("".join(line + ending for line in lines)))
    return cast("str", nohtml(ending.join(lines)))


def _write_box(graph: Digraph, box: Box) -> None:
    attributes = look.state_attributes(box.classes)
    attributes["class"] = " ".join((*box.classes, f"box-{box.name}"))
    if any(padding(line, look.NODE_SIZE) for line in box.label):
        widest = max(width(line, look.NODE_SIZE) for line in box.label)
        attributes["width"] = f"{(widest + 16) / 72:.2f}"
    if box.href:
        attributes["URL"] = f"#{box.href}"
    attributes["tooltip"] = _text(box.tooltip)
    graph.node(box.name, _label(box.label, left=False, size=look.NODE_SIZE), **attributes)


def _write_border(graph: Digraph, border: Border, boxes: list[Box], *, across: bool) -> None:
    """The frame with its boxes, kept in their order by invisible lines."""
    with graph.subgraph(name=f"cluster_{border.name}") as inner:
        inner.attr(
            **look.BORDER,
            labeljust="r" if border.title_right else "l",
            color=look.light("border"),
            fontcolor=look.light("text"),
            label=_text(elided(border.title)),
            tooltip=_text(border.tooltip or border.title),
            **{"class": "group"},
        )
        for box in boxes:
            _write_box(inner, box)
        for upper, lower in pairwise(boxes):
            if upper.level is None or lower.level is None:
                continue
            if upper.level != lower.level:
                inner.edge(upper.name, lower.name, style="invis", weight="20")
            elif across:  # columns are built from the bottom
                inner.edge(lower.name, upper.name, style="invis")
            else:
                inner.edge(upper.name, lower.name, style="invis")


def _write_joint(graph: Digraph, joint: Joint) -> None:
    size = "0.13" if joint.is_start else "0.05"
    colour = look.light("text" if joint.is_start else "system-line")
    graph.node(
        joint.name,
        "",
        shape="point",
        width=size,
        height=size,
        color=colour,
        fillcolor=colour,
        tooltip=_text(joint.tooltip) if joint.tooltip else " ",
        **{"class": "initial" if joint.is_start else "joint"},
    )


def _write_line(graph: Digraph, line: Line, *, across: bool) -> None:
    attributes = look.line_attributes(line.classes)
    ends = (*(f"from-{name}" for name in line.sources), *(f"to-{name}" for name in line.targets))
    attributes["class"] = " ".join((*line.classes, *ends))  # a page's script lights a state's lines by them
    if line.label:
        attributes["label"] = _label(line.label, left=not across or len(line.label) > 1, size=look.EDGE_SIZE)
    if line.href:
        attributes["labelURL"] = f"#{line.href}"
    if line.tail_border:
        attributes["ltail"] = f"cluster_{line.tail_border}"
    if line.head_border:
        attributes["lhead"] = f"cluster_{line.head_border}"
    if not line.arrow:
        attributes["arrowhead"] = "none"
    if not line.leads:
        attributes["constraint"] = "false"
    if line.trunk and across:
        attributes["weight"] = "6"
    if line.heavy:
        attributes["penwidth"] = look.HEAVY
    tooltip = _text(line.tooltip) if line.tooltip else " "
    graph.edge(line.tail, line.head, edgetooltip=tooltip, labeltooltip=tooltip, **attributes)


def _write_rows(graph: Digraph, picture: Picture) -> None:
    """Boxes of one level share a row, and an invisible line keeps each row before the next."""
    rows: dict[int, list[str]] = {}
    nodes: list[Joint | Box] = [*picture.joints, *picture.boxes]
    for node in nodes:
        if node.level is not None:
            rows.setdefault(node.level, []).append(node.name)
    ordered = [rows[level] for level in sorted(rows)]
    for row in ordered:
        with graph.subgraph() as same:
            same.attr(rank="same")
            for name in row:
                same.node(name)
    copies = [box.name for box in picture.boxes if "copy" in box.classes]
    with graph.subgraph() as same:  # second boxes in the order of the spec: fewer crossings, calmer diffs
        for left, right in pairwise(copies):
            same.edge(left, right, style="invis")
    for upper, lower in pairwise(ordered):
        graph.edge(upper[0], lower[0], style="invis", weight="0")
