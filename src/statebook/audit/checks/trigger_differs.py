"""A transition is said to be taken by something that does not lead there.

## Why

The reader calls the action and finds the resource in another state, or is refused. The page may have the
right trigger in the wrong row, or the machine has changed.

Only transitions that the spec has are looked at; of the others `transition-unknown` speaks. A row that says
more than names of triggers is left alone.

## How to repair

Write the trigger that the spec has for this transition, or correct the spec.
"""

from __future__ import annotations

from collections.abc import Iterator

from statebook.audit.document import Document
from statebook.audit.finding import Finding
from statebook.audit.reading.names import listed
from statebook.audit.reading.triggers import Told, by_pair
from statebook.audit.reading.words import quoted
from statebook.diagnostic import Severity

NAME = "trigger-differs"
SEVERITY = Severity.ERROR

_FRAME = """\
# Order

From | To | Trigger
--- | --- | ---
`open` | `paid` | `%s`
`open`, `paid` | `void` | `cancel`
"""
BAD = _FRAME % "cancel"
FOUND = ("cancel",)
GOOD = _FRAME % "pay"
SPEC = """\
statebook: 1
id: order
title: Order
state_attribute: status
initial: open
actions: {pay: {}, cancel: {}}
states: {open: {}, paid: {}, void: {}}
transitions:
  - {from: open, to: paid, trigger: pay}
  - {from: [open, paid], to: void, trigger: cancel}
"""


def check(document: Document) -> Iterator[Finding]:
    """A finding for each trigger of a row that the spec does not have for any, or for one, of its transitions."""
    if document.machine is None:
        return
    known = by_pair(document.machine)
    for one in document.told:
        if one.is_sure and one.way.is_sure:
            yield from _row(one, known)


def _row(one: Told, known: dict[tuple[str, str], tuple[str, ...]]) -> Iterator[Finding]:
    pairs = [pair for pair in one.way.pairs() if pair in known]
    is_any = one.way.grouped or (len(pairs) > 1 and len(one.known) > 1)
    for trigger in one.known:
        wrong = [pair for pair in pairs if trigger not in known[pair]]
        if is_any and len(wrong) < len(pairs):
            continue
        for source, target in wrong[:1] if is_any else wrong:
            yield Finding(
                one.place_of(trigger),
                f"by the spec {quoted(trigger)} does not lead from {quoted(source)} to {quoted(target)}",
                f"there it is {listed(known[source, target])}",
                (source, target, trigger, one.way.side),
            )
