"""A heading, a table or a list names a state that does not exist.

## Why

Most often a slip of the pen: `cancelled` here and `canceled` there. Whoever copies the name compares with
a value that never comes.

Against a spec, its states count, with their values, titles and groups. Without one, the states that have
sections of their own, or those that tables of transitions name more than once; then only a name that is
nearly one of them is a finding.

## How to repair

Write the name of the state. If it is new, add it to the spec.
"""

from __future__ import annotations

from collections.abc import Iterator

from statebook.audit.document import Document
from statebook.audit.finding import Finding
from statebook.audit.page.model import Piece
from statebook.audit.reading.cells import is_identifier
from statebook.audit.reading.placeholders import is_placeholder
from statebook.audit.reading.words import quoted
from statebook.diagnostic import Severity

NAME = "state-unknown"
SEVERITY = Severity.ERROR

_FRAME = """\
# Order

| From | To | Trigger |
| --- | --- | --- |
| `open` | `cancelled` | `cancel` |
| `open` | `paid` | `pay` |
| `paid` | `%s` | `cancel` |
| `paid`, `cancelled` | `open` | `reopen` |
"""
BAD = _FRAME % "canceled"
FOUND = ("canceled",)
GOOD = _FRAME % "cancelled"


def check(document: Document) -> Iterator[Finding]:
    """A finding for each name of a state that is none."""
    if not document.names.ids:
        return
    for section in document.sections:
        if not section.states:
            yield from _name(document, section.name, sure=True)
    for strange in document.ways.strange:
        piece = Piece(strange.text, strange.place)
        yield from _name(document, piece, sure=strange.is_code)
    for enumeration in document.enumerations:
        known = sum(one.text in document.names for one in enumeration.entries)
        if known >= 2 and known * 3 >= len(enumeration.entries) * 2:
            for entry in enumeration.entries:
                if entry.text not in document.names:
                    yield from _name(document, entry, sure=False)


def _name(document: Document, name: Piece, *, sure: bool) -> Iterator[Finding]:
    """A finding for a name; without a machine, or where the cell may hold prose, it must be nearly a known one."""
    if is_placeholder(name.text) or not name.text.strip():
        return
    hint = document.names.hint(name.text)
    if not hint and (document.machine is None or not sure or not is_identifier(name.text)):
        return
    whose = f"the machine {quoted(document.machine.id)}" if document.machine is not None else "this page"
    yield Finding(
        name.place,
        f"{quoted(name.text)} is no state of {whose}",
        hint or "remove it, or add it to the spec",
        (name.text,),
    )
