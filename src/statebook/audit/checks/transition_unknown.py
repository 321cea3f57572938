"""A page lists a transition that the spec does not have.

## Why

A client that counts on it waits for ever. Either the page is older than the machine, or the spec has a gap.

## How to repair

Remove the row, or add the transition to the spec.
"""

from __future__ import annotations

from collections.abc import Iterator

from statebook.audit.document import Document
from statebook.audit.finding import Finding
from statebook.audit.reading.words import quoted
from statebook.diagnostic import Severity

NAME = "transition-unknown"
SEVERITY = Severity.ERROR

_FRAME = """\
# Order

| From | To | Trigger |
| --- | --- | --- |
| `open` | `paid` | `pay` |
| `%s` | `closed` | `close` |
"""
BAD = _FRAME % "open"
FOUND = ("open",)
GOOD = _FRAME % "paid"
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
    """A finding for each way of which the machine knows nothing; of a group, for none of its states."""
    machine = document.machine
    if machine is None:
        return
    known = {(one.source, one.target) for one in machine.transitions}
    left = {one.source for one in machine.transitions}
    for way in document.ways.rows:
        if not way.is_sure:
            continue
        pairs = list(way.pairs())
        if way.grouped and any(pair in known for pair in pairs):
            continue
        for source, target in pairs[:1] if way.grouped else pairs:
            if (source, target) not in known:
                hint = "remove it, or add it to the spec"
                if source not in left:
                    hint = f"no transition leaves {quoted(source)} in the spec: {hint}"
                yield Finding(
                    way.place,
                    f"the spec has no transition {quoted(source)} → {quoted(target)}",
                    hint,
                    (source, target, way.side),
                )
