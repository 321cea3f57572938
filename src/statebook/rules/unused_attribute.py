"""A machine-wide attribute that no state carries.

## Why

`present_in:` and `except:` leave no state over, for instance because a kind or a group has no member
any more. The attribute is described and never shown.

## How to repair

Correct `present_in:` or `except:`, or remove the attribute.

## How to silence

Ignore it beside the attribute when a state that is to come will carry it.
"""

from __future__ import annotations

from collections.abc import Iterator

from statebook.diagnostic import Severity
from statebook.rules.context import MachineContext
from statebook.rules.finding import Finding

NAME = "unused-attribute"
SEVERITY = Severity.INFO

BAD = """\
statebook: 1
id: lamp
title: Lamp
state_attribute: status
initial: dark
attributes:
  watts: {type: integer}
  reason: {type: string, present_in: final}  # error: [unused-attribute]
states:
  dark: {kind: resting}
"""

GOOD = """\
statebook: 1
id: lamp
title: Lamp
state_attribute: status
initial: dark
attributes:
  watts: {type: integer}
  reason: {type: string, present_in: final}
states:
  dark: {kind: resting}
  broken: {kind: final}
"""


def check(context: MachineContext) -> Iterator[Finding]:
    """A finding for each such attribute."""
    for name, attribute in context.machine.attributes.items():
        if not context.machine.attribute_states.get(name):
            hint = "correct `present_in:` or `except:`, or remove it"
            yield Finding(attribute.pointer, f"no state carries the attribute {name!r}", hint)
