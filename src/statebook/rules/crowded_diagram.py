"""The diagram of the machine is too full to be read at a glance.

## Why

A picture helps as long as one look takes it in. More than 12 states outside of any group, or names of
more than 40 characters, make it a map that has to be studied.

## How to repair

Put states that readers may treat as one into `groups:`, and give long ids a shorter name.

## How to silence

Switch the rule off, or ignore it at the top of the spec, when the states have nothing in common.
"""

from __future__ import annotations

from collections.abc import Iterator

from statebook.diagnostic import Severity
from statebook.model import Action, Event, State
from statebook.rules.context import MachineContext
from statebook.rules.elements import named
from statebook.rules.finding import Finding

NAME = "crowded-diagram"
SEVERITY = Severity.INFO

MOST_STATES = 12
LONGEST_LABEL = 40
"""Characters of a name in the diagram."""

BAD = """\
statebook: 1
id: walk
title: Walk
state_attribute: status
initial: a
actions:
  a_name_that_goes_on_and_on_until_the_very_end: {method: PUT}  # error: [crowded-diagram]
states:  # error: [crowded-diagram]
  a: {}
  b: {}
  c: {}
  d: {}
  e: {}
  f: {}
  g: {}
  h: {}
  i: {}
  j: {}
  k: {}
  l: {}
  m: {}
transitions:
  - {from: a, to: b, trigger: a_name_that_goes_on_and_on_until_the_very_end}
"""

GOOD = """\
statebook: 1
id: walk
title: Walk
state_attribute: status
initial: a
groups:
  later: {states: [l, m]}
actions:
  a_name_that_goes_on_and_on_but_is_not_in_the_diagram: {method: GET, accepted_in: "*"}
states:
  a: {}
  b: {}
  c: {}
  d: {}
  e: {}
  f: {}
  g: {}
  h: {}
  i: {}
  j: {}
  k: {}
  l: {}
  m: {}
"""


def check(context: MachineContext) -> Iterator[Finding]:
    """One finding for the number of states, and one for each long name."""
    machine = context.machine
    loose = sum(1 for one in machine.states.values() if not one.group)
    if loose > MOST_STATES:
        message = f"{loose} states are in no group; a diagram reads well up to {MOST_STATES}"
        yield Finding(machine.pointer / "states", message, "put states that readers may treat as one into `groups:`")
    labels: list[State | Action | Event] = [*machine.states.values()]
    triggers: list[Action | Event] = [*machine.actions.values(), *machine.events.values()]
    labels += [one for one in triggers if context.graph.triggered_by(one.id)]
    for one in labels:
        if len(one.id) > LONGEST_LABEL:
            message = f"the name of {named(one)} has {len(one.id)} characters; a label reads well up to {LONGEST_LABEL}"
            yield Finding(one.pointer, message, "shorten it, if the API allows it")
