"""The schemas of a machine as the components of an API description: OpenAPI and AsyncAPI keep them alike."""

from __future__ import annotations

import functools
from collections.abc import Mapping

from statebook.examples.path import parse_path
from statebook.examples.schemas import SchemaBook, definition_name
from statebook.examples.typeschema import Schema
from statebook.export.format import Subject
from statebook.model import Json, Machine, Visibility
from statebook.prose import without_references
from statebook.types import Type

_FROM = "#/$defs/"
_TO = "#/components/schemas/"
_DATA = frozenset(("const", "enum", "default", "example", "examples", "required"))
"""Keywords whose values are data, in which a `$ref` refers to nothing."""
_NAMED = frozenset(("properties", "mapping"))
"""Keywords whose values have names of the spec as keys."""


class Components:
    """Schemas, made when something refers to them; names are those of JSON Schema's `$defs`."""

    def __init__(self, subject: Subject, *, discriminated: bool) -> None:
        """With `discriminated`, the object in any state has OpenAPI's discriminator where it can have one."""
        self._subject = subject
        self._discriminated = discriminated
        self._book = SchemaBook(subject.project, subject.machine)

    def resource(self) -> Schema:
        """A reference to the object in any state."""
        machine = self._subject.machine
        name = definition_name("machine", machine.id)
        return _schema(self._book.reference(name, functools.partial(self._book.machine_object, machine)))

    def state(self, state: str) -> Schema:
        """A reference to the object in one state."""
        machine = self._subject.machine
        return _schema(self._book.state_reference(machine, machine.states[state]))

    def of(self, kind: Type) -> Schema:
        """The schema of a type; what it names becomes a component."""
        return _schema(self._book.types(self._subject.machine).of(kind))

    def finished(self) -> dict[str, Schema]:
        """All components that something refers to, with described values."""
        machine = self._subject.machine
        self._book.close()
        found = self._book.definitions
        if definition_name("machine", machine.id) in found:
            self._described(machine, found[definition_name("machine", machine.id)])
            self._book.close()
        values = self._book.name("state-value", machine)
        if values in found:
            found[values] = described_values(machine)
        return {name: _schema(one) for name, one in found.items()}

    def _described(self, machine: Machine, resource: Schema) -> None:
        path = parse_path(machine.state_attribute)
        shown = [one for one in machine.states.values() if one.visibility is not Visibility.GONE]
        if len(path) != 1 or "oneOf" not in resource or not all(isinstance(one.value, str) for one in shown):
            return
        attribute = str(path[0])
        values = self._book.name("state-value", machine)
        self._book.reference(values, dict)
        resource["properties"] = {attribute: {"$ref": _FROM + values}}
        resource["required"] = [attribute]
        if self._discriminated:
            resource["discriminator"] = {
                "propertyName": attribute,
                "mapping": {str(one.value): _TO + self._book.name("state", machine, one.id) for one in shown},
            }


def described_values(machine: Machine) -> Schema:
    """The values of the states, each with its title and description; any other where the list is open."""
    known: list[Schema] = []
    met: set[str] = set()
    for state in machine.states.values():
        key = repr((type(state.value).__name__, state.value))
        if key in met:
            continue
        met.add(key)
        one: Schema = {"const": state.value, "title": state.title or state.id}
        if state.description.strip():
            one["description"] = without_references(state.description)
        if state.deprecation is not None:
            one["deprecated"] = True
        known.append(one)
    head: Schema = {"title": machine.title}
    if machine.openness is not None and machine.openness.is_open:
        kinds = list(dict.fromkeys(_kind(one.value) for one in machine.states.values()))
        about = {"description": "The list is open: more values may come."}
        return {**head, **about, "anyOf": [*known, {"type": kinds[0] if len(kinds) == 1 else kinds}]}
    return {**head, "anyOf": known}


def _kind(value: Json) -> str:
    names: Mapping[type, str] = {bool: "boolean", int: "integer", float: "number", str: "string", list: "array"}
    return "null" if value is None else names.get(type(value), "object")


def _schema(schema: Schema) -> Schema:
    moved: Schema = _moved(schema)
    return moved


def _moved(value: Json) -> Json:
    """The schema with its references leading to the components."""
    if isinstance(value, list):
        return [_moved(one) for one in value]
    if not isinstance(value, dict):
        return value
    moved: dict[str, Json] = {}
    for key, one in value.items():
        if key in _DATA:
            moved[key] = one
        elif key in _NAMED and isinstance(one, dict):
            moved[key] = {name: _moved(inner) for name, inner in one.items()}
        elif key == "$ref" and isinstance(one, str):
            moved[key] = _TO + one.removeprefix(_FROM) if one.startswith(_FROM) else one
        else:
            moved[key] = _moved(one)
    if moved.get("type") == "array" and "items" not in moved:
        moved["items"] = {}  # OpenAPI 3.0 demanded it, and its readers still do
    return moved


def legal_name(text: str) -> str:
    """A component's name for any id: a legal id is its own, others get a hash of themselves behind what is left."""
    return definition_name("", text)[1:]
