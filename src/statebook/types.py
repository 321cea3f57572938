"""Type expressions: what an attribute's `type:` may say, parsed once into a small tree.

Grammar (white space is free between tokens)::

    union := type ("|" type)*
    type  := NAME | "array" "<" union ">" | "map" "<" union ">" | "(" union ")"

A NAME is a primitive, `state` (the wire value of one of the machine's own states), or the id of an
object type or of a machine. This module parses and prints; which names exist is for the resolver.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

PRIMITIVES = (
    "string",
    "integer",
    "number",
    "boolean",
    "datetime",
    "date",
    "timestamp",
    "duration",
    "uri",
    "object",
    "null",
    "any",
)
"""`datetime`, `date` and `duration` are RFC 3339 text; `timestamp` is an integer of Unix seconds."""

MAXIMUM_DEPTH = 16


@dataclass(frozen=True, slots=True)
class Primitive:
    """One of `PRIMITIVES`."""

    name: str

    def __str__(self) -> str:
        return self.name


@dataclass(frozen=True, slots=True)
class StateValue:
    """The wire value of one of the machine's own states, written `state`."""

    def __str__(self) -> str:
        return "state"


@dataclass(frozen=True, slots=True)
class Named:
    """An object type of this spec, or another machine's object."""

    name: str

    def __str__(self) -> str:
        return self.name


@dataclass(frozen=True, slots=True)
class ArrayOf:
    """A JSON array whose items are all of one type."""

    item: Type

    def __str__(self) -> str:
        return f"array<{self.item}>"


@dataclass(frozen=True, slots=True)
class MapOf:
    """A JSON object with free keys whose values are all of one type."""

    value: Type

    def __str__(self) -> str:
        return f"map<{self.value}>"


@dataclass(frozen=True, slots=True)
class Union:
    """One of several types, in the order written."""

    options: tuple[Type, ...]

    def __str__(self) -> str:
        return " | ".join(str(option) for option in self.options)


Type = Primitive | StateValue | Named | ArrayOf | MapOf | Union

NULL = Primitive("null")


class TypeSyntaxError(ValueError):
    """The text is no type expression; the message says what was met where."""


_TOKEN = re.compile(r"\s*([A-Za-z_][\w.\-]*|[<>|()])")


def parse_type(text: str) -> Type:
    """Parse one type expression.

    Raises `TypeSyntaxError` when the text does not follow the grammar of this module or nests
    deeper than `MAXIMUM_DEPTH`.
    """
    tokens: list[str] = []
    place = 0
    stripped = text.rstrip()
    while place < len(stripped):
        match = _TOKEN.match(stripped, place)
        if match is None:
            raise TypeSyntaxError(f"unexpected {stripped[place:].strip()[:1]!r}")
        tokens.append(match.group(1))
        place = match.end()
    parser = _Parser(tokens)
    parsed = parser.union(0)
    parser.end()
    return parsed


class _Parser:
    """Recursive descent over the tokens of one expression."""

    def __init__(self, tokens: list[str]) -> None:
        self.tokens = tokens
        self.place = 0

    def peek(self) -> str:
        return self.tokens[self.place] if self.place < len(self.tokens) else ""

    def take(self) -> str:
        token = self.peek()
        self.place += 1
        return token

    def expect(self, wanted: str) -> None:
        found = self.take()
        if found != wanted:
            raise TypeSyntaxError(f"expected {wanted!r}, found {found or 'the end'!r}")

    def end(self) -> None:
        if self.peek():
            raise TypeSyntaxError(f"unexpected {self.peek()!r}")

    def union(self, depth: int) -> Type:
        if depth > MAXIMUM_DEPTH:
            raise TypeSyntaxError(f"nested deeper than {MAXIMUM_DEPTH} levels")
        options = [self.single(depth)]
        while self.peek() == "|":
            self.take()
            options.append(self.single(depth))
        flat: list[Type] = []
        for option in options:
            flat.extend(option.options if isinstance(option, Union) else (option,))
        unique = tuple(dict.fromkeys(flat))
        return unique[0] if len(unique) == 1 else Union(unique)

    def single(self, depth: int) -> Type:
        token = self.take()
        if token == "(":
            inner = self.union(depth + 1)
            self.expect(")")
            return inner
        if token in ("array", "map"):
            self.expect("<")
            inner = self.union(depth + 1)
            self.expect(">")
            return ArrayOf(inner) if token == "array" else MapOf(inner)
        if token == "state":
            return StateValue()
        if token in PRIMITIVES:
            return Primitive(token)
        if not token or token in "<>|()":
            raise TypeSyntaxError(f"expected a type, found {token or 'the end'!r}")
        return Named(token)


def named_in(kind: Type) -> tuple[str, ...]:
    """The names of object types and machines that a type mentions, in order."""
    match kind:
        case Named(name):
            return (name,)
        case ArrayOf(inner) | MapOf(inner):
            return named_in(inner)
        case Union(options):
            return tuple(name for option in options for name in named_in(option))
        case _:
            return ()


def without_null(kind: Type) -> tuple[Type, bool]:
    """The type without its `null` option, and whether it had one."""
    if kind == NULL:
        return kind, True
    if not isinstance(kind, Union) or NULL not in kind.options:
        return kind, False
    rest = tuple(option for option in kind.options if option != NULL)
    return (rest[0] if len(rest) == 1 else Union(rest)), True
