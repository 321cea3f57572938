"""The two sides of a transition describe it differently.

## Why

A page that lists ways in and ways out describes each transition twice. One side says that the money came, the
other that the order was called off, or another trigger: most often a row was copied and not finished.

Different triggers are told where there is no spec; against one, each side is held against it. Different words may
mean the same, so they are information.

## How to repair

Say the same on both sides, or describe the transition on one and link to it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import combinations

from statebook.audit.document import Document
from statebook.audit.finding import Finding
from statebook.audit.page.model import Inline, Place
from statebook.audit.reading.names import listed
from statebook.audit.reading.placeholders import is_placeholder
from statebook.audit.reading.triggers import Told
from statebook.audit.reading.ways import Pair, Way
from statebook.audit.reading.words import quoted
from statebook.diagnostic import Severity

NAME = "transition-described-twice"
SEVERITY = Severity.WARNING

_FRAME = """\
# Order

## The `open` status

### Leaving this status

Status | Trigger | Condition
--- | --- | ---
`paid` | `pay` | The money has come.
`void` | `cancel` | It was called off.

## The `paid` status

### Leading to this status

Status | Trigger | Condition
--- | --- | ---
`open` | `%s` | The money has come.

## The `void` status

### Leading to this status

Status | Trigger | Condition
--- | --- | ---
`open` | `cancel` | %s
"""
BAD = _FRAME % ("cancel", "The money has come.")
FOUND = ("cancel", "The money")
GOOD = _FRAME % ("pay", "It was called off.")

_SMALL = frozenset(
    ["a", "an", "the", "is", "was", "are", "were", "be", "been", "has", "have", "had", "it", "its", "this", "that"]
)
_WORD = re.compile(r"\w+")


def check(document: Document) -> Iterator[Finding]:
    """A finding for each pair whose sides name other triggers, and for each way whose sides have other words."""
    told = {id(one.way): one for one in document.told}
    sides: dict[Pair, dict[str, list[Way]]] = {}
    for way in document.ways.rows:
        if way.side != "mentioned" and way.is_sure and not way.grouped:
            for pair in way.pairs():
                sides.setdefault(pair, {}).setdefault(way.side, []).append(way)
    for pair, found in sides.items():
        for one, other in combinations(found.values(), 2):
            differing = document.machine is None and _triggers(pair, one, other, told)
            if differing:
                yield differing
            else:
                yield from _words(pair, one, other, told)


def _triggers(pair: Pair, one: list[Way], other: list[Way], told: dict[int, Told]) -> Finding | None:
    """A finding where every row of both sides names its triggers, and they are not the same."""
    named = []
    for rows in (one, other):
        said = [told.get(id(way)) for way in rows]
        if not all(each is not None and each.is_sure for each in said):
            return None
        named.append(dict.fromkeys(trigger for each in said if each is not None for trigger in each.known))
    first, second = named
    if set(first) == set(second):
        return None
    here = next((each for each in second if each not in first), next(iter(second)))
    place = next(told[id(way)].place_of(here) for way in other if here in told[id(way)].known)
    source, target = pair
    return Finding(
        place,
        f"{quoted(source)} → {quoted(target)} is by {listed(list(second))} here, and by {listed(list(first))} "
        f"at {_where(one[0].place, place)}",
        "name the same triggers on both sides",
        (source, target, *first, "", *second),
    )


def _words(pair: Pair, one: list[Way], other: list[Way], told: dict[int, Told]) -> Iterator[Finding]:
    """A doubtful finding for each way that both sides describe once, in other words."""
    first, second = _described(one, told), _described(other, told)
    for key, text in second.items():
        before = first.get(key)
        if before is None or text is None or _plain(before.plain) == _plain(text.plain):
            continue
        source, target = pair
        yield Finding(
            text.place,
            f"{quoted(source)} → {quoted(target)} is described otherwise at {_where(before.place, text.place)}",
            f"there it says {quoted(before.plain, 80)}",
            (source, target, key, before.plain[:80], text.plain[:80]),
            doubtful=True,
        )


def _described(rows: list[Way], told: dict[int, Told]) -> dict[str, Inline | None]:
    """The words about a pair by trigger; None where there are several."""
    found: dict[str, Inline | None] = {}
    for way in rows:
        if way.condition is None or is_placeholder(way.condition.plain):
            continue
        known = told[id(way)].known if id(way) in told else ()
        for key in known or ("",):
            found[key] = None if key in found else way.condition
    return found


def _plain(text: str) -> list[str]:
    return [word for word in _WORD.findall(text.casefold()) if word not in _SMALL]


def _where(place: Place, seen: Place) -> str:
    return f"line {place.line}" if place.file == seen.file else f"{place.file}:{place.line}"
