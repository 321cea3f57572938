"""One attribute in one place, on both sides: what kind of value comes, when, and what is promised of it."""

from __future__ import annotations

from collections.abc import Iterator

from statebook.diff.typetext import type_text
from statebook.model import MISSING, Attribute, Json

ABSENT, OPTIONAL, REQUIRED = 0, 1, 2


def _level(one: Attribute | None) -> int:
    return ABSENT if one is None else REQUIRED if one.required else OPTIONAL


def differences(old: Attribute | None, new: Attribute | None) -> Iterator[tuple[str, Json, Json]]:
    """Kind and values of everything that differs in one place."""
    was, now = _level(old), _level(new)
    if REQUIRED in (was, now) and was != now:
        yield "attribute-became-always-present" if now == REQUIRED else "attribute-no-longer-always-present", None, None
    elif was != now:
        yield "attribute-in-more-states" if now > was else "attribute-in-fewer-states", None, None
    if old is not None and new is not None and not _alike(old, new):
        yield from _natures(old, new)
        yield from _values(old, new)
        yield from _promises(old, new)


def _alike(old: Attribute, new: Attribute) -> bool:
    """The plain case, answered quickly: a large machine has many states with the same attributes."""
    return (
        old.default is new.default is MISSING
        and not old.enum
        and not new.enum
        and (old.nullable, old.expanded is None, old.pattern, old.holds, old.read_only, old.immutable)
        == (new.nullable, new.expanded is None, new.pattern, new.holds, new.read_only, new.immutable)
        and old.type == new.type
        and (old.expanded, old.collapsed_to_value) == (new.expanded, new.collapsed_to_value)
    )


def _natures(old: Attribute, new: Attribute) -> Iterator[tuple[str, Json, Json]]:
    """What kind of value comes."""
    types = _types(old), _types(new)
    if old.expandable != new.expandable:
        yield "attribute-became-expandable" if new.expandable else "attribute-no-longer-expandable", None, None
        types = type_text(old.type), type_text(new.type)
    if types[0] != types[1]:
        yield "attribute-type-changed", types[0], types[1]
    if old.nullable != new.nullable:
        yield "attribute-became-nullable" if new.nullable else "attribute-no-longer-nullable", None, None


def _promises(old: Attribute, new: Attribute) -> Iterator[tuple[str, Json, Json]]:
    """What else is said of the value."""
    for kind, before, after in (
        ("attribute-pattern-changed", old.pattern or None, new.pattern or None),
        ("attribute-default-changed", _given(old.default), _given(new.default)),
        ("attribute-meaning-changed", old.holds.value if old.holds else None, new.holds.value if new.holds else None),
    ):
        if repr(before) != repr(after):
            yield kind, before, after
    if old.read_only != new.read_only:
        yield "attribute-became-read-only" if new.read_only else "attribute-no-longer-read-only", None, None
    if old.immutable != new.immutable:
        yield "attribute-became-immutable" if new.immutable else "attribute-no-longer-immutable", None, None


def _given(value: Json) -> Json:
    return None if value is MISSING else [value]


def _types(one: Attribute) -> str:
    if one.expanded is None:
        return type_text(one.type)
    collapsed = " as its identifier" if one.collapsed_to_value else ""
    return f"{type_text(one.type)}{collapsed}, expanding to {type_text(one.expanded)}"


def _values(old: Attribute, new: Attribute) -> Iterator[tuple[str, Json, Json]]:
    """Values of an enum: one fact each, with whether the list that clients know is open."""
    if bool(old.enum) != bool(new.enum):
        yield "enum-declared" if new.enum else "enum-dropped", None, None
        return
    base = {repr(one.value): one.value for one in old.enum}
    head = {repr(one.value): one.value for one in new.enum}
    for key in sorted(base.keys() - head.keys()):
        yield "enum-value-removed", [base[key]], None
    for key in sorted(head.keys() - base.keys()):
        yield "enum-value-added", None, [head[key]]
    if old.enum and old.enum_open != new.enum_open:
        yield "enum-opened" if new.enum_open else "enum-closed", None, None
