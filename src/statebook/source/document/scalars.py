"""How scalars and short forms become values: text stays text until a type says otherwise."""

from __future__ import annotations

import re
from datetime import date
from typing import Annotated, Any

from pydantic import BeforeValidator, WithJsonSchema
from pydantic_core import PydanticCustomError

from statebook.source.nodes import NotJson, Scalar, json_scalar, to_json
from statebook.types import TypeSyntaxError, parse_type

SCALAR_TYPES = ["string", "number", "boolean"]

_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
_MACHINE_ID = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9._-]{0,78}[A-Za-z0-9])?\Z")
_DURATION = re.compile(r"[0-9]{1,6}(?:\.[0-9]{1,3})?(?:ms|s|m|h|d)\Z")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}\Z")
MAXIMUM_ID = 200


def error(
    message: str, hint: str = "", at: tuple[str | int, ...] = (), rule: str = "wrong-type"
) -> PydanticCustomError:
    """A flaw in one value; `at` leads from the value to the part that is wrong."""
    return PydanticCustomError("statebook", "{message}", {"message": message, "hint": hint, "at": at, "rule": rule})


def describe(value: Any) -> str:
    """What was found instead, in an author's words."""
    if isinstance(value, dict):
        return "a mapping"
    if isinstance(value, list):
        return "a list" if value else "an empty list"
    if isinstance(value, str) and not value:
        return "nothing"
    return f"{str(value)[:60]!r}"


def is_empty(value: Any) -> bool:
    """True for a key with nothing behind it, or with a null, which says the same."""
    return isinstance(value, Scalar) and value.plain and json_null(value)


def json_null(value: Scalar) -> bool:
    """True for the ways in which YAML 1.2 writes null without quotes; nothing is one of them."""
    return value in ("", "~", "null", "Null", "NULL")


def text(value: Any) -> str:
    """Any scalar as the author wrote it; not a collection, not nothing, not null without quotes."""
    if is_empty(value):
        raise error(
            "the key has no value",
            f'write "{value}" in quotes if the text is meant, or remove the key' if value else _ABSENT,
        )
    return name(value)


_ABSENT = "write a value, or remove the key"


def title(value: Any) -> str:
    """Text that readers must see: not only white space."""
    found = text(value)
    if not found.strip():
        raise error("the key has no value", "write a few words")
    return found


def name(value: Any) -> str:
    """As `text`, but `null` and `~` are names like any other: a state may be called so."""
    if not isinstance(value, str):
        raise error(f"expected text, found {describe(value)}", "quote it if it begins with [ or {")
    if isinstance(value, Scalar) and value.plain and not value:
        raise error("the key has no value", _ABSENT)
    return str(value)


def identifier(value: Any) -> str:
    """An id: text on one line."""
    found = name(value)
    if not found.strip():
        raise error("an id cannot be empty", "write the name")
    if len(found) > MAXIMUM_ID:
        raise error(
            f"an id has at most {MAXIMUM_ID} characters, this one has {len(found)}",
            "shorten it; a `title:` may be long",
        )
    control = _CONTROL.search(found)
    if control:
        raise error(f"an id cannot contain U+{ord(control.group()):04X}, a control character", "leave it out")
    return found


def machine_id(value: Any) -> str:
    """An id that also names files and folders."""
    found = text(value)
    if not _MACHINE_ID.match(found):
        raise error(
            f"{found[:60]!r} cannot name files",
            "use letters, digits, `-`, `_` and `.`, at most 80, such as `dataset-status`",
        )
    return found


def is_true(value: Scalar) -> bool:
    """True for a plain `true`, as YAML 1.2 spells it."""
    return value.plain and json_scalar(str(value), plain=True) is True


_MEANT = {"yes": "true", "on": "true", "y": "true", "no": "false", "off": "false", "n": "false"}


def boolean(value: Any) -> bool:
    """`true` or `false`, not quoted, nothing that merely resembles them."""
    found = json_value(value) if isinstance(value, Scalar) else None
    if isinstance(found, bool):
        return found
    meant = _MEANT.get(str(value).lower(), str(value).lower() if str(value).lower() in ("true", "false") else "")
    hint = f"write {meant}, without quotes" if meant else "write true or false, or remove the key"
    raise error(f"expected true or false, found {describe(value)}", hint)


def json_value(value: Any) -> Any:
    """Any JSON value, by the YAML 1.2 core schema."""
    try:
        return to_json(value)
    except NotJson as problem:
        raise error(str(problem), "quote it to make it text, or write another value", problem.at) from None


