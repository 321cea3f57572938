"""A transition is listed on one side only.

## Why

A page that lists the ways into each state and the ways out of it says everything twice. Where the two
disagree, the reader cannot know whether the way exists, and each reader looks at one side.

Only states that have both kinds of list, or pages that give their other states both, are looked at, and
no row that says more than names ("any state but `paid`").

## How to repair

Add the row to the other side, or remove it here.
"""

from __future__ import annotations

from collections.abc import Iterator

from statebook.audit.document import Document
from statebook.audit.finding import Finding
from statebook.audit.reading.ways import Pair, Way
from statebook.audit.reading.words import quoted
from statebook.diagnostic import Severity

NAME = "transition-one-sided"
SEVERITY = Severity.ERROR

_FRAME = """\
# Order

## The `open` status

### Leaving this status

Status | Condition
--- | ---
`paid` | The money has arrived.
`lost` | It was forgotten.

## The `paid` status

### Leading to this status

Status | Condition
--- | ---
`open` | The money has arrived.

## The `lost` status

### Leading to this status

Status | Condition
--- | ---
`open` | It was forgotten.
%s"""
BAD = _FRAME % "`paid` | The parcel was lost.\n\n### Leaving this status\n\nIt is never left.\n"
FOUND = ("paid`",)
GOOD = _FRAME % ""


def check(document: Document) -> Iterator[Finding]:
    """A finding for each way of one side that the other side does not list."""
    for way in document.ways.rows:
        if way.is_sure and not way.grouped and way.side != "mentioned":
            for pair in way.pairs():
                yield from _pair(document, way, pair)


def _pair(document: Document, way: Way, pair: Pair) -> Iterator[Finding]:
    ways = document.ways
    source, target = pair
    lists = {"leaving": (ways.leaving, source), "arriving": (ways.arriving, target)}
    for side, (known, state) in lists.items():
        if side == way.side or (side, state) in ways.vague:
            continue
        if state in known:
            if pair not in known[state]:
                yield _finding(way, pair, _missing(side, state))
        elif way.side != "whole" and len(known) >= 2 and state in document.section_of:
            yield _finding(way, pair, f"{quoted(state)} has no list of ways {'out' if side == 'leaving' else 'in'}")
    if way.side != "whole" and ways.has_whole and not ways.vague_whole and pair not in ways.whole:
        yield _finding(way, pair, "the table of all transitions does not list it")


def _missing(side: str, state: str) -> str:
    return f"the ways {'out of' if side == 'leaving' else 'into'} {quoted(state)} do not list it"


def _finding(way: Way, pair: Pair, why: str) -> Finding:
    source, target = pair
    here = {
        "leaving": f"among the ways out of {quoted(source)}",
        "arriving": f"among the ways into {quoted(target)}",
        "whole": "in the table of transitions",
    }[way.side]
    return Finding(
        way.place,
        f"{quoted(source)} → {quoted(target)} stands {here}, and {why}",
        "add it there, or remove it here",
        (source, target, way.side, why),
    )
