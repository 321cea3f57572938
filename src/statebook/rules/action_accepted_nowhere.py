"""A client's call that no state accepts.

## Why

A client wants to know when it may call. If no transition has the call as its trigger and nothing
says `accepted_in:`, the page can only say that it is unknown.

## How to repair

Add the transition, or say which states take the call without moving: `accepted_in: "*"` for a call
that always works, `accepted_in: unknown` where nobody knows. A call that creates the resource is
named in `initial:`, and one that a state names in `poll:` is accepted there.

## How to silence

Write `accepted_in: unknown`; that is said to the reader too.
"""

from __future__ import annotations

from collections.abc import Iterator

from statebook.diagnostic import Severity
from statebook.model import Mover
from statebook.rules.context import MachineContext
from statebook.rules.finding import Finding

NAME = "action-accepted-nowhere"
SEVERITY = Severity.WARNING

BAD = """\
statebook: 1
id: order
title: Order
state_attribute: status
initial: {state: open, trigger: create}
actions:
  create: {method: POST, path: /orders}
  read: {method: GET, path: "/orders/{ID}"}  # error: [action-accepted-nowhere]
  close: {method: PUT, path: "/orders/{ID}/close"}
states:
  open: {}
  closed: {}
transitions:
  - {from: open, to: closed, trigger: close}
"""

GOOD = """\
statebook: 1
id: order
title: Order
state_attribute: status
initial: {state: open, trigger: create}
actions:
  create: {method: POST, path: /orders}
  read: {method: GET, path: "/orders/{ID}", accepted_in: "*"}
  look: {method: GET, path: "/orders/{ID}/closing"}
  print: {method: GET, path: "/orders/{ID}/print", accepted_in: unknown}
  close: {method: PUT, path: "/orders/{ID}/close"}
events: {done: {by: completion}}
states:
  open: {}
  closing: {kind: transient, poll: {action: look, until: closed}}
  closed: {}
transitions:
  - {from: open, to: closing, trigger: close}
  - {from: closing, to: closed, trigger: done}
"""


def check(context: MachineContext) -> Iterator[Finding]:
    """A finding for each such call."""
    starts = {one.trigger for one in context.machine.initial}
    polled = {state.poll.action for state in context.machine.states.values() if state.poll is not None}
    for action in context.machine.actions.values():
        settled = action.accepted_in_unknown or action.id in starts | polled
        if action.by is Mover.CLIENT and not settled and not context.graph.accepting(action.id):
            yield Finding(
                action.pointer,
                f"no state accepts the call {action.id!r}",
                'add its transition, or say `accepted_in: "*"` or `accepted_in: unknown`',
            )
