"""An action of another party that nothing refers to.

## Why

It triggers nothing, no state accepts it, no resource starts with it: it is a leftover, or the
transition that it triggers is missing. A client's call without a state that accepts it is
`action-accepted-nowhere`, which is graver.

## How to repair

Name it as the `trigger:` of a transition, say what accepts it (`accepted_in:`), or remove it.

## How to silence

Ignore it beside the action when it is documented for its own sake.
"""

from __future__ import annotations

from collections.abc import Iterator

from statebook.diagnostic import Severity
from statebook.model import Mover
from statebook.rules.context import MachineContext, folded
from statebook.rules.finding import Finding

NAME = "unused-action"
SEVERITY = Severity.INFO

BAD = """\
statebook: 1
id: dialogue
title: Dialogue
state_attribute: status
initial: open
actions:
  bye: {by: peer, method: BYE}
  ping: {by: peer, method: PING}  # error: [unused-action]
states:
  open: {}
  over: {}
transitions:
  - {from: open, to: over, trigger: bye}
"""

GOOD = """\
statebook: 1
id: dialogue
title: Dialogue
state_attribute: status
initial: open
actions:
  bye: {by: peer, method: BYE}
  ping: {by: peer, method: PING, accepted_in: open}
states:
  open: {}
  over: {}
transitions:
  - {from: open, to: over, trigger: bye}
"""


def check(context: MachineContext) -> Iterator[Finding]:
    """A finding for each such action."""
    machine = context.machine
    used = {one.trigger for one in machine.initial}
    used.update(state.poll.action for state in machine.states.values() if state.poll is not None)
    for action in machine.actions.values():
        said = action.accepted_in is not None or action.accepted_in_unknown or action.id in used
        if action.by is Mover.CLIENT or said or context.graph.triggered_by(action.id):
            continue
        if not {folded(action.id), folded(f"action:{action.id}")} & context.linked:
            hint = "name it as a trigger, say `accepted_in:`, or remove it"
            yield Finding(action.pointer, f"nothing refers to the action {action.id!r}", hint)
