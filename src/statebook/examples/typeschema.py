"""JSON Schema of a type expression and of one attribute, without the objects that they name.

Named things become references made by the caller, so this module knows neither `$defs` nor projects.
"""

from __future__ import annotations

from collections.abc import Callable, Container
from typing import Any

from statebook.examples.values import enum_is_for_items
from statebook.model import MISSING, Attribute, Json
from statebook.prose import without_references
from statebook.types import NULL, ArrayOf, MapOf, Named, Primitive, StateValue, Type, Union

Schema = dict[str, Any]

PRIMITIVE_SCHEMAS: dict[str, Schema] = {
    "string": {"type": "string"},
    "integer": {"type": "integer"},
    "number": {"type": "number"},
    "boolean": {"type": "boolean"},
    "datetime": {"type": "string", "format": "date-time"},
    "date": {"type": "string", "format": "date"},
    "timestamp": {"type": "integer"},
    "duration": {"type": "string", "format": "duration"},
    "uri": {"type": "string", "format": "uri"},
    "object": {"type": "object"},
    "null": {"type": "null"},
    "any": {},
}


def json_types(values: list[Json]) -> list[str]:
    """The JSON types of some values, each once, in their order. Whole numbers are integers."""
    return list(dict.fromkeys(_json_type(value) for value in values))


def _json_type(value: Json) -> str:
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "boolean"
    if isinstance(value, int):
        return "integer"
    if isinstance(value, float):
        return "number"
    if isinstance(value, str):
        return "string"
    return "array" if isinstance(value, list) else "object"


def nullable(schema: Schema) -> Schema:
    """The schema, or null. One that takes null already stays as it is."""
    if not schema:
        return schema
    kind = schema.get("type")
    if "enum" in schema:
        values = schema["enum"] if None in schema["enum"] else [*schema["enum"], None]
        schema = {**schema, "enum": values}
        if kind is None:
            return schema
    if kind is not None and "anyOf" not in schema and "allOf" not in schema:
        kinds = kind if isinstance(kind, list) else [kind]
        return schema if "null" in kinds else {**schema, "type": [*kinds, "null"]}
    if "anyOf" in schema and len(schema) == 1:
        options = schema["anyOf"]
        return schema if {"type": "null"} in options else {"anyOf": [*options, {"type": "null"}]}
    return {"anyOf": [schema, {"type": "null"}]}


def any_of(options: list[Schema]) -> Schema:
    """One schema that takes what one of the options takes; an option that takes everything swallows the rest."""
    distinct = [one for index, one in enumerate(options) if one not in options[:index]]
    if {} in distinct:
        return {}
    return distinct[0] if len(distinct) == 1 else {"anyOf": distinct}


