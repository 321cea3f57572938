"""A transition is said to be taken by something that does not exist.

## Why

Whoever looks for the action finds none of that name, and whoever waits for the event waits for ever. Most
often the name is misspelt, or was another one when the page was written.

What stands in a column such as *Trigger*, *Event* or *Action* is looked at, and names in code right behind
the arrow of a list. The spec's actions and events count, with their titles and their calls (`PUT /orders`).

## How to repair

Write the name that the spec has. If the trigger is new, add it to the spec.
"""

from __future__ import annotations

from collections.abc import Iterator

from statebook.audit.document import Document
from statebook.audit.finding import Finding
from statebook.audit.reading.placeholders import is_placeholder
from statebook.audit.reading.words import quoted
from statebook.diagnostic import Severity

NAME = "trigger-unknown"
SEVERITY = Severity.ERROR

_FRAME = """\
# Order

From | To | Trigger
--- | --- | ---
`open` | `paid` | `pay`
`open`, `paid` | `void` | `%s`
"""
BAD = _FRAME % "cancle"
FOUND = ("cancle",)
GOOD = _FRAME % "cancel"
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
    """A finding for each name of a trigger that is none."""
    machine = document.machine
    if machine is None:
        return
    known = sum(bool(one.known) for one in document.told)
    is_naming = known * 2 >= len(document.told)  # else the page has names of its own, and only slips are told
    seen = set()
    for one in document.told:
        for name in one.strange:
            hint = document.triggers.hint(name.text)
            if is_placeholder(name.text) or name.place in seen or not (hint or (is_naming and name.is_code)):
                continue
            seen.add(name.place)
            yield Finding(
                name.place,
                f"{quoted(name.text)} is no action or event of the machine {quoted(machine.id)}",
                hint or "remove it, or add it to the spec",
                (name.text,),
            )
