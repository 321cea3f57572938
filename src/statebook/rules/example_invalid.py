"""An example that does not fit the type of its attribute, or its state.

## Why

Readers copy examples. One whose value does not fit the type of its attribute, or whose state
attribute names another state, teaches something wrong. `build` and `check` refuse it as well.

## How to repair

Make the example and the type agree; the message says where in the example they part.

## How to silence

It cannot be silenced in a build: leave the example out, then one is generated.
"""

from __future__ import annotations

from collections.abc import Iterator

from statebook.diagnostic import Severity
from statebook.examples.check import check as check_examples
from statebook.rules.context import MachineContext
from statebook.rules.finding import Finding

NAME = "example-invalid"
SEVERITY = Severity.ERROR

BAD = """\
statebook: 1
id: lamp
title: Lamp
state_attribute: status
initial: dark
attributes:
  watts:
    type: integer
    example: bright  # error: [example-invalid]
states:
  dark:
    examples:
      - body: {status: bright, watts: 4}  # error: [example-invalid]
  bright: {}
"""

GOOD = """\
statebook: 1
id: lamp
title: Lamp
state_attribute: status
initial: dark
attributes:
  watts: {type: integer, example: 4}
states:
  dark:
    examples:
      - body: {status: dark, watts: 0}
  bright: {}
"""


def check(context: MachineContext) -> Iterator[Finding]:
    """A finding for each flaw of an example; every body is validated once."""
    for flaw in check_examples(context.machines, context.machine):
        yield Finding(flaw.pointer, flaw.message, "make the example and the attribute's type agree")