class TypeSchemas:
    """Schemas of types; `reference` and `identifier` say how named things are put.

    `reference(name)` is the schema of a named object, `state_value()` that of one of the machine's
    own states, `identifier(name)` the name and schema of the attribute that a collapsed reference
    keeps, or None. Patterns in `broken_patterns` are left out.
    """

    def __init__(
        self,
        reference: Callable[[str], Schema],
        state_value: Callable[[], Schema],
        identifier: Callable[[str], tuple[str, Schema] | None],
        broken_patterns: Container[str] = (),
    ) -> None:
        self.reference = reference
        self.state_value = state_value
        self.identifier = identifier
        self.broken_patterns = broken_patterns

    def of(self, kind: Type) -> Schema:
        """The schema of a type expression."""
        match kind:
            case Primitive(name):
                return dict(PRIMITIVE_SCHEMAS[name])
            case StateValue():
                return self.state_value()
            case Named(name):
                return self.reference(name)
            case ArrayOf(item):
                return {"type": "array", "items": self.of(item)}
            case MapOf(value):
                return {"type": "object", "additionalProperties": self.of(value)}
            case Union(options):
                schemas = [self.of(option) for option in options if option != NULL]
                schema = any_of(schemas)
                return nullable(schema) if NULL in options else schema

    def collapsed(self, kind: Type, *, to_value: bool) -> Schema:
        """The schema of an expandable type before `expand`: named objects are reduced to their identifier."""
        match kind:
            case Named(name):
                found = self.identifier(name)
                if found is None:
                    return self.of(kind)
                key, schema = found
                if to_value:
                    return schema
                # Open to more properties, this form would take every broken expanded one.
                return {"type": "object", "properties": {key: schema}, "required": [key], "maxProperties": 1}
            case ArrayOf(item):
                return {"type": "array", "items": self.collapsed(item, to_value=to_value)}
            case MapOf(value):
                return {"type": "object", "additionalProperties": self.collapsed(value, to_value=to_value)}
            case Union(options):
                schema = any_of([self.collapsed(option, to_value=to_value) for option in options if option != NULL])
                return nullable(schema) if NULL in options else schema
            case _:
                return self.of(kind)

    def value(self, attribute: Attribute) -> Schema:
        """What the values of an attribute satisfy: type, enum, pattern, both forms, null. No annotations."""
        expanded = attribute.expanded
        if expanded is None:
            schema = self._narrowed(attribute, attribute.type)
        elif expanded == attribute.type:
            collapsed = self.collapsed(attribute.type, to_value=attribute.collapsed_to_value)
            schema = any_of([collapsed, self.of(expanded)])
        else:
            schema = any_of([self._narrowed(attribute, attribute.type), self.of(expanded)])
        return nullable(schema) if attribute.nullable else schema

    def annotated(self, attribute: Attribute, schema: Schema) -> Schema:
        """A schema with the attribute's title, description, default, read-only and deprecated marks."""
        described = [without_references(attribute.description)] if attribute.description.strip() else []
        if attribute.when.strip():
            described.append(f"Condition: {attribute.when.strip()}")
        annotated: Schema = {}
        if attribute.title:
            annotated["title"] = attribute.title
        if described:
            annotated["description"] = "\n\n".join(described)
        annotated.update(schema)
        if attribute.default is not MISSING:
            annotated["default"] = attribute.default
        if attribute.read_only:
            annotated["readOnly"] = True
        if attribute.deprecation is not None:
            annotated["deprecated"] = True
        return annotated

    def _narrowed(self, attribute: Attribute, kind: Type) -> Schema:
        """The type's schema with the attribute's enum and pattern, at the items where they mean the items."""
        enum = [one.value for one in attribute.enum]
        if isinstance(kind, ArrayOf) and (enum_is_for_items(kind, enum) if enum else bool(attribute.pattern)):
            return {"type": "array", "items": self._narrowed(attribute, kind.item)}
        if isinstance(kind, MapOf) and (enum_is_for_items(kind, enum) if enum else bool(attribute.pattern)):
            return {"type": "object", "additionalProperties": self._narrowed(attribute, kind.value)}
        schema = self.of(kind)
        if enum and None in enum:
            schema = nullable(schema)
        if enum:
            schema = self._enumerated(attribute, schema, enum)
        if attribute.pattern and attribute.pattern not in self.broken_patterns:
            schema = {**schema, "pattern": attribute.pattern}
        return schema

    @staticmethod
    def _enumerated(attribute: Attribute, schema: Schema, enum: list[Json]) -> Schema:
        distinct = [value for index, value in enumerate(enum) if not _met(value, enum[:index])]
        described = {index: one.description for index, one in enumerate(attribute.enum) if one.description}
        if described:
            known: Schema = {
                "anyOf": [
                    {
                        "const": one.value,
                        **({"description": without_references(one.description)} if one.description else {}),
                    }
                    for one in attribute.enum
                ]
            }
        else:
            known = {"enum": distinct}
        if attribute.enum_open:
            return {"anyOf": [known, schema]} if schema else {}
        if "type" in schema and "anyOf" not in schema:
            return {**schema, **known}
        return {"allOf": [schema, known]} if schema else known


def _met(value: Json, earlier: list[Json]) -> bool:
    return any(type(value) is type(one) and value == one for one in earlier)
