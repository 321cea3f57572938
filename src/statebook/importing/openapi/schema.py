"""Schemas of OpenAPI as attributes of a spec: types, descriptions, presence, and what else has words there."""

from __future__ import annotations

from statebook.audit.page.jsontree import Node
from statebook.importing.draft import Object
from statebook.importing.openapi.document import Document, listed
from statebook.model import Json

DEEPEST = 6
_FORMATS = {
    "date-time": "datetime", "date": "date", "duration": "duration", "uri": "uri", "url": "uri", "uri-reference": "uri",
    "unix-time": "timestamp", "timestamp": "timestamp",
}  # fmt: skip
_SIMPLE = ("string", "integer", "number", "boolean", "object", "null")


def text_of(node: Node, key: str) -> str:
    """The text of a key, or nothing."""
    found = node.members.get(key)
    return found.value.strip() if found is not None and isinstance(found.value, str) else ""


def attribute_of(document: Document, schema: Node, *, required: bool) -> Object:
    """A property as the attribute of a spec."""
    kinds = _kinds(document, schema, 0)
    whole = document.followed(schema) or schema
    found: Object = {"line": schema.line + 1, "type": " | ".join(one for one in kinds if one != "null") or "any"}
    said = text_of(schema, "description") or text_of(whole, "description")
    if said:
        found["description"] = said
    if not required:
        found["required"] = False
    if "null" in kinds or _is(whole, "nullable") or _is(schema, "nullable"):
        found["nullable"] = True
    values = [value for value, _ in listed(whole)]
    if values and found["type"] in ("string", "integer", "number"):
        found["enum"] = _enum(whole)
    marks = {"read_only": "readOnly", "deprecated": "deprecated"}
    found |= {name: True for name, key in marks.items() if _is(whole, key) or _is(schema, key)}
    return found | _values(whole)


def _values(whole: Node) -> Object:
    """The default of a property, and a value for examples."""
    found: Object = {}
    for key in ("example", "default"):
        value = whole.members.get(key)
        if value is not None and not isinstance(value.value, dict | list):
            found[key] = value.value
    examples = whole.members.get("examples")
    if "example" not in found and examples is not None and examples.items and examples.items[0].value is not None:
        found["example"] = examples.items[0].value
    return found


def _is(node: Node, key: str) -> bool:
    found = node.members.get(key)
    return found is not None and found.value is True


def _kinds(document: Document, schema: Node, depth: int) -> list[str]:
    """The types that a schema allows, as a spec spells them."""
    whole = document.followed(schema)
    if whole is None or depth > DEEPEST:
        return ["any"]
    written = whole.members.get("type")
    names: list[Json] = written.value if written is not None and isinstance(written.value, list) else []
    if written is not None and isinstance(written.value, str):
        names = [written.value]
    if names:
        return list(dict.fromkeys(kind for name in names for kind in _kind(document, whole, str(name), depth)))
    for key in ("oneOf", "anyOf"):
        several = whole.members.get(key)
        if several is not None and several.items and not listed(whole):
            found = [kind for one in several.items[:10] for kind in _kinds(document, one, depth + 1)]
            return list(dict.fromkeys(found)) if len(set(found)) <= 4 and "any" not in found else ["any"]
    together = whole.members.get("allOf")
    if together is not None and len(together.items) == 1:
        return _kinds(document, together.items[0], depth + 1)
    if together is not None or "properties" in whole.members:
        return ["object"]
    return _of_values([value for value, _ in listed(whole)], whole)


def _of_values(values: list[Json], whole: Node) -> list[str]:
    """The types of listed values, for a schema that does not say its type."""
    const = whole.members.get("const")
    found = [*values, *([const.value] if const is not None else [])]
    kinds = ["boolean" if isinstance(one, bool) else "string" if isinstance(one, str) else "number" for one in found]
    if any(isinstance(one, int) and not isinstance(one, bool) for one in found) and set(kinds) == {"number"}:
        return ["integer"]
    return list(dict.fromkeys(kinds)) or ["any"]


def _kind(document: Document, whole: Node, name: str, depth: int) -> list[str]:
    if name == "array":
        items = whole.members.get("items")
        inner = _kinds(document, items, depth + 1) if items is not None else ["any"]
        return [f"array<{' | '.join(inner)}>"]
    if name == "string":
        return [_FORMATS.get(text_of(whole, "format"), "string")]
    if name == "integer" and text_of(whole, "format") in ("unix-time", "timestamp"):
        return ["timestamp"]
    return [name] if name in _SIMPLE else ["any"]


def _enum(whole: Node) -> list[Json]:
    found: list[Json] = []
    for value, schema in listed(whole):
        said = text_of(schema, "description") if schema is not None else ""
        found.append({"value": value, "description": said} if said else value)
    return found
