"""The sunset of something has passed, and it is still in the spec.

## Why

From that day on it may be gone. Either it is, and the page describes what no longer exists, or it is
not, and the date misleads everybody who plans by it.
The day compared with is today, or that of `--today`.

## How to repair

Remove it, or move the sunset.

## How to silence

Ignore it beside the element with an `until:`, while the removal is under way.
"""

from __future__ import annotations

from collections.abc import Iterator

from statebook.diagnostic import Severity
from statebook.model import Transition
from statebook.rules.context import MachineContext
from statebook.rules.elements import deprecations, named, row
from statebook.rules.finding import Finding

NAME = "sunset-passed"
SEVERITY = Severity.ERROR

BAD = """\
statebook: 1
id: lamp
title: Lamp
state_attribute: status
initial: dark
states:
  dark:
    deprecated:
      since: 2019-01-01
      sunset: 2020-01-01  # error: [sunset-passed]
"""

GOOD = """\
statebook: 1
id: lamp
title: Lamp
state_attribute: status
initial: dark
states:
  dark: {deprecated: {sunset: 9999-12-31}}
  bright: {deprecated: true}
"""


def check(context: MachineContext) -> Iterator[Finding]:
    """A finding for each sunset before today."""
    today = context.today.isoformat()
    for one, deprecation in deprecations(context.machine):
        if deprecation.sunset and deprecation.sunset < today:
            values = (*(row(one) if isinstance(one, Transition) else ()), deprecation.sunset)
            message = f"the sunset of {named(one)} was on {deprecation.sunset}"
            yield Finding(one.pointer / "deprecated" / "sunset", message, "remove it, or move the sunset", values)
