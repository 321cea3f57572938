"""The machine for XState, version 5: the JSON that `createMachine` takes.

Guards and actions of XState are the guards and effects of the spec by their words; whoever runs the
machine provides them. Kinds and outcomes are tags. Where a trigger leads from a state to several,
each transition has a guard with the target as parameter, as the machine does not choose by itself.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from statebook.export.chart import Chart, Grammar, Way, chart, unsaid
from statebook.export.format import Export, Subject
from statebook.export.json_pieces import Object, common, told
from statebook.export.losses import Lost, losses
from statebook.jsontext import json_text
from statebook.model import Action, Event, Group, Initial, State

NAME = "xstate"
EXTENSION = "xstate.json"

CHOICE = "leads to"
"""The guard of a transition that the spec gives none, where the trigger may lead to other states."""

KEY = "statebook"
"""Where `meta` holds what XState has no word for."""

_STATE = re.compile(r"[^#.\\\x00-\x1f\x7f][^.\\\x00-\x1f\x7f]*")
"""No separators of paths; `#` begins an absolute one."""

_EVENT = re.compile(r"(?!xstate\.)[^*\x00-\x1f\x7f]+")
"""No wildcards, and nothing of XState's own."""

_BY_JAVASCRIPT = ("__proto__",)
"""A key that objects of JavaScript do not hold as one."""


def export(subject: Subject) -> Export:
    """The configuration, states in the order of the spec."""
    machine = subject.machine
    grammar = Grammar(_STATE, _EVENT, _BY_JAVASCRIPT, _BY_JAVASCRIPT)
    writer = _Writer(chart(subject, grammar), _choice(subject))
    usual = (Lost.POLLS, Lost.ATTRIBUTES, Lost.ERRORS, Lost.EVIDENCE)
    return Export(json_text(writer.config()), losses(machine, usual, unsaid(machine)))


def _choice(subject: Subject) -> str:
    """A guard that the spec does not use."""
    taken = {one.guard for one in subject.machine.transitions}
    name = CHOICE
    while name in taken:
        name += "_"
    return name


@dataclass(frozen=True, slots=True)
class _Writer:
    chart: Chart
    choice: str

    def config(self) -> Object:
        """The whole machine."""
        machine, start = self.chart.machine, self.chart.start
        states: Object = {} if start is None else {start.name: self._start()}
        for node in self.chart.nodes():
            name, value = self._state(node, None) if isinstance(node, State) else self._group(node)
            states[name] = value
        return {
            "id": machine.id,
            **told(description=machine.summary),
            "initial": start.name if start is not None else self._outermost(self.chart.first),
            "meta": {KEY: self._facts()},
            "states": states,
        }

    def _facts(self) -> Object:
        """What the machine says besides its states."""
        machine, start = self.chart.machine, self.chart.start
        return {
            "title": machine.title,
            **told(
                noun=machine.noun,
                state_attribute=machine.state_attribute,
                state_derivation=machine.state_derivation,
            ),
            "initial": [self._initial(one) for one in machine.initial],
            **told(
                start=start.name if start is not None else "",
                choice=self.choice if self.choice != CHOICE else "",
                actions=[self._action(one) for one in machine.actions.values()],
                events=[self._trigger(one) for one in machine.events.values()],
            ),
            **common(None, machine.deprecation),
        }

    def _initial(self, one: Initial) -> Object:
        return {"state": self.chart.names.states[one.state], **told(trigger=one.trigger, description=one.description)}

    def _action(self, action: Action) -> Object:
        return {**self._trigger(action), **told(method=action.method, path=action.path)}

    def _trigger(self, one: Action | Event) -> Object:
        name = self.chart.names.events[one.id]
        return {
            "event": name,
            **told(id=one.id if one.id != name else "", title=one.title if one.title != one.id else ""),
            "by": one.by.value,
            **told(description=one.description),
            **common(None, one.deprecation),
        }

    def _start(self) -> Object:
        on: dict[str, list[Object]] = {}
        for one, event, several in self.chart.starts():
            target = self._target("", one.state)
            guard = {"type": self.choice, "params": {"to": self.chart.names.states[one.state]}} if several else None
            on.setdefault(event, []).append({"target": target, **told(guard=guard, description=one.description)})
        return {"on": _single(on)}

    def _group(self, group: Group) -> tuple[str, Object]:
        states = dict(self._state(self.chart.machine.states[one], group) for one in group.states)
        name = self.chart.names.groups[group.id]
        facts = told(id=group.id if group.id != name else "", title=group.title if group.title != group.id else "")
        return name, {
            **told(description=group.description, meta={KEY: facts} if facts else {}),
            "initial": self.chart.names.states[self.chart.entry(group)],
            "states": states,
        }

    def _state(self, state: State, group: Group | None) -> tuple[str, Object]:
        name = self.chart.names.states[state.id]
        on: dict[str, list[Object]] = {}
        for way in self.chart.ways(state.id):
            event = self.chart.names.events[way.transition.trigger]
            on.setdefault(event, []).append(self._way(way, group))
        tags = [state.kind.value, *([state.outcome.value] if state.outcome else [])]
        return name, {
            **told(description=state.description, type="final" if self.chart.ends(state) else ""),
            "tags": tags,
            "meta": {KEY: self._state_facts(state, name)},
            **told(on=_single(on)),
        }

    def _state_facts(self, state: State, name: str) -> Object:
        facts = told(
            id=state.id if state.id != name else "",
            title=state.title,
            kind=state.kind.value,
            outcome=state.outcome.value if state.outcome else "",
            visibility="" if state.visibility.value == "shown" else state.visibility.value,
            next_step=state.next_step,
        )
        value = {} if type(state.value) is str and state.value == state.id else {"value": state.value}
        return {**facts, **value, **common(None, state.deprecation, state.formerly, state.tags)}

    def _way(self, way: Way, group: Group | None) -> Object:
        one = way.transition
        guard: object = one.guard
        if way.shared:
            guard = {"type": one.guard or self.choice, "params": {"to": self.chart.names.states[one.target]}}
        facts = common(None, one.deprecation, (), one.tags)
        return {
            "target": self._target(group.id if group is not None else "", one.target),
            **({"reenter": True} if one.source == one.target else {}),
            **told(
                guard=guard,
                actions=[one.effect] if one.effect else [],
                description=one.description,
                meta={KEY: facts} if facts else {},
            ),
        }

    def _outermost(self, state: str) -> str:
        group = self.chart.graph.group_of(state)
        return self.chart.names.states[state] if group is None else self.chart.names.groups[group.id]

    def _target(self, beside: str, state: str) -> str:
        """The target as seen from a group, or from outside all: a neighbour's name, else the path from the machine."""
        name = self.chart.names.states[state]
        group = self.chart.graph.group_of(state)
        if (group.id if group is not None else "") == beside:
            return name
        machine = self.chart.machine.id.replace(".", "\\.")
        inner = f"{self.chart.names.groups[group.id]}.{name}" if group is not None else name
        return f"#{machine}.{inner}"


def _single(on: dict[str, list[Object]]) -> Object:
    """One transition stands alone, several in a list."""
    return {event: ways[0] if len(ways) == 1 else ways for event, ways in on.items()}
