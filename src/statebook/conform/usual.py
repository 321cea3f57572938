"""How a right value usually looks as compact JSON text: a regular expression that no wrong value matches.

Most values inside a log look alike, so most need no closer look. The expression may know less than the
schema (members in another order, a text with an escape); what it does not match is looked at.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

Schema = Mapping[str, Any]

MAXIMUM_LENGTH = 2000
MAXIMUM_DEPTH = 4

_TEXT = r'"[^"\\\x00-\x1f]*"'
_MOMENT = r'"[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|1[0-9]|2[0-8])T([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](\.[0-9]{1,9})?(Z|[+-](0[0-9]|1[0-3]):[0-5][0-9])"'
_TYPES = {
    "string": _TEXT,
    "integer": "-?[0-9]{1,15}",
    "number": r"-?[0-9]{1,15}(\.[0-9]{1,15})?",
    "boolean": "(true|false)",
    "null": "null",
}
_SILENT = {"title", "description", "default", "readOnly", "deprecated", "examples"}
_KNOWN = {
    "type",
    "format",
    "enum",
    "const",
    "items",
    "properties",
    "required",
    "maxProperties",
    "additionalProperties",
    "anyOf",
    "$ref",
}


def usual(schema: Schema, definitions: Mapping[str, Schema]) -> str:
    """The expression for the whole text; empty where none is simple enough."""
    found = _of(schema, definitions, 0)
    return f"^{found}$" if found and len(found) <= MAXIMUM_LENGTH else ""


def _of(schema: Schema, definitions: Mapping[str, Schema], depth: int) -> str:
    keys = set(schema) - _SILENT
    if depth > MAXIMUM_DEPTH or not keys or keys - _KNOWN:
        return ""
    if "$ref" in keys:
        name = str(schema["$ref"]).removeprefix("#/$defs/")
        return _of(definitions[name], definitions, depth + 1) if keys == {"$ref"} and name in definitions else ""
    if "anyOf" in keys:
        options = [found for one in schema["anyOf"] if (found := _of(one, definitions, depth + 1))]
        return f"({'|'.join(options)})" if keys == {"anyOf"} and options else ""
    if "enum" in keys or "const" in keys:
        values = schema.get("enum", [schema.get("const")])
        texts = [one for one in values if isinstance(one, str) and one.isascii() and one.isprintable()]
        return f"({'|'.join(re.escape(json.dumps(one)) for one in texts)})" if texts and _takes_text(schema) else ""
    kinds = schema.get("type", ())
    options = [_typed(one, schema, definitions, depth) for one in ([kinds] if isinstance(kinds, str) else kinds)]
    simple = [one for one in options if one]
    return f"({'|'.join(simple)})" if simple else ""


def _takes_text(schema: Schema) -> bool:
    kinds = schema.get("type", "string")
    return "string" in ([kinds] if isinstance(kinds, str) else kinds) and "format" not in schema


def _typed(kind: str, schema: Schema, definitions: Mapping[str, Schema], depth: int) -> str:
    if kind == "string" and "format" in schema:
        return _MOMENT if schema["format"] == "date-time" else ""
    if kind == "array":
        item = _of(schema["items"], definitions, depth + 1) if "items" in schema else ""
        return rf"\[({item}(,{item})*)?\]" if item else ""
    if kind == "object":
        return _object(schema, definitions, depth)
    return _TYPES.get(kind, "")


def _object(schema: Schema, definitions: Mapping[str, Schema], depth: int) -> str:
    """Members in the order of the spec, where the first of them is always there."""
    others = schema.get("additionalProperties", True)
    properties: Mapping[str, Schema] = schema.get("properties", {})
    if isinstance(others, Mapping) and not properties and not schema.get("required"):
        value = _of(others, definitions, depth + 1)
        return rf"\{{({_TEXT}:{value}(,{_TEXT}:{value})*)?\}}" if value else ""
    required = schema.get("required", ())
    if (
        others is not True
        or not properties
        or next(iter(properties)) not in required
        or set(required) - set(properties)
    ):
        return ""
    text = ""
    most = schema.get("maxProperties", len(properties))
    for number, (name, inner) in enumerate(properties.items()):
        value = _of(inner, definitions, depth + 1)
        if not value or not (name.isascii() and name.isprintable()) or number >= most:
            if name in required:
                return ""
            continue
        member = f"{',' if number else ''}{re.escape(json.dumps(name))}:{value}"
        text += member if name in required else f"({member})?"
    return rf"\{{{text}\}}"
