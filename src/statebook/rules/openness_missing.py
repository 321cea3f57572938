"""Nothing says whether the list of states is complete.

## Why

A client either handles every state and nothing else, or it needs a branch for states that come
later. Only the provider can say which; it also decides whether a new state breaks clients.

## How to repair

Write `openness: open`, which is the safe promise, or `openness: closed`.

## How to silence

Write `openness: {list: open, evidence: unknown}`; then the reader knows that nobody has promised.
"""

from __future__ import annotations

from collections.abc import Iterator

from statebook.diagnostic import Severity
from statebook.rules.context import MachineContext
from statebook.rules.finding import Finding

NAME = "openness-missing"
SEVERITY = Severity.WARNING

BAD = """\
statebook: 1  # error: [openness-missing]
id: lamp
title: Lamp
state_attribute: status
initial: dark
states:
  dark: {}
"""

GOOD = """\
statebook: 1
id: lamp
title: Lamp
state_attribute: status
initial: dark
openness: closed
states:
  dark: {}
"""


def check(context: MachineContext) -> Iterator[Finding]:
    """One finding at most."""
    if context.machine.openness is None:
        hint = "write `openness: open`, so that clients keep a default branch, or `openness: closed`"
        yield Finding(context.machine.pointer / "openness", "nothing says whether more states may come", hint)
