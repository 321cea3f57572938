"""An ignore silences nothing.

## Why

The flaw was repaired, the rule was renamed, or its name is misspelt. An ignore that stays behind
hides the next flaw of that kind.

## How to repair

Remove it, or correct the name of the rule. It stands beside the element that the finding is about,
or beside one that holds it.

## How to silence

It cannot be ignored in place; switch the rule off for the project. Ignores of rules that are
switched off are left alone.
"""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches

from statebook.diagnostic import Severity
from statebook.rules.context import MachineContext
from statebook.rules.finding import Finding

NAME = "ignore-unused"
SEVERITY = Severity.WARNING
LAST = True

BAD = """\
statebook: 1
id: lamp
title: Lamp
state_attribute: status
initial: dark
states:
  dark:
    kind: final
    ignore:
      - {rule: dead-end-state, reason: The switch is not documented.}  # error: [ignore-unused]
      - {rule: dead-end-sate, reason: The switch is not documented.}  # error: [ignore-unused]
"""

GOOD = """\
statebook: 1
id: lamp
title: Lamp
state_attribute: status
initial: dark
states:
  dark:
    kind: resting
    ignore:
      - {rule: dead-end-state, reason: The switch is not documented.}
      - {rule: openness-missing, until: 2020-01-01, reason: Expired. That is another rule's business.}
"""


def check(context: MachineContext) -> Iterator[Finding]:
    """A finding for each ignore that holds and covers no finding."""
    today = context.today.isoformat()
    for index, one in enumerate(context.ignores):
        if one.rule not in context.known_rules:
            close = get_close_matches(one.rule, context.known_rules, n=1)
            hint = f"did you mean {close[0]!r}?" if close else "`statebook rules` lists all names"
            message = f"no rule is called {one.rule!r}" if one.rule else "an ignore names no rule"
            yield Finding(one.pointer, message, hint, (one.rule,))
        elif (
            one.rule in context.rules_run and not (one.until and one.until < today) and not context.outcomes.get(index)
        ):
            yield Finding(one.pointer, f"the ignore of {one.rule!r} silences nothing", "remove it", (one.rule,))
