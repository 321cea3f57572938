"""JSON Schemas (draft 2020-12) of the bodies that a machine's resource shows.

A document describes the object in one state, a named object type, or the whole machine: one branch
for each state, told apart by the constant at the state attribute. Every document is complete in
itself. Properties that a schema does not name are legal: APIs add some without notice.
"""

from __future__ import annotations

import functools
import hashlib
import re
from collections.abc import Callable, Container, Iterable, Mapping
from dataclasses import replace
from urllib.parse import quote

from statebook.examples.path import parse_path
from statebook.examples.project import Machines, named_machine
from statebook.examples.references import find_attribute
from statebook.examples.typeschema import Schema, TypeSchemas, any_of, json_types
from statebook.model import Attribute, Holds, Json, Machine, ObjectType, State, Visibility
from statebook.pointer import Step
from statebook.prose import without_references
from statebook.types import StateValue, Type

DIALECT = "https://json-schema.org/draft/2020-12/schema"
OTHER_STATE = "other-state"
"""The definition of the branch that an open list of states has besides its own."""

_PLAIN = re.compile(r"[A-Za-z0-9_-]{1,60}")
_HASHED = re.compile(r".*-[0-9a-f]{10}")
_NOT_PLAIN = re.compile(r"[^A-Za-z0-9_-]+")


def definition_name(kind: str, *ids: str) -> str:
    """The key under `$defs` for some ids: `state.idle`, `object.record_error`.

    Letters, digits, `.`, `_` and `-` only, as OpenAPI's component names; an id with other characters
    gets a hash of itself behind what is left of it, so that no two ids share a name.
    """
    return ".".join((kind, *(_plain(one) for one in ids)))


def _plain(text: str) -> str:
    if _PLAIN.fullmatch(text) and not _HASHED.fullmatch(text):
        return text
    kept = _NOT_PLAIN.sub("-", text).strip("-")[:40] or "id"
    return f"{kept}-{hashlib.sha256(text.encode('utf-8', 'surrogatepass')).hexdigest()[:10]}"


def machine_schema(project: Machines, machine: Machine) -> Schema:
    """The schema of the resource in any of its states; each state is a definition of its own."""
    book = SchemaBook(project, machine)
    root = book.machine_object(machine)
    return book.document(f"{machine.id}.schema.json", root)


def state_schema(project: Machines, machine: Machine, state: str) -> Schema:
    """The schema of the resource in one state."""
    book = SchemaBook(project, machine)
    root = book.state_object(machine, machine.states[state])
    return book.document(f"{machine.id}.{_plain(state)}.schema.json", root)


def object_schema(project: Machines, machine: Machine, name: str) -> Schema:
    """The schema of one of the machine's named object types."""
    book = SchemaBook(project, machine)
    root = book.object_type(machine, machine.objects[name])
    return book.document(f"{machine.id}.object.{_plain(name)}.schema.json", root)


def type_schema(project: Machines, machine: Machine, kind: Type) -> Schema:
    """The schema of a type as the machine's spec means it, such as the type of an answer."""
    book = SchemaBook(project, machine)
    root = book.types(machine).of(kind)
    return book.document("", root)


