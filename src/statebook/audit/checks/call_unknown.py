"""A page defines a call otherwise than the spec.

## Why

The method or the path of an action has changed, and one of the two was forgotten.

A definition (the first line of an `http` block) is a finding when the spec has an action with the same path
and another method, or with nearly the same path. Other calls are none of the spec's business.

## How to repair

Write the call as the spec has it, or correct the spec.
"""

from __future__ import annotations

from collections.abc import Iterator
from difflib import SequenceMatcher

from statebook.audit.document import Document
from statebook.audit.finding import Finding
from statebook.audit.reading.calls import METHODS, VARIABLE, Call, call, matches
from statebook.audit.reading.words import folded, quoted
from statebook.diagnostic import Severity
from statebook.model import Action

NAME = "call-unknown"
SEVERITY = Severity.ERROR

_FRAME = """\
# Order

## Pay

```http
%s /orders/{ORDER}/pay
```
"""
BAD = _FRAME % "POST"
FOUND = ("/orders/{ORDER}/pay",)
GOOD = _FRAME % "PUT"
SPEC = """\
statebook: 1
id: order
title: Order
state_attribute: status
initial: open
actions: {pay: {method: PUT, path: "/orders/{ORDER}/pay"}}
states: {open: {}, paid: {}}
transitions: [{from: open, to: paid, trigger: pay}]
"""

ALIKE = 0.9
"""How alike two paths must be, variables aside, to be taken for one."""


def check(document: Document) -> Iterator[Finding]:
    """A finding for each definition that is nearly an action of the spec."""
    machine = document.machine
    if machine is None:
        return
    known = [
        (
            action,
            call(action.method.upper(), machine.api.base + action.path, document.head, document.pages[0].sections[0]),
        )
        for action in machine.actions.values()
        if action.path and action.method.upper() in METHODS
    ]
    for defined in document.definitions:
        if any(one.method == defined.method and matches(one, defined) for _, one in known):
            continue
        found = _meant(defined, known)
        if found is not None:
            action, one = found
            yield Finding(
                defined.place,
                f"the page defines {quoted(f'{defined.method} {defined.path}', 100)}, "
                f"the spec {quoted(f'{one.method} {one.path}', 100)} ({quoted(action.id)})",
                "write one of them in both",
                (defined.method, defined.path, action.id),
            )


def _meant(defined: Call, known: list[tuple[Action, Call]]) -> tuple[Action, Call] | None:
    """The action that a definition means: the same path and no other call by that method, or nearly the same."""
    same_path = [one for one in known if matches(one[1], defined)]
    titled = folded(defined.section.title.plain)
    if len(same_path) == 1 and titled in {folded(same_path[0][0].title), folded(same_path[0][0].id)}:
        return same_path[0]
    for action, one in known:
        if one.method != defined.method or len(defined.path) > 400:
            continue
        ours, theirs = VARIABLE.sub("{}", one.path), VARIABLE.sub("{}", defined.path)
        if ours != theirs and ours.rstrip("/") == theirs.rstrip("/"):
            return action, one
        if titled in {folded(action.title), folded(action.id)} and SequenceMatcher(None, ours, theirs).ratio() >= ALIKE:
            return action, one
    return None
