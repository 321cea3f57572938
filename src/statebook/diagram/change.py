"""One picture of a change: what came, what went, and what is otherwise than before.

Added is green, solid and `+`; removed is red, dashed and a minus; changed is amber, dotted and `~`: never
colour alone. The same sketch becomes DOT, for the SVG, and Mermaid, which code hosts draw inside a
pull request. Boxes have no fill and the colours are of middle brightness, so that one picture is
legible on light and on dark pages.
"""

from __future__ import annotations

from collections.abc import Iterable

from statebook.anchors import slug
from statebook.codes import mermaid_text
from statebook.diagram import look
from statebook.diagram.describe import counted, listed
from statebook.diagram.describe import name as spoken
from statebook.diagram.label import TRIGGER_LINE, elided, escaped, visible, wrapped
from statebook.diagram.picture import Diagram
from statebook.diagram.sketch import SIGNS, Sketch, Status, sketched
from statebook.diff.change import Change
from statebook.diff.pairing import Pairing

MAXIMUM_TRIGGERS = 6
"""Triggers on one line; the rest is counted."""

COLOURS = {Status.ADDED: "#1a8a3f", Status.REMOVED: "#d1343f", Status.CHANGED: "#b07400", Status.SAME: "#8a919b"}
DASHES = {Status.ADDED: "0", Status.REMOVED: "7 4", Status.CHANGED: "2 3"}
"""Lengths of dashes and gaps, in pixels."""
STYLES = {Status.ADDED: "solid", Status.REMOVED: "dashed", Status.CHANGED: "dotted", Status.SAME: "solid"}


def change_diagram(pairing: Pairing, changes: Iterable[Change]) -> Diagram | None:
    """The picture of what changed between two versions of a machine.

    None when there is nothing to draw, or too much.
    """
    sketch = sketched(pairing, changes)
    if sketch is None:
        return None
    nodes = len(sketch.boxes) + any(source < 0 for source, _, _ in sketch.lines) + bool(sketch.left_out)
    return Diagram(
        id="change",
        prefix=f"{slug(pairing.head.id) or 'machine'}-change",
        title=f"What changed in the state machine of the {spoken(pairing.head.noun)}",
        description=_described(sketch),
        dot=_dot(sketch),
        nodes=nodes,
        edges=len(sketch.lines),
        borders=0,
    )


def change_mermaid(pairing: Pairing, changes: Iterable[Change]) -> str:
    """The same as the text of a Mermaid flowchart, ending with a line break; empty when there is no picture."""
    sketch = sketched(pairing, changes)
    return "" if sketch is None else _mermaid(sketch)


def _label(status: Status, triggers: list[str]) -> tuple[str, ...]:
    """The lines of text beside a line; ways that did not change stay silent, they are only there to show the place."""
    if status is Status.SAME:
        return ()
    if not triggers:
        return (f"{SIGNS[status]}start",)
    lines: list[str] = []
    for trigger in triggers[:MAXIMUM_TRIGGERS]:
        first, *more = wrapped(f"{SIGNS[status]}{visible(trigger)}", TRIGGER_LINE)
        lines += [first, *(f"  {one}" for one in more)]
    return (
        (*lines, f"and {len(triggers) - MAXIMUM_TRIGGERS} more") if len(triggers) > MAXIMUM_TRIGGERS else tuple(lines)
    )


def _left_out(sketch: Sketch) -> str:
    return f"and {counted(sketch.left_out, 'state')} without a change"


