"""A change as a sentence: plain words and names apart, so that each report sets names its own way."""

from __future__ import annotations

from collections.abc import Sequence
from string import Formatter

from statebook.diff.change import Change
from statebook.diff.fact import Fact
from statebook.diff.kinds import kinds
from statebook.jsontext import json_line
from statebook.model import Json

Part = tuple[str, bool]
"""Text, and whether it is a name or a value of the spec."""

MAXIMUM_LISTED = 12
"""Names in one sentence; the rest is counted."""

MAXIMUM_LENGTH = 160
"""Characters of one name or value in a sentence."""


def sentence(change: Change) -> tuple[Part, ...]:
    """What changed, in one sentence."""
    parts: list[Part] = []
    for literal, name, _, _ in Formatter().parse(kinds()[change.kind].says):
        if literal:
            parts.append((literal, False))
        if name is not None:
            parts.extend(_field(change.fact, name))
    return tuple(parts)


def plain(parts: Sequence[Part], quote: str = "`") -> str:
    """A sentence as plain text."""
    return "".join(f"{quote}{text}{quote}" if is_name else text for text, is_name in parts)


def _field(fact: Fact, name: str) -> list[Part]:
    match name:
        case "name" | "source" | "target" | "trigger":
            return _names([_part_of(fact, name)])
        case "old":
            return _names(fact.base if isinstance(fact.base, list) else [fact.base_name[-1]])
        case "new":
            return _names(fact.head if isinstance(fact.head, list) else [fact.head_name[-1]])
        case "between":
            return _names(min(fact.base, fact.head, key=len))
        case "base" | "head":
            return _value(fact.base if name == "base" else fact.head)
        case "sort":
            return [(fact.sort, False)]
        case "Sort":
            return [(fact.sort.capitalize(), False)]
        case "parameter":
            return _names([fact.name[-1]])
        case "until":
            return [(", until ", False), *_value(fact.head)] if fact.head else []
        case "inside":
            return _inside(fact)
        case _:
            raise KeyError(name)


def _part_of(fact: Fact, name: str) -> str:
    if fact.sort == "transition":
        if name == "name":
            return fact.subject.removeprefix("transition ")
        return fact.name[("source", "target", "trigger").index(name)]
    if fact.sort == "action":
        return fact.name[0]
    return ".".join(fact.name) if fact.sort == "attribute" else fact.name[-1]


def _inside(fact: Fact) -> list[Part]:
    """The states that a difference of an attribute holds in, where it is not all of them."""
    for value in (fact.head, fact.base):
        if isinstance(value, dict) and "in" in value:
            return [(" in ", False), *_names(value["in"])]
    return []


def _names(names: Sequence[str]) -> list[Part]:
    shown = [(_short(one), True) for one in names[:MAXIMUM_LISTED]]
    rest = len(names) - len(shown)
    parts: list[Part] = []
    for place, one in enumerate(shown):
        if place:
            parts.append((" and " if place == len(shown) - 1 and not rest else ", ", False))
        parts.append(one)
    return [*parts, (f" and {rest} more", False)] if rest else parts


def _short(text: str) -> str:
    return text if len(text) <= MAXIMUM_LENGTH else f"{text[: MAXIMUM_LENGTH - 1]}…"


def _value(value: Json) -> list[Part]:
    """A value as a reader wants it: names as they are, everything else as JSON."""
    if isinstance(value, dict) and "value" in value:
        value = value["value"]
        if isinstance(value, list) and len(value) == 1:
            return [(_short(json_line(value[0])), True)]
    if isinstance(value, dict) and "trigger" in value:
        return _names([value["trigger"]])
    if isinstance(value, dict) and "name" in value:
        return _names([str(value["name"])])
    if value is None or value in ({}, []):
        return [("nothing", False)]
    if isinstance(value, list) and all(isinstance(one, str) for one in value):
        return _names(value)
    if isinstance(value, str):
        return _names([value])
    if isinstance(value, dict):
        return _names([f"{key} {_flat(one)}" for key, one in value.items()])
    return [(_short(json_line(value)), True)]


def _flat(value: Json) -> str:
    if isinstance(value, list) and all(isinstance(one, str) for one in value):
        return ", ".join(value)
    return value if isinstance(value, str) else json_line(value)
