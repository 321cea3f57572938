"""The picture of a machine too large for one: groups as boxes, lines as counts.

States outside any group keep their boxes while there are few; otherwise those of one kind share a
box. Where very many boxes lead to one, each says so in a line of text instead. Nothing here knows
the larger detail levels.
"""

from __future__ import annotations

from statebook.anchors import Anchors
from statebook.diagram.bundle import End
from statebook.diagram.describe import counted
from statebook.diagram.draw import Drawing, state_classes, state_label
from statebook.diagram.hub import HUB
from statebook.diagram.label import NODE_LINE, elided, visible, wrapped
from statebook.diagram.picture import Label, Line, Picture
from statebook.machine import Graph
from statebook.model import State

MAXIMUM_BOXES = 40
"""Boxes of an overview; beyond, states (then groups too) are counted by kind."""

MAXIMUM_LINES = 120
"""Lines of an overview; beyond, everything is counted by kind."""

MAXIMUM_NOTES = 8
"""Lines of text in one box for transitions into hubs; beyond, everything is counted by kind."""

Counts = dict[tuple[End, End], int]


def overview_picture(graph: Graph, anchors: Anchors) -> Picture:
    """Boxes for groups and for what is left, with the number of transitions on each line."""
    folded = _folded(graph)
    counts, notes = _lines(graph, folded)
    if len(counts) > MAXIMUM_LINES or max(map(len, notes.values()), default=0) > MAXIMUM_NOTES:
        folded = {state: _of_kind(one) for state, one in graph.machine.states.items()}
        counts, notes = _lines(graph, folded)
    drawing = Drawing(graph, anchors, None, across=False)
    members: dict[End, list[str]] = {}
    for state, end in folded.items():
        members.setdefault(end, []).append(state)
    for end, states in members.items():
        label, classes, tooltip = _content(graph, end, states)
        drawing.add_box(end, (*label, *notes.get(end, ())), classes, tooltip, anchors.state(states[0]), None)
    names = {end: box.name for end, box in zip(members, drawing.picture.boxes, strict=True)}
    for (source, target), number in counts.items():
        label = (f"{number}×",) if number > 1 else ()  # noqa: RUF001 - the sign is meant
        classes = ("transition", "counted", "line-system")
        tail, head = names[source], names[target]
        line = Line(tail, head, label, classes, heavy=number > 1, sources=(tail,), targets=(head,))
        drawing.picture.lines.append(line)
    return drawing.picture


def _content(graph: Graph, end: End, states: list[str]) -> tuple[Label, tuple[str, ...], str]:
    """The label, the classes and the tooltip of a box."""
    if not end.is_group:
        return state_label(graph, end.id), state_classes(graph, end.id), end.id
    kinds = list(dict.fromkeys(graph.machine.states[one].kind.value for one in states))
    group = graph.group_of(states[0]) if end.id.startswith("group:") else None
    title = (group.title or group.id) if group is not None else end.id
    label = [*wrapped(title, NODE_LINE), counted(len(states), "state")]
    there = dict.fromkeys(states)
    inside = sum(one.target in there for state in states for one in graph.leaving(state))
    if inside:
        label.append(f"{counted(inside, 'transition')} inside")
    return tuple(label), ("state", kinds[0] if len(kinds) == 1 else "transient", "many"), title


def _lines(graph: Graph, folded: dict[str, End]) -> tuple[Counts, dict[End, Label]]:
    """How many transitions lead from box to box, and the lines of text instead of lines into hubs."""
    counts: Counts = {}
    for one in graph.machine.transitions:
        key = folded[one.source], folded[one.target]
        if key[0] != key[1] or not key[0].is_group:
            counts[key] = counts.get(key, 0) + 1
    into: dict[End, int] = {}
    for source, target in counts:
        into[target] = into.get(target, 0) + (source != target)
    notes: dict[End, list[str]] = {}
    drawn: Counts = {}
    for (source, target), number in counts.items():
        if into[target] >= HUB and source != target:
            where = elided(visible(target.id.removeprefix("group:")), NODE_LINE)
            notes.setdefault(source, []).append(f"{number}× → {where}")  # noqa: RUF001 - the sign is meant
        else:
            drawn[source, target] = number
    return drawn, {end: tuple(lines) for end, lines in notes.items()}


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
