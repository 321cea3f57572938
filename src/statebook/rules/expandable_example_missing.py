"""Examples by hand show only one form of an expandable attribute.

## Why

Generated examples show an expandable attribute both ways. Examples by hand take their place, and
then a reader may never see what `expand` gives, or what comes without it.

## How to repair

Add an example with the other form, or remove the examples by hand: the generated ones have both.

## How to silence

Ignore it beside the state when the other form is shown elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterator

from statebook.diagnostic import Severity
from statebook.model import Attribute, Json
from statebook.rules.context import MachineContext
from statebook.rules.finding import Finding

NAME = "expandable-example-missing"
SEVERITY = Severity.WARNING

BAD = """\
statebook: 1
id: task
title: Task
state_attribute: status
initial: running
objects:
  worker: {identifier: id, attributes: {id: {type: string}, name: {type: string}}}
attributes:
  worker: {type: worker, expandable: true}
  errors: {type: integer, expands_to: array<string>}
states:
  running:  # error: [expandable-example-missing] [expandable-example-missing]
    examples:
      - body: {status: running, worker: {id: a}, errors: 2}
"""

GOOD = """\
statebook: 1
id: task
title: Task
state_attribute: status
initial: running
objects:
  worker: {identifier: id, attributes: {id: {type: string}, name: {type: string}}}
attributes:
  worker: {type: worker, expandable: true}
  errors: {type: integer, expands_to: array<string>}
states:
  running:
    examples:
      - body: {status: running, worker: {id: a}, errors: 2}
      - body: {status: running, worker: {id: a, name: Ada}, errors: [first, second]}
  over: {}
"""


def check(context: MachineContext) -> Iterator[Finding]:
    """A finding for each expandable attribute of a state with examples by hand."""
    for state in context.machine.states.values():
        bodies = [one.body for one in state.examples if isinstance(one.body, dict)]
        if not bodies:
            continue
        for attribute in state.attributes:
            if not attribute.expandable:
                continue
            forms = {_form(attribute, body.get(attribute.name)) for body in bodies}
            missing = [form for form in ("collapsed", "expanded") if form not in forms]
            if missing:
                yield Finding(
                    state.pointer,
                    f"no example of {state.id!r} shows {attribute.name!r} {' or '.join(missing)}",
                    "add one, or remove the examples by hand: the generated ones show both forms",
                    (attribute.name,),
                )


def _form(attribute: Attribute, value: Json) -> str:
    """Which of its forms a value is; nothing where it cannot be told."""
    one = value[0] if isinstance(value, list) and value else value
    if one is None:
        return ""
    if attribute.expanded is not None and str(attribute.type) != str(attribute.expanded):
        return "collapsed" if _looks_like(str(attribute.type), value) else "expanded"
    if isinstance(one, dict):
        return "expanded" if attribute.collapsed_to_value or len(one) > 1 else "collapsed"
    return "collapsed" if attribute.collapsed_to_value else ""


def _looks_like(kind: str, value: Json) -> bool:
    """Whether a value is of a type as far as its outermost shape tells."""
    shape = "array<" if isinstance(value, list) else "map<" if isinstance(value, dict) else ""
    options = [one.strip() for one in kind.split("|")]
    if shape == "array<":
        return any(one.startswith(shape) for one in options)
    plain = ("string", "integer", "number", "boolean", "datetime", "date", "timestamp", "duration", "uri", "state")
    is_plain = any(one in plain for one in options)
    return is_plain if not shape else not is_plain and not any(one.startswith("array<") for one in options)
