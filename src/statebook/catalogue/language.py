"""Every key of a spec file: what it takes, and what it means, with an example for each section."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from statebook.anchors import slug
from statebook.catalogue.book import Page
from statebook.catalogue.keys import Key, Schema, all_documents, keys_of
from statebook.catalogue.markdown import Markdown, code, own
from statebook.catalogue.shipped import examples
from statebook.source.document.machine import SpecDocument
from statebook.source.schema import SCHEMA_ID, language_schema

NAME = "language"
TITLE = "The spec language"
ENTRANCE = "language.md"

WHOLE = "The file"
"""The title of the section about the spec file itself."""


@dataclass(frozen=True, slots=True)
class Section:
    """The keys of one kind of mapping. `places` say where it is written: the section's anchor and the key."""

    title: str
    anchor: str
    meaning: Markdown
    places: tuple[tuple[str, str, str], ...]
    keys: tuple[Key, ...]
    example: Markdown


def pages() -> Iterator[Page]:
    """One page."""
    view = {"sections": sections(), "schema": SCHEMA_ID}
    yield Page(ENTRANCE, "language.md.j2", view, "statebook.source.document")


def sections() -> list[Section]:
    """Every kind of mapping that a spec is made of, the file first, then in the order in which they are met."""
    schema = language_schema()
    schemas: dict[str, Schema] = {SpecDocument.__name__: schema, **schema["$defs"]}
    titles = _titles(schemas)
    anchors = {name: f"#{slug(title)}" for name, title in titles.items()}
    anchors |= dict.fromkeys(("states", "type", "duration", "date"), "#values")
    places, texts = _places(schemas), examples()
    found = []
    for name, title in titles.items():
        document = all_documents()[name]
        found.append(
            Section(
                title=title,
                anchor=anchors[name],
                meaning=own(" ".join((document.__doc__ or "").split())),
                places=tuple((titles[one], anchors[one], key) for one, key in places.get(name, ())),
                keys=tuple(keys_of(document, schemas[name], anchors)),
                example=code(texts[slug(title)], "yaml") if slug(title) in texts else own(""),
            )
        )
    return found


def _places(schemas: Mapping[str, Schema]) -> dict[str, list[tuple[str, str]]]:
    """For each kind of mapping the kinds that hold it, and the key that it is held by."""
    found: dict[str, list[tuple[str, str]]] = {}
    for name in _order(schemas):
        for key, inner in _held(schemas[name]):
            found.setdefault(inner, []).append((name, key))
    return found


def _order(schemas: Mapping[str, Schema]) -> list[str]:
    """The kinds of mapping as a reader of the file meets them: level by level."""
    order = [SpecDocument.__name__]
    for name in order:
        order += [inner for _, inner in _held(schemas[name]) if inner not in order]
    return list(dict.fromkeys(order))


def _held(schema: Schema) -> list[tuple[str, str]]:
    """Key and kind of each mapping that a mapping holds."""
    mapping = next(one for one in (schema, *schema.get("anyOf", ())) if "properties" in one)
    return [(key, inner) for key, value in mapping["properties"].items() for inner in dict.fromkeys(_references(value))]


def _references(schema: Any) -> Iterator[str]:
    """The names of the kinds of mapping inside a schema."""
    if isinstance(schema, dict):
        if "$ref" in schema:
            yield schema["$ref"].rsplit("/", 1)[1]
        for value in schema.values():
            yield from _references(value)
    elif isinstance(schema, list):
        for value in schema:
            yield from _references(value)


def _titles(schemas: Mapping[str, Schema]) -> dict[str, str]:
    """A title for each kind of mapping: the key that it mostly stands under."""
    places = _places(schemas)
    titles = {SpecDocument.__name__: WHOLE}
    for name in _order(schemas)[1:]:
        titles[name] = Counter(key for _, key in places[name]).most_common(1)[0][0]
    return titles
