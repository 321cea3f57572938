"""The whole machine in one picture, reduced by its size and never by elapsed time.

Up to `FULL` states everything is drawn and labelled. Up to `REDUCED` the labels go and transitions
into hubs are written into the boxes they leave. Beyond, groups are boxes and lines are counts.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum

from statebook.anchors import Anchors, slug
from statebook.diagram.arrange import Levels, levels, rows
from statebook.diagram.bundle import Bundle, End, Fan, Frame, Merge, Place, Step, Trigger, Way, bundled, lifted, ways
from statebook.diagram.describe import counted, described, listed, name
from statebook.diagram.dot import dot_text
from statebook.diagram.draw import Drawing, LeavingAnchor, box_width, here, state_label
from statebook.diagram.hub import without_hubs
from statebook.diagram.overview import overview_picture
from statebook.diagram.picture import Diagram, Label, Picture
from statebook.machine import Graph

FULL = 60
REDUCED = 150
"""States."""

FULL_LINES = 240
REDUCED_LINES = 700
"""Lines left after bundling: a dense machine is reduced earlier than its states alone ask for."""

MAXIMUM_SPAN = 400
"""Rows that all lines together may cross before those into hubs are written instead of drawn."""


class Detail(StrEnum):
    """How much of a machine its whole picture shows."""

    FULL = "full"
    REDUCED = "reduced"
    OVERVIEW = "overview"


def detail_of(states: int, lines: int) -> Detail:
    """The detail that a machine of this size gets."""
    if states <= FULL and lines <= FULL_LINES:
        return Detail.FULL
    return Detail.REDUCED if states <= REDUCED and lines <= REDUCED_LINES else Detail.OVERVIEW


def machine_diagram(
    graph: Graph, anchors: Anchors, leaving: LeavingAnchor | None = None, detail: Detail | None = None
) -> Diagram:
    """The picture of a whole machine.

    `leaving` gives the anchor that a line's label links to, from the state that it leaves; without
    it labels link to that state's section. `detail` overrules the size: a caller whose renderer
    found the picture too costly asks again for less.
    """
    placed = levels(graph)
    frames = [
        Frame(End(group.id, is_group=True), tuple(here(state) for state in group.states))
        for group in graph.machine.groups.values()
        if group.states
    ]
    copies = _copies(graph, placed)
    direct = ways(lifted(_steps(graph, placed, copies), frames))
    bundles = bundled(direct)
    chosen = detail or detail_of(len(graph.machine.states), sum(map(_line_count, bundles)))
    if chosen is Detail.OVERVIEW:
        picture = overview_picture(graph, anchors)
    else:
        picture = _picture(graph, anchors, leaving, placed, frames, direct, bundles, reduced=chosen is Detail.REDUCED)
    return Diagram(
        id="machine",
        prefix=f"{slug(graph.machine.id) or 'machine'}-machine",
        title=f"State machine of the {name(graph.machine.noun)}",
        description=described(_opening(graph), bundles, {frame.end: frame for frame in frames}),
        dot=dot_text(picture),
        nodes=picture.node_count,
        edges=picture.edge_count,
        borders=len(picture.borders),
        detail=chosen.value,
    )


def _opening(graph: Graph) -> str:
    machine = graph.machine
    starts = listed(dict.fromkeys(name(one.state) for one in machine.initial))
    size = f"{counted(len(machine.states), 'state')}, {counted(len(machine.transitions), 'transition')}"
    return f"{size}, starting in {starts}." if starts else f"{size}."


def _copies(graph: Graph, placed: Levels) -> dict[str, None]:
    """The states that get a second, dashed box: many transitions return there, or from far away."""
    level = {state: placed.level[block] for block in placed.blocks for state in block}
    sources: dict[str, dict[str, None]] = {}
    for one in graph.machine.transitions:
        if (one.source, one.target) in placed.returns:
            sources.setdefault(one.target, {})[one.source] = None
    return {
        state: None
        for state in graph.machine.states
        if state in sources
        and (len(sources[state]) > 1 or any(level[one] > level[state] + 1 for one in sources[state]))
    }


def _steps(graph: Graph, placed: Levels, copies: dict[str, None]) -> list[Step]:
    found: dict[Step, None] = {}
    for one in graph.machine.transitions:
        returns = one.target in copies and (one.source, one.target) in placed.returns
        place = Place.COPY if returns else Place.HERE
        found[here(one.source), End(one.target, place), Trigger(one.trigger, one.by)] = None
    return list(found)


def _line_count(bundle: Bundle) -> int:
    match bundle:
        case Way():
            return 1
        case Fan(_, _, targets):
            return 1 + len(targets)
        case Merge(sources, targets):
            return len(sources) + len(targets)


def _picture(
    graph: Graph,
    anchors: Anchors,
    leaving: LeavingAnchor | None,
    placed: Levels,
    frames: Sequence[Frame],
    direct: Sequence[Way],
    bundles: list[Bundle],
    *,
    reduced: bool,
) -> Picture:
    drawing = Drawing(graph, anchors, leaving, across=False, labelled=not reduced)
    drawing.picture.reduced = reduced
    widths = {state: box_width(state_label(graph, state)) for state in graph.machine.states}
    row, last = rows(placed, widths.__getitem__)
    notes: dict[End, Label] = {}
    if reduced or _span(bundles, row, last, {frame.end: frame for frame in frames}) > MAXIMUM_SPAN:
        bundles, notes = without_hubs(direct, labelled=not reduced)
    for state in graph.machine.states:
        drawing.box(here(state), row[state], below=notes.get(here(state), ()))
    for frame in frames:
        title = graph.machine.groups[frame.end.id].title or frame.end.id
        drawing.border(frame, "; ".join((title, *notes.get(frame.end, ()))))
    copied = dict.fromkeys(end.id for bundle in bundles for end in _targets(bundle) if end.place is Place.COPY)
    ending = {state for block in placed.ends for state in block}
    again = last + 1 if any(source in ending and target in copied for source, target in placed.returns) else last
    for state in graph.machine.states:
        if state in copied:
            drawing.box(End(state, Place.COPY), again, ("copy",))
    if graph.machine.initial:
        drawing.start((here(one.state), one.trigger) for one in graph.machine.initial)
    drawing.bundles(bundles)
    return drawing.picture


def _targets(bundle: Bundle) -> tuple[End, ...]:
    match bundle:
        case Way(_, target, _):
            return (target,)
        case Fan(_, _, targets):
            return targets
        case Merge(_, targets):
            return tuple(target for target, _ in targets)


def _span(bundles: Sequence[Bundle], row: dict[str, int], last: int, frames: dict[End, Frame]) -> int:
    """How many rows all lines together cross: what the layout's cost grows with."""

    def place(end: End) -> int:
        if end.place is Place.COPY:
            return last
        return row[frames[end].members[0].id if end.is_group else end.id]

    total = 0
    for bundle in bundles:
        sources = bundle.sources if isinstance(bundle, Merge) else (bundle.source,)
        top = min(place(target) for target in _targets(bundle))
        total += sum(abs(top - place(source)) for source in sources)
        total += sum(abs(place(target) - top) for target in _targets(bundle))
    return total
