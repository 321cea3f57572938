"""What resources are called: the values of the path variables that tell them apart."""

from __future__ import annotations

import re
from dataclasses import dataclass

from statebook.examples import patterns, words
from statebook.examples.project import NoExample, Project
from statebook.examples.references import find_attribute
from statebook.examples.values import Values
from statebook.export.calls import method_of, split_path
from statebook.jsontext import json_line
from statebook.mock.life import Life
from statebook.model import MISSING, Action, Attribute, Machine

_HEXADECIMAL = re.compile(r"[0-9a-f]{16,}\Z")
_UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\Z")
_NUMBER = re.compile(r"[0-9]{1,15}\Z")


@dataclass(frozen=True, slots=True)
class Identity:
    """How the resources of a machine are told apart.

    `variables` are names of path variables, none where the paths know only one resource; `first` is the key of
    the first resource. The last variable tells the resources of one first part apart.
    """

    variables: tuple[str, ...]
    first: tuple[str, ...]
    pattern: str = ""

    def key(self, number: int, ahead: tuple[str, ...] = ()) -> tuple[str, ...]:
        """The key of the resource with this number, from 1: in the form of the first, its first parts those of `ahead`."""
        if not self.variables:
            return ()
        return (*(ahead or self.first[:-1]), like(self.first[-1], number, self.pattern))


def like(first: str, number: int, pattern: str = "") -> str:
    """The identifier with this number, from 1, in the form of the first one."""
    if number == 1:
        return first
    if pattern and (sampled := patterns.sample(pattern, f"{first} {number}")) is not None:
        return sampled
    if _NUMBER.match(first):
        return str(int(first) + number - 1).zfill(len(first))
    if _UUID.match(first):
        return words.uuid(first, str(number))
    if _HEXADECIMAL.match(first):
        return words.hexadecimal(first, str(number), len(first))
    return f"{first}-{number}"


def identity_of(project: Project, life: Life, *, many: bool) -> Identity:
    """How resources of a machine are told apart; `many` for a machine whose resources others start."""
    machine = life.machine
    action = _telling(machine)
    attribute = _identifier(machine)
    if action is None:
        if attribute is None and not many:
            return Identity((), ())
        name = machine.identifier or "id"
        return Identity((name,), (_shown(project, life, name),), _pattern(attribute))
    names = tuple(dict.fromkeys(split_path(action.path).variables))
    values = tuple(_value(project, life, name) for name in names)
    return Identity(names, values, _pattern(attribute))


def _telling(machine: Machine) -> Action | None:
    """The action whose path tells resources apart: rather a read of the resource than any other call."""
    found = [one for one in machine.actions.values() if method_of(one) and split_path(one.path).variables]
    reads = [one for one in found if one.returns is not None and one.returns.returns_state]
    gets = [one for one in reads if method_of(one) == "GET"]
    return next(iter((*gets, *reads, *found)), None)


def _identifier(machine: Machine) -> Attribute | None:
    carried = (one for state in machine.states.values() for one in state.attributes)
    return find_attribute(machine.identifier, (*machine.attributes.values(), *carried))


def _pattern(attribute: Attribute | None) -> str:
    return attribute.pattern if attribute is not None else ""


def _value(project: Project, life: Life, name: str) -> str:
    """What the spec shows for a path variable: an example of a parameter, a variable of the API, the identifier."""
    machine = life.machine
    for one in (parameter for action in machine.actions.values() for parameter in action.parameters):
        if one.place == "path" and one.name == name and one.example is not MISSING:
            return one.example if isinstance(one.example, str) else json_line(one.example)
    given = machine.api.variables.get(name)
    if given is not None:
        return given
    is_identifier = machine.identifier.lower() == name.lower()
    return _shown(project, life, machine.identifier) if is_identifier else words.text(machine.id, name)


def _shown(project: Project, life: Life, name: str) -> str:
    """The identifier as the examples show it."""
    state = life.lifecycle.typical()
    try:
        body = Values(project, life.machine, state.id).body() if state is not None else {}
    except NoExample:
        body = {}
    value = body.get(name)
    if value is None:
        return words.identifier(life.machine.id, name)
    return value if isinstance(value, str) else json_line(value)
