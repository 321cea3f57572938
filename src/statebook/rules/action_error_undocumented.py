"""A call that some states refuse, without the error that they answer.

## Why

Some states accept the call and others do not. A client that calls at the wrong moment gets an error
and must recognise it.

## How to repair

Declare the error once, with `state_refused: true`, and name it in the `errors:` of the call.

## How to silence

Ignore it beside the action when the answer is not documented anywhere.
"""

from __future__ import annotations

from collections.abc import Iterator

from statebook.diagnostic import Severity
from statebook.machine import Verdict
from statebook.model import Mover
from statebook.rules.context import MachineContext
from statebook.rules.finding import Finding

NAME = "action-error-undocumented"
SEVERITY = Severity.WARNING

BAD = """\
statebook: 1
id: order
title: Order
state_attribute: status
initial: open
errors:
  not_found: {status: 404}
actions:
  read: {method: GET, path: /order, accepted_in: "*"}
  close: {method: PUT, path: /order/close, errors: not_found}  # error: [action-error-undocumented]
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
initial: open
errors:
  wrong_state: {status: 409, state_refused: true}
actions:
  read: {method: GET, path: /order, accepted_in: "*"}
  close: {method: PUT, path: /order/close, errors: wrong_state}
states:
  open: {}
  closed: {}
transitions:
  - {from: open, to: closed, trigger: close}
"""


def check(context: MachineContext) -> Iterator[Finding]:
    """A finding for each such call, with the first state that refuses it."""
    machine, graph = context.machine, context.graph
    for action in machine.actions.values():
        if action.by is not Mover.CLIENT or any(machine.errors[name].state_refused for name in action.errors):
            continue
        accepting = set(graph.accepting(action.id))
        refusing = next((one.id for one in context.answered if one.id not in accepting), None)
        if refusing is None or graph.acceptance(refusing, action).verdict is not Verdict.REFUSED:
            continue
        yield Finding(
            action.pointer,
            f"{refusing!r} refuses the call {action.id!r}, and no error of the call says how",
            "name the error in `errors:`, and mark it with `state_refused: true`",
        )
