"""The last day of an ignore has passed.

## Why

An `until:` is a promise to repair the flaw by then. From the next day on the ignore silences nothing:
the finding is back, and the promise is due.
The day compared with is today, or that of `--today`.

## How to repair

Repair the flaw and remove the ignore, or decide anew and move the day.

## How to silence

It cannot be ignored in place; switch the rule off for the project.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator

from statebook.diagnostic import Severity
from statebook.rules.context import MachineContext
from statebook.rules.finding import Finding

NAME = "ignore-expired"
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
      - {rule: dead-end-state, reason: Soon to be documented., until: 2020-01-31}  # error: [ignore-expired]
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
      - {rule: dead-end-state, reason: Soon to be documented., until: 9999-12-31}
"""


def check(context: MachineContext) -> Iterator[Finding]:
    """A finding for each ignore whose day is over, or is no day."""
    for one in context.ignores:
        if not one.until:
            continue
        if not _is_day(one.until):
            message = f"the ignore of {one.rule!r} holds until {one.until!r}, which is no date"
            yield Finding(one.pointer, message, "write a day as YYYY-MM-DD", (one.rule, one.until))
        elif one.until < context.today.isoformat():
            message = f"the ignore of {one.rule!r} held until {one.until}"
            yield Finding(one.pointer, message, "repair the flaw and remove the ignore", (one.rule, one.until))


def _is_day(text: str) -> bool:
    try:
        return datetime.date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False
