"""A fact that is not confirmed: inferred, draft or unknown.

## Why

The page marks it for readers; this list is for the authors, who want to know what is left to ask.

## How to repair

Find a source and write `level: stated` with it, or `derived` where it speaks of something wider.

## How to silence

Switch the rule off where the marks on the page are enough.
"""

from __future__ import annotations

from collections.abc import Iterator

from statebook.diagnostic import Severity
from statebook.model import Attribute, Evidence, Level, Transition
from statebook.rules.context import MachineContext
from statebook.rules.elements import elements, named, row
from statebook.rules.finding import Finding

NAME = "unconfirmed-fact"
SEVERITY = Severity.INFO

OPEN = (Level.INFERRED, Level.DRAFT, Level.UNKNOWN)

BAD = """\
statebook: 1
id: lamp
title: Lamp
state_attribute: status
initial: dark
openness: {list: open, evidence: unknown}  # error: [unconfirmed-fact]
states:
  dark: {evidence: stated}
  bright:
    kind_evidence: draft  # error: [unconfirmed-fact]
    evidence:  # error: [unconfirmed-fact]
      level: inferred
      note: The name says it.
"""

GOOD = """\
statebook: 1
id: lamp
title: Lamp
state_attribute: status
initial: dark
openness: {list: open, evidence: stated}
states:
  dark: {evidence: stated}
  bright: {evidence: derived}
"""


def check(context: MachineContext) -> Iterator[Finding]:
    """A finding for each evidence, where it is written."""
    for one in elements(context.machine):
        for name, what in (("evidence", ""), ("kind_evidence", "the kind of ")):
            evidence: Evidence | None = getattr(one, name, None)
            if evidence is None or evidence.level not in OPEN:
                continue
            if isinstance(one, Attribute) and one.refined and context.machine.attributes[one.name].evidence is evidence:
                continue
            yield Finding(
                evidence.pointer,
                f"{what}{named(one)} is not confirmed: {evidence.level.value}",
                "find a source that states it",
                row(one) if isinstance(one, Transition) else (),
            )
