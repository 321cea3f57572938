"""One group with its ways in and out: its states in a frame, what leads there, where they lead.

As around a single state, a state that is both before and after is drawn twice.
"""

from __future__ import annotations

from statebook.anchors import Anchors, file_names, slug
from statebook.diagram.bundle import End, Frame, Place, bundled, lifted, steps, ways
from statebook.diagram.describe import counted, described, listed, name
from statebook.diagram.dot import dot_text
from statebook.diagram.draw import Drawing, LeavingAnchor, here
from statebook.diagram.neighbourhood import ends_of, framed
from statebook.diagram.picture import Diagram
from statebook.machine import Graph


def group_diagrams(graph: Graph, anchors: Anchors, leaving: LeavingAnchor | None = None) -> dict[str, Diagram]:
    """The picture of every group, by its id, in the order of the groups."""
    files = file_names(graph.machine.groups)
    return {group: _diagram(graph, anchors, group, files[group], leaving) for group in graph.machine.groups}


def group_diagram(graph: Graph, anchors: Anchors, group: str, leaving: LeavingAnchor | None = None) -> Diagram:
    """The picture of one group and its neighbours. `leaving` is as in `machine_diagram`."""
    return _diagram(graph, anchors, group, file_names(graph.machine.groups)[group], leaving)


def _diagram(graph: Graph, anchors: Anchors, group: str, file_name: str, leaving: LeavingAnchor | None) -> Diagram:
    found = graph.machine.groups[group]
    inside = dict.fromkeys(found.states)
    incoming = [one for state in inside for one in graph.leading_to(state) if one.source not in inside]
    outgoing = [one for state in inside for one in graph.leaving(state) if one.target not in inside]
    within = [one for state in inside for one in graph.leaving(state) if one.target in inside]
    before = steps(incoming, source=Place.BEFORE)
    after = steps(outgoing, target=Place.AFTER)
    own = Frame(End(group, is_group=True), tuple(here(state) for state in inside))
    # States that lead to each other stand below each other: a line within a column leaves no place for its label.
    busy = any(one.source != one.target for one in within)
    drawing = Drawing(graph, anchors, leaving, across=not busy)
    drawing.picture.roomy = busy
    frames = [
        *([own] if inside else []),
        *framed(graph, [one[0] for one in before]),
        *framed(graph, [one[1] for one in after]),
    ]
    bundles_before = bundled(ways(lifted(before, frames)))
    bundles_after = bundled(ways(lifted(after, frames)))
    columns = (
        ends_of(bundles_before, frames, sources=True),
        own.members,
        ends_of(bundles_after, frames, sources=False),
    )
    last = 1 + (len(own.members) if busy else 1)
    for place, ends in enumerate(columns):
        for index, end in enumerate(ends):
            level = (0, 1 + (index if busy else 0), last)[place]
            drawing.box(end, level, ("focus",) if place == 1 else ())
    for frame in frames:
        one = graph.machine.groups[frame.end.id]
        drawing.border(frame, one.title or one.id)
    starts = [(here(one.state), one.trigger) for one in graph.machine.initial if one.state in inside]
    if starts:
        drawing.start(starts, level=0)
    bundles = [*bundles_before, *ways(steps(within)), *bundles_after]
    drawing.bundles(bundles)
    picture = drawing.picture
    opening = f"{counted(len(inside), 'state')}: {listed(name(one) for one in inside)}." if inside else "No states."
    return Diagram(
        id=f"group-{file_name}",
        prefix=f"{slug(graph.machine.id) or 'machine'}-group-{file_name}",
        title=f"Ways in and out of {name(found.title or found.id)}",
        description=described(opening, bundles, {frame.end: frame for frame in frames}),
        dot=dot_text(picture),
        nodes=picture.node_count,
        edges=picture.edge_count,
        borders=len(picture.borders),
        across=not busy,
    )
