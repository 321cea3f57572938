"""The spec has an attribute that no table of the page describes.

## Why

Readers find it in the answers and do not know what it is for, and nobody notices when it goes.

Only pages that describe attributes in tables are looked at; an attribute that the page names in code
anywhere counts as described.

## How to repair

Add a row for it.
"""

from __future__ import annotations

from collections.abc import Iterator

from statebook.audit.document import Document
from statebook.audit.finding import Finding
from statebook.audit.page.model import Table
from statebook.audit.reading.attributes import COMMON, STATE
from statebook.audit.reading.texts import codes_of
from statebook.audit.reading.words import as_shown, quoted
from statebook.diagnostic import Severity

NAME = "attribute-undocumented"
SEVERITY = Severity.WARNING

_FRAME = """\
# Order

## Attributes

Attribute | Description
--- | ---
`status` | The state.
"""
BAD = _FRAME
FOUND = ("Attribute |",)
GOOD = _FRAME + "`amount` | The sum.\n"
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
    """A finding for each attribute that the page does not name, at its first table."""
    machine = document.machine
    if machine is None:
        return
    ours = [one for one in document.attributes if one.scope in (COMMON, STATE)]
    if not any(one.name in document.known_keys for one in ours):
        return
    tables = [block for block in ours[0].section.blocks if isinstance(block, Table)]
    codes = {code.text.strip() for page in document.pages for one in page.sections for code in codes_of(one)}
    named = {one.name for one in document.attributes} | codes
    carried = {one.name for state in machine.states.values() for one in state.attributes}
    for name in dict.fromkeys((*machine.attributes, *machine.attribute_states)):
        top = name.split(".")[0].split("[")[0]
        if name in carried and not named & {name, top, as_shown(name)}:
            yield Finding(
                tables[0].place if tables else ours[0].place,
                f"the attribute {quoted(name)} of the spec is described nowhere on the page",
                "add a row for it",
                (name,),
            )
