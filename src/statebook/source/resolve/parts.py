"""Small documents to small model objects: evidence, deprecation, and what else many elements carry."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from statebook.model import MISSING, Citation, Deprecation, Evidence, Ignore, Json, Level, ObjectType, Source
from statebook.pointer import Step
from statebook.source.document.attributes import ObjectDocument
from statebook.source.document.parts import DeprecatedDocument, Document, EvidenceDocument, LintedDocument
from statebook.source.resolve.scope import Scope
from statebook.types import PRIMITIVES, Type, named_in, parse_type

_LOCATOR = re.compile(r"[\s:@]+")


def evidence(
    scope: Scope, written: EvidenceDocument | None, steps: Sequence[Step], key: str = "evidence"
) -> Evidence | None:
    """Evidence with its sources looked up, or None when none was given. It stands at `key` below `steps`."""
    if written is None:
        return None
    here = (*steps, key)
    return Evidence(
        level=Level(written.level),
        citations=tuple(_citation(scope, text, (*here, "source", index)) for index, text in enumerate(written.source)),
        note=written.note.strip(),
        disputed=written.disputed,
        pointer=scope.pointer(*here),
    )


def _citation(scope: Scope, text: str, steps: Sequence[Step]) -> Citation:
    """`id:locator`, where the longest declared id that the text begins with wins."""
    if not scope.document.sources:
        return Citation(source="", locator=text.strip())
    for name in sorted(scope.document.sources, key=len, reverse=True):
        rest = text.removeprefix(name)
        if text.startswith(name) and (not rest or _LOCATOR.match(rest)):
            return Citation(source=name, locator=_LOCATOR.sub("", rest, count=1).strip())
    scope.unknown("source", _LOCATOR.split(text.strip(), maxsplit=1)[0], scope.document.sources, steps)
    return Citation(source="", locator=text.strip())


def deprecation(written: DeprecatedDocument | None) -> Deprecation | None:
    """Deprecation as the model has it."""
    if written is None:
        return None
    return Deprecation(
        since=written.since, sunset=written.sunset, replacement=written.replacement.strip(), note=written.note.strip()
    )


def ignores(scope: Scope, written: LintedDocument, steps: Sequence[Step]) -> tuple[Ignore, ...]:
    """The lint rules to be silent, as the model has them."""
    return tuple(
        Ignore(
            rule=one.rule, reason=one.reason.strip(), until=one.until, pointer=scope.pointer(*steps, "ignore", index)
        )
        for index, one in enumerate(written.ignore)
    )


def given(written: Document, name: str) -> Json:
    """The value of a key where null is a value too: `MISSING` when the key is absent."""
    return getattr(written, name) if name in written.model_fields_set else MISSING


def type_of(scope: Scope, text: str, steps: Sequence[Step]) -> Type:
    """A type whose names all exist; a miss is noted and the type kept."""
    parsed = parse_type(text)
    for name in named_in(parsed):
        if name not in scope.document.objects and name not in scope.machines:
            known = (*scope.document.objects, *scope.machines, *PRIMITIVES, "state", "array", "map")
            scope.unknown("type, object or machine", name, known, steps)
    return parsed


def humanize(name: str) -> str:
    """A title made from an id: `publish_metadata` → `Publish metadata`."""
    words = re.sub(r"[_\-.\s]+", " ", name).strip()
    return words[:1].upper() + words[1:] if words else name


def sources(scope: Scope) -> dict[str, Source]:
    """The declared sources."""
    return {
        name: Source(
            id=name,
            title=one.title.strip(),
            url=one.url.strip(),
            description=one.description.strip(),
            pointer=scope.pointer("sources", name),
        )
        for name, one in scope.document.sources.items()
    }


def object_shell(scope: Scope, name: str, written: ObjectDocument, attributes: tuple[Any, ...]) -> ObjectType:
    """A named object with its resolved attributes."""
    steps = ("objects", name)
    if written.identifier:
        scope.known("attribute", written.identifier, written.attributes, (*steps, "identifier"))
    return ObjectType(
        id=name,
        title=written.title.strip() or humanize(name),
        description=written.description.strip(),
        identifier=written.identifier,
        attributes=attributes,
        evidence=evidence(scope, written.evidence, steps),
        ignores=ignores(scope, written, steps),
        extra=written.extension,
        pointer=scope.pointer(*steps),
    )
