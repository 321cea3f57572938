"""Something that readers meet has no description.

## Why

An id is not an explanation. States, calls, events, attributes, objects, errors, groups and the
resource itself each stand in a table or under a heading of the page with nothing beside them.

## How to repair

Write a sentence in `description:` (for the resource: `summary:`). A state that only refines a
common attribute need not repeat its description.

## How to silence

Ignore it beside the element whose meaning nobody knows, with that as the reason.
"""

from __future__ import annotations

from collections.abc import Iterator

from statebook.diagnostic import Severity
from statebook.model import Action, Attribute, ErrorType, Event, Group, Machine, ObjectType, Parameter, State
from statebook.rules.context import MachineContext
from statebook.rules.elements import elements, named
from statebook.rules.finding import Finding

NAME = "description-missing"
SEVERITY = Severity.WARNING

BAD = """\
statebook: 1  # error: [description-missing]
id: lamp
title: Lamp
state_attribute: status
initial: dark
actions:
  press:  # error: [description-missing]
    method: PUT
    parameters:
      force: {in: body, type: number}  # error: [description-missing]
events:
  burn_out: {by: system}  # error: [description-missing]
attributes:
  watts: {type: integer}  # error: [description-missing]
states:
  dark: {description: No light.}
  bright: {}  # error: [description-missing]
transitions:
  - {from: dark, to: bright, trigger: press}
  - {from: bright, to: dark, trigger: burn_out}
"""

GOOD = """\
statebook: 1
id: lamp
title: Lamp
summary: A thing that gives light.
state_attribute: status
initial: dark
attributes:
  watts: {type: integer, description: The power.}
states:
  dark:
    description: No light.
    attributes:
      watts: {example: 0}
"""

_DESCRIBED = (State, Action, Parameter, Event, Attribute, ObjectType, ErrorType, Group)


def check(context: MachineContext) -> Iterator[Finding]:
    """A finding for each element."""
    for one in elements(context.machine):
        if isinstance(one, Machine) and not one.summary:
            yield Finding(one.pointer / "summary", "the resource has no summary", "say in `summary:` what it is")
        elif isinstance(one, _DESCRIBED) and not one.description and not getattr(one, "refined", False):
            yield Finding(one.pointer, f"{named(one)} has no description", "say in `description:` what it means")
