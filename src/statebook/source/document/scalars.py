"""How scalars and short forms become values: text stays text until a type says otherwise."""

from __future__ import annotations

import re
from typing import Annotated, Any

from pydantic import BeforeValidator, WithJsonSchema
from pydantic_core import PydanticCustomError

from statebook.source.nodes import NotJson, Scalar, json_scalar, to_json
from statebook.types import TypeSyntaxError, parse_type

SCALAR_TYPES = ["string", "number", "boolean"]

_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
_MACHINE_ID = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9._-]{0,78}[A-Za-z0-9])?\Z")
_DURATION = re.compile(r"[0-9]{1,6}(?:\.[0-9]{1,3})?(?:ms|s|m|h|d)\Z")
_DATE = re.compile(r"[0-9]{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])\Z")
_STATUS = re.compile(r"[1-5](?:[0-9]{2}|XX)\Z")
MAXIMUM_ID = 200


def error(message: str, hint: str = "", at: tuple[str | int, ...] = (), rule: str = "wrong-type") -> PydanticCustomError:
    """A flaw in one value; `at` leads from the value to the part that is wrong."""
    return PydanticCustomError("statebook", "{message}", {"message": message, "hint": hint, "at": at, "rule": rule})


def describe(value: Any) -> str:
    """What was found instead, in an author's words."""
    if isinstance(value, dict):
        return "a mapping"
    if isinstance(value, list):
        return "a list"
    if isinstance(value, str) and not value:
        return "nothing"
    return f"{str(value)[:60]!r}"


def is_empty(value: Any) -> bool:
    """True for a key with nothing behind it."""
    return isinstance(value, Scalar) and value.plain and not value


def text(value: Any) -> str:
    """Any scalar as the author wrote it; not a collection, not nothing."""
    if not isinstance(value, str):
        raise error(f"expected text, found {describe(value)}")
    if is_empty(value):
        raise error("has no value", "write a value, or remove the key")
    return str(value)


def identifier(value: Any) -> str:
    """An id: text on one line."""
    found = text(value)
    if not found.strip():
        raise error("an id cannot be empty")
    if len(found) > MAXIMUM_ID:
        raise error(f"an id has at most {MAXIMUM_ID} characters, this one has {len(found)}")
    control = _CONTROL.search(found)
    if control:
        raise error(f"an id cannot contain the control character U+{ord(control.group()):04X}")
    return found


def machine_id(value: Any) -> str:
    """An id that also names files and folders."""
    found = text(value)
    if not _MACHINE_ID.match(found):
        raise error(f"{found[:60]!r} cannot name files", "use letters, digits, `-`, `_` and `.`, at most 80, such as `dataset-status`")
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
    hint = f"write {meant}, without quotes" if meant else ""
    raise error(f"expected true or false, found {describe(value)}", hint)


def json_value(value: Any) -> Any:
    """Any JSON value, by the YAML 1.2 core schema."""
    try:
        return to_json(value)
    except NotJson as problem:
        raise error(str(problem)) from None


def type_expression(value: Any) -> str:
    """A type expression; kept as text, parsed here only to refuse it early."""
    found = text(value)
    try:
        parse_type(found)
    except TypeSyntaxError as problem:
        raise error(f"{found[:60]!r} is no type: {problem}", "such as `string`, `array<record_error>` or `string | null`") from None
    return found


def matching(pattern: re.Pattern[str], wanted: str) -> Any:
    """A validator for text of one form."""

    def validate(value: Any) -> str:
        found = text(value)
        if not pattern.match(found):
            raise error(f"expected {wanted}, found {describe(value)}")
        return found

    return validate


def listed(value: Any) -> Any:
    """One value or a list of values, as a list."""
    return [value] if not isinstance(value, list) else value


_SCALAR_SCHEMA = {"type": SCALAR_TYPES}
ID_SCHEMA = {"type": [*SCALAR_TYPES, "null"], "maxLength": MAXIMUM_ID}

Text = Annotated[str, BeforeValidator(text), WithJsonSchema(_SCALAR_SCHEMA)]
Id = Annotated[str, BeforeValidator(identifier), WithJsonSchema(ID_SCHEMA)]
MachineId = Annotated[str, BeforeValidator(machine_id), WithJsonSchema({"type": SCALAR_TYPES, "pattern": _MACHINE_ID.pattern.replace("\\Z", "$")})]
Boolean = Annotated[bool, BeforeValidator(boolean), WithJsonSchema({"type": "boolean"})]
JsonValue = Annotated[Any, BeforeValidator(json_value), WithJsonSchema({})]
TypeText = Annotated[str, BeforeValidator(type_expression), WithJsonSchema({"type": [*SCALAR_TYPES, "null"], "pattern": r"^[\sA-Za-z0-9_.|<>()\-]+$"})]
Duration = Annotated[str, BeforeValidator(matching(_DURATION, "a duration such as 10s, 500ms or 5m")), WithJsonSchema({"type": "string", "pattern": _DURATION.pattern.replace("\\Z", "$")})]
Date = Annotated[str, BeforeValidator(matching(_DATE, "a date such as 2027-05-01")), WithJsonSchema({"type": "string", "pattern": _DATE.pattern.replace("\\Z", "$")})]
HttpStatus = Annotated[str, BeforeValidator(text), WithJsonSchema(_SCALAR_SCHEMA)]

Ids = Annotated[list[Id], BeforeValidator(listed), WithJsonSchema({"anyOf": [ID_SCHEMA, {"type": "array", "items": ID_SCHEMA}]})]
Texts = Annotated[list[Text], BeforeValidator(listed), WithJsonSchema({"anyOf": [_SCALAR_SCHEMA, {"type": "array", "items": _SCALAR_SCHEMA}]})]
