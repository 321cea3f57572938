"""An ignore does not say why.

## Why

An ignore is a decision. Whoever meets it later can judge it only by its reason: whether it still
holds, and whether it was right.

## How to repair

Write `reason:` with a few words.

## How to silence

It cannot be ignored in place; switch the rule off for the project.
"""

from __future__ import annotations

from collections.abc import Iterator

from statebook.diagnostic import Severity
from statebook.rules.context import MachineContext
from statebook.rules.finding import Finding

NAME = "ignore-without-reason"
SEVERITY = Severity.WARNING
LAST = True

BAD = """\
statebook: 1
id: lamp
title: Lamp
state_attribute: status
initial: dark
states:
  dark:
    kind: resting
    ignore:
      - {rule: dead-end-state}  # error: [ignore-without-reason]
"""

GOOD = """\
statebook: 1
id: lamp
title: Lamp
state_attribute: status
initial: dark
states:
  dark:
    kind: resting
    ignore:
      - {rule: dead-end-state, reason: The switch is not documented.}
"""


def check(context: MachineContext) -> Iterator[Finding]:
    """A finding for each ignore."""
    for one in context.ignores:
        if not one.reason:
            message = f"the ignore of {one.rule!r} gives no reason"
            yield Finding(one.pointer, message, "write `reason:` with a few words", (one.rule,))
