"""A state without a way out that is not called final.

## Why

A resting state waits for somebody to act and a transient one leaves by itself: both have a way out.
A state without one is either final, or a transition was forgotten. A transition from a state to
itself is no way out.

## How to repair

Add the way out, or write `kind: final`.

## How to silence

Ignore it beside the state when ways out exist that are not documented.
"""

from __future__ import annotations

from collections.abc import Iterator

from statebook.diagnostic import Severity
from statebook.model import Kind
from statebook.rules.context import MachineContext
from statebook.rules.finding import Finding

NAME = "dead-end-state"
SEVERITY = Severity.WARNING

BAD = """\
statebook: 1
id: order
title: Order
state_attribute: status
initial: open
actions:
  close: {method: PUT, path: /close}
  touch: {method: PUT, path: /touch}
states:
  open: {}
  closed: {kind: resting}  # error: [dead-end-state]
transitions:
  - {from: open, to: closed, trigger: close}
  - {from: closed, to: closed, trigger: touch}
"""

GOOD = """\
statebook: 1
id: order
title: Order
state_attribute: status
initial: open
actions:
  close: {method: PUT, path: /close}
states:
  open: {}
  closed: {kind: final}
transitions:
  - {from: open, to: closed, trigger: close}
"""


def check(context: MachineContext) -> Iterator[Finding]:
    """A finding for each state that clients can meet and nothing leaves."""
    for state in context.answered:
        if state.kind is not Kind.FINAL and not context.exits(state.id):
            yield Finding(
                state.pointer,
                f"state {state.id!r} is {state.kind.value} and has no way out",
                "add the transition that leaves it, or write `kind: final`",
            )
