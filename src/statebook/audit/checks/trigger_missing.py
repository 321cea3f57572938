"""The spec has another trigger for a transition, of which the page says nothing.

## Why

A client that does not know of it is surprised by a change that nobody asked for, or asks for less than it could.

Only transitions whose every row names its triggers, and nothing else, are looked at; the ways into a state and
those out of it each for themselves.

## How to repair

Add the trigger to the row, or a row for it.
"""

from __future__ import annotations

from collections.abc import Iterator

from statebook.audit.document import Document
from statebook.audit.finding import Finding
from statebook.audit.reading.names import listed
from statebook.audit.reading.triggers import Told, by_pair
from statebook.audit.reading.ways import Pair, Way
from statebook.diagnostic import Severity

NAME = "trigger-missing"
SEVERITY = Severity.WARNING

_FRAME = """\
# Order

From | To | Trigger
--- | --- | ---
`open` | `paid` | `pay`
`open`, `paid` | `void` | %s
"""
BAD = _FRAME % "`cancel`"
FOUND = ("open`, `paid` | `void`",)
GOOD = _FRAME % "`cancel`, `expire`"
SPEC = """\
statebook: 1
id: order
title: Order
state_attribute: status
initial: open
actions: {pay: {}, cancel: {}}
events: {expire: {by: system}}
states: {open: {}, paid: {}, void: {}}
transitions:
  - {from: open, to: paid, trigger: pay}
  - {from: [open, paid], to: void, trigger: [cancel, expire]}
"""


def check(document: Document) -> Iterator[Finding]:
    """A finding for each row to whose transitions more triggers lead by the spec; of several rows, the first."""
    if document.machine is None:
        return
    told = {id(one.way): one for one in document.told}
    rows: dict[Pair, dict[str, list[Way]]] = {}
    for way in document.ways.rows:
        if way.side != "mentioned":
            for pair in way.pairs():
                rows.setdefault(pair, {}).setdefault(way.side, []).append(way)
    found: dict[tuple[int, tuple[str, ...]], list[Pair]] = {}
    first: dict[int, Way] = {}
    for pair, known in by_pair(document.machine).items():
        for listing in rows.get(pair, {}).values():
            left = _left(listing, told, known)
            if left:
                way = first.setdefault(id(listing[0]), listing[0])
                found.setdefault((id(way), left), []).append(pair)
    for (number, left), pairs in found.items():
        ways = listed([f"{source} → {target}" for source, target in pairs])
        yield Finding(
            first[number].place,
            f"by the spec {listed(left)} {'leads' if len(left) == 1 else 'lead'} along {ways} too",
            "add it to the row, or a row for it",
            (*(name for pair in pairs for name in pair), "", *left),
        )


def _left(rows: list[Way], told: dict[int, Told], known: tuple[str, ...]) -> tuple[str, ...]:
    """The triggers that no row of a pair on one side names; none where a row says more than is understood, or something wrong."""
    said: set[str] = set()
    for way in rows:
        one = told.get(id(way))
        if one is None or not (one.is_sure and way.is_sure) or way.grouped or not set(one.known) & set(known):
            return ()
        said.update(one.known)
    return tuple(trigger for trigger in known if trigger not in said)
