"""An attribute refers to a job, or to another machine, and cannot be expanded.

## Why

A client that waits for a state wants to know how far its job is. With `expandable` the object carries the
job's identifier by default, and the whole job where a client asks for it; without, the client needs
a second call, or gets the whole job always.

## How to repair

Give the attribute the machine as its type and make it expandable: `{type: job, expandable: true}`.
The machine of the job needs an `identifier:`.

## How to silence

Ignore it beside the attribute when the API gives nothing but the identifier.
"""

from __future__ import annotations

from collections.abc import Iterator

from statebook.diagnostic import Severity
from statebook.model import Attribute
from statebook.rules.context import MachineContext
from statebook.rules.elements import is_written, own_attributes
from statebook.rules.finding import Finding
from statebook.types import named_in

NAME = "job-not-expandable"
SEVERITY = Severity.WARNING

BAD = """\
statebook: 1
id: job
title: Job
state_attribute: status
identifier: id
initial: new
actions:
  split: {method: POST, path: /split, accepted_in: "*", starts: job}
attributes:
  id: {type: string}
  parent: {type: job | null}  # error: [job-not-expandable]
states:
  new:
    attributes:
      job_id: {type: string}  # error: [job-not-expandable]
"""

GOOD = """\
statebook: 1
id: job
title: Job
state_attribute: status
identifier: id
initial: new
actions:
  split: {method: POST, path: /split, accepted_in: "*", starts: job}
attributes:
  id: {type: string}
  parent: {type: job | null, expandable: true}
states:
  new: {}
"""


def check(context: MachineContext) -> Iterator[Finding]:
    """A finding for each attribute that a state carries; those of object types are left alone."""
    machine = context.machine
    started = {one.starts for one in machine.actions.values() if one.starts}
    names = {name + ending for name in started for ending in ("", "_id", "_uid")} - {machine.identifier}
    attributes = [one for one in machine.attributes.values() if is_written(one)]
    attributes += [one for state in machine.states.values() for one in own_attributes(state) if not one.refined]
    for one in attributes:
        if one.expandable:
            continue
        other = _machine(context, one)
        if other:
            yield Finding(
                one.pointer, f"{one.name!r} refers to a {other} and cannot be expanded", "write `expandable: true`"
            )
        elif one.name in names:
            message = f"{one.name!r} looks like the identifier of a job that a call starts, and cannot be expanded"
            yield Finding(one.pointer, message, "give it the machine as its type, and write `expandable: true`")


def _machine(context: MachineContext, one: Attribute) -> str:
    """The machine that an attribute's type names, or nothing."""
    own = context.machine.objects
    return next((name for name in named_in(one.type) if name not in own and name in context.machines), "")