def _dot(sketch: Sketch) -> str:
    from graphviz import Digraph, nohtml

    graph = Digraph(
        graph_attr={**look.GRAPH, "rankdir": "TB", "ranksep": "0.35", "nodesep": "0.3"},
        node_attr=look.NODE,
        edge_attr=look.EDGE,
    )
    if any(source < 0 for source, _, _ in sketch.lines):
        colour = look.light("text")
        graph.node(
            "start",
            "",
            shape="point",
            width="0.13",
            height="0.13",
            color=colour,
            fillcolor=colour,
            tooltip="start",
            **{"class": "initial"},
        )
    for place, box in enumerate(sketch.boxes):
        graph.node(
            f"n{place}",
            nohtml("\\n".join(escaped(line) for line in box.lines)),
            style=f"rounded,{STYLES[box.status]}",
            color=COLOURS[box.status],
            penwidth="1" if box.status is Status.SAME else "2",
            tooltip=nohtml(escaped(visible(box.tooltip))),
            **{"class": f"state change-{box.status.value}"},
        )
    if sketch.left_out:
        graph.node("more", _left_out(sketch), shape="plaintext", tooltip=" ", **{"class": "state"})
    for (source, target, status), triggers in sketch.lines.items():
        label = _label(status, triggers)
        attributes = {
            "style": STYLES[status],
            "color": COLOURS[status],
            "penwidth": "1" if status is Status.SAME else "1.8",
            "class": f"transition change-{status.value}",
            "edgetooltip": nohtml(escaped(", ".join(visible(one) for one in triggers))) if triggers else " ",
        }
        if label:
            attributes["label"] = nohtml("".join(f"  {escaped(line)}  \\l" for line in label))
        if status is Status.REMOVED:
            attributes["constraint"] = "false" if source >= 0 and _has_way(sketch, source, target) else "true"
        graph.edge("start" if source < 0 else f"n{source}", f"n{target}", **attributes)
    return str(graph.source)


def _has_way(sketch: Sketch, source: int, target: int) -> bool:
    return any((source, target, status) in sketch.lines for status in (Status.ADDED, Status.SAME, Status.CHANGED))


def _described(sketch: Sketch) -> str:
    """The text alternative: what came, went and changed, states first."""
    sentences = []
    for status in (Status.ADDED, Status.REMOVED, Status.CHANGED):
        boxes = [" ".join(box.lines).removeprefix(SIGNS[status]) for box in sketch.boxes if box.status is status]
        if boxes:
            sentences.append(f"States {status.value}: {listed(boxes)}.")
        ways = [
            f"{_spoken(sketch, source)} to {_spoken(sketch, target)}{' by ' + listed(map(spoken, triggers)) if triggers else ''}"
            for (source, target, one), triggers in sketch.lines.items()
            if one is status
        ]
        if ways:
            sentences.append(f"Transitions {status.value}: {'; '.join(ways)}.")
    return elided(" ".join(sentences), 1600)


def _spoken(sketch: Sketch, place: int) -> str:
    if place < 0:
        return "start"
    box = sketch.boxes[place]
    return box.lines[0].removeprefix(SIGNS[box.status])


def _mermaid(sketch: Sketch) -> str:
    """A flowchart: state diagrams of Mermaid have no colours and dashes for their lines."""
    lines = ["flowchart TB"]
    lines += [f"  classDef {status.value} fill:none,{_stroke(status)}" for status in (*DASHES, Status.SAME)]
    ways = sorted(sketch.lines.items(), key=lambda way: way[0][0] >= 0)
    if ways and ways[0][0][0] < 0:  # first: the layout begins with what is named first
        lines.append('  start((" ")):::same')
    for place, box in enumerate(sketch.boxes):
        text = "<br/>".join(_printed(line) for line in box.lines)
        lines.append(f'  s{place}("{text}"):::{box.status.value}')
    if sketch.left_out:
        lines.append(f'  more["{_left_out(sketch)}"]:::same')
    for (source, target, status), triggers in ways:
        label = "<br/>".join(_printed(line.strip()) for line in _label(status, triggers))
        arrow = f'-->|"{label}"|' if label else "-->"
        lines.append(f"  {'start' if source < 0 else f's{source}'} {arrow} s{target}")
    for status in (*DASHES, Status.SAME):
        places = [str(place) for place, ((_, _, one), _) in enumerate(ways) if one is status]
        if places:
            lines.append(f"  linkStyle {','.join(places)} {_stroke(status)}")
    return "\n".join(lines) + "\n"


def _stroke(status: Status) -> str:
    width = 1 if status is Status.SAME else 2
    dashes = f",stroke-dasharray:{DASHES[status]}" if status in DASHES else ""
    return f"stroke:{COLOURS[status]},stroke-width:{width}px{dashes}"


def _printed(text: str) -> str:
    """A line as Mermaid prints it; the signs of a status and where labels are broken are plain, so that a diff is legible."""
    return mermaid_text(visible(text), keep="+−~…_./")  # noqa: RUF001 - a minus
