"""Work that never ends in a failure.

## Why

Work can fail. If no failure state can follow a transient state, the documentation is silent about
the case that clients need most, or an `outcome: failure` was forgotten.
The search follows transient states until the work is over. Work that can end in no success either,
such as clearing up after a cancellation, is left alone. Where no state of the machine is marked as a
failure, that is said once.

## How to repair

Add the transition to the state that a failure leads to, and mark that state with
`outcome: failure` or `outcome: partial`.

## How to silence

Ignore it beside the state when its work cannot fail, such as a pause of fixed length.
"""

from __future__ import annotations

from collections.abc import Iterator

from statebook.diagnostic import Severity
from statebook.model import Kind
from statebook.rules.context import MachineContext
from statebook.rules.finding import Finding

NAME = "transient-never-fails"
SEVERITY = Severity.WARNING

BAD = """\
statebook: 1
id: task
title: Task
state_attribute: status
initial: running
events:
  work_ended: {by: completion}
states:
  running: {kind: transient}  # error: [transient-never-fails]
  done: {kind: final, outcome: success}
transitions:
  - {from: running, to: done, trigger: work_ended}
"""

GOOD = """\
statebook: 1
id: task
title: Task
state_attribute: status
initial: waiting
events:
  taken: {by: system}
  work_ended: {by: completion}
  work_failed: {by: completion}
states:
  waiting: {kind: transient}
  running: {kind: transient}
  done: {kind: final, outcome: success}
  failed: {kind: final, outcome: failure}
transitions:
  - {from: waiting, to: running, trigger: taken}
  - {from: running, to: done, trigger: work_ended}
  - {from: running, to: failed, trigger: work_failed}
"""


def check(context: MachineContext) -> Iterator[Finding]:
    """A finding for each transient state whose work can succeed and not fail; one where nothing can fail."""
    unfailing = [
        state
        for state in context.answered
        if state.kind is Kind.TRANSIENT and state.id not in context.may_fail and context.exits(state.id)
    ]
    hint = "add the way to it, and mark that state with `outcome: failure`"
    if unfailing and not context.may_fail:
        first, *others = unfailing
        count = f", nor does that in {len(others)} more" if others else ""
        message = f"the work in {first.id!r} never ends in a failure state{count}: no state is marked as one"
        yield Finding(first.pointer, message, hint)
        return
    for state in unfailing:
        if state.id in context.may_succeed:
            yield Finding(state.pointer, f"the work in {state.id!r} never ends in a failure state", hint)
