"""Every example of a machine held against its schema: generated, hand-written, and of attributes.

A flaw is data with a pointer; the caller makes diagnostics of them. All flaws come at once.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from statebook.examples.bodies import Body, state_bodies
from statebook.examples.errors import error_body
from statebook.examples.path import holds_at, parse_path
from statebook.examples.patterns import is_pattern
from statebook.examples.project import Machines, NoExample, Project
from statebook.examples.requests import example_request, example_response
from statebook.examples.schemas import SchemaBook
from statebook.examples.typeschema import Schema
from statebook.jsontext import json_line
from statebook.model import MISSING, Attribute, Json, Machine, State, Visibility
from statebook.pointer import Pointer, Step
from statebook.types import Type

if TYPE_CHECKING:
    from jsonschema_rs import ValidationError, Validator

LONGEST_NUMBER = 4096
"""Integers of more bits than this are printed by few programs."""

LONGEST_SHOWN = 160
"""Messages show values up to this many characters."""


@dataclass(frozen=True, slots=True)
class Flaw:
    """What is wrong with an example, and where in the spec it stands."""

    pointer: Pointer
    message: str


def check(project: Machines, machine: Machine) -> list[Flaw]:
    """All flaws of a machine's examples, each once, in the order of the spec's parts.

    Linear in the machine: one document of schemas is made and every body validated once.
    """
    known = Project.of(project)
    checker = _Checker(known, machine)
    return list(dict.fromkeys(checker.flaws()))


class _Checker:
    """One machine's schemas, compiled once for all its examples."""

    validator: Validator

    def __init__(self, project: Project, machine: Machine) -> None:
        self.project = project
        self.machine = machine
        broken = {one.pattern for one in self._all_attributes() if one.pattern and not is_pattern(one.pattern)}
        self.broken_patterns = frozenset(broken)
        self.book = SchemaBook(project, machine, self.broken_patterns)
        self.flawed: set[Pointer] = set()
        """The attributes whose own example or default is wrong: bodies made from them say so once more."""

    def flaws(self) -> Iterator[Flaw]:
        try:
            self.validator = self._compile()
        except NoExample as missing:
            yield Flaw(missing.pointer, missing.message)
            return
        except ValueError as failure:
            yield Flaw(self.machine.pointer, f"the schemas of this machine cannot be used: {failure}")
            return
        for attribute in self._all_attributes():
            yield from self._attribute(attribute)
        for state in self.machine.states.values():
            yield from self._state(state)
        yield from self._errors()
        yield from self._calls()

    def _all_attributes(self) -> Iterator[Attribute]:
        """Every attribute, those that several states share once for each way they are written."""
        machine = self.machine
        seen: set[int] = set()
        places: list[Iterable[Attribute]] = [machine.attributes.values()]
        places += [one.attributes for one in machine.objects.values()]
        places += [one.attributes for one in machine.states.values()]
        for attributes in places:
            for attribute in attributes:
                if id(attribute) not in seen:
                    seen.add(id(attribute))
                    yield attribute

    def _compile(self) -> Validator:
        from jsonschema_rs import Draft202012Validator

        schemas: dict[str, Schema] = {}
        for state in self.machine.states.values():
            if state.visibility is not Visibility.GONE:
                schemas[f"state {state.id}"] = self.book.state_reference(self.machine, state)
        for key, schema in self._value_schemas():
            schemas.setdefault(key, schema)
        # One schema with a property for each thing to check, so that all share their definitions, compiled once.
        document = self.book.document("", {"properties": schemas})
        return Draft202012Validator(document, validate_formats=True, retriever=_refuse)

    def _value_schemas(self) -> Iterator[tuple[str, Schema]]:
        types = self.book.types(self.machine)
        for attribute in self._all_attributes():
            if self._has_values(attribute):
                yield f"attribute {id(attribute)}", types.value(attribute)
        for kind in self._types():
            yield f"type {kind}", types.of(kind)

    @staticmethod
    def _has_values(attribute: Attribute) -> bool:
        return attribute.example is not MISSING or attribute.default is not MISSING

    def _types(self) -> Iterator[Type]:
        for error in self.machine.errors.values():
            if error.type is not None:
                yield error.type
        for action in self.machine.actions.values():
            yield from (one.type for one in action.parameters)
            if action.returns is not None and action.returns.type is not None:
                yield action.returns.type

    def _attribute(self, attribute: Attribute) -> Iterator[Flaw]:
        if attribute.pattern in self.broken_patterns:
            yield Flaw(attribute.pointer / "pattern", f"`{attribute.pattern}` is no regular expression (ECMA-262)")
        for key, value in (("example", attribute.example), ("default", attribute.default)):
            if value is not MISSING:
                for flaw in self._against(f"attribute {id(attribute)}", value, attribute.pointer / key):
                    self.flawed.add(attribute.pointer)
                    yield flaw

    def _state(self, state: State) -> Iterator[Flaw]:
        try:
            bodies = state_bodies(self.project, self.machine, state.id)
        except NoExample as missing:
            yield Flaw(missing.pointer, missing.message)
            return
        for body in bodies:
            spoken = _unspeakable(body.value) is None
            wrong = self._wrong_state(state, body) if body.by_hand and spoken else None
            if wrong is not None:
                yield wrong
            else:
                yield from self._body(state, body)

    def _wrong_state(self, state: State, body: Body) -> Flaw | None:
        path = parse_path(self.machine.state_attribute)
        if not path or not holds_at(body.value, path):
            return None
        found = body.value
        for step in path:
            found = found[step]
        if type(found) is type(state.value) and found == state.value:
            return None
        message = f"`{self.machine.state_attribute}` is {_shown(found)} in an example of `{state.id}`, not {_shown(state.value)}"
        return Flaw(_deeper(body.pointer / "body", path), message)

    def _body(self, state: State, body: Body) -> Iterator[Flaw]:
        if body.by_hand:
            yield from self._against(f"state {state.id}", body.value, body.pointer / "body")
            return
        places = {one.name: one.pointer for one in state.attributes}
        for at, message in self._errors_of(f"state {state.id}", body.value):
            # A generated body has no place in the spec: the attribute that went wrong has.
            place = places.get(str(at[0]) if at else "", state.pointer)
            if place not in self.flawed and not (self.flawed and len(at) > 1):
                yield Flaw(place, f"in the example of `{state.id}`: {message}")

    def _errors(self) -> Iterator[Flaw]:
        for error in self.machine.errors.values():
            try:
                body = error_body(self.project, self.machine, error)
            except NoExample as missing:
                yield Flaw(missing.pointer, missing.message)
                continue
            if error.type is not None:
                yield from self._against(f"type {error.type}", body, error.pointer / "example")

    def _calls(self) -> Iterator[Flaw]:
        for action in self.machine.actions.values():
            for parameter in action.parameters:
                if parameter.example is not MISSING:
                    yield from self._against(f"type {parameter.type}", parameter.example, parameter.pointer / "example")
            try:
                example_request(self.project, self.machine, action)
                response = example_response(self.project, self.machine, action)
            except NoExample as missing:
                yield Flaw(missing.pointer, missing.message)
                continue
            returns = action.returns
            if returns is None or returns.example is MISSING:
                continue
            if returns.type is not None and not returns.returns_state:
                yield from self._against(f"type {returns.type}", response.body, returns.pointer / "example")

    def _against(self, key: str, value: Json, pointer: Pointer) -> Iterator[Flaw]:
        for at, message in self._errors_of(key, value):
            yield Flaw(_deeper(pointer, at), message)

    def _errors_of(self, key: str, value: Json) -> Iterator[tuple[tuple[Step, ...], str]]:
        """Where in a value an error is, and what it is."""
        unspeakable = _unspeakable(value)
        if unspeakable is not None:
            yield unspeakable
            return
        try:
            for error in self.validator.iter_errors({key: value}):
                telling = _most_telling(error)
                yield tuple(telling.instance_path[1:]), _said(telling)
        except ValueError as failure:
            yield (), f"it cannot be checked: {failure}"


