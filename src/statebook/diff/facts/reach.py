"""What the graph alone tells: states that can no longer be reached, left, or brought to rest.

Often no line of such a state changed. Only states that are one on both sides are compared. Every
search is linear in the machine.
"""

from __future__ import annotations

from collections.abc import Iterator

from statebook.diff.fact import Fact
from statebook.diff.pairing import Pairing
from statebook.machine import Graph
from statebook.model import Kind


class Reach:
    """What can be reached in one machine; guards are ignored."""

    def __init__(self, graph: Graph) -> None:
        machine = graph.machine
        starts = [one.state for one in machine.initial]
        self.has_start = bool(starts)
        self.reachable = graph.reachable(starts)
        self.dead = {
            name
            for name, state in machine.states.items()
            if state.kind is not Kind.FINAL and all(one == name for one in graph.successors(name))
        }
        resting = [name for name, state in machine.states.items() if state.kind is not Kind.TRANSIENT]
        seen = set(resting)
        waiting = list(resting)
        while waiting:
            for one in graph.predecessors(waiting.pop()):
                if one not in seen:
                    seen.add(one)
                    waiting.append(one)
        self.restless = {name for name in machine.states if name not in seen}


def facts(pairing: Pairing) -> Iterator[Fact]:
    """The differences in reach between the two sides."""
    base, head = Reach(pairing.base_graph), Reach(pairing.head_graph)
    for cluster in pairing.states:
        if not cluster.is_pair:
            continue
        before, after = cluster.base[0], cluster.head[0]
        for kind in _kinds(base, head, before, after):
            yield pairing.fact(
                kind,
                "state",
                (before,),
                (after,),
                base_at=pairing.base.states[before].pointer,
                head_at=pairing.head.states[after].pointer,
            )


def _kinds(base: Reach, head: Reach, before: str, after: str) -> Iterator[str]:
    if base.has_start and head.has_start and (before in base.reachable) != (after in head.reachable):
        yield "state-became-reachable" if after in head.reachable else "state-became-unreachable"
    if (before in base.dead) != (after in head.dead):
        yield "state-became-dead-end" if after in head.dead else "state-no-longer-dead-end"
    stuck = before in base.restless, after in head.restless
    if stuck == (False, True) and after not in head.dead:
        yield "rest-became-unreachable"
    if stuck == (True, False) and before not in base.dead:
        yield "rest-became-reachable"