class SchemaBook:
    """The definitions of one document, made when something refers to them.

    Definitions wait in a queue until the document is closed, so chains of objects of any length
    cost no recursion.
    """

    def __init__(self, project: Machines, home: Machine, broken_patterns: Container[str] = ()) -> None:
        self.project = project
        self.home = home
        self.broken_patterns = broken_patterns
        self.definitions: dict[str, Schema] = {}
        self._waiting: list[tuple[str, Callable[[], Schema]]] = []
        self._types: dict[str, TypeSchemas] = {}

    def document(self, name: str, root: Schema) -> Schema:
        """The finished document: dialect, relative `$id`, the root's keys, then `$defs`."""
        self.close()
        head: Schema = {"$schema": DIALECT}
        if name:
            head["$id"] = quote(name, safe="")
        return {**head, **root, **({"$defs": self.definitions} if self.definitions else {})}

    def close(self) -> None:
        """Make every definition that was referred to and is still missing."""
        done = 0
        while done < len(self._waiting):
            name, make = self._waiting[done]
            self.definitions[name] = make()
            done += 1
        self._waiting.clear()

    def name(self, kind: str, machine: Machine, *ids: str) -> str:
        """The key of a definition; only those of other machines say whose they are."""
        return definition_name(kind, *(() if machine.id == self.home.id else (machine.id,)), *ids)

    def reference(self, name: str, make: Callable[[], Schema]) -> Schema:
        """A reference to a definition, which is made later when it is new."""
        if name not in self.definitions:
            self.definitions[name] = {}
            self._waiting.append((name, make))
        return {"$ref": f"#/$defs/{name}"}

    def types(self, machine: Machine) -> TypeSchemas:
        """The schemas of types as a machine's spec means them."""
        known = self._types.get(machine.id)
        if known is None:
            known = self._types[machine.id] = TypeSchemas(
                functools.partial(self._named, machine),
                functools.partial(self._state_value_reference, machine),
                functools.partial(self._identifier, machine),
                self.broken_patterns,
            )
        return known

    def machine_object(self, machine: Machine) -> Schema:
        """The resource in any state: one branch for each state that can be seen.

        The branches exclude each other when the states' values differ, else any of them may fit.
        Where the list of states is open, a last branch takes the states that are not known.
        """
        shown = [state for state in machine.states.values() if state.visibility is not Visibility.GONE]
        branches = [self.state_reference(machine, state) for state in shown]
        path = parse_path(machine.state_attribute)
        values = [state.value for state in machine.states.values()]
        if path and machine.openness is not None and machine.openness.is_open:
            branches.append(
                self.reference(self.name(OTHER_STATE, machine), lambda: _other_state(machine, path, values))
            )
        distinct = len({_key(state.value) for state in shown}) == len(shown)
        schema: Schema = {"title": f"The {machine.noun} object"}
        if machine.summary.strip():
            schema["description"] = without_references(machine.summary)
        schema["type"] = "object"
        if branches:
            schema["oneOf" if path and distinct else "anyOf"] = branches
        if machine.deprecation is not None:
            schema["deprecated"] = True
        return schema

    def state_reference(self, machine: Machine, state: State) -> Schema:
        """A reference to the object in one state."""
        name = self.name("state", machine, state.id)
        return self.reference(name, functools.partial(self.state_object, machine, state))

    def state_object(self, machine: Machine, state: State) -> Schema:
        """The object in one state, with the state's own value where the state attribute is."""
        types = self.types(machine)
        path = parse_path(machine.state_attribute)
        title = state.title or f"The {state.id} {machine.noun}"
        properties: dict[str, Schema] = {}
        required: list[str] = []
        deeper: list[Schema] = []
        for attribute in state.attributes:
            is_state = attribute.name == machine.state_attribute
            at = path if is_state else _since_path(machine, attribute)
            constant = is_state or (attribute.holds is Holds.CURRENT and isinstance(attribute.type, StateValue))
            schema = types.annotated(attribute, {"const": state.value} if constant else types.value(attribute))
            if len(at) > 1:
                deeper.append(_at(at, schema, required=is_state or attribute.required))
                continue
            properties[attribute.name] = schema
            if attribute.required or is_state:
                required.append(attribute.name)
        if path and machine.state_attribute not in (one.name for one in state.attributes):
            constant_schema: Schema = {"const": state.value}
            if len(path) == 1:
                properties = {str(path[0]): constant_schema, **properties}
                required.insert(0, str(path[0]))
            else:
                deeper.insert(0, _at(path, constant_schema, required=True))
        schema = _object(title, state.description, properties, required)
        if deeper:
            schema["allOf"] = deeper
        if state.deprecation is not None:
            schema["deprecated"] = True
        return schema

    def object_type(self, machine: Machine, kind: ObjectType) -> Schema:
        """A named object type."""
        types = self.types(machine)
        properties = {one.name: types.annotated(one, types.value(one)) for one in kind.attributes}
        required = [one.name for one in kind.attributes if one.required]
        return _object(kind.title or kind.id, kind.description, properties, required)

    def attribute(self, machine: Machine, attribute: Attribute) -> Schema:
        """What the values of an attribute satisfy."""
        return self.types(machine).value(attribute)

    def _named(self, machine: Machine, name: str) -> Schema:
        own = machine.objects.get(name)
        if own is not None:
            return self.reference(self.name("object", machine, name), functools.partial(self.object_type, machine, own))
        other = named_machine(self.project, machine, name, machine.pointer)
        return self.reference(definition_name("machine", other.id), functools.partial(self.machine_object, other))

    def _identifier(self, machine: Machine, name: str) -> tuple[str, Schema] | None:
        own = machine.objects.get(name)
        if own is not None:
            return self._identified(machine, own.identifier, own.attributes)
        other = named_machine(self.project, machine, name, machine.pointer)
        carried = (one for state in other.states.values() for one in state.attributes)
        return self._identified(other, other.identifier, (*other.attributes.values(), *carried))

    def _identified(
        self, machine: Machine, identifier: str, attributes: Iterable[Attribute]
    ) -> tuple[str, Schema] | None:
        found = find_attribute(identifier, attributes)
        if found is None:
            return None
        # An identifier that is itself expandable is shown as its type says: it may refer to itself.
        return found.name, self.types(machine).value(replace(found, expanded=None))

    def _state_value_reference(self, machine: Machine) -> Schema:
        name = self.name("state-value", machine)
        return self.reference(name, functools.partial(_state_value, machine))


