"""An unguarded transition stands before a guarded one with the same from and trigger.

## Why

A reader goes from top to bottom and takes the first way whose condition holds. A way without a condition
always holds, so the guarded one behind it is never taken.

## How to repair

Write a guard for the first, or put it last with `guard: In all other cases.`

## How to silence

Ignore it beside the guarded transition when the order of the spec means nothing for this trigger.
"""

from __future__ import annotations

from collections.abc import Iterator

from statebook.diagnostic import Severity
from statebook.model import Transition
from statebook.rules.context import MachineContext
from statebook.rules.elements import row
from statebook.rules.finding import Finding, merged

NAME = "shadowed-transition"
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
  closed: {}
  refused: {}
transitions:
  - {from: open, to: closed, trigger: close}
  - {from: open, to: refused, trigger: close, guard: It is not paid.}  # error: [shadowed-transition]
"""

GOOD = """\
statebook: 1
id: order
title: Order
state_attribute: status
initial: open
actions:
  close: {method: PUT, path: /close}
states:
  open: {}
  closed: {}
  refused: {}
transitions:
  - {from: open, to: refused, trigger: close, guard: It is not paid.}
  - {from: open, to: closed, trigger: close, guard: It is paid.}
"""


def check(context: MachineContext) -> Iterator[Finding]:
    """A finding for each entry with a guarded way behind an unguarded one."""
    yield from merged(_rows(context))


def _rows(context: MachineContext) -> Iterator[Finding]:
    unguarded: dict[tuple[str, str], Transition] = {}
    for one in context.machine.transitions:
        before = unguarded.get((one.source, one.trigger))
        if not one.guard:
            unguarded.setdefault((one.source, one.trigger), one)
        elif before is not None:
            yield Finding(
                one.pointer,
                f"the way from {one.source!r} to {before.target!r} by {one.trigger!r} stands before this one and has no guard",
                "write a guard for the first, or put it last with `guard: In all other cases.`",
                row(one),
            )
