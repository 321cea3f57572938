"""A reading call moves the resource.

## Why

GET, HEAD and OPTIONS are safe methods (RFC 9110, section 9.2.1): clients, caches and link checkers
call them freely and expect that nothing changes.

## How to repair

Check the method of the action and the trigger of the transition. If the platform moves the resource
for its own reasons while somebody reads it, the trigger is an event.

## How to silence

Ignore it beside the transition when the API really does so; say it in the description as well.
"""

from __future__ import annotations

from collections.abc import Iterator

from statebook.diagnostic import Severity
from statebook.rules.context import MachineContext
from statebook.rules.elements import row, way
from statebook.rules.finding import Finding, merged

NAME = "transition-action-reads"
SEVERITY = Severity.WARNING

SAFE = ("GET", "HEAD", "OPTIONS")

BAD = """\
statebook: 1
id: message
title: Message
state_attribute: status
initial: unread
actions:
  read: {method: GET, path: /message}
states:
  unread: {}
  seen: {}
transitions:
  - {from: unread, to: seen, trigger: read}  # error: [transition-action-reads]
"""

GOOD = """\
statebook: 1
id: message
title: Message
state_attribute: status
initial: unread
actions:
  read: {method: GET, path: /message, accepted_in: "*"}
  mark: {method: PUT, path: /message/mark}
states:
  unread: {}
  seen: {}
transitions:
  - {from: unread, to: seen, trigger: mark}
"""


def check(context: MachineContext) -> Iterator[Finding]:
    """A finding for each entry between two states; a call that leaves a state as it is moves nothing."""
    yield from merged(_rows(context))


def _rows(context: MachineContext) -> Iterator[Finding]:
    reading = {one.id: one.method.upper() for one in context.machine.actions.values() if one.method.upper() in SAFE}
    for one in context.machine.transitions:
        if one.trigger in reading and one.source != one.target:
            yield Finding(
                one.pointer / "trigger",
                f"a {reading[one.trigger]} moves the resource: {way(one)}",
                "check the method of the action, or name the event that moves the resource",
                row(one),
            )
