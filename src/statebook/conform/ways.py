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

REMEMBERED = 64
"""Searches that are kept: all of a large machine would take the square of its states."""


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


class Ways:
    """The shortest legal way for each pair of states that has one, searched for where it is asked.

    A search from one state costs at most one pass over the transitions, and the last ones are remembered.
    Among ways of one length, the one whose first transition stands first in the spec.
    """

    def __init__(self, machine: Machine, reading: Reading, missable: Missable = Missable.TRANSIENT) -> None:
        self.machine = machine
        self._graph = Graph(machine)
        self._through = _through(machine, reading, missable)
        self._found: dict[str, dict[str, str]] = {}

    def direct(self) -> Iterator[tuple[str, str]]:
        """The steps that take one transition, in the order of the spec."""
        for state in self.machine.states:
            for target in self._graph.successors(state):
                yield state, target

    def way(self, source: str, target: str) -> Way | None:
        """The shortest legal way, if there is one; from a state to itself by a way round."""
        if target in self._graph.successors(source):
            return Way((source, target))
        came_by = self._from(source)
        if target not in came_by:
            return None
        states = [target, came_by[target]]
        while states[-1] != source:
            states.append(came_by[states[-1]])
        return Way(tuple(reversed(states)))

    def targets(self, source: str) -> list[str]:
        """Every state that a legal way leads to from one, in the order of the spec."""
        came_by = self._from(source)
        return [state for state in self.machine.states if state in came_by]

    def all(self) -> Iterator[Way]:
        """Every legal way, in the order of the spec: up to the square of the number of states."""
        for source in self.machine.states:
            for target in self.targets(source):
                way = self.way(source, target)
                if way is not None:
                    yield way

    def _from(self, start: str) -> dict[str, str]:
        """Of every state that can be reached, the one before it; of the start too, by a way round."""
        if start not in self._found:
            if len(self._found) >= REMEMBERED:
                del self._found[next(iter(self._found))]
            self._found[start] = self._search(start)
        return self._found[start]

    def _search(self, start: str) -> dict[str, str]:
        came_by: dict[str, str] = {}
        waiting = deque([start])
        while waiting:
            place = waiting.popleft()
            if place != start and place not in self._through:
                continue
            for target in self._graph.successors(place):
                if target not in came_by:
                    came_by[target] = place
                    if target != start:
                        waiting.append(target)
        return came_by


def _through(machine: Machine, reading: Reading, missable: Missable) -> Container[str]:
    if reading is Reading.EVENTS:
        return ()
    if missable is Missable.ANY:
        return machine.states
    return {state.id for state in machine.states.values() if state.kind is Kind.TRANSIENT}
