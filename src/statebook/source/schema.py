"""The JSON Schema of the spec language, for editors, made from the document types.

It holds what a schema can hold: keys, types, required keys, closed lists of words. Whether a name
exists, and what depends on it, is for the resolver.
"""

from __future__ import annotations

from functools import cache
from typing import Any

from statebook.source.document.machine import LANGUAGE_VERSION, SpecDocument

SCHEMA_ID = f"statebook-{LANGUAGE_VERSION}.schema.json"


@cache
def language_schema() -> dict[str, Any]:
    """JSON Schema (draft 2020-12) of a spec file."""
    made = SpecDocument.model_json_schema(by_alias=True)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": SCHEMA_ID,
        "title": f"Statebook spec, version {LANGUAGE_VERSION}",
        **made,
    }


def keys_at(schema: dict[str, Any], steps: tuple[str | int, ...]) -> tuple[str, ...]:
    """The keys that a mapping at `steps` of a spec may have; empty where keys are free."""
    places = [schema]
    for step in steps:
        places = [below for place in places for below in _below(schema, place, step)]
    names = [name for place in places for option in _options(schema, place) for name in option.get("properties", {})]
    return tuple(dict.fromkeys(names))


def _options(schema: dict[str, Any], place: dict[str, Any]) -> list[dict[str, Any]]:
    """A schema with references followed and alternatives laid side by side."""
    if "$ref" in place:
        place = schema["$defs"][place["$ref"].rsplit("/", 1)[1]]
    found = [place]
    for option in place.get("anyOf", ()):
        found.extend(_options(schema, option))
    return found


def _below(schema: dict[str, Any], place: dict[str, Any], step: str | int) -> list[dict[str, Any]]:
    found = []
    for option in _options(schema, place):
        if isinstance(step, int):
            items = option.get("items")
            found.extend([items] if isinstance(items, dict) else [])
        elif step in option.get("properties", {}):
            found.append(option["properties"][step])
        elif isinstance(option.get("additionalProperties"), dict):
            found.append(option["additionalProperties"])
    return found
