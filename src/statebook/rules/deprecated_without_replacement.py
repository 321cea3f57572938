"""Something is deprecated without saying what to use instead.

## Why

"Do not use this" is half an answer: the reader needs the other half to act.

## How to repair

Write `replacement:` with an id or in words. If nothing takes its place, say that:
`replacement: none`.

## How to silence

Write `replacement: none`; that is said to the reader too.
"""

from __future__ import annotations

from collections.abc import Iterator

from statebook.diagnostic import Severity
from statebook.model import Transition
from statebook.rules.context import MachineContext
from statebook.rules.elements import deprecations, named, row
from statebook.rules.finding import Finding

NAME = "deprecated-without-replacement"
SEVERITY = Severity.WARNING

BAD = """\
statebook: 1
id: lamp
title: Lamp
state_attribute: status
initial: dark
actions:
  press:
    method: PUT
    accepted_in: unknown
    deprecated: {sunset: 2027-01-01}  # error: [deprecated-without-replacement]
states:
  dark: {}
"""

GOOD = """\
statebook: 1
id: lamp
title: Lamp
state_attribute: status
initial: dark
actions:
  press:
    method: PUT
    accepted_in: unknown
    deprecated: {sunset: 2027-01-01, replacement: none}
states:
  dark: {}
"""


def check(context: MachineContext) -> Iterator[Finding]:
    """A finding for each deprecation."""
    for one, deprecation in deprecations(context.machine):
        if not deprecation.replacement:
            values = row(one) if isinstance(one, Transition) else ()
            message = f"{named(one)} is deprecated, and nothing says what to use instead"
            yield Finding(one.pointer / "deprecated", message, "write `replacement:`; `none` is an answer too", values)