def _refuse(address: str) -> Json:
    """Schemas refer to nothing outside themselves; should one ever do, it is not fetched."""
    message = f"`{address}` is not read"
    raise ValueError(message)


def _deeper(pointer: Pointer, steps: tuple[Step, ...]) -> Pointer:
    return Pointer(pointer.file, (*pointer.steps, *steps))


def _unspeakable(value: Json, at: tuple[Step, ...] = ()) -> tuple[tuple[Step, ...], str] | None:
    """The first number in a value that JSON has no way to say."""
    if isinstance(value, float) and not math.isfinite(value):
        return at, f"JSON has no number `{value}`"
    if isinstance(value, int) and value.bit_length() > LONGEST_NUMBER:
        return at, "the number is too long"
    pairs: Iterator[tuple[Step, Json]] = iter(())
    if isinstance(value, dict):
        pairs = iter(value.items())
    elif isinstance(value, list):
        pairs = iter(enumerate(value))
    return next((found for key, item in pairs if (found := _unspeakable(item, (*at, key))) is not None), None)


def _most_telling(error: ValidationError) -> ValidationError:
    """Of an error that says "none of these", the one of the branch that came furthest into the value."""
    branches = getattr(error.kind, "context", None)
    while branches:
        first = [branch[0] for branch in branches if branch]
        if not first:
            break
        error = max(first, key=lambda one: len(one.instance_path))
        branches = getattr(error.kind, "context", None)
    return error


def _said(error: ValidationError) -> str:
    message = error.message
    return message if len(message) <= LONGEST_SHOWN else message[: LONGEST_SHOWN - 1] + "…"


def _shown(value: Json) -> str:
    text = json_line(value)
    return text if len(text) <= LONGEST_SHOWN else text[: LONGEST_SHOWN - 1] + "…"
