"""A resting state that the system leaves by itself.

## Why

Resting means that the resource stays until somebody acts. When the platform or a timer moves it on,
a client that has stopped polling misses it.

## How to repair

Write `kind: transient` when the state is meant to pass. When it may stay for long and leaves at
some time, such as a trial that expires, keep the kind and say it in the description.

## How to silence

Ignore it beside the state when both are true: it rests, and it expires.
"""

from __future__ import annotations

from collections.abc import Iterator

from statebook.diagnostic import Severity
from statebook.model import Kind, Mover
from statebook.rules.context import MachineContext
from statebook.rules.elements import row, way
from statebook.rules.finding import Finding

NAME = "resting-state-leaves-alone"
SEVERITY = Severity.INFO

ALONE = (Mover.SYSTEM, Mover.COMPLETION, Mover.TIMER)
"""A schedule is somebody's order, and a peer is somebody."""

BAD = """\
statebook: 1
id: trial
title: Trial
state_attribute: status
initial: active
events:
  time_is_up: {by: timer}
states:
  active: {kind: resting}  # error: [resting-state-leaves-alone]
  over: {kind: final}
transitions:
  - {from: active, to: over, trigger: time_is_up}
"""

GOOD = """\
statebook: 1
id: trial
title: Trial
state_attribute: status
initial: active
actions:
  cancel: {method: PUT, path: /cancel}
states:
  active: {kind: resting}
  over: {kind: final}
transitions:
  - {from: active, to: over, trigger: cancel}
"""


def check(context: MachineContext) -> Iterator[Finding]:
    """A finding for each state, with the first such way out."""
    for state in context.graph.of_kind(Kind.RESTING):
        alone = [one for one in context.graph.leaving(state.id) if one.by in ALONE and one.target != state.id]
        if alone:
            yield Finding(
                state.pointer,
                f"state {state.id!r} is resting, yet it is left without anybody's act: {way(alone[0])}",
                "write `kind: transient`, or say in the description that it passes",
                row(alone[0]),
            )
