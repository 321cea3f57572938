"""A machine drawn by how much it is used: a number in each box and beside each line.

Width and colour follow the number, which always stands there as text: never colour alone. A state or
a step that was not seen is dashed; a step that nobody documented is dotted and marked with `!`.
Colours stand in classes too, `heat-0` to `heat-5`, so that a page can have its own for a dark ground.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from statebook.anchors import slug
from statebook.diagram import look
from statebook.diagram.label import TRIGGER_LINE, elided, escaped, visible, wrapped
from statebook.diagram.picture import Diagram

LEVELS = 5
FILLS = ("#ffffff", "#fdf1d8", "#fbdca4", "#f8be6c", "#f09a4c", "#e2703a")
"""From never seen to most used; black text is legible on all of them."""
SEEN, UNSEEN, STRANGE = "#596270", "#8a919b", "#b92536"


@dataclass(frozen=True, slots=True)
class HeatBox:
    """A state, by its name, and how often it was seen."""

    name: str
    count: int


@dataclass(frozen=True, slots=True)
class HeatLine:
    """A step, from and to the place of a box, and how often it was seen; documented or not."""

    source: int
    target: int
    count: int
    is_documented: bool


def heat_diagram(machine: str, title: str, boxes: Sequence[HeatBox], lines: Sequence[HeatLine]) -> Diagram:
    """The picture. Widths and levels follow the logarithm, so that rare steps are seen beside common ones."""
    from graphviz import Digraph, nohtml

    graph = Digraph(
        graph_attr={**look.GRAPH, "rankdir": "TB", "ranksep": "0.4", "nodesep": "0.3"},
        node_attr=look.NODE,
        edge_attr=look.EDGE,
    )
    most = max((box.count for box in boxes), default=0)
    for place, box in enumerate(boxes):
        level = level_of(box.count, most)
        words = [*wrapped(visible(box.name), TRIGGER_LINE), _times(box.count)]
        graph.node(
            f"n{place}",
            nohtml("\\n".join(escaped(line) for line in words)),
            style="rounded,filled" if box.count else "rounded,filled,dashed",
            fillcolor=FILLS[level],
            color=SEEN if box.count else UNSEEN,
            tooltip=nohtml(escaped(f"{elided(visible(box.name))}: {_times(box.count)}")),
            **{"class": f"state heat-{level}"},
        )
    busiest = max((line.count for line in lines), default=0)
    for line in lines:
        level = level_of(line.count, busiest)
        words_of = f"{boxes[line.source].name} to {boxes[line.target].name}: {_times(line.count)}"
        graph.edge(
            f"n{line.source}",
            f"n{line.target}",
            label=nohtml(f"  {'' if line.is_documented else '! '}{line.count}  \\l" if line.count else ""),
            style="dotted" if not line.is_documented else "solid" if line.count else "dashed",
            color=STRANGE if not line.is_documented else SEEN if line.count else UNSEEN,
            penwidth=f"{1 + level * 0.8:.1f}",
            edgetooltip=nohtml(escaped(visible(words_of))),
            constraint="true" if line.is_documented else "false",
            **{"class": f"transition line-{level if line.is_documented else 'strange'}"},
        )
    return Diagram(
        id="heat",
        prefix=f"{slug(machine) or 'machine'}-heat",
        title=title,
        description=_described(boxes, lines),
        dot=str(graph.source),
        nodes=len(boxes),
        edges=len(lines),
        borders=0,
    )


def level_of(count: int, most: int) -> int:
    """0 for what was never seen, else 1 to `LEVELS` by the logarithm."""
    if not count or not most:
        return 0
    return 1 + round((LEVELS - 1) * math.log1p(count) / math.log1p(most))


def _times(count: int) -> str:
    return str(count) if count else "never"


def _described(boxes: Sequence[HeatBox], lines: Sequence[HeatLine]) -> str:
    states = ", ".join(f"{visible(box.name)} {_times(box.count)}" for box in boxes)
    strange = sum(1 for line in lines if not line.is_documented)
    never = sum(1 for line in lines if line.is_documented and not line.count)
    return f"Observations: {states}. {never} documented steps were never seen, {strange} seen steps are not documented."
