"""A body that somebody else wrote, held against the schema of a state.

The schemas of a machine are compiled once, when the first body comes. What is wrong comes as data in
the words of the schema, with the path inside the body; how it is said is for the caller.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from statebook.examples.patterns import is_pattern
from statebook.examples.project import Machines, NoExample, Project
from statebook.examples.schemas import SchemaBook
from statebook.examples.typeschema import Schema
from statebook.model import Json, Machine, Visibility
from statebook.pointer import Step

if TYPE_CHECKING:
    from jsonschema_rs import ValidationError, Validator


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a schema refuses a body. `keyword` is JSON Schema's (`enum`, `type`, `required`, …).

    `path` leads to the value, or for `required` to the object that lacks `missing`. `expected` are the
    values of an enum or the names of types, `wanted` the pattern or the name of the format.
    """

    path: tuple[Step, ...]
    keyword: str
    message: str
    expected: tuple[Json, ...] = ()
    missing: str = ""
    wanted: str = ""


class HeldBodies:
    """The schemas of all states of a machine."""

    def __init__(self, project: Machines, machine: Machine) -> None:
        self.project = Project.of(project)
        self.machine = machine

    @cached_property
    def _validator(self) -> Validator | None:
        from jsonschema_rs import Draft202012Validator

        attributes = [one for state in self.machine.states.values() for one in state.attributes]
        broken = frozenset(one.pattern for one in attributes if one.pattern and not is_pattern(one.pattern))
        book = SchemaBook(self.project, self.machine, broken)
        states = [one for one in self.machine.states.values() if one.visibility is not Visibility.GONE]
        try:
            properties = {one.id: book.state_reference(self.machine, one) for one in states}
            return Draft202012Validator(book.document("", {"properties": properties}), validate_formats=True)
        except (NoExample, ValueError):
            return None  # the machine's own flaw, which lint tells

    def refusals(self, state: str, body: Json) -> list[Refusal]:
        """Why the schema of a state refuses a body; nothing when it takes it."""
        if self._validator is None:
            return []
        try:
            found = [_refusal(error) for error in self._validator.iter_errors({state: body})]
        except ValueError:
            return []
        return list(dict.fromkeys(found))


class HeldValues:
    """One schema, for values; it is compiled when the first one comes."""

    def __init__(self, document: Schema) -> None:
        self.document = document

    @cached_property
    def _validator(self) -> Validator | None:
        from jsonschema_rs import Draft202012Validator

        try:
            return Draft202012Validator(self.document, validate_formats=True)
        except ValueError:
            return None  # the machine's own flaw, which lint tells

    def refusals(self, value: Json) -> list[Refusal]:
        """Why the schema refuses what it calls `value`; nothing when it takes it. Raises `ValueError` for what it cannot read."""
        if self._validator is None:
            return []
        return list(dict.fromkeys(_refusal(error) for error in self._validator.iter_errors({"value": value})))


def _refusal(error: ValidationError) -> Refusal:
    """An error of a schema whose outermost property stands for the state or the value, in our words."""
    telling, options = _telling(error)
    kind: Any = telling.kind
    expected: tuple[Json, ...] = tuple(options)
    if not expected and kind.name == "enum":
        expected = tuple(kind.options)
    elif not expected and kind.name == "const":
        expected = (kind.expected_value,)
    elif kind.name == "type":
        expected = tuple(kind.types)
    missing = str(kind.property) if kind.name == "required" else ""
    wanted = str(getattr(kind, kind.name, "")) if kind.name in ("pattern", "format") else ""
    return Refusal(tuple(telling.instance_path[1:]), str(kind.name), telling.message, _plain(expected), missing, wanted)


def _plain(values: tuple[Json, ...]) -> tuple[Json, ...]:
    return tuple(one for one in values if one is None or isinstance(one, str | int | float | bool))


def _telling(error: ValidationError) -> tuple[ValidationError, list[Json]]:
    """Of an error that says "none of these", the branch that came furthest, and the values that any branch takes."""
    options: list[Json] = []
    branches = getattr(error.kind, "context", None)
    while branches:
        first = [branch[0] for branch in branches if branch]
        if not first:
            break
        for one in first:
            kind: Any = one.kind
            if kind.name == "enum":
                options.extend(kind.options)
            elif kind.name == "const":
                options.append(kind.expected_value)
        error = max(first, key=lambda one: len(one.instance_path))
        branches = getattr(error.kind, "context", None)
    kind = error.kind
    return error, options if kind.name in ("enum", "const") else []
