"""No attribute says since when the state holds, or some state lacks it.

## Why

With a date in each object a client can tell a state that has lasted for a minute from one that has
been stuck since yesterday, and two visits to one state from each other.

## How to repair

Name the attribute: `since_attribute: since`, and let every state carry it.

## How to silence

Switch the rule off, or ignore it at the top of the spec, when the API has no such attribute.
"""

from __future__ import annotations

from collections.abc import Iterator

from statebook.diagnostic import Severity
from statebook.rules.context import MachineContext
from statebook.rules.finding import Finding

NAME = "missing-since"
SEVERITY = Severity.WARNING

BAD = """\
statebook: 1
id: lamp
title: Lamp
state_attribute: status
since_attribute: since
initial: dark
attributes:
  since: {type: datetime, present_in: dark}  # error: [missing-since]
states:
  dark: {}
  bright: {}
"""

GOOD = """\
statebook: 1
id: lamp
title: Lamp
state_attribute: status
since_attribute: since
initial: dark
attributes:
  since: {type: datetime}
states:
  dark: {}
  bright: {}
"""


def check(context: MachineContext) -> Iterator[Finding]:
    """One finding at most."""
    machine = context.machine
    name = machine.since_attribute
    if not name:
        hint = "name it, such as `since_attribute: since`"
        yield Finding(machine.pointer / "since_attribute", "no attribute says since when a state holds", hint)
        return
    if name not in machine.attributes:
        return  # a path into the object, whose parts are not all declared
    carrying = set(machine.attribute_states[name])
    lacking = next((one.id for one in context.answered if one.id not in carrying), None)
    if lacking is not None:
        message = f"{lacking!r} does not carry {name!r}, which says since when a state holds"
        yield Finding(machine.attributes[name].pointer, message, "let every state carry it")
