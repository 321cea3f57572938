"""The picture of a machine too large for one: groups as boxes, lines as counts.

States outside any group keep their boxes while there are few; otherwise those of one kind share a
box. Nothing here knows the larger detail levels.
"""

from __future__ import annotations

from statebook.anchors import Anchors
from statebook.diagram.bundle import End
from statebook.diagram.describe import counted
from statebook.diagram.draw import Drawing
from statebook.diagram.label import NODE_LINE, wrapped
from statebook.diagram.picture import Line, Picture
from statebook.machine import Graph
from statebook.model import State

MAXIMUM_BOXES = 40
"""Boxes of an overview; beyond, states (then groups too) are counted by kind."""

MAXIMUM_LINES = 120
"""Lines of an overview; beyond, everything is counted by kind."""


def overview_picture(graph: Graph, anchors: Anchors) -> Picture:
    """Boxes for groups and for what is left, with the number of pairs of states on each line."""
    folded = _folded(graph)
    if len({(folded[one.source], folded[one.target]) for one in graph.machine.transitions}) > MAXIMUM_LINES:
        folded = {state: _of_kind(one) for state, one in graph.machine.states.items()}
    drawing = Drawing(graph, anchors, None, across=False)
    drawing.picture.reduced = True
    members: dict[End, list[str]] = {}
    for state, end in folded.items():
        members.setdefault(end, []).append(state)
    for end, states in members.items():
        if not end.is_group:
            drawing.box(end, None)
            continue
        kinds = list(dict.fromkeys(graph.machine.states[one].kind.value for one in states))
        group = graph.machine.groups.get(end.id.removeprefix("group:"))
        title = (group.title or group.id) if end.id.startswith("group:") and group is not None else end.id
        label = (*wrapped(title, NODE_LINE), counted(len(states), "state"))
        classes = ("state", kinds[0] if len(kinds) == 1 else "transient", "many")
        drawing.add_box(end, label, classes, title, anchors.state(states[0]), None)
    names = {end: box.name for end, box in zip(members, drawing.picture.boxes, strict=True)}
    pairs: dict[tuple[str, str], dict[tuple[str, str], None]] = {}
    for one in graph.machine.transitions:
        key = (names[folded[one.source]], names[folded[one.target]])
        pairs.setdefault(key, {})[one.source, one.target] = None
    for (tail, head), found in pairs.items():
        label = (f"{len(found)}×",) if len(found) > 1 else ()  # noqa: RUF001
        classes = ("transition", "counted", "line-system")
        drawing.picture.lines.append(Line(tail, head, label, classes, heavy=len(found) > 1))
    return drawing.picture


def _folded(graph: Graph) -> dict[str, End]:
    """The box that stands for each state."""
    states = graph.machine.states
    alone = [state for state, one in states.items() if one.group not in graph.machine.groups]
    by_kind = len(alone) + len(graph.machine.groups) > MAXIMUM_BOXES
    groups_too = len(graph.machine.groups) > MAXIMUM_BOXES
    folded: dict[str, End] = {}
    for state, one in states.items():
        if one.group in graph.machine.groups and not groups_too:
            folded[state] = End(f"group:{one.group}", is_group=True)
        elif by_kind or groups_too:
            folded[state] = _of_kind(one)
        else:
            folded[state] = End(state)
    return folded


def _of_kind(state: State) -> End:
    return End(f"{state.kind.value} states", is_group=True)
