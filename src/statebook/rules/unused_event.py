"""An event that triggers nothing.

## Why

An event exists to move the resource. One that triggers no transition and starts no resource is a
leftover, or the transition is missing.

## How to repair

Name it as the `trigger:` of a transition, or remove it.

## How to silence

Ignore it beside the event when what it triggers is not known.
"""

from __future__ import annotations

from collections.abc import Iterator

from statebook.diagnostic import Severity
from statebook.rules.context import MachineContext
from statebook.rules.finding import Finding

NAME = "unused-event"
SEVERITY = Severity.INFO

BAD = """\
statebook: 1
id: task
title: Task
state_attribute: status
initial: {state: running, trigger: created}
events:
  created: {by: system}
  ended: {by: completion}
  crashed: {by: completion}  # error: [unused-event]
states:
  running: {}
  over: {}
transitions:
  - {from: running, to: over, trigger: ended}
"""

GOOD = """\
statebook: 1
id: task
title: Task
state_attribute: status
initial: {state: running, trigger: created}
events:
  created: {by: system}
  ended: {by: completion}
states:
  running: {}
  over: {}
transitions:
  - {from: running, to: over, trigger: ended}
"""


def check(context: MachineContext) -> Iterator[Finding]:
    """A finding for each such event."""
    starts = {one.trigger for one in context.machine.initial}
    for event in context.machine.events.values():
        if event.id not in starts and not context.graph.triggered_by(event.id):
            hint = "name it as the trigger of a transition, or remove it"
            yield Finding(event.pointer, f"the event {event.id!r} triggers nothing", hint)
