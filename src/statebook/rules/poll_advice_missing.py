"""A transient state does not say how to wait.

## Why

A client that meets a transient state asks what to do now. Without advice each client invents its own: one
polls ten times a second, another never looks again.

## How to repair

Write `poll: {action: …, every: 10s, until: resting}`, or say in `next_step:` what to do instead.

## How to silence

Write a `next_step:`; there is always something to say.
"""

from __future__ import annotations

from collections.abc import Iterator

from statebook.diagnostic import Severity
from statebook.model import Kind
from statebook.rules.context import MachineContext
from statebook.rules.finding import Finding

NAME = "poll-advice-missing"
SEVERITY = Severity.WARNING

BAD = """\
statebook: 1
id: task
title: Task
state_attribute: status
initial: running
events:
  ended: {by: completion}
states:
  running: {kind: transient}  # error: [poll-advice-missing]
  over: {kind: final}
transitions:
  - {from: running, to: over, trigger: ended}
"""

GOOD = """\
statebook: 1
id: task
title: Task
state_attribute: status
initial: running
actions:
  read: {method: GET, path: /task, accepted_in: "*"}
events:
  ended: {by: completion}
states:
  running: {kind: transient, poll: {action: read, every: 10s, until: final}}
  ending: {kind: transient, next_step: Wait for the callback.}
  over: {kind: final}
transitions:
  - {from: running, to: over, trigger: ended}
"""


def check(context: MachineContext) -> Iterator[Finding]:
    """A finding for each such state."""
    for state in context.answered:
        if state.kind is Kind.TRANSIENT and state.poll is None and not state.next_step:
            hint = "write `poll: {action: …, every: 10s, until: resting}` or a `next_step:`"
            yield Finding(state.pointer, f"state {state.id!r} is transient and does not say how to wait", hint)
