"""What every object of the machine as JSON is made of: only what is said, with evidence and the spec's own keys."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from statebook.model import Deprecation, Evidence, Json

Object = dict[str, Json]


def told(**values: Json) -> Object:
    """The values that say something: no empty text, list or object, no null, no false."""
    return {key: value for key, value in values.items() if value not in ("", None, False) and value not in ([], {})}


def common(
    evidence: Evidence | None,
    deprecation: Deprecation | None = None,
    formerly: Iterable[str] = (),
    tags: Iterable[str] = (),
    extra: Mapping[str, Json] | None = None,
) -> Object:
    """What almost every object may say, the spec's own `x-` keys last."""
    extensions = {key: value for key, value in (extra or {}).items() if key.startswith("x-")}
    found = told(evidence=evidence_object(evidence), formerly=list(formerly), tags=list(tags))
    if deprecation is not None:
        found["deprecated"] = told(
            since=deprecation.since,
            sunset=deprecation.sunset,
            replacement=deprecation.replacement,
            note=deprecation.note,
        )
    return {**found, **extensions}


def evidence_object(evidence: Evidence | None) -> Object | None:
    """How well something is known, or None where nothing is said."""
    if evidence is None:
        return None
    sources = [told(source=one.source, locator=one.locator) for one in evidence.citations]
    return {"level": evidence.level.value, **told(sources=sources, note=evidence.note, disputed=evidence.disputed)}
