"""Which steps between two observations are legal, and by which way.

An event log holds every change, so each step has to be a documented transition. A poller sees some
states and misses others: a step is legal when a way leads through states that it can miss.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Container, Iterator
from dataclasses import dataclass
from enum import StrEnum

from statebook.machine import Graph
from statebook.model import Kind, Machine


class Reading(StrEnum):
    """How the lines of a log follow each other."""

    EVENTS = "events"
    """Every change is a line: from one to the next there is exactly one transition."""
    POLLS = "polls"
    """Somebody looked from time to time: what came and went between two looks is not in the log."""


class Missable(StrEnum):
    """Which states can come and go between two looks."""

    TRANSIENT = "transient"
    """Those that leave by themselves."""
    ANY = "any"
    """Resting ones too: somebody may act between two looks."""


@dataclass(frozen=True, slots=True)
class Way:
    """A legal step. `states` are all states on it, both ends included; equal ends are a way round."""

    states: tuple[str, ...]

    @property
    def source(self) -> str:
        """Where it begins."""
        return self.states[0]

    @property
    def target(self) -> str:
        """Where it ends."""
        return self.states[-1]

    @property
    def length(self) -> int:
        """How many transitions it takes."""
        return len(self.states) - 1


def legal_ways(machine: Machine, reading: Reading, missable: Missable = Missable.TRANSIENT) -> tuple[Way, ...]:
    """The shortest legal way for each pair of states that has one, in the order of the spec.

    At most the square of the number of states; each search costs one pass over the transitions. Among
    ways of one length, the one whose first transition stands first in the spec.
    """
    graph = Graph(machine)
    through = _through(machine, reading, missable)
    return tuple(way for state in machine.states for way in _ways_from(graph, state, through))


def _through(machine: Machine, reading: Reading, missable: Missable) -> Container[str]:
    if reading is Reading.EVENTS:
        return ()
    if missable is Missable.ANY:
        return machine.states
    return {state.id for state in machine.states.values() if state.kind is Kind.TRANSIENT}


def _ways_from(graph: Graph, start: str, through: Container[str]) -> Iterator[Way]:
    """The shortest way to every state that can be reached; the start itself too, by a way round."""
    came_by: dict[str, str] = {}
    waiting = deque([start])
    while waiting:
        place = waiting.popleft()
        if place != start and place not in through:
            continue
        for target in graph.successors(place):
            if target not in came_by:
                came_by[target] = place
                if target != start:
                    waiting.append(target)
    for target in graph.machine.states:
        if target in came_by:
            states = [target, came_by[target]]
            while states[-1] != start:
                states.append(came_by[states[-1]])
            yield Way(tuple(reversed(states)))
