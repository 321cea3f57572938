"""One state with its ways in and out: what leads here on the left, where one can go on the right.

A state that is both is drawn twice, so that no line ever runs back.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from statebook.anchors import Anchors, file_names, slug
from statebook.diagram.bundle import Bundle, End, Fan, Frame, Merge, Place, Step, Way, bundled, lifted, steps, ways
from statebook.diagram.describe import counted, described, name
from statebook.diagram.dot import dot_text
from statebook.diagram.draw import Drawing, LeavingAnchor, here
from statebook.diagram.label import visible
from statebook.diagram.picture import Diagram
from statebook.machine import Graph

MAXIMUM_SIDE = 30
"""States on one side, beyond which those that behave alike share a box."""

NAMED = 20
"""States that the tooltip of a shared box names."""


def neighbourhood_diagrams(graph: Graph, anchors: Anchors, leaving: LeavingAnchor | None = None) -> dict[str, Diagram]:
    """The picture of every state, by its id, in the order of the states."""
    files = file_names(graph.machine.states)
    return {state: _diagram(graph, anchors, state, files[state], leaving) for state in graph.machine.states}


def neighbourhood_diagram(graph: Graph, anchors: Anchors, state: str, leaving: LeavingAnchor | None = None) -> Diagram:
    """The picture of one state: predecessors, the state, successors.

    `leaving` is as in `machine_diagram`. For all states of a machine, `neighbourhood_diagrams` is
    cheaper.
    """
    return _diagram(graph, anchors, state, file_names(graph.machine.states)[state], leaving)


def _diagram(graph: Graph, anchors: Anchors, state: str, file_name: str, leaving: LeavingAnchor | None) -> Diagram:
    drawing = Drawing(graph, anchors, leaving, across=True)
    incoming = [one for one in graph.leading_to(state) if one.source != state]
    outgoing = [one for one in graph.leaving(state) if one.target != state]
    loops = [one for one in graph.leaving(state) if one.target == state]
    middle = here(state)
    before, shared_before = _folded(graph, steps(incoming, source=Place.BEFORE), sources=True)
    after, shared_after = _folded(graph, steps(outgoing, target=Place.AFTER), sources=False)
    shared = {**shared_before, **shared_after}
    frames = [*framed(graph, [one[0] for one in before]), *framed(graph, [one[1] for one in after])]
    bundles_before = bundled(ways(lifted(before, frames)), fan=False)
    bundles_after = bundled(ways(lifted(after, frames)), merge=False)
    columns = ends_of(bundles_before, frames, sources=True), [middle], ends_of(bundles_after, frames, sources=False)
    for level, ends in enumerate(columns):
        for end in ends:
            if end in shared:
                count_box(drawing, end, shared[end], level)
            else:
                drawing.box(end, level, ("focus",) if end == middle else ())
    for frame in frames:
        group = graph.machine.groups[frame.end.id]
        drawing.border(frame, group.title or group.id)
    starts = [(middle, one.trigger) for one in graph.machine.initial if one.state == state]
    if starts:
        drawing.start(starts, level=0)
    around: list[Bundle] = [Way(middle, middle, way.triggers) for way in ways(steps(loops))]
    bundles = [*bundles_before, *around, *bundles_after]
    drawing.bundles(bundles)
    picture = drawing.picture
    opening = (
        f"{name(state)}: {counted(len(graph.predecessors(state)), 'state')} before, "
        f"{counted(len(graph.successors(state)), 'state')} after."
    )
    return Diagram(
        id=f"state-{file_name}",
        prefix=f"{slug(graph.machine.id) or 'machine'}-state-{file_name}",
        title=f"Ways in and out of {name(state)}",
        description=described(opening, bundles, {frame.end: frame for frame in frames}),
        dot=dot_text(picture),
        nodes=picture.node_count,
        edges=picture.edge_count,
        borders=len(picture.borders),
        across=True,
    )


def framed(graph: Graph, ends: Iterable[End]) -> list[Frame]:
    """A frame for each group of two states or more whose members all are among the ends."""
    there = {end.id: end for end in ends}
    groups = dict.fromkeys(graph.machine.states[one].group for one in there if one in graph.machine.states)
    frames: list[Frame] = []
    for name_of in groups:
        group = graph.machine.groups.get(name_of)
        if group is not None and len(group.states) > 1 and all(one in there for one in group.states):
            members = tuple(there[one] for one in group.states)
            frames.append(Frame(End(group.id, members[0].place, is_group=True), members))
    return frames


def ends_of(bundles: Iterable[Bundle], frames: Iterable[Frame], *, sources: bool) -> list[End]:
    """The boxes on one side of the bundles, those of one bundle together, so that few lines cross."""
    whole = {end: frame for frame in frames for end in (frame.end, *frame.members)}
    ordered: dict[End, None] = {}
    for bundle in bundles:
        match bundle:
            case Way(source, target, _):
                found: tuple[End, ...] = (source if sources else target,)
            case Merge(all_sources, targets):
                found = all_sources if sources else tuple(target for target, _ in targets)
            case Fan(source, _, all_targets):
                found = (source,) if sources else all_targets
        for end in found:
            ordered.update(dict.fromkeys(whole[end].members if end in whole else (end,)))
    return list(ordered)


def _folded(graph: Graph, found: Sequence[Step], *, sources: bool) -> tuple[list[Step], dict[End, tuple[str, ...]]]:
    """The steps with the ends on one side folded when they are too many, and what each fold holds.

    Ends with the same triggers share a box; if that leaves too many, the last ones share one.
    """
    triggers: dict[End, list[str]] = {}
    for step in found:
        triggers.setdefault(step[0] if sources else step[1], []).append(step[2].id)
    if len(triggers) <= MAXIMUM_SIDE:
        return list(found), {}
    alike: dict[tuple[str, ...], list[End]] = {}
    for end, ids in triggers.items():
        alike.setdefault(tuple(ids), []).append(end)
    classes = list(alike.values())
    if len(classes) > MAXIMUM_SIDE:
        rest = [end for ends in classes[MAXIMUM_SIDE - 1 :] for end in ends]
        classes = [*classes[: MAXIMUM_SIDE - 1], rest]
    instead: dict[End, End] = {}
    shared: dict[End, tuple[str, ...]] = {}
    for ends in classes:
        if len(ends) > 1:
            fold = End(f"{len(ends)} other states", ends[0].place)
            while fold in shared or fold.id in graph.machine.states:
                fold = End(f"{fold.id}'", fold.place)
            shared[fold] = tuple(end.id for end in ends)
            instead.update(dict.fromkeys(ends, fold))
    replaced: dict[Step, None] = {}
    for source, target, trigger in found:
        replaced[instead.get(source, source), instead.get(target, target), trigger] = None
    return list(replaced), shared


def count_box(drawing: Drawing, end: End, states: Sequence[str], level: int) -> None:
    """A box that stands for several states and names the first of them."""
    kinds = list(dict.fromkeys(drawing.graph.machine.states[one].kind.value for one in states))
    named = ", ".join(visible(one) for one in states[:NAMED])
    tooltip = named if len(states) <= NAMED else f"{named} and {len(states) - NAMED} more"
    classes = ("state", kinds[0] if len(kinds) == 1 else "transient", "many")
    drawing.add_box(end, (counted(len(states), "state"),), classes, tooltip, "", level)
