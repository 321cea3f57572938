"""What is fixed of a machine while it is walked: which ways are open, how fast, and which lead home.

Nothing here changes and nothing is drawn; walks choose from what this offers.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterable, Sequence

from statebook.examples.project import Project
from statebook.export.success import success_steps
from statebook.machine import Verdict
from statebook.mock.spans import MILLISECOND, SECOND, span_of
from statebook.model import Action, Kind, Machine, Mover, Outcome, Transition, Visibility
from statebook.types import Primitive, without_null

USUAL_PACE = 10 * SECOND
"""How long a state is thought to last that has no advice to poll."""

_REFERENCE = re.compile(r"\[`([^`\]\n]+)`\]")
_COARSE = ("timestamp", "integer", "date")

Way = tuple[Transition, ...]


class Life:
    """One machine as walks see it."""

    def __init__(self, project: Project, machine: Machine) -> None:
        self.machine = machine
        self.lifecycle = project.lifecycle(machine)
        self.graph = self.lifecycle.graph
        self.steps = success_steps(self.graph)
        self.grain = self._grain()
        self._pace = {state: self._pace_of(state) for state in machine.states}
        self._every = {state: self._open(state) for state in machine.states}
        self._refused: dict[tuple[str, str], bool] = {}
        self._homes: dict[tuple[str, Outcome | None], Way] = {}

    def _grain(self) -> int:
        """Two states that follow each other are entered at least this far apart, so that `since` tells them apart."""
        name = self.machine.since_attribute
        found = [one for state in self.machine.states.values() for one in state.attributes if one.name == name]
        kinds = [without_null(one.type)[0] for one in found]
        coarse = any(isinstance(kind, Primitive) and kind.name in _COARSE for kind in kinds)
        return SECOND if coarse else MILLISECOND

    def _pace_of(self, state: str) -> int:
        poll = self.machine.states[state].poll
        try:
            return max(span_of(poll.every), self.grain) if poll is not None and poll.every else USUAL_PACE
        except ValueError:
            return USUAL_PACE

    def _open(self, state: str) -> Way:
        return tuple(one for one in self.graph.leaving(state) if self.is_answered(one.target))

    def is_answered(self, state: str) -> bool:
        """Whether a resource may be in the state: reserved ones are declared and not yet there."""
        return self.machine.states[state].visibility is not Visibility.RESERVED

    def is_gone(self, state: str) -> bool:
        """Whether a resource in the state is not found."""
        return self.machine.states[state].visibility is Visibility.GONE

    def is_moving(self, state: str) -> bool:
        """Whether the state is left by itself."""
        return self.machine.states[state].kind is Kind.TRANSIENT and not self.is_gone(state)

    def is_final(self, state: str) -> bool:
        """Whether nothing more happens by itself: the state is final, or the resource gone."""
        return self.machine.states[state].kind is Kind.FINAL or self.is_gone(state)

    def starts(self) -> tuple[str, ...]:
        """The states that a new resource may begin in; at least one."""
        named = tuple(one.state for one in self.machine.initial if self.is_answered(one.state))
        shown = (one for one in self.machine.states if self.is_answered(one) and not self.is_gone(one))
        return named or (next(shown, next(iter(self.machine.states))),)

    def pace(self, state: str) -> int:
        """How often a client looks at a resource in this state, in microseconds."""
        return self._pace[state]

    def refuses(self, state: str, action: Action) -> bool:
        """Whether the spec says that the state does not take the action."""
        key = (state, action.id)
        if key not in self._refused:
            self._refused[key] = self.graph.acceptance(state, action).verdict is Verdict.REFUSED
        return self._refused[key]

    def every(self, state: str) -> Way:
        """All ways out of a state, those of clients too."""
        return self._every[state]

    def onward(self, state: str) -> Way:
        """The ways out of a state that need no client."""
        return tuple(one for one in self._every[state] if one.by is not Mover.CLIENT)

    def targets(self, state: str, action: Action) -> Way:
        """The ways that a call of the action may take in a state."""
        return tuple(one for one in self._every[state] if one.trigger == action.id)

    def fitting(self, order: str, ways: Sequence[Transition]) -> Way:
        """Of several ways, those whose guards do not speak of another order.

        A guard is prose, yet one that names actions (as [`save_version`]) says for whose work the way is.
        """
        named = {id(one): self._named(one) for one in ways}
        for_it = tuple(one for one in ways if order in named[id(one)])
        return for_it or tuple(one for one in ways if not named[id(one)]) or tuple(ways)

    def _named(self, way: Transition) -> frozenset[str]:
        found = frozenset(_REFERENCE.findall(way.guard))
        return found & self.machine.actions.keys()

    def to_success(self, state: str, ways: Sequence[Transition]) -> Transition:
        """Of several ways, of which there is one, that on the shortest way to where work ends well."""
        wanted = self.steps.get(state)
        if wanted is not None and any(one is wanted for one in ways):
            return wanted
        return min(ways, key=lambda one: self._badness(one.target))

    def _badness(self, state: str) -> int:
        """0 for where all is well, 1 for where it may become so, 2 for the rest."""
        outcome = self.machine.states[state].outcome
        if outcome in (Outcome.FAILURE, Outcome.PARTIAL) or not self.is_answered(state):
            return 2
        return 0 if outcome is Outcome.SUCCESS else 1

    def home(self, state: str, outcome: Outcome | None) -> Way:
        """The shortest way, without a client, to a state that rests with this outcome.

        Where none rests so, to one that is not worse known: nothing said, then any. Empty for a state
        that rests already or never comes to rest by itself.
        """
        key = (state, outcome)
        if key not in self._homes:
            self._homes[key] = self._search(state, outcome)
        return self._homes[key]

    def _search(self, start: str, outcome: Outcome | None) -> Way:
        if not self.is_moving(start):
            return ()
        came_by = self._reached(start)
        ends = [one for one in came_by if not self.is_moving(one)]
        good = (None, Outcome.SUCCESS)
        others = good if outcome in good else (Outcome.FAILURE, Outcome.PARTIAL)
        ranked: Iterable[tuple[Outcome | None, ...]] = ((outcome,), others, tuple(Outcome), (None,))
        for wanted in ranked:
            for end in ends:
                if self.machine.states[end].outcome in wanted:
                    return self._traced(start, end, came_by)
        return ()

    def _reached(self, start: str) -> dict[str, Transition]:
        """How each state is first reached through moving states alone, nearest first."""
        came_by: dict[str, Transition] = {}
        waiting = deque([start])
        while waiting:
            for one in self.onward(waiting.popleft()):
                if one.target not in came_by and one.target != start:
                    came_by[one.target] = one
                    if self.is_moving(one.target):
                        waiting.append(one.target)
        return came_by

    @staticmethod
    def _traced(start: str, end: str, came_by: dict[str, Transition]) -> Way:
        way = [came_by[end]]
        while way[-1].source != start:
            way.append(came_by[way[-1].source])
        return tuple(reversed(way))