def type_expression(value: Any) -> str:
    """A type expression; kept as text, parsed here only to refuse it early."""
    found = name(value)
    try:
        parse_type(found)
    except TypeSyntaxError as problem:
        raise error(
            f"{found[:60]!r} is no type: {problem}", "such as `string`, `array<record_error>` or `string | null`"
        ) from None
    return found


def matching(pattern: re.Pattern[str], wanted: str, hint: str) -> Any:
    """A validator for text of one form."""

    def validate(value: Any) -> str:
        found = text(value)
        if not pattern.match(found):
            raise error(f"expected {wanted}, found {describe(value)}", hint)
        return found

    return validate


def calendar_date(value: Any) -> str:
    """A day of the calendar, YYYY-MM-DD."""
    found = text(value)
    try:
        is_day = bool(_DATE.match(found) and date.fromisoformat(found))
    except ValueError:
        is_day = False
    if not is_day:
        raise error(f"expected a date, found {describe(value)}", "a day of the calendar, such as 2027-05-01")
    return found


def scalar_value(value: Any) -> Any:
    """A JSON value that is no collection."""
    if isinstance(value, dict | list):
        raise error(f"expected text, a number, true, false or null, found {describe(value)}", "write one value")
    return json_value(value)


def listed(value: Any) -> Any:
    """One value or a list of values, as a list."""
    return [value] if not isinstance(value, list) else value


def listed_some(value: Any) -> Any:
    """As `listed`; an empty list says nothing."""
    if value == []:
        raise error("an empty list names nothing", "name at least one")
    return listed(value)


_SCALAR_SCHEMA: dict[str, Any] = {"type": SCALAR_TYPES}
_TITLE_SCHEMA: dict[str, Any] = {"type": SCALAR_TYPES, "pattern": r"\S"}
ID_PATTERN = r"^(?=.*\S)[^\u0000-\u001f\u007f-\u009f\u2028\u2029]*$"
ID_SCHEMA: dict[str, Any] = {"type": [*SCALAR_TYPES, "null"], "maxLength": MAXIMUM_ID, "pattern": ID_PATTERN}
KEY_SCHEMA: dict[str, Any] = {"maxLength": MAXIMUM_ID, "pattern": ID_PATTERN}
TYPE_SCHEMA: dict[str, Any] = {
    "type": ["string", "boolean", "null"],
    "pattern": r"^[\s(]*[A-Za-z_][\w.\-]*[\s\w.|<>()\-]*$",
}


def _whole(pattern: re.Pattern[str]) -> str:
    r"""The pattern as ECMA-262 has it, which has no `\Z`."""
    return f"^(?:{pattern.pattern.removesuffix(chr(92) + 'Z')})$"


def _one_or_list(item: dict[str, Any], minimum: int = 0) -> WithJsonSchema:
    several = {"type": "array", "items": item, **({"minItems": minimum} if minimum else {})}
    return WithJsonSchema({"anyOf": [item, several]})


_DURATION_SCHEMA = WithJsonSchema({"type": "string", "pattern": _whole(_DURATION)})
_DURATION_HINT = "a number and ms, s, m, h or d, such as 10s or 500ms"

Text = Annotated[str, BeforeValidator(text), WithJsonSchema(_SCALAR_SCHEMA)]
Title = Annotated[str, BeforeValidator(title), WithJsonSchema(_TITLE_SCHEMA)]
Id = Annotated[str, BeforeValidator(identifier), WithJsonSchema(ID_SCHEMA)]
MachineId = Annotated[
    str,
    BeforeValidator(machine_id),
    WithJsonSchema({"type": SCALAR_TYPES, "minimum": 0, "pattern": _whole(_MACHINE_ID)}),
]
Boolean = Annotated[bool, BeforeValidator(boolean), WithJsonSchema({"type": "boolean"})]
ScalarValue = Annotated[Any, BeforeValidator(scalar_value), WithJsonSchema({"type": [*SCALAR_TYPES, "null"]})]
JsonValue = Annotated[Any, BeforeValidator(json_value), WithJsonSchema({})]
TypeText = Annotated[str, BeforeValidator(type_expression), WithJsonSchema(TYPE_SCHEMA)]
Duration = Annotated[str, BeforeValidator(matching(_DURATION, "a duration", _DURATION_HINT)), _DURATION_SCHEMA]
Date = Annotated[str, BeforeValidator(calendar_date), WithJsonSchema({"type": "string", "format": "date"})]

Ids = Annotated[list[Id], BeforeValidator(listed), _one_or_list(ID_SCHEMA)]
SomeIds = Annotated[list[Id], BeforeValidator(listed_some), _one_or_list(ID_SCHEMA, 1)]
Texts = Annotated[list[Text], BeforeValidator(listed), _one_or_list(_SCALAR_SCHEMA)]
