"""A final state has a way out.

## Why

A final state promises that the resource stays there for ever. Clients stop watching and delete what
they keep about it. A transition that leaves it breaks that promise. Calls that a final state takes
without moving are no way out, and neither is the removal of the resource, which leads to a state
that is `gone`.

## How to repair

Remove the transition, or call the state `resting` if somebody may bring the resource back.

## How to silence

There is no good reason: the kind or the transition is wrong.
"""

from __future__ import annotations

from collections.abc import Iterator

from statebook.diagnostic import Severity
from statebook.model import Kind, Visibility
from statebook.rules.context import MachineContext
from statebook.rules.elements import row, way
from statebook.rules.finding import Finding, merged

NAME = "final-state-left"
SEVERITY = Severity.ERROR

BAD = """\
statebook: 1
id: order
title: Order
state_attribute: status
initial: open
actions:
  close: {method: PUT, path: /close}
  reopen: {method: PUT, path: /reopen}
states:
  open: {}
  closed: {kind: final}
transitions:
  - {from: open, to: closed, trigger: close}
  - {from: closed, to: open, trigger: reopen}  # error: [final-state-left]
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
  removed: {visibility: gone}
transitions:
  - {from: open, to: closed, trigger: close}
  - {from: closed, to: [closed, removed], trigger: close}
"""


def check(context: MachineContext) -> Iterator[Finding]:
    """A finding for each entry that leaves a final state for another one."""
    yield from merged(_rows(context))


def _rows(context: MachineContext) -> Iterator[Finding]:
    for state in context.graph.of_kind(Kind.FINAL):
        for one in context.graph.leaving(state.id):
            if one.target != state.id and context.machine.states[one.target].visibility is not Visibility.GONE:
                yield Finding(
                    one.pointer,
                    f"{state.id!r} is final, and a transition leaves it: {way(one)}",
                    f"remove it, or write `kind: resting` for {state.id!r}",
                    row(one),
                )
