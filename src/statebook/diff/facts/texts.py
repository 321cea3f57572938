"""Words, examples, evidence and remarks: what readers see and no client notices.

White space that Markdown does not show, and the order of lists whose order means nothing, are no
difference. Words of transitions are compared as a bag, for transitions have no ids.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from statebook.diff.fact import Fact
from statebook.diff.facts.elements import elements, ways
from statebook.diff.pairing import Pairing
from statebook.model import MISSING, Deprecation, Evidence, Json, Transition

_WORDS = ("description", "summary", "next_step", "when", "note", "state_derivation")
_REMARKS = ("tags", "extra", "url", "sensitive")


def facts(pairing: Pairing) -> Iterator[Fact]:
    """The differences in words between the two sides."""
    for element in elements(pairing):
        for kind, was, now in _differences(element.base, element.head):
            yield pairing.fact(
                kind,
                element.sort,
                element.base_name,
                element.head_name,
                base=was,
                head=now,
                base_at=element.base.pointer,
                head_at=element.head.pointer,
            )
    yield from _machine(pairing)
    yield from _transitions(pairing)


def flowing(text: str) -> str:
    """Text without its line breaks and indents."""
    return " ".join(text.split())


def _differences(before: Any, after: Any) -> Iterator[tuple[str, Json, Json]]:
    for kind, told in (
        ("title-changed", _title),
        ("description-changed", _words),
        ("example-changed", _examples),
        ("evidence-changed", _evidence),
        ("remark-changed", _remarks),
    ):
        was, now = told(before), told(after)
        if repr(was) != repr(now):
            yield kind, was, now


def _title(one: Any) -> Json:
    words = [flowing(getattr(one, name, "")) for name in ("title", "noun")]
    return " / ".join(filter(None, words)) or None


def _words(one: Any) -> Json:
    found = {name: flowing(text) for name in _WORDS if (text := getattr(one, name, ""))}
    for name in ("returns", "poll", "openness"):
        inner = getattr(one, name, None)
        if inner is not None and inner.description:
            found[name] = flowing(inner.description)
    for value in getattr(one, "enum", ()):
        if value.description:
            found[f"value {value.value!r}"] = flowing(value.description)
    found |= _leaving(getattr(one, "deprecation", None))
    return dict(sorted(found.items())) or None


def _leaving(deprecation: Deprecation | None) -> dict[str, str]:
    """What is said of a deprecation beside its end."""
    names = ("since", "replacement", "note") if deprecation is not None else ()
    return {name: flowing(text) for name in names if (text := getattr(deprecation, name))}


def _examples(one: Any) -> Json:
    found: list[Json] = []
    example = getattr(one, "example", MISSING)
    if example is not MISSING:
        found.append(example)
    returns = getattr(one, "returns", None)
    if returns is not None and returns.example is not MISSING:
        found.append(returns.example)
    found.extend([each.title, each.body] for each in getattr(one, "examples", ()))
    return sorted(found, key=repr) or None


def _evidence(one: Any) -> Json:
    found: dict[str, Json] = {}
    holders = {
        "": one,
        "poll": getattr(one, "poll", None),
        "returns": getattr(one, "returns", None),
        "openness": getattr(one, "openness", None),
    }
    for name, holder in holders.items():
        if getattr(holder, "evidence", None) is not None:
            found[name or "it"] = _told(holder.evidence)
    if getattr(one, "kind_evidence", None) is not None:
        found["kind"] = _told(one.kind_evidence)
    return found or None


def _told(evidence: Evidence) -> Json:
    return {
        "level": evidence.level.value,
        "sources": sorted(f"{one.source} {one.locator}".strip() for one in evidence.citations),
        "note": flowing(evidence.note),
        "disputed": evidence.disputed,
    }


def _remarks(one: Any) -> Json:
    found: dict[str, Json] = {}
    for name in _REMARKS:
        value = getattr(one, name, None)
        if value:
            found[name] = sorted(value) if name == "tags" else _sorted(value)
    return found or None


def _sorted(value: Json) -> Json:
    """JSON with the keys of mappings in order: their order means nothing."""
    if isinstance(value, dict):
        return {key: _sorted(value[key]) for key in sorted(value)}
    return [_sorted(one) for one in value] if isinstance(value, list) else value


def _machine(pairing: Pairing) -> Iterator[Fact]:
    base, head = pairing.base, pairing.head
    told = [
        {
            "variables": _sorted(one.api.variables),
            "samples": sorted(one.api.samples),
            "initial": sorted([each.state, flowing(each.description)] for each in one.initial if each.description),
            "stated": one.openness is not None,
        }
        for one in (base, head)
    ]
    if told[0] != told[1]:
        yield pairing.fact("remark-changed", "machine", (base.id,), (head.id,), base=told[0], head=told[1])


def _transitions(pairing: Pairing) -> Iterator[Fact]:
    """Effects, descriptions and evidence of ways that both sides have under the same names."""
    for element in ways(pairing):
        for kind, was, now in (
            ("description-changed", _way(element.base), _way(element.head)),
            ("evidence-changed", _evidence(element.base), _evidence(element.head)),
            ("remark-changed", _remarks(element.base), _remarks(element.head)),
        ):
            if was != now:
                yield pairing.fact(
                    kind,
                    "transition",
                    element.base_name,
                    element.head_name,
                    base=was,
                    head=now,
                    base_at=element.base.pointer,
                    head_at=element.head.pointer,
                )


def _way(one: Transition) -> Json:
    found = {name: flowing(text) for name in ("effect", "description") if (text := getattr(one, name))}
    return {**found, **_leaving(one.deprecation)} or None
