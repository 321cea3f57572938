"""An object type that nothing mentions.

## Why

An object type is described where an attribute, an answer or an error has its type. One that is
reached from none of them is a leftover; two that mention only each other are as well.

## How to repair

Give the attribute its type, or remove the object type.

## How to silence

Ignore it beside the object when it is documented for its own sake.
"""

from __future__ import annotations

from collections.abc import Iterator

from statebook.diagnostic import Severity
from statebook.model import Attribute, Machine
from statebook.rules.context import MachineContext
from statebook.rules.finding import Finding
from statebook.types import Type, named_in

NAME = "unused-object"
SEVERITY = Severity.INFO

BAD = """\
statebook: 1
id: lamp
title: Lamp
state_attribute: status
initial: dark
objects:
  bulb: {attributes: {socket: {type: socket}}}
  socket: {attributes: {size: {type: integer}}}
  shade: {attributes: {stand: {type: stand}}}  # error: [unused-object]
  stand: {attributes: {shade: {type: shade | null}}}  # error: [unused-object]
attributes:
  bulbs: {type: array<bulb>}
states:
  dark: {}
"""

GOOD = """\
statebook: 1
id: lamp
title: Lamp
state_attribute: status
initial: dark
objects:
  bulb: {attributes: {socket: {type: socket}}}
  socket: {attributes: {size: {type: integer}}}
attributes:
  bulbs: {type: array<bulb>}
states:
  dark: {}
"""


def check(context: MachineContext) -> Iterator[Finding]:
    """A finding for each such object type; every type is looked at once."""
    machine = context.machine
    waiting = [name for kind in _mentioned(machine) for name in named_in(kind)]
    used: set[str] = set()
    while waiting:
        name = waiting.pop()
        if name in machine.objects and name not in used:
            used.add(name)
            inner = (kind for one in machine.objects[name].attributes for kind in _types(one))
            waiting += [found for kind in inner for found in named_in(kind)]
    for name, one in machine.objects.items():
        if name not in used:
            yield Finding(
                one.pointer,
                f"nothing is of the type {name!r}",
                "give the attribute that holds it this type, or remove it",
            )


def _types(attribute: Attribute) -> Iterator[Type]:
    yield attribute.type
    if attribute.expanded is not None:
        yield attribute.expanded


def _mentioned(machine: Machine) -> Iterator[Type]:
    """The types of everything but the object types themselves."""
    for attribute in machine.attributes.values():
        yield from _types(attribute)
    for state in machine.states.values():
        for attribute in state.attributes:
            yield from _types(attribute)
    yield from (one.type for one in machine.errors.values() if one.type is not None)
    for action in machine.actions.values():
        yield from (one.type for one in action.parameters)
        if action.returns is not None and action.returns.type is not None:
            yield action.returns.type
