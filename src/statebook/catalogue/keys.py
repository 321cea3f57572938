"""The keys of a document as rows, from its types: what the loader accepts, and the words of the editor's hover."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from pydantic import BeforeValidator, TypeAdapter
from pydantic.fields import FieldInfo
from pydantic_core import PydanticUndefined

from statebook.catalogue.markdown import Markdown, cell, own
from statebook.jsontext import json_line
from statebook.render.escape import code_span
from statebook.source.document import scalars
from statebook.source.document.attributes import EnumValues
from statebook.source.document.parts import Document, Selector, flag_or_selector

Schema = Mapping[str, Any]

SELF_MADE = ("description", "title", "default")
"""Keys of a schema that say nothing about the form of a value."""


@dataclass(frozen=True, slots=True)
class Key:
    """One key of a mapping: what it takes and what it means, as Markdown for a table."""

    name: str
    form: Markdown
    says: Markdown
    is_required: bool


def keys_of(document: type[Document], schema: Schema, anchors: Mapping[str, str]) -> list[Key]:
    """The keys of a document type; `schema` is its own JSON Schema, `anchors` lead to the other documents."""
    mapping = next(one for one in (schema, *schema.get("anyOf", ())) if "properties" in one)
    required = mapping.get("required", ())
    rows = []
    fields = {field.alias or name: field for name, field in document.model_fields.items()}
    for key, described in mapping["properties"].items():
        field = fields[key]
        notes = [field.description or ""]
        standard = field.get_default(call_default_factory=True)
        nothing = standard in (None, "", False, PydanticUndefined) or standard in ([], {})
        if not nothing and "efault" not in notes[0] and not isinstance(standard, Document):
            notes.append(f"Default: `{_written(standard)}`.")
        rows.append(
            Key(
                key,
                own(" or ".join(dict.fromkeys([*_flag(field), *_forms(described, anchors)]))),
                cell(" ".join(notes)),
                key in required,
            )
        )
    return rows


def all_documents() -> dict[str, type[Document]]:
    """Every document type by its name."""
    found: dict[str, type[Document]] = {}
    waiting: list[type[Document]] = [Document]
    while waiting:
        one = waiting.pop()
        found[one.__name__] = one
        waiting.extend(one.__subclasses__())
    return found


def _written(value: Any) -> str:
    """A default as an author would write it."""
    return value if isinstance(value, str) else json_line(value)


@cache
def _named() -> dict[str, str]:
    """Forms of values that many keys share, by their schema."""
    words = {
        "text": scalars.Text,
        "text, not empty": scalars.Title,
        "id": scalars.Id,
        "id that can name files": scalars.MachineId,
        "`true` or `false`": scalars.Boolean,
        "text, number, `true`, `false` or `null`": scalars.ScalarValue,
        "any value": scalars.JsonValue,
        "type": scalars.TypeText,
        "duration": scalars.Duration,
        "date": scalars.Date,
        "id or list of ids": scalars.Ids,
        "id or list of at least one id": scalars.SomeIds,
        "text or list of texts": scalars.Texts,
        "list of values, or mapping of values to descriptions": EnumValues,
        "states": Selector,
    }
    return {_key(TypeAdapter(kind).json_schema()): word for word, kind in words.items()}


def _key(schema: Schema) -> str:
    """A schema as text, equal for equal ones."""
    return json.dumps({name: value for name, value in schema.items() if name not in SELF_MADE}, sort_keys=True)


def _flag(field: FieldInfo) -> list[str]:
    """What a key takes besides states; the schema cannot tell `true` from a state of that name."""
    both = any(isinstance(one, BeforeValidator) and one.func is flag_or_selector for one in field.metadata)
    return ["`true`, `false`"] if both else []


def _forms(schema: Schema, anchors: Mapping[str, str]) -> Iterator[str]:
    """The forms that a value may have, each in a few words."""
    named = _named().get(_key(schema))
    if named is not None:
        kind = named if named in anchors else ""
        yield f"[{named}]({anchors[kind]})" if kind else named
    elif "$ref" in schema:
        name = schema["$ref"].rsplit("/", 1)[1]
        yield f"[{anchors[name].removeprefix('#').replace('-', ' ')}]({anchors[name]})" if name in anchors else name
    elif "anyOf" in schema:
        for option in schema["anyOf"]:
            yield from _forms(option, anchors)
    elif "enum" in schema:
        yield ", ".join(code_span(str(one), in_cell=True) for one in dict.fromkeys(map(str, schema["enum"])))
    elif "const" in schema:
        yield f"`{json_line(schema['const'])}`"
    elif schema.get("type") == "array":
        yield f"list of {' or '.join(_forms(schema.get('items', {}), anchors))}"
    elif isinstance(schema.get("additionalProperties"), dict):
        yield f"mapping of ids to {' or '.join(_forms(schema['additionalProperties'], anchors))}"
    else:
        yield _plain(schema)


def _plain(schema: Schema) -> str:
    kinds = schema.get("type", "any value")
    words = {"string": "text", "object": "mapping", "integer": "whole number", "boolean": "`true` or `false`"}
    listed = [kinds] if isinstance(kinds, str) else kinds
    return " or ".join(words.get(one, one) for one in listed)
