"""The machine has no initial state.

## Why

A reader wants to know where a new resource begins. Without an initial state nothing can be said
about what is reachable, and generated examples have no beginning.

## How to repair

Name the state in which a new resource is found, or several: `initial: draft`. Where the beginning
is not documented, take the likeliest one and mark it with `evidence: inferred`.

## How to silence

Switch the rule off where resources have no beginning of their own, such as a view on another one.
"""

from __future__ import annotations

from collections.abc import Iterator

from statebook.diagnostic import Severity
from statebook.rules.context import MachineContext
from statebook.rules.finding import Finding

NAME = "initial-state-missing"
SEVERITY = Severity.ERROR

BAD = """\
statebook: 1  # error: [initial-state-missing]
id: lamp
title: Lamp
state_attribute: status
states:
  dark: {}
  bright: {}
"""

GOOD = """\
statebook: 1
id: lamp
title: Lamp
state_attribute: status
initial: dark
states:
  dark: {}
  bright: {}
"""


def check(context: MachineContext) -> Iterator[Finding]:
    """One finding at most."""
    machine = context.machine
    if not machine.initial and machine.states:
        first = next(iter(machine.states))
        hint = f"say where a new resource starts, such as `initial: {first}`"
        yield Finding(machine.pointer / "initial", "no state is the initial one", hint)
