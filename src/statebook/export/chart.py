"""A machine as statecharts have it: one place to start, groups as compound states, names that the grammar takes.

SCXML and XState share it. A statechart starts in one state. Where the spec names several, or where a
trigger decides, an extra state stands for the resource that does not exist yet, and its ways out are
the ways in which one is made. Knows no format.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from statebook.export.format import Subject
from statebook.export.names import names
from statebook.machine import Graph
from statebook.model import Group, Initial, Kind, Machine, State, Transition
from statebook.pointer import Pointer


@dataclass(frozen=True, slots=True)
class Names:
    """The names of states, groups and triggers by their ids. Those of states and groups are unique together."""

    states: dict[str, str]
    groups: dict[str, str]
    events: dict[str, str]


@dataclass(frozen=True, slots=True)
class Start:
    """The extra state before all others, and the event of a resource that is made by no trigger that the spec names."""

    name: str
    event: str


@dataclass(frozen=True, slots=True)
class Way:
    """A transition out of a state; `shared` when its trigger leads from there to other states, too."""

    transition: Transition
    shared: bool


@dataclass(frozen=True, slots=True)
class Grammar:
    """What a format takes as a name of a state or group, and of an event; and what is taken already."""

    state: re.Pattern[str]
    event: re.Pattern[str]
    states: Collection[str] = ()
    events: Collection[str] = ()


@dataclass(frozen=True, slots=True)
class Chart:
    """A machine to be written as a statechart. `start` is None where the chart can start in `first`, an id."""

    machine: Machine
    graph: Graph
    names: Names
    start: Start | None
    first: str

    def nodes(self) -> Iterator[State | Group]:
        """The outermost states in the order of the spec; a group stands where the first of its states would."""
        shown: set[str] = set()
        for state in self.machine.states.values():
            group = self.graph.group_of(state.id)
            if group is None:
                yield state
            elif group.id not in shown:
                shown.add(group.id)
                yield group

    def entry(self, group: Group) -> str:
        """The state that a group starts in: the first of the chart, else its own first."""
        return self.first if self.first in group.states else group.states[0]

    def ways(self, state: str) -> Iterator[Way]:
        """The ways out of a state, in the order of the spec."""
        leaving = self.graph.leaving(state)
        pairs = dict.fromkeys((one.trigger, one.target) for one in leaving)
        targets = Counter(trigger for trigger, _ in pairs)
        for one in leaving:
            yield Way(one, targets[one.trigger] > 1)

    def starts(self) -> Iterator[tuple[Initial, str, bool]]:
        """The ways out of the extra state: the name of the event, and whether it leads to several states, too."""
        if self.start is None:
            return
        initial = self.machine.initial
        targets = Counter(trigger for trigger, _ in dict.fromkeys((one.trigger, one.state) for one in initial))
        for one in initial:
            yield one, self.names.events[one.trigger] if one.trigger else self.start.event, targets[one.trigger] > 1

    def ends(self, state: State) -> bool:
        """Whether the chart ends in a state: it is final, and no transition says otherwise."""
        return state.kind is Kind.FINAL and not self.graph.leaving(state.id)


def chart(subject: Subject, grammar: Grammar) -> Chart:
    """The machine with names that the grammar takes."""
    machine = subject.machine
    named = _names(machine, grammar)
    start = None
    if len(machine.initial) > 1:
        taken = {*named.states.values(), *named.groups.values(), *grammar.states}
        start = Start(_free("start", taken), _free("created", {*named.events.values(), *grammar.events}))
    first = machine.initial[0].state if machine.initial else next(iter(machine.states))
    return Chart(machine, subject.graph, named, start, first)


def unsaid(machine: Machine) -> dict[str, list[Pointer]]:
    """What neither SCXML nor XState is told: where it is said, by its words."""
    return {
        "the start: the spec names none, so it is the first state": [] if machine.initial else [machine.pointer],
        "whether the list of states is complete": [machine.openness.pointer] if machine.openness else [],
        "parameters and answers of actions": [
            one.pointer for one in machine.actions.values() if one.parameters or one.returns is not None
        ],
    }


def _names(machine: Machine, grammar: Grammar) -> Names:
    states = names(machine.states, grammar.state, grammar.states)
    taken = {*grammar.states, *states.values()}
    groups = names(machine.groups, grammar.state, taken, prefix="group")
    events = names((*machine.actions, *machine.events), grammar.event, grammar.events, prefix="event")
    return Names(states, groups, events)


def _free(name: str, taken: Collection[str]) -> str:
    while name in taken:
        name += "_"
    return name
