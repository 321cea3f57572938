"""What a rule may ask of one machine; answers that several rules need are worked out once."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from statebook.examples.project import Project
from statebook.machine import Graph
from statebook.model import Kind, Machine, Outcome, State, Visibility
from statebook.rules.ignores import Ignore, ignores_of
from statebook.rules.texts import Text, seen, texts

if TYPE_CHECKING:
    from statebook.rules.finding import Finding


@dataclass
class MachineContext:
    """One machine among those of its project, on one day.

    `today` is the only clock. `outcomes` is filled for rules that judge the findings of others:
    what each ignore has silenced, in the order of `ignores`; `known_rules` and `rules_run` are the
    names of all rules and of those that were not switched off.
    """

    machine: Machine
    machines: Project
    today: datetime.date
    known_rules: tuple[str, ...] = ()
    rules_run: frozenset[str] = frozenset()
    outcomes: dict[int, list[Finding]] = field(default_factory=dict)

    @cached_property
    def graph(self) -> Graph:
        """The machine with its transitions indexed."""
        return Graph(self.machine)

    @cached_property
    def ignores(self) -> tuple[Ignore, ...]:
        """What the spec asks to be silent about."""
        return ignores_of(self.machine)

    @cached_property
    def texts(self) -> tuple[Text, ...]:
        """Every Markdown text."""
        return tuple(texts(self.machine))

    @cached_property
    def reachable(self) -> frozenset[str]:
        """The states that some initial state leads to, guards ignored."""
        return self.graph.reachable(one.state for one in self.machine.initial)

    @cached_property
    def answered(self) -> tuple[State, ...]:
        """The states that a client can meet: neither gone, nor reserved for later, nor on their way out already."""
        hidden = (Visibility.GONE, Visibility.RESERVED)
        return tuple(
            one for one in self.machine.states.values() if one.visibility not in hidden and not self.has_faded(one)
        )

    def has_faded(self, state: State) -> bool:
        """Whether a state is deprecated and nothing leads to it any more, which is how states leave an API."""
        return state.deprecation is not None and bool(self.machine.initial) and state.id not in self.reachable

    def exits(self, state: str) -> tuple[str, ...]:
        """The other states one transition away."""
        return tuple(one for one in self.graph.successors(state) if one != state)

    @cached_property
    def to_rest(self) -> frozenset[str]:
        """The states from which some way leads to a resting or final one, themselves included."""
        return self.graph.leading_anywhere(one.id for one in self.graph.of_kind(Kind.RESTING, Kind.FINAL))

    @cached_property
    def may_fail(self) -> frozenset[str]:
        """Failure states, and the transient ones whose work can end in one."""
        return self._ending(Outcome.FAILURE, Outcome.PARTIAL)

    @cached_property
    def may_succeed(self) -> frozenset[str]:
        """Success states, and the transient ones whose work can end in one."""
        return self._ending(Outcome.SUCCESS)

    def _ending(self, *outcomes: Outcome) -> frozenset[str]:
        ends = (one.id for one in self.machine.states.values() if one.outcome in outcomes)
        return self.graph.leading_anywhere(ends, Kind.TRANSIENT)

    @cached_property
    def linked(self) -> frozenset[str]:
        """Every name that some text of the machine links, case-folded."""
        found = (seen(one.content) for one in self.texts)
        return frozenset(folded(label) for one in found for label in (*one.labels, *one.words))


def folded(label: str) -> str:
    """A label as CommonMark compares them: white space and case aside."""
    return " ".join(label.split()).casefold()
