"""A transient state from which no resting or final state can be reached.

## Why

Clients poll in a transient state until it is over. If every way out leads to further transient
states, the resource is busy for ever and the client polls for ever.

## How to repair

Add the transition that ends the work, or check the kinds of the states on the way.

## How to silence

Ignore it beside the state for resources that are meant to run until they are deleted.
"""

from __future__ import annotations

from collections.abc import Iterator

from statebook.diagnostic import Severity
from statebook.model import Kind
from statebook.rules.context import MachineContext
from statebook.rules.finding import Finding

NAME = "no-path-to-rest"
SEVERITY = Severity.WARNING

BAD = """\
statebook: 1
id: task
title: Task
state_attribute: status
initial: new
actions:
  begin: {method: PUT, path: /begin}
events:
  step: {by: completion}
states:
  new: {kind: resting}
  loading: {kind: transient}  # error: [no-path-to-rest]
  checking: {kind: transient}  # error: [no-path-to-rest]
transitions:
  - {from: new, to: loading, trigger: begin}
  - {from: loading, to: checking, trigger: step}
  - {from: checking, to: loading, trigger: step}
"""

GOOD = """\
statebook: 1
id: task
title: Task
state_attribute: status
initial: new
actions:
  begin: {method: PUT, path: /begin}
events:
  step: {by: completion}
states:
  new: {kind: resting}
  loading: {kind: transient}
  checking: {kind: transient}
  done: {kind: final}
transitions:
  - {from: new, to: loading, trigger: begin}
  - {from: loading, to: checking, trigger: step}
  - {from: checking, to: [loading, done], trigger: step, guard: The check decides.}
"""


def check(context: MachineContext) -> Iterator[Finding]:
    """A finding for each such state; states without any way out are `dead-end-state`."""
    for state in context.answered:
        if state.kind is Kind.TRANSIENT and state.id not in context.to_rest and context.exits(state.id):
            yield Finding(
                state.pointer,
                f"from the transient state {state.id!r} no way leads to a resting or final state",
                "add the transition that ends the work, or check the kinds of the states behind it",
            )
