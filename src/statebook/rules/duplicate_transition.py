"""Two transitions that say the same.

## Why

Same from, to, trigger and guard: one of the two is a leftover, or one should say something else. An
edit of one of them would leave the other behind.

## How to repair

Remove one, or tell them apart by their guards.

## How to silence

There is no good reason: a page shows both rows.
"""

from __future__ import annotations

from collections.abc import Iterator

from statebook.diagnostic import Severity
from statebook.model import Transition
from statebook.rules.context import MachineContext
from statebook.rules.elements import condition, row, way
from statebook.rules.finding import Finding

NAME = "duplicate-transition"
SEVERITY = Severity.WARNING

BAD = """\
statebook: 1
id: order
title: Order
state_attribute: status
initial: open
actions:
  close: {method: PUT, path: /close}
states:
  open: {}
  paused: {}
  closed: {}
transitions:
  - {from: [open, paused], to: closed, trigger: close}
  - {from: "*", except: closed, to: closed, trigger: close}  # error: [duplicate-transition]
"""

GOOD = """\
statebook: 1
id: order
title: Order
state_attribute: status
initial: open
actions:
  close: {method: PUT, path: /close}
  cancel: {method: PUT, path: /cancel}
states:
  open: {}
  closed: {}
transitions:
  - {from: open, to: closed, trigger: close}
  - {from: open, to: closed, trigger: cancel}
"""


def check(context: MachineContext) -> Iterator[Finding]:
    """A finding for each entry that repeats rows of an earlier one."""
    first: dict[tuple[str, str, str, str], Transition] = {}
    repeated: dict[tuple[int, int], list[Transition]] = {}
    for one in context.machine.transitions:
        earlier = first.setdefault((*row(one), condition(one)), one)
        if earlier is not one:
            repeated.setdefault((one.entry, earlier.entry), []).append(one)
    for (_, earlier_entry), rows in repeated.items():
        more = f" and {len(rows) - 1} more" if len(rows) > 1 else ""
        yield Finding(
            rows[0].pointer,
            f"entry {earlier_entry + 1} of the transitions says the same: {way(rows[0])}{more}",
            "remove one of the two, or tell them apart by their guards",
            row(rows[0]),
        )
