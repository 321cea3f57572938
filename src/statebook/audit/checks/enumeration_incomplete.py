"""A list of the states leaves one out.

## Why

A table or a list of all states is what clients copy into their enums. What it leaves out falls into their
default branch, if they have one.

Lists are looked at that name more than two thirds of the states and do not say that they are a part
("the final states"); "one of `a`, `b` or `c`" counts too. Two lists that share no state are taken as one.

## How to repair

Add the state to the list, or say which states the list is about.
"""

from __future__ import annotations

from collections.abc import Iterator

from statebook.audit.document import Document
from statebook.audit.finding import Finding
from statebook.audit.reading.names import listed
from statebook.diagnostic import Severity

NAME = "enumeration-incomplete"
SEVERITY = Severity.WARNING

_FRAME = """\
# Order

State | Meaning
--- | ---
`open` | It waits.
`paid` | The money is there.
`sent` | It is on its way.
%s
## Open

It waits.
"""
BAD = _FRAME % ""
FOUND = ("State |",)
GOOD = _FRAME % "`lost` | Nobody knows.\n"
SPEC = """\
statebook: 1
id: order
title: Order
state_attribute: status
initial: open
states: {open: {}, paid: {}, sent: {}, lost: {}}
"""


def check(document: Document) -> Iterator[Finding]:
    """A finding for each list, with all that it leaves out."""
    expected = document.expected
    found = []
    for one in document.enumerations:
        known = {state for entry in one.entries for state in document.names.find(entry.text)}
        unknown = sum(entry.text not in document.names for entry in one.entries)
        if unknown * 3 <= len(one.entries):
            found.append((one, known, unknown))
    for one, known, unknown in found:
        missing = [state for state in expected if state not in known]
        others = {state for other, states, _ in found if other is not one and not states & known for state in states}
        missing = [state for state in missing if state not in others]
        if missing and not unknown and len(known) * 3 > len(expected) * 2:
            yield Finding(
                one.place,
                f"this {'table' if one.kind == 'table' else 'list'} of states leaves out {listed(missing)}",
                "add what is missing, or say which states it is about",
                (one.kind, *missing),
            )
