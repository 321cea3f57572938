"""What stands inside arrays, maps, unions and expandable attributes, and texts with a pattern.

SQL has no common word for it, so values are fetched, each once, and held against the JSON Schema of their
attribute: the one that Statebook exports. What usually is right is told by a regular expression and is
not fetched at all.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from statebook.conform.checks import MAXIMUM_DEPTH, Check, shown_attributes
from statebook.conform.problems import ENUM, FORMAT, MISSING, NULL, TYPE
from statebook.conform.usual import usual
from statebook.examples.held import HeldValues, Refusal
from statebook.examples.patterns import is_pattern
from statebook.examples.project import Machines, NoExample, Project
from statebook.examples.schemas import SchemaBook
from statebook.model import Attribute, Json, Machine
from statebook.pointer import Step
from statebook.types import ArrayOf, MapOf, Named, Union, named_in, without_null


@dataclass(frozen=True, slots=True)
class Inner:
    """One fault inside a value: where, which of `problems`, what was expected, and the JSON text that was seen."""

    path: tuple[Step, ...]
    code: int
    expected: str
    seen: str


@dataclass(frozen=True, slots=True)
class Look:
    """Values that need one: of which check, in which states (by number), and what they usually look like."""

    check: int
    states: tuple[int, ...]
    usual: str
    schema: str = field(repr=False)


def needs_look(machine: Machine, attribute: Attribute, depth: int) -> bool:
    """Whether flat checks leave something of an attribute open. `depth` is that of its path, from 1."""
    kind, _ = without_null(attribute.type)
    if attribute.pattern or isinstance(kind, ArrayOf | MapOf | Union):
        return True
    if attribute.expanded is not None:
        return bool(named_in(attribute.type) or named_in(attribute.expanded)) or attribute.expanded != attribute.type
    return isinstance(kind, Named) and (kind.name not in machine.objects or depth > MAXIMUM_DEPTH)


def looked_paths(machine: Machine) -> list[tuple[Step, ...]]:
    """Where values stand that flat checks leave something open of, each once, in the order of the spec."""
    shown = shown_attributes(machine)
    return list(dict.fromkeys(path for _, path, attribute in shown if needs_look(machine, attribute, len(path))))


class Contents:
    """What is to be looked at of one machine, and the looking. Schemas are compiled when the first value comes."""

    def __init__(self, project: Machines, machine: Machine, checks: Sequence[Check]) -> None:
        self._held: dict[str, HeldValues] = {}
        self.looks = tuple(_looks(Project.of(project), machine, checks))

    def faults(self, look: Look, text: str) -> list[Inner]:
        """What is wrong inside a value, given as JSON text; outer faults are not its business, and told all the same."""
        if look.schema not in self._held:
            self._held[look.schema] = HeldValues(json.loads(look.schema))
        try:
            value = json.loads(text)
            found = self._held[look.schema].refusals(value)
        except (ValueError, RecursionError):
            return [Inner((), TYPE, "a value that can be read", text[:200])]
        return list(dict.fromkeys(_inner(one, value) for one in found))


def _looks(project: Project, machine: Machine, checks: Sequence[Check]) -> list[Look]:
    """One look for each check and schema, in the order of the checks."""
    numbers = {check.path: index for index, check in enumerate(checks) if not check.is_closed}
    state_numbers = {name: number for number, name in enumerate(machine.states)}
    schemas: dict[Any, tuple[str, str]] = {}
    found: dict[tuple[int, str, str], list[int]] = {}
    seen: set[tuple[str, tuple[Step, ...]]] = set()
    for state, path, attribute in shown_attributes(machine):
        if path not in numbers or (state.id, path) in seen:
            continue
        seen.add((state.id, path))
        if not needs_look(machine, attribute, len(path)):
            continue
        # States share what they inherit; an attribute may hold lists, so it is known by its identity.
        key = (
            attribute.type,
            attribute.expanded,
            attribute.pattern,
            attribute.nullable,
            attribute.collapsed_to_value,
            id(attribute.enum) if attribute.enum else 0,
            attribute.enum_open,
        )
        if key not in schemas:
            schemas[key] = _schema(project, machine, attribute)
        text, look = schemas[key]
        if text:
            found.setdefault((numbers[path], text, look), []).append(state_numbers[state.id])
    return [
        Look(check, tuple(states), look, text)
        for (check, text, look), states in sorted(found.items(), key=lambda one: (one[0][0], one[1]))
    ]


def _schema(project: Project, machine: Machine, attribute: Attribute) -> tuple[str, str]:
    """The schema of an attribute under the property `value`, and what its values usually look like."""
    broken = frozenset((attribute.pattern,)) if attribute.pattern and not is_pattern(attribute.pattern) else frozenset()
    book = SchemaBook(project, machine, broken)
    try:
        schema = book.attribute(machine, attribute)
        document = book.document("", {"properties": {"value": schema}})
    except NoExample:
        return "", ""  # the machine's own flaw, which lint tells
    return json.dumps(document), usual(schema, document.get("$defs", {}))


_CODES = {"type": TYPE, "enum": ENUM, "const": ENUM, "required": MISSING, "pattern": FORMAT, "format": FORMAT}


def _inner(refusal: Refusal, whole: Json) -> Inner:
    path = refusal.path
    if refusal.keyword == "required":
        return Inner((*path, refusal.missing), MISSING, "a value", "")
    value = _at(whole, path)
    listed = [json.dumps(one, ensure_ascii=False) for one in refusal.expected]
    if refusal.keyword in {"enum", "const"}:
        expected = f"one of {', '.join(listed[:12])}" if len(listed) > 1 else "".join(listed)
    elif refusal.keyword == "type":
        expected = " or ".join(sorted(map(str, refusal.expected)))
    else:
        said = {"pattern": f"text that matches {refusal.wanted}", "format": f"a text in the format {refusal.wanted}"}
        expected = said.get(refusal.keyword, "")
    code = NULL if value is None else _CODES.get(refusal.keyword, TYPE)
    return Inner(path, code, expected or "one of the documented forms", json.dumps(value, ensure_ascii=False)[:200])


def _at(value: Json, path: Sequence[Step]) -> Json:
    found: Any = value
    for step in path:
        found = found[step]
    return found
