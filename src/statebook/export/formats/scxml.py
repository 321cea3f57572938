"""The machine as SCXML, the W3C's State Chart XML: states, groups as compound states, transitions.

What SCXML has no word for stands in attributes and elements of a namespace of its own, which other
programs pass over. Where a trigger leads from a state to several, the event of each transition is
the trigger's with the target behind a dot, so that whoever sends the event says what happened.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from statebook.export.chart import Chart, Grammar, Way, chart, unsaid
from statebook.export.format import Export, Subject
from statebook.export.losses import Lost, losses
from statebook.export.xml_text import element, sayable
from statebook.jsontext import json_line
from statebook.model import Action, Event, Group, State
from statebook.pointer import Pointer

NAME = "scxml"
EXTENSION = "scxml"

NAMESPACE = "https://statebook.github.io/statebook/scxml/1"
"""Of what is not SCXML. Its attributes have no local name that SCXML's have, as some readers drop the prefix."""

_LETTERS = (
    "A-Za-z_\xc0-\xd6\xd8-\xf6\xf8-\u0131\u0134-\u013e\u0141-\u0148\u014a-\u017e"  # Latin
    "\u038e-\u03a1\u03a3-\u03ce\u0401-\u040c\u040e-\u044f\u0451-\u045c"  # Greek, Cyrillic
    "\u05d0-\u05ea\u0621-\u063a\u0641-\u064a"  # Hebrew, Arabic
    "\u3041-\u3094\u30a1-\u30fa\u4e00-\u9fa5\uac00-\ud7a3"  # Kana, ideographs, Hangul
)
"""Letters that begin a name of XML in its first edition and in its fifth: programs know one or the other."""

_STATE = re.compile(f"[{_LETTERS}][{_LETTERS}0-9-]*")
"""An id of XML without dots, as states become the last part of an event's name."""

_EVENT = re.compile(f"[{_LETTERS}0-9-]+")
"""One part of an event's name: a dot would make the event one of those that the part before it stands for."""

_OWN_EVENTS = ("error", "done")
"""SCXML sends `error.…` and `done.…` itself."""


def export(subject: Subject) -> Export:
    """The document, states in the order of the spec."""
    machine = subject.machine
    writer = _Writer(chart(subject, Grammar(_STATE, _EVENT, (), _OWN_EVENTS)))
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', *writer.lines()]
    triggers: tuple[Action | Event, ...] = (*machine.actions.values(), *machine.events.values())
    more = {
        **unsaid(machine),
        "guards and effects as something to run: they are notes": [
            one.pointer for one in machine.transitions if one.guard or one.effect
        ],
        "characters that XML cannot hold": writer.unsayable,
        "tags and former names": [
            one.pointer for one in (machine, *machine.states.values(), *triggers) if one.tags or one.formerly
        ],
    }
    usual = (Lost.POLLS, Lost.ATTRIBUTES, Lost.ERRORS, Lost.DEPRECATIONS, Lost.EVIDENCE)
    return Export("".join(f"{line}\n" for line in lines), losses(machine, usual, more))


@dataclass(slots=True)
class _Writer:
    chart: Chart
    unsayable: list[Pointer] = field(default_factory=list)

    def lines(self) -> Iterator[str]:
        """The lines of the document, without the first."""
        machine, names, start = self.chart.machine, self.chart.names, self.chart.start
        first = start.name if start is not None else names.states[self.chart.first]
        said = {
            "xmlns": "http://www.w3.org/2005/07/scxml",
            "xmlns:sb": NAMESPACE,
            "version": "1.0",
            "datamodel": "null",
            "name": machine.id,
            "initial": first,
            "sb:title": machine.title,
            "sb:noun": machine.noun if machine.noun != machine.title else "",
            "sb:state-attribute": machine.state_attribute,
            "sb:state-derivation": machine.state_derivation,
            "sb:description": machine.summary,
        }
        yield self._element("scxml", said, machine.pointer, close=False)
        triggers: tuple[Action | Event, ...] = (*machine.actions.values(), *machine.events.values())
        for trigger in triggers:
            yield "  " + self._trigger(trigger)
        if start is not None:
            yield from self._start(start.name)
        elif machine.initial:
            one = machine.initial[0]
            if one.trigger or one.description:
                start_facts = {"trigger": one.trigger, "description": one.description}
                yield "  " + self._element("sb:start", start_facts, one.pointer)
        else:
            yield "  <sb:start/>"
        for node in self.chart.nodes():
            yield from self._state(node, "  ") if isinstance(node, State) else self._group(node)
        yield "</scxml>"

    def _trigger(self, one: Action | Event) -> str:
        name = self.chart.names.events[one.id]
        said = {
            "event": name,
            "id": one.id if one.id != name else "",
            "title": one.title if one.title != one.id else "",
            "by": one.by.value,
            "description": one.description,
        }
        if isinstance(one, Event):
            return self._element("sb:event", said, one.pointer)
        return self._element("sb:action", {**said, "method": one.method, "path": one.path}, one.pointer)

    def _start(self, name: str) -> Iterator[str]:
        yield self._element("state", {"id": name, "sb:kind": "start"}, self.chart.machine.pointer, "  ", close=False)
        for one, event, several in self.chart.starts():
            target = self.chart.names.states[one.state]
            said = {
                "event": f"{event}.{target}" if several else event,
                "target": target,
                "sb:trigger": one.trigger,
                "sb:description": one.description,
            }
            yield self._element("transition", said, one.pointer, "    ")
        yield "  </state>"

    def _group(self, group: Group) -> Iterator[str]:
        name = self.chart.names.groups[group.id]
        said = {
            "id": name,
            "initial": self.chart.names.states[self.chart.entry(group)],
            "sb:spelled": group.id if group.id != name else "",
            "sb:title": group.title if group.title != group.id else "",
            "sb:description": group.description,
        }
        yield self._element("state", said, group.pointer, "  ", close=False)
        for state in group.states:
            yield from self._state(self.chart.machine.states[state], "    ")
        yield "  </state>"

    def _state(self, state: State, indent: str) -> Iterator[str]:
        name = self.chart.names.states[state.id]
        tag = "final" if self.chart.ends(state) else "state"
        plain = type(state.value) is str and state.value == state.id
        said = {
            "id": name,
            "sb:spelled": state.id if state.id != name else "",
            "sb:value": "" if plain else json_line(state.value),
            "sb:title": state.title,
            "sb:kind": state.kind.value,
            "sb:outcome": state.outcome.value if state.outcome else "",
            "sb:visibility": "" if state.visibility.value == "shown" else state.visibility.value,
            "sb:description": state.description,
            "sb:next-step": state.next_step,
        }
        ways = list(self.chart.ways(state.id))
        yield self._element(tag, said, state.pointer, indent, close=not ways)
        for way in ways:
            yield self._way(way, indent + "  ")
        if ways:
            yield f"{indent}</{tag}>"

    def _way(self, way: Way, indent: str) -> str:
        one, names = way.transition, self.chart.names
        event, target = names.events[one.trigger], names.states[one.target]
        said = {
            "event": f"{event}.{target}" if way.shared else event,
            "target": target,
            "sb:trigger": one.trigger if way.shared or event != one.trigger else "",
            "sb:guard": one.guard,
            "sb:effect": one.effect,
            "sb:description": one.description,
        }
        return self._element("transition", said, one.pointer, indent)

    def _element(
        self, name: str, said: dict[str, str], pointer: Pointer, indent: str = "", *, close: bool = True
    ) -> str:
        if not all(map(sayable, said.values())):
            self.unsayable.append(pointer)
        return indent + element(name, said, close=close)
