"""A state is not described.

## Why

Clients meet it all the same. A page that describes the other states tells its readers that this one does
not exist.

Against a spec, every state that is shown must be named on the page; where the page gives its states
sections, it must have one. Without a spec, a state that tables of transitions name, and that has no section
while most others have one.

## How to repair

Describe the state, or mark it as undocumented in the spec.
"""

from __future__ import annotations

from collections.abc import Iterator

from statebook.audit.document import Document
from statebook.audit.finding import Finding
from statebook.audit.page.model import Place
from statebook.audit.reading.placeholders import is_placeholder
from statebook.audit.reading.texts import codes_of, texts_of
from statebook.audit.reading.words import folded, quoted
from statebook.diagnostic import Severity

NAME = "state-missing"
SEVERITY = Severity.WARNING

_FRAME = """\
# Order

## The `open` status

It waits.

## The `paid` status

The money is there.
"""
BAD = _FRAME
FOUND = ("Order",)
GOOD = _FRAME + "\n## The `lost` status\n\nNobody knows.\n"
SPEC = """\
statebook: 1
id: order
title: Order
state_attribute: status
initial: open
states: {open: {}, paid: {}, lost: {}}
"""


def check(document: Document) -> Iterator[Finding]:
    """A finding for each state without a section, or without a word."""
    if document.machine is None:
        yield from _alone(document)
        return
    described = {state for one in document.sections for state in one.states}
    has_sections = len(described) >= 2
    named = _named(document)
    for state in document.expected:
        if state in described or (not has_sections and state in named):
            continue
        why = "is named nowhere on the page" if state not in named else "has no section, and others have"
        yield Finding(document.head, f"the state {quoted(state)} of the spec {why}", "describe it", (state,))


def _named(document: Document) -> set[str]:
    """The states that a page names in code or as the whole of a cell."""
    names = {code.text.strip() for page in document.pages for one in page.sections for code in codes_of(one)}
    for page in document.pages:
        for section in page.sections:
            names.update(text.plain for text in texts_of(section) if len(text.plain) < 60)
            names.add(section.title.plain)
    found = {state for name in names for state in document.names.find(name)}
    found.update(state for way in document.ways.rows for state in (*way.sources, *way.targets) if way.is_sure)
    return found


def _alone(document: Document) -> Iterator[Finding]:
    """States of the tables that have no section; names that are nearly known are slips, and told as such."""
    if len(document.sections) < 3:
        return
    told: dict[str, tuple[str, Place, int]] = {}
    for name in document.ways.strange:
        if name.is_code and not document.names.near(name.text) and not is_placeholder(name.text):
            text, place, count = told.get(folded(name.text), (name.text, name.place, 0))
            told[folded(name.text)] = (text, place, count + 1)
    for text, place, count in told.values():
        lists = "a list" if count == 1 else "lists"
        yield Finding(
            place,
            f"the state {quoted(text)} stands in {lists} of ways, and has no section",
            "describe it, or correct its name",
            (text,),
        )
