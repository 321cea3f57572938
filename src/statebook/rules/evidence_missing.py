"""Something has no evidence while others of its section have it.

## Why

A page that marks what is confirmed makes a promise about everything on it. What carries no mark
looks as certain as the rest, although nobody has said where it comes from.

## How to repair

Write `evidence:` with its level and source, or `evidence: unknown`.

## How to silence

Switch the rule off in projects that mark exceptions only.
"""

from __future__ import annotations

from collections.abc import Iterator

from statebook.diagnostic import Severity
from statebook.model import (
    Action,
    Attribute,
    ErrorType,
    Event,
    Evidence,
    Group,
    Initial,
    Machine,
    ObjectType,
    Openness,
    State,
    Transition,
)
from statebook.rules.context import MachineContext
from statebook.rules.elements import Element, elements, named, row
from statebook.rules.finding import Finding

NAME = "evidence-missing"
SEVERITY = Severity.INFO

SECTIONS = (Openness, Initial, ObjectType, ErrorType, Action, Event, Attribute, Group, State, Transition)

BAD = """\
statebook: 1
id: lamp
title: Lamp
state_attribute: status
initial: dark
actions:
  press: {method: PUT}
states:
  dark: {evidence: stated}
  bright: {}  # error: [evidence-missing]
transitions:
  - {from: dark, to: bright, trigger: press}  # error: [evidence-missing]
  - {from: bright, to: dark, trigger: press, evidence: inferred}
"""

GOOD = """\
statebook: 1
id: lamp
title: Lamp
state_attribute: status
initial: dark
actions:
  press: {method: PUT}
objects:
  bulb:
    evidence: stated
    attributes:
      watts: {type: integer}
attributes:
  bulb: {type: bulb, evidence: stated}
states:
  dark: {evidence: stated}
  bright:
    evidence: draft
    attributes:
      bulb: {description: Hot.}
transitions:
  - {from: dark, to: bright, trigger: press}
"""


def check(context: MachineContext) -> Iterator[Finding]:
    """A finding for each element; what an object type says holds for its attributes."""
    machine = context.machine
    found: dict[type, list[Element]] = {}
    for one in elements(machine):
        if isinstance(one, SECTIONS) and not _covered(machine, one):
            found.setdefault(type(one), []).append(one)
    for section in found.values():
        if any(_evidence(one) is not None for one in section):
            for one in section:
                if _evidence(one) is None:
                    values = row(one) if isinstance(one, Transition) else ()
                    hint = "write `evidence:`, or `evidence: unknown`"
                    yield Finding(one.pointer, f"{named(one)} has no evidence, and others have", hint, values)


def _evidence(one: Element) -> Evidence | None:
    found: Evidence | None = getattr(one, "evidence", None)
    return found


def _covered(machine: Machine, one: Element) -> bool:
    """Whether an attribute is inside an object type that says it for all, or refines one that is listed itself."""
    if not isinstance(one, Attribute):
        return False
    steps = one.pointer.steps
    return one.refined or (steps[0] == "objects" and machine.objects[str(steps[1])].evidence is not None)
