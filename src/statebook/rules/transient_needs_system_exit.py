"""A transient state that only a client's call leaves.

## Why

Transient means that the state resolves by itself: clients poll and wait (Google's AIP-216 asks for
the same). If nothing but a call leads out, waiting never ends.

## How to repair

Add the event that ends the work, or write `kind: resting` when the state waits for the client.

## How to silence

Ignore it beside the state when the platform ends the work in a way that nobody has documented.
"""

from __future__ import annotations

from collections.abc import Iterator

from statebook.diagnostic import Severity
from statebook.model import Kind, Mover
from statebook.rules.context import MachineContext
from statebook.rules.finding import Finding

NAME = "transient-needs-system-exit"
SEVERITY = Severity.WARNING

BAD = """\
statebook: 1
id: task
title: Task
state_attribute: status
initial: running
actions:
  stop: {method: PUT, path: /stop}
states:
  running: {kind: transient}  # error: [transient-needs-system-exit]
  stopped: {kind: final}
transitions:
  - {from: running, to: stopped, trigger: stop}
"""

GOOD = """\
statebook: 1
id: task
title: Task
state_attribute: status
initial: running
actions:
  stop: {method: PUT, path: /stop}
events:
  work_ended: {by: completion}
states:
  running: {kind: transient}
  stopped: {kind: final}
transitions:
  - {from: running, to: stopped, trigger: [stop, work_ended]}
"""


def check(context: MachineContext) -> Iterator[Finding]:
    """A finding for each transient state whose ways out all belong to clients."""
    for state in context.answered:
        leaving = [one for one in context.graph.leaving(state.id) if one.target != state.id]
        if state.kind is Kind.TRANSIENT and leaving and all(one.by is Mover.CLIENT for one in leaving):
            yield Finding(
                state.pointer,
                f"state {state.id!r} is transient, yet only calls of a client leave it",
                "add the event that ends the work, or write `kind: resting`",
            )
