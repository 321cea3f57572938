"""Attributes and named object types, as written."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, WithJsonSchema

from statebook.source.document.parts import (
    DeprecatedDocument,
    EvidenceDocument,
    FlagOrSelector,
    LintedDocument,
    Selector,
    Word,
)
from statebook.source.document.scalars import (
    Boolean,
    Id,
    Ids,
    JsonValue,
    Text,
    TypeText,
    describe,
    error,
    is_empty,
    json_value,
)


def enum_values(value: Any) -> list[dict[str, Any]]:
    """A list of values, a mapping value → description, or a list of {value, description}."""
    if isinstance(value, dict) and value:
        return [{"value": json_value(key), "description": _said(item, key)} for key, item in value.items()]
    if not isinstance(value, list) or not value:
        raise error(f"expected a list of values, found {describe(value)}", "such as [small, large]")
    found = []
    for index, item in enumerate(value):
        if isinstance(item, dict):
            unknown = sorted(set(item) - {"value", "description"})
            if "value" not in item or unknown:
                raise error(
                    "expected a value, or a mapping of value and description",
                    "such as {value: a, description: …}",
                    (index,),
                )
            said = _said(item.get("description", ""), index, "description")
            found.append({"value": json_value(item["value"]), "description": said})
        elif isinstance(item, list):
            raise error("expected a value, found a list", "write {value: [...]} if a list is meant", (index,))
        else:
            found.append({"value": json_value(item), "description": ""})
    return found


def _said(value: Any, *at: str | int) -> str:
    """The description of an enum value, which may be missing."""
    if not isinstance(value, str):
        raise error(f"expected text, found {describe(value)}", "describe the value in words", at)
    return "" if is_empty(value) else str(value)


_VALUE_SCHEMA: dict[str, Any] = {"type": ["string", "number", "boolean", "null"]}
EnumValues = Annotated[
    Any,
    BeforeValidator(enum_values),
    WithJsonSchema(
        {
            "anyOf": [
                {"type": "object", "additionalProperties": _VALUE_SCHEMA, "minProperties": 1},
                {
                    "type": "array",
                    "minItems": 1,
                    "items": {
                        "anyOf": [
                            _VALUE_SCHEMA,
                            {
                                "type": "object",
                                "properties": {
                                    "value": {"description": "The value, as it stands in the JSON."},
                                    "description": {**_VALUE_SCHEMA, "description": "What it means. Markdown."},
                                },
                                "required": ["value"],
                                "additionalProperties": False,
                            },
                        ]
                    },
                },
            ]
        }
    ),
]


class AttributeDocument(LintedDocument):
    """A JSON property of the object, in all states or in some."""

    type: TypeText = Field(
        default="",
        description="What it holds: string, integer, number, boolean, datetime, date, timestamp, duration, uri, object, any, state, "
        "the id of an object type or of a machine, array<T>, map<T>, or several with `|`.",
    )
    title: Text = Field(default="", description="A short name, where the attribute's own will not do.")
    description: Text = Field(default="", description="What it means. Markdown.")
    present_in: Selector = Field(
        default=None, description='The states that carry it: states, groups or kinds. Default: "*", all.'
    )
    except_: Selector = Field(default=None, alias="except", description="States that do not carry it after all.")
    when: Text = Field(default="", description="The condition, in words, under which an optional attribute is there.")
    required: FlagOrSelector = Field(
        default=None,
        description="Whether it is always there in the states that carry it, or the states where it is. Default: true.",
    )
    nullable: FlagOrSelector = Field(
        default=None, description="Whether it may be null, or the states where it may. Default: false."
    )
    expandable: Boolean = Field(
        default=False, description="It comes as an identifier alone, and whole with the `expand` query parameter."
    )
    collapsed: Annotated[Literal["object", "value"], Word] = Field(
        default="object", description="How the identifier comes: in an object, or as a bare value."
    )
    expands_to: TypeText = Field(default="", description="The type after `expand`, where `type` is the collapsed one.")
    enum: EnumValues = Field(default=None, description="The values it may have; a mapping also describes them.")
    enum_open: Boolean = Field(default=False, description="More values may come: clients need a default branch.")
    pattern: Text = Field(default="", description="A regular expression (ECMA-262) that its text follows.")
    default: JsonValue = Field(default=None, description="What it is when nothing else was said.")
    example: JsonValue = Field(default=None, description="The value shown in examples.")
    holds: Annotated[Literal["current_state", "previous_state", "next_state"], Word] | None = Field(
        default=None, description="For type `state`: which state it names, so that examples agree with the transitions."
    )
    read_only: Boolean = Field(default=False, description="Never sent by a client.")
    immutable: Boolean = Field(default=False, description="Never changes once set.")
    sensitive: Boolean = Field(default=False, description="Not for logs.")
    evidence: EvidenceDocument | None = Field(default=None, description="How well it is known.")
    deprecated: DeprecatedDocument | None = Field(default=None, description="It is on its way out.")
    formerly: Ids = Field(default_factory=list, description="Names it had before.")
    tags: Ids = Field(default_factory=list, description="Free labels.")


class ObjectDocument(LintedDocument):
    """A named object type that attributes and actions refer to."""

    title: Text = Field(default="", description="A short name.")
    description: Text = Field(default="", description="What it is. Markdown.")
    identifier: Id = Field(default="", description="The attribute that a collapsed reference keeps.")
    attributes: dict[Id, AttributeDocument] = Field(default_factory=dict, description="Its properties, in order.")
    evidence: EvidenceDocument | None = Field(default=None, description="How well it is known.")
