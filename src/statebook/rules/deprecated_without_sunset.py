"""Something is deprecated without the day on which it goes.

## Why

A client that has to move needs a date to plan by (RFC 8594 calls it the sunset). Without one, the
work is put off until the answer is an error.

## How to repair

Write `deprecated: {since: 2026-01-01, sunset: 2027-01-01}`.

## How to silence

Ignore it beside the element when the provider has promised to keep it for good.
"""

from __future__ import annotations

from collections.abc import Iterator

from statebook.diagnostic import Severity
from statebook.model import Transition
from statebook.rules.context import MachineContext
from statebook.rules.elements import deprecations, named, row
from statebook.rules.finding import Finding

NAME = "deprecated-without-sunset"
SEVERITY = Severity.WARNING

BAD = """\
statebook: 1
id: lamp
title: Lamp
state_attribute: status
initial: dark
attributes:
  watts:
    type: integer
    deprecated:  # error: [deprecated-without-sunset]
      replacement: lumens
states:
  dark: {deprecated: true}  # error: [deprecated-without-sunset]
"""

GOOD = """\
statebook: 1
id: lamp
title: Lamp
state_attribute: status
initial: dark
states:
  dark: {deprecated: {sunset: 2027-01-01}}
"""


def check(context: MachineContext) -> Iterator[Finding]:
    """A finding for each deprecation."""
    for one, deprecation in deprecations(context.machine):
        if not deprecation.sunset:
            values = row(one) if isinstance(one, Transition) else ()
            message = f"{named(one)} is deprecated, and nothing says when it goes"
            yield Finding(one.pointer / "deprecated", message, "write `sunset:` with a date", values)
