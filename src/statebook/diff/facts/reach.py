"""What the graph alone tells: states that can no longer be reached, left, or brought to rest.

Often no line of such a state changed. Only states that are one on both sides are compared. Every
search is linear in the machine.
"""

from __future__ import annotations

from collections.abc import Iterator

from statebook.diff.fact import Fact
from statebook.diff.pairing import Pairing
from statebook.machine import Graph
from statebook.model import Kind, Visibility

UNMET = (Visibility.GONE, Visibility.RESERVED)
"""Nobody waits in what is not found or not answered yet, so it needs no way out."""


class Reach:
    """What can be reached in one machine; guards are ignored."""

    def __init__(self, graph: Graph) -> None:
        machine = graph.machine
        starts = [one.state for one in machine.initial]
        self.has_start = bool(starts)
        self.reachable = graph.reachable(starts)
        met = [state for state in machine.states.values() if state.visibility not in UNMET]
        self.dead = {
            state.id
            for state in met
            if state.kind is not Kind.FINAL and all(one == state.id for one in graph.successors(state.id))
        }
        ending = graph.leading_anywhere(one.id for one in machine.states.values() if one.kind is not Kind.TRANSIENT)
        self.restless = {state.id for state in met if state.id not in ending}


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
