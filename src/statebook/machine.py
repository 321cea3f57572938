"""The questions one asks of a machine: its ways in and out, what is reachable, what is accepted.

All answers come from the one list of transitions and keep its order. Nothing here knows where the
machine came from or how an answer is shown.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from statebook.model import Action, Evidence, Group, Kind, Level, Machine, Mover, State, Transition


class Verdict(StrEnum):
    """Whether a state takes an action."""

    ACCEPTED = "accepted"
    REFUSED = "refused"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Acceptance:
    """What happens when an action is called in a state.

    `targets` are the states it may lead to (empty: the call does not move the resource),
    `errors` the ids of the documented errors of a refusal, `evidence` that of the acceptance.
    """

    verdict: Verdict
    targets: tuple[str, ...] = ()
    errors: tuple[str, ...] = ()
    evidence: tuple[Evidence, ...] = ()

    @property
    def level(self) -> Level | None:
        """The weakest evidence for it; None when nothing was said."""
        order = list(Level)
        return max((one.level for one in self.evidence), key=order.index, default=None)


class Graph:
    """A machine with its transitions indexed both ways.

    Building costs one pass over the transitions; every question afterwards costs what its answer
    is long, except `shortest_path`, `reachable` and `leading_anywhere`, which search (linear in the machine).
    """

    def __init__(self, machine: Machine) -> None:
        self.machine = machine
        self._leaving: dict[str, list[Transition]] = {state: [] for state in machine.states}
        self._leading: dict[str, list[Transition]] = {state: [] for state in machine.states}
        self._towards: dict[str, dict[str, Transition]] = {}
        self._by_trigger: dict[str, list[Transition]] = {}
        for transition in machine.transitions:
            self._leaving[transition.source].append(transition)
            self._leading[transition.target].append(transition)
            self._by_trigger.setdefault(transition.trigger, []).append(transition)

    def leaving(self, state: str) -> tuple[Transition, ...]:
        """The transitions out of a state, self-transitions included."""
        return tuple(self._leaving[state])

    def leading_to(self, state: str) -> tuple[Transition, ...]:
        """The transitions into a state, self-transitions included."""
        return tuple(self._leading[state])

    def triggered_by(self, trigger: str) -> tuple[Transition, ...]:
        """The transitions that an action or event causes."""
        return tuple(self._by_trigger.get(trigger, ()))

    def successors(self, state: str) -> tuple[str, ...]:
        """The states one transition away, each once."""
        return tuple(dict.fromkeys(one.target for one in self._leaving[state]))

    def predecessors(self, state: str) -> tuple[str, ...]:
        """The states from which one transition leads here, each once."""
        return tuple(dict.fromkeys(one.source for one in self._leading[state]))

    def of_kind(self, *kinds: Kind) -> tuple[State, ...]:
        """The states of these kinds, in the order of the spec."""
        return tuple(state for state in self.machine.states.values() if state.kind in kinds)

    def group_of(self, state: str) -> Group | None:
        """The group that a state belongs to."""
        return self.machine.groups.get(self.machine.states[state].group)

    def movers(self, state: str) -> tuple[Mover, ...]:
        """Who moves a resource out of a state, each once."""
        return tuple(dict.fromkeys(one.by for one in self._leaving[state]))

    def reachable(self, states: Iterable[str]) -> frozenset[str]:
        """These states and all that some sequence of transitions leads to; guards are ignored."""
        seen = set(states)
        waiting = deque(seen)
        while waiting:
            for transition in self._leaving[waiting.popleft()]:
                if transition.target not in seen:
                    seen.add(transition.target)
                    waiting.append(transition.target)
        return frozenset(seen)

    def leading_anywhere(self, targets: Iterable[str], through: Kind | None = None) -> frozenset[str]:
        """These states and all with a way to one of them, guards ignored; linear in the machine.

        With `through`, a way passes only states of that kind before it arrives.
        """
        found = set(targets)
        waiting = deque(found)
        while waiting:
            for transition in self._leading[waiting.popleft()]:
                source = transition.source
                if source not in found and (through is None or self.machine.states[source].kind is through):
                    found.add(source)
                    waiting.append(source)
        return frozenset(found)

    def shortest_path(self, source: str, target: str) -> tuple[Transition, ...] | None:
        """The fewest transitions from one state to another; among equals, the first in the spec.

        Empty when both are the same state, None when there is no way. One search serves all sources
        of a target.
        """
        first = self._first_steps(target)
        if source != target and source not in first:
            return None
        path: list[Transition] = []
        while source != target:
            path.append(first[source])
            source = first[source].target
        return tuple(path)

    def _first_steps(self, target: str) -> dict[str, Transition]:
        """For every state with a way to the target, the transition that the shortest one begins with."""
        if target not in self._towards:
            distance = {target: 0}
            waiting = deque([target])
            while waiting:
                place = waiting.popleft()
                for transition in self._leading[place]:
                    if transition.source not in distance:
                        distance[transition.source] = distance[place] + 1
                        waiting.append(transition.source)
            self._towards[target] = {
                state: next(one for one in self._leaving[state] if distance.get(one.target) == steps - 1)
                for state, steps in distance.items()
                if steps
            }
        return self._towards[target]

    def accepting(self, action: str) -> tuple[str, ...]:
        """The states that take an action, each once.

        First those that its transitions leave, in their order, then those that the action itself declares.
        """
        declared = self.machine.actions[action].accepted_in or ()
        return tuple(dict.fromkeys((*(one.source for one in self.triggered_by(action)), *declared)))

    def acceptance(self, state: str, action: Action) -> Acceptance:
        """What happens when `action` is called in `state`."""
        moves = [one for one in self._leaving[state] if one.trigger == action.id]
        declared = action.accepted_in is not None and state in action.accepted_in
        if moves or declared:
            known = [one.evidence for one in moves if one.evidence is not None]
            if not moves and action.evidence is not None:
                known.append(action.evidence)
            targets = tuple(dict.fromkeys(one.target for one in moves))
            return Acceptance(Verdict.ACCEPTED, targets=targets, evidence=tuple(known))
        if action.accepted_in_unknown or not (action.id in self._by_trigger or action.accepted_in is not None):
            return Acceptance(Verdict.UNKNOWN)
        errors = tuple(name for name in action.errors if self.machine.errors[name].state_refused)
        return Acceptance(Verdict.REFUSED, errors=errors)
