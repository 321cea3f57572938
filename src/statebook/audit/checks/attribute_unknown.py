"""A table describes an attribute that the spec does not have.

## Why

The page promises what the API, by its spec, does not answer; most often the name is misspelt, or the
attribute has been renamed and the page was forgotten.

## How to repair

Write the name that the spec has, take the row out, or add the attribute to the spec.
"""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches

from statebook.audit.document import Document, known_keys
from statebook.audit.finding import Finding
from statebook.audit.reading.attributes import COMMON, STATE
from statebook.audit.reading.placeholders import is_placeholder
from statebook.audit.reading.words import as_shown, quoted
from statebook.diagnostic import Severity

NAME = "attribute-unknown"
SEVERITY = Severity.ERROR

_FRAME = """\
# Order

## Attributes

Attribute | Description
--- | ---
`status` | The state.
`%s` | The sum.
"""
BAD = _FRAME % "amuont"
FOUND = ("amuont",)
GOOD = _FRAME % "amount"
SPEC = """\
statebook: 1
id: order
title: Order
state_attribute: status
initial: open
attributes: {amount: {type: integer}}
states: {open: {}, paid: {}}
"""


def check(document: Document) -> Iterator[Finding]:
    """A finding for each row about an attribute of the resource that the machine does not have."""
    machine = document.machine
    if machine is None:
        return
    for one in document.attributes:
        if one.scope not in (COMMON, STATE) or is_placeholder(one.name):
            continue
        somewhere = document.known_keys
        here = known_keys(machine, one.states) if one.scope == STATE and one.states else somewhere
        if {one.name, as_shown(one.name)} & here:
            continue
        if one.name in somewhere:
            yield Finding(
                one.place,
                f"the spec has no attribute {quoted(one.name)} in {quoted(one.states[0])}",
                "move the row to the states that carry it",
                (*one.states[:1], one.name),
            )
            continue
        close = get_close_matches(one.name[:60], sorted(somewhere), n=1)
        yield Finding(
            one.place,
            f"the spec of {quoted(machine.id)} has no attribute {quoted(one.name)}",
            f"did you mean {quoted(close[0])}?" if close else "take the row out, or add the attribute to the spec",
            (*one.states[:1], one.name),
        )
