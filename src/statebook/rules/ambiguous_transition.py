"""One trigger leads from one state to two targets, and nothing says when to which.

## Why

A reader cannot tell what happens. It is so when neither way has a guard, when both have the same
one, and when the second has none: whether it is meant for all other cases is a guess.

## How to repair

Write a guard for each way. For the remaining cases write that too: `guard: In all other cases.`

## How to silence

Ignore it beside the transition when the conditions are not documented; `guard: Not known.` says it
to the reader as well and satisfies the rule.
"""

from __future__ import annotations

from collections.abc import Iterator

from statebook.diagnostic import Severity
from statebook.model import Transition
from statebook.rules.context import MachineContext
from statebook.rules.elements import condition, row
from statebook.rules.finding import Finding, merged

NAME = "ambiguous-transition"
SEVERITY = Severity.WARNING

BAD = """\
statebook: 1
id: order
title: Order
state_attribute: status
initial: open
actions:
  close: {method: PUT, path: /close}
  check: {method: PUT, path: /check}
  sort: {method: PUT, path: /sort}
states:
  open: {}
  closed: {}
  refused: {}
transitions:
  - {from: open, to: closed, trigger: close}
  - {from: open, to: refused, trigger: close}  # error: [ambiguous-transition]
  - {from: open, to: closed, trigger: check, guard: It is paid.}
  - {from: open, to: refused, trigger: check, guard: It is  paid.}  # error: [ambiguous-transition]
  - {from: open, to: closed, trigger: sort, guard: It is paid.}
  - {from: open, to: refused, trigger: sort}  # error: [ambiguous-transition]
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
  - {from: open, to: closed, trigger: close, guard: It is paid.}
  - {from: open, to: refused, trigger: close, guard: In all other cases.}
  - {from: [closed, refused], to: open, trigger: close}
"""


def check(context: MachineContext) -> Iterator[Finding]:
    """A finding for each entry with the later of two ways; linear in the transitions.

    An unguarded way before a guarded one is `shadowed-transition`.
    """
    yield from merged(_rows(context))


def _rows(context: MachineContext) -> Iterator[Finding]:
    earlier: dict[tuple[str, str], dict[str, Transition]] = {}
    for one in context.machine.transitions:
        guards = earlier.setdefault((one.source, one.trigger), {})
        guard = condition(one)
        other = guards.setdefault(guard, one)
        if not guard and other.target == one.target:
            other = next((before for before in guards.values() if before.target != one.target), other)
        if other.target == one.target:
            continue
        if guard:
            because = "both have the same guard"
        else:
            because = "the second has no guard" if other.guard else "neither has a guard"
        yield Finding(
            one.pointer,
            f"by {one.trigger!r}, {one.source!r} leads to {other.target!r} and to {one.target!r}: {because}",
            "write a guard for each, such as `guard: In all other cases.` for the last",
            row(one),
        )
