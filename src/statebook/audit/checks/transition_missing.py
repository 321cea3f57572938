"""The spec has a transition that the page lists nowhere.

## Why

A client that has never read of it treats it as an error, or does not know what to wait for.

Only pages that list transitions are looked at. A page with tables of one side needs the transition on one
of them; that the other side lacks it is for `transition-one-sided` to say.

## How to repair

Add a row for it, or remove the transition from the spec.
"""

from __future__ import annotations

from collections.abc import Iterator

from statebook.audit.document import Document
from statebook.audit.finding import Finding
from statebook.audit.page.model import Place
from statebook.audit.reading.words import quoted
from statebook.diagnostic import Severity

NAME = "transition-missing"
SEVERITY = Severity.WARNING

_FRAME = """\
# Order

| From | To | Trigger |
| --- | --- | --- |
| `open` | `paid` | `pay` |
"""
BAD = _FRAME
FOUND = ("| From",)
GOOD = _FRAME + "| `paid` | `closed` | `close` |\n"
SPEC = """\
statebook: 1
id: order
title: Order
state_attribute: status
initial: open
actions: {pay: {}, close: {}}
states: {open: {}, paid: {}, closed: {}}
transitions:
  - {from: open, to: paid, trigger: pay}
  - {from: paid, to: closed, trigger: close}
"""


def check(document: Document) -> Iterator[Finding]:
    """A finding for each pair of states that no table lists, where the ways out of its source are or should be."""
    machine, ways = document.machine, document.ways
    if machine is None or not (ways.has_whole or ways.leaving or ways.arriving) or ways.vague_whole:
        return
    listed = ways.everything()
    spoken = set(document.expected)
    triggers: dict[tuple[str, str], list[str]] = {}
    for one in machine.transitions:
        triggers.setdefault((one.source, one.target), []).append(one.trigger)
    for pair, by in triggers.items():
        source, target = pair
        if pair in listed or not {source, target} <= spoken:
            continue
        if ("leaving", source) in ways.vague or ("arriving", target) in ways.vague:
            continue
        names = ", ".join(quoted(one) for one in dict.fromkeys(by))
        yield Finding(
            _place(document, source, target),
            f"no table lists {quoted(source)} → {quoted(target)} (by {names}), which the spec has",
            "add a row for it",
            pair,
        )


def _place(document: Document, source: str, target: str) -> Place:
    ways = document.ways
    if ways.whole_places:
        return ways.whole_places[0]
    for key in (("leaving", source), ("arriving", target)):
        if key in ways.headings:
            return ways.headings[key]
    return document.section_of.get(source, document.head)