def _state_value(machine: Machine) -> Schema:
    """One of the machine's wire values; any other of their JSON types where the list is open."""
    values = {_key(state.value): state.value for state in machine.states.values()}
    title = {"title": machine.title}
    known: Schema = {"enum": list(values.values())}
    if machine.openness is not None and machine.openness.is_open and values:
        kinds = json_types(list(values.values()))
        return {**title, **any_of([known, {"type": kinds[0] if len(kinds) == 1 else kinds}])}
    return {**title, **(known if values else {})}


def _other_state(machine: Machine, path: tuple[Step, ...], values: list[Json]) -> Schema:
    distinct = {_key(value): value for value in values}
    title = {"title": f"Another {machine.noun}"}
    described = {"description": "The list of states is open: more may come, and clients need a default branch."}
    return {**title, **described, **_at(path, {"not": {"enum": list(distinct.values())}}, required=True)}


def _object(title: str, description: str, properties: Mapping[str, Schema], required: list[str]) -> Schema:
    schema: Schema = {"title": title}
    if description.strip():
        schema["description"] = without_references(description)
    schema["type"] = "object"
    if properties:
        schema["properties"] = dict(properties)
    if required:
        schema["required"] = required
    return schema


def _since_path(machine: Machine, attribute: Attribute) -> tuple[Step, ...]:
    return parse_path(attribute.name) if attribute.name == machine.since_attribute else (attribute.name,)


def _at(path: tuple[Step, ...], schema: Schema, *, required: bool) -> Schema:
    """A schema for what stands at `path` inside an object, the outer levels open for anything else."""
    for step in reversed(path):
        if isinstance(step, str):
            schema = {"type": "object", "properties": {step: schema}, **({"required": [step]} if required else {})}
        else:
            least = {"minItems": step + 1} if required else {}
            schema = {"type": "array", "prefixItems": [*({} for _ in range(step)), schema], **least}
    return schema


def _key(value: Json) -> tuple[str, str]:
    """What tells wire values apart in JSON, where 1 equals 1.0 but not true."""
    number = isinstance(value, int | float) and not isinstance(value, bool)
    return (
        ("number", repr(float(value)) if abs(value) < 2**53 else repr(value))
        if number
        else (type(value).__name__, repr(value))
    )
