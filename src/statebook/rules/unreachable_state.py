"""A state that no sequence of transitions reaches from an initial state.

## Why

No resource can ever be in it, so either a transition is missing or the state is a leftover. An
island of states that lead to each other alone is just as unreachable as a lonely state.
The search follows the transitions from the initial states and takes every guard as fulfilled.

## How to repair

Add the transition that leads there, name the state in `initial:`, or remove it. A state that is
planned and not answered yet has `visibility: reserved`; one that is `deprecated:` may be left alone.

## How to silence

Ignore it beside the state when its way in is known to exist and not to be documented.
"""

from __future__ import annotations

from collections.abc import Iterator

from statebook.diagnostic import Severity
from statebook.model import Visibility
from statebook.rules.context import MachineContext
from statebook.rules.finding import Finding

NAME = "unreachable-state"
SEVERITY = Severity.ERROR

BAD = """\
statebook: 1
id: lamp
title: Lamp
state_attribute: status
initial: dark
events:
  switch: {by: peer}
states:
  dark: {}
  bright: {}
  broken: {}  # error: [unreachable-state]
  flickering: {}  # error: [unreachable-state]
  fading: {}  # error: [unreachable-state]
transitions:
  - {from: dark, to: bright, trigger: switch}
  - {from: flickering, to: [fading, dark], trigger: switch}
  - {from: fading, to: flickering, trigger: switch}
  - {from: broken, to: broken, trigger: switch}
"""

GOOD = """\
statebook: 1
id: lamp
title: Lamp
state_attribute: status
initial: [dark, broken]
events:
  switch: {by: peer}
states:
  dark: {}
  bright: {}
  broken: {}
  dimmed: {visibility: reserved}
  smoking: {deprecated: {sunset: 2099-12-31, replacement: broken}}
transitions:
  - {from: dark, to: bright, trigger: switch}
"""


def check(context: MachineContext) -> Iterator[Finding]:
    """A finding for each state; none where no initial state is known."""
    machine = context.machine
    if not machine.initial:
        return
    for state in machine.states.values():
        if state.id in context.reachable or state.visibility is Visibility.RESERVED or context.has_faded(state):
            continue
        others = [one for one in context.graph.predecessors(state.id) if one != state.id]
        because = f"{others[0]!r}, which leads to it, is unreachable too" if others else "no other state leads to it"
        yield Finding(
            state.pointer,
            f"state {state.id!r} cannot be reached from an initial state: {because}",
            "add the transition that leads to it, or remove the state",
        )
