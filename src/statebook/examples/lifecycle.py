"""A machine laid out in time: what comes before and after each state, and when that is.

Example bodies tell one story. A state further from the start comes later, `previous` and `next`
follow the transitions, and a resource that came back to where it started did so after its last
work. One breadth-first search answers it all; nothing here makes JSON.
"""

from __future__ import annotations

import hashlib
from collections import deque
from datetime import UTC, datetime, timedelta

from statebook.machine import Graph
from statebook.model import Kind, Machine, Mover, State, Transition, Visibility

BEGINNING = datetime(2017, 7, 24, 13, 24, 23, 104618, tzinfo=UTC)
"""When every example resource comes to life."""

STEP = timedelta(minutes=4)
"""How far apart two states one transition apart are, before the spread."""

SPREAD_SECONDS = 200
"""States equally far from the start differ by less than this, so that no two look copied."""


def digest(*parts: str) -> int:
    """A large number that depends on the parts alone, spread evenly."""
    text = "\0".join(parts).encode("utf-8", "surrogatepass")
    return int.from_bytes(hashlib.sha256(text).digest()[:8], "big")


class Lifecycle:
    """Distances from the initial states, and what follows from them.

    Building costs one pass over the machine; every answer afterwards costs at most the number of
    transitions of the state asked about.
    """

    def __init__(self, machine: Machine) -> None:
        self.machine = machine
        self.graph = Graph(machine)
        self._came_by: dict[str, Transition] = {}
        self._distance: dict[str, int] = {}
        waiting: deque[str] = deque()
        for initial in machine.initial:
            if initial.state not in self._distance:
                self._distance[initial.state] = 0
                waiting.append(initial.state)
        while waiting:
            place = waiting.popleft()
            for transition in self.graph.leaving(place):
                if transition.target not in self._distance:
                    self._distance[transition.target] = self._distance[place] + 1
                    self._came_by[transition.target] = transition
                    waiting.append(transition.target)
        self._beyond = max(self._distance.values(), default=-1) + 1

    def distance(self, state: str) -> int:
        """The fewest transitions from an initial state; one more than all others when there is no way."""
        return self._distance.get(state, self._beyond)

    def previous(self, state: str) -> str | None:
        """A state that leads here: the one on the shortest way from an initial state.

        For an initial state, the nearest of those that lead back to it. None when nothing leads here.
        """
        came = self._came_by.get(state)
        if came is not None:
            return came.source
        sources = self.graph.predecessors(state)
        others = [one for one in sources if one != state] or list(sources)
        return min(others, key=self.distance, default=None)

    def next(self, state: str) -> str | None:
        """The state expected next: the first that is reached without a client, else the first.

        A state that moves only to itself expects itself. None when no transition leaves it.
        """
        leaving = self.graph.leaving(state)
        ahead = [one for one in leaving if one.target != state] or list(leaving)
        by_itself = [one for one in ahead if one.by is not Mover.CLIENT]
        return next((one.target for one in by_itself or ahead), None)

    def expects_nothing(self, state: str) -> bool:
        """True where a resource stays until somebody acts, or for good."""
        return self.machine.states[state].kind is not Kind.TRANSIENT

    def moment(self, state: str) -> datetime:
        """When the example resource entered this state: later than the state before it.

        An initial state that something leads back to is shown as it is after the return.
        """
        distance = self.distance(state)
        if distance == 0:
            before = self.previous(state)
            if before is not None and before != state:
                distance = self.distance(before) + 1
        number = digest(self.machine.id, state)
        spread = timedelta(seconds=number % SPREAD_SECONDS, microseconds=number // SPREAD_SECONDS % 1_000_000)
        return BEGINNING + distance * STEP + spread

    def typical(self) -> State | None:
        """The state in which another machine's body shows this resource.

        The nearest transient state, rather on the way than at the start; else the first initial one,
        else the first that can be seen. None when no state can be seen.
        """
        states = self.machine.states
        # The search met the states in the order of their distance.
        reached = [states[one] for one in self._distance if states[one].visibility is not Visibility.GONE]
        working = [one for one in reached if one.kind is Kind.TRANSIENT]
        working.sort(key=lambda one: self._distance[one.id] == 0)
        seen = (one for one in states.values() if one.visibility is not Visibility.GONE)
        return next(iter((*working, *reached, *seen)), None)
