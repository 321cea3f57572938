"""What each state's object has to hold, as flat checks: one path, one rule, the states it is for.

A check looks at one JSON value. Objects that are always of one named type are looked into; what
stands inside arrays, maps and unions is checked for its outer type only, because SQL of several
engines has no common word for more: `contents` looks at the rest. Attributes that no state documents
are legal.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from statebook.examples.path import parse_path
from statebook.model import Attribute, Holds, Json, Machine, ObjectType, State, Visibility
from statebook.pointer import Step
from statebook.types import NULL, ArrayOf, MapOf, Named, Primitive, StateValue, Type, Union, without_null

MAXIMUM_DEPTH = 6
"""How far named objects are looked into: types may refer to themselves."""

ANY = frozenset(("string", "integer", "number", "boolean", "object", "array"))
"""All JSON types but null; `number` includes `integer`."""

_PRIMITIVES = {
    "string": "string",
    "integer": "integer",
    "number": "number",
    "boolean": "boolean",
    "datetime": "string",
    "date": "string",
    "timestamp": "integer",
    "duration": "string",
    "uri": "string",
    "object": "object",
}

FORMATS = {
    "datetime": r"^[0-9]{4}-[01][0-9]-[0-3][0-9][Tt ][0-2][0-9]:[0-5][0-9]:[0-6][0-9](\.[0-9]+)?([Zz]|[+-][0-2][0-9]:[0-5][0-9])$",
    "date": r"^[0-9]{4}-[01][0-9]-[0-3][0-9]$",
}
"""Regular expressions that every engine reads alike, for the text between the quotes (RFC 3339, section 5.6)."""


_ESCAPE = re.compile(r"\\(?:u([0-9a-f]{4})|.)")


@dataclass(frozen=True, slots=True)
class Rule:
    """What a value has to be. `enum` holds JSON texts and is empty when any value will do.

    `required` counts where the object that holds the value is there.
    """

    types: frozenset[str]
    required: bool
    nullable: bool
    enum: tuple[str, ...] = ()
    format: str = ""
    known: frozenset[str] = frozenset()
    """Of a closed object: the keys that it may have."""

    def expected(self) -> str:
        """The rule in words."""
        if self.enum:
            shown = ", ".join(self.enum[:12])
            what = f"one of {shown}{', …' if len(self.enum) > 12 else ''}" if len(self.enum) > 1 else shown
        elif self.format:
            what = self.format
        elif self.types >= ANY:
            what = "a value"
        else:
            kinds = sorted(self.types - ({"integer"} if "number" in self.types else set()))
            what = " or ".join(kinds)
        return f"{what} or null" if self.nullable else what


@dataclass(frozen=True, slots=True)
class Check:
    """One path with its rule in each state that documents it, by state id."""

    path: tuple[Step, ...]
    rules: Mapping[str, Rule]
    is_closed: bool = False
    """It asks for keys that nobody documented, and for nothing else."""


def checks_of(machine: Machine) -> tuple[Check, ...]:
    """Every check of a machine, by path in the order of first mention. The state itself has none."""
    found: dict[tuple[Step, ...], dict[str, Rule]] = {}
    at_state = parse_path(machine.state_attribute)
    for state, path, rule in _Rules(machine).all():
        if path != at_state:
            found.setdefault(path, {}).setdefault(state, rule)
    return tuple(Check(path, rules) for path, rules in found.items())


def closed_objects(machine: Machine) -> tuple[Check, ...]:
    """For each object that is looked into, the keys that each state documents there."""
    at_state = parse_path(machine.state_attribute)
    found: dict[tuple[Step, ...], dict[str, set[str]]] = {}
    shown = [(state.id, at_state) for state in machine.states.values() if state.visibility is not Visibility.GONE]
    for name, path in (*shown, *((state, path) for state, path, _ in _Rules(machine).all())):
        for length, step in enumerate(path):
            if isinstance(step, str):
                found.setdefault(path[:length], {}).setdefault(name, set()).add(step)
    return tuple(
        Check(path, {state: _closed(keys) for state, keys in by_state.items()}, is_closed=True)
        for path, by_state in found.items()
    )


def _closed(keys: set[str]) -> Rule:
    return Rule(frozenset(("object",)), required=False, nullable=True, known=frozenset(keys))


def _upper(escape: re.Match[str]) -> str:
    return f"\\u{escape[1].upper()}" if escape[1] else escape[0]


def shown_attributes(machine: Machine) -> Iterator[tuple[State, tuple[Step, ...], Attribute]]:
    """State, path and attribute of all that a state shows, and of the parts of the objects that are looked into."""
    for state in machine.states.values():
        if state.visibility is Visibility.GONE:
            continue
        for attribute in state.attributes:
            at_since = attribute.name == machine.since_attribute
            path = parse_path(attribute.name) if at_since else (attribute.name,)
            for inner, part in _inside(machine, path, attribute, depth=0):
                yield state, inner, part


def _inside(
    machine: Machine, path: tuple[Step, ...], attribute: Attribute, *, depth: int
) -> Iterator[tuple[tuple[Step, ...], Attribute]]:
    yield path, attribute
    own = _object_behind(machine, attribute)
    if own is None or depth >= MAXIMUM_DEPTH:
        return
    for part in own.attributes:
        yield from _inside(machine, (*path, part.name), part, depth=depth + 1)


class _Rules:
    """The rules of a machine's attributes. What holds for all states is found once: there may be thousands."""

    def __init__(self, machine: Machine) -> None:
        self.machine = machine
        values = [state.value for state in machine.states.values()]
        self.state_types = frozenset().union(*(_widened(_type_of(one)) for one in values))
        is_open = machine.openness is not None and machine.openness.is_open
        self.state_texts = () if is_open else tuple(text for one in values for text in wire_texts(one))

    def all(self) -> Iterator[tuple[str, tuple[Step, ...], Rule]]:
        """State, path and rule of each attribute that a state shows, and of the parts of its objects."""
        for state, path, attribute in shown_attributes(self.machine):
            yield state.id, path, self.rule(state, attribute)

    def rule(self, state: State, attribute: Attribute) -> Rule:
        """What one value has to be."""
        kinds, null = self.json_types(attribute.type)
        if attribute.expanded is not None:
            more, also_null = self.json_types(attribute.expanded)
            kinds, null = kinds | more | _collapsed(attribute), null or also_null
        return Rule(
            types=kinds,
            required=attribute.required,
            nullable=attribute.nullable or null or any(one.value is None for one in attribute.enum),
            enum=self.enum(state, attribute),
            format=_format(attribute),
        )

    def json_types(self, kind: Type) -> tuple[frozenset[str], bool]:
        """The JSON types of a type's values, and whether null is one of them."""
        match kind:
            case Primitive("null"):
                return frozenset(), True
            case Primitive("any"):
                return ANY, True
            case Primitive(name):
                return _widened(_PRIMITIVES[name]), False
            case StateValue():
                return self.state_types, False
            case Named() | MapOf():
                return frozenset(("object",)), False
            case ArrayOf():
                return frozenset(("array",)), False
            case Union(options):
                found = [self.json_types(one) for one in options]
                return frozenset().union(*(types for types, _ in found)), any(null for _, null in found)

    def enum(self, state: State, attribute: Attribute) -> tuple[str, ...]:
        """The JSON texts that are allowed; none when others are too."""
        kind, _ = without_null(attribute.type)
        if isinstance(kind, StateValue) and not attribute.enum:
            return wire_texts(state.value) if attribute.holds is Holds.CURRENT else self.state_texts
        simple = isinstance(kind, Primitive | StateValue) and attribute.expanded is None
        if attribute.enum_open or not simple:
            return ()
        return tuple(text for one in attribute.enum if one.value is not None for text in wire_texts(one.value))


