"""One picture of a change: what came, what went, and what is otherwise than before.

Added is green, solid and `+`; removed is red, dashed and a minus; changed is amber, dotted and `~`: never
colour alone. The same sketch becomes DOT, for the SVG, and Mermaid, which code hosts draw inside a
pull request. Boxes have no fill and the colours are of middle brightness, so that one picture is
legible on light and on dark pages.
"""

from __future__ import annotations

from collections.abc import Iterable

from statebook.anchors import slug
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
    """The same as Mermaid `stateDiagram-v2` text, ending with a line break; empty when there is no picture."""
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
    lines = ["stateDiagram-v2"]
    for status, dashes in ((Status.ADDED, "0"), (Status.REMOVED, "7 4"), (Status.CHANGED, "2 3")):
        lines.append(f"  classDef {status.value} stroke:{COLOURS[status]},stroke-width:2px,stroke-dasharray:{dashes}")
    starting = [(target, status) for source, target, status in sketch.lines if source < 0]
    for target, status in starting:  # first: the layout begins with what is named first
        lines.append(
            f"  [*] --> s{target}{f' : {_entities(_label(status, [])[0])}' if status is not Status.SAME else ''}"
        )
    for place, box in enumerate(sketch.boxes):
        lines.append(f'  state "{"<br/>".join(_entities(line) for line in box.lines)}" as s{place}')
    for (source, target, status), triggers in sketch.lines.items():
        if source >= 0:
            label = "<br/>".join(_entities(line.strip()) for line in _label(status, triggers))
            lines.append(f"  s{source} --> s{target}{f' : {label}' if label else ''}")
    if sketch.left_out:
        lines.append(f'  state "{_left_out(sketch)}" as more')
    for status in (Status.ADDED, Status.REMOVED, Status.CHANGED):
        names = [f"s{place}" for place, box in enumerate(sketch.boxes) if box.status is status]
        if names:
            lines.append(f"  class {','.join(names)} {status.value}")
    return "\n".join(lines) + "\n"


def _entities(text: str) -> str:
    """Text that Mermaid prints as it is: everything but letters, digits and a few signs as an entity code."""
    return "".join(one if one.isalnum() or one in " _.,+−~/…" else f"#{ord(one)};" for one in visible(text))  # noqa: RUF001
