"""Attributes and the objects that they are made of, as JSON."""

from __future__ import annotations

from statebook.export.json_pieces import Object, common, told
from statebook.model import MISSING, Attribute, ObjectType


def attribute_object(attribute: Attribute) -> Object:
    """An attribute, as it is in one state or in one object type."""
    values = [{"value": one.value, **told(description=one.description)} for one in attribute.enum]
    return {
        "name": attribute.name,
        "type": str(attribute.type),
        "required": attribute.required,
        "nullable": attribute.nullable,
        **told(
            title=attribute.title,
            description=attribute.description,
            when=attribute.when,
            expanded=str(attribute.expanded) if attribute.expanded is not None else "",
            collapsed=("value" if attribute.collapsed_to_value else "object") if attribute.expandable else "",
            enum=values,
            enum_open=attribute.enum_open,
            pattern=attribute.pattern,
        ),
        **({} if attribute.default is MISSING else {"default": attribute.default}),
        **({} if attribute.example is MISSING else {"example": attribute.example}),
        **told(
            holds=attribute.holds.value if attribute.holds else "",
            read_only=attribute.read_only,
            immutable=attribute.immutable,
            sensitive=attribute.sensitive,
        ),
        **common(attribute.evidence, attribute.deprecation, attribute.formerly, attribute.tags, attribute.extra),
    }


def object_type(kind: ObjectType) -> Object:
    """A named object type with its attributes."""
    return {
        "id": kind.id,
        "title": kind.title,
        **told(description=kind.description, identifier=kind.identifier),
        "attributes": [attribute_object(one) for one in kind.attributes],
        **common(kind.evidence, extra=kind.extra),
    }