def _object_behind(machine: Machine, attribute: Attribute) -> ObjectType | None:
    if attribute.expandable or not isinstance(attribute.type, Named):
        return None
    return machine.objects.get(attribute.type.name)


def _collapsed(attribute: Attribute) -> frozenset[str]:
    """Besides its types, an expandable attribute may show an identifier, whose type is the API's."""
    return frozenset(("string", "integer", "number")) if attribute.collapsed_to_value else frozenset()


def _widened(name: str) -> frozenset[str]:
    return frozenset(("number", "integer")) if name == "number" else frozenset((name,))


def _type_of(value: Json) -> str:
    if isinstance(value, bool):
        return "boolean"
    if isinstance(value, int):
        return "integer"
    return "number" if isinstance(value, float) else "string"


def _format(attribute: Attribute) -> str:
    kind, _ = without_null(attribute.type)
    named = isinstance(kind, Primitive) and kind != NULL and attribute.expanded is None and not attribute.enum
    return kind.name if named and isinstance(kind, Primitive) and kind.name in FORMATS else ""


def states_by_text(machine: Machine) -> dict[str, str]:
    """The state that each JSON text means.

    A state that shows as gone has no answer of its own, so its value may be another's too: then only
    its id means it, which logs of requests write for an answer that there is nothing.
    """
    found: dict[str, str] = {}
    gone = [one for one in machine.states.values() if one.visibility is Visibility.GONE]
    for state in machine.states.values():
        if state.visibility is not Visibility.GONE:
            for text in wire_texts(state.value):
                found.setdefault(text, state.id)
    for state in gone:
        for text in (*wire_texts(state.value), *wire_texts(state.id)):
            found.setdefault(text, state.id)
    return found


def wire_texts(value: Json) -> tuple[str, ...]:
    """Every way in which engines print a scalar as JSON: a whole number may come as `16` or `16.0`."""
    text = json.dumps(value, ensure_ascii=False)
    if isinstance(value, bool) or not isinstance(value, int | float):
        # Engines print the escape of a control character in either case.
        return tuple(dict.fromkeys((text, _ESCAPE.sub(_upper, text))))
    return (text, f"{text}.0") if isinstance(value, int) else (text, text.removesuffix(".0"))
