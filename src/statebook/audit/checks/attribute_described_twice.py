"""An attribute is described twice, and differently.

## Why

Of two descriptions one is wrong, or will be after the next edit. Two rows of one table, two tables about
the object as a whole, or two types in different states are looked at. A state may well say something of
its own about an attribute, so texts are compared within one section only.

## How to repair

Keep one description. Where the attribute really differs from state to state, say so in one place.
"""

from __future__ import annotations

from collections.abc import Iterator

from statebook.audit.document import Document
from statebook.audit.finding import Finding
from statebook.audit.reading.attributes import COMMON, OTHER, STATE, Described
from statebook.audit.reading.placeholders import is_placeholder
from statebook.audit.reading.words import quoted
from statebook.diagnostic import Severity

NAME = "attribute-described-twice"
SEVERITY = Severity.WARNING

_FRAME = """\
# Order

## Attributes

Attribute | Type | Description
--- | --- | ---
`status` | string | The state.
`amount` | integer | The sum, in cents.
`%s` | string | The sum, in words.
"""
BAD = _FRAME % "amount"
FOUND = ("amount",)
GOOD = _FRAME % "amount_in_words"


def check(document: Document) -> Iterator[Finding]:
    """A finding for the second description."""
    first: dict[tuple[str, object, str], Described] = {}
    typed: dict[str, Described] = {}
    for one in document.attributes:
        if is_placeholder(one.name):
            continue
        place = (one.scope, "" if one.scope == COMMON else id(one.section), one.name)
        earlier = first.setdefault(place, one)
        if earlier is not one and _differ(earlier, one):
            yield _finding(earlier, one)
            continue
        if one.scope == OTHER or not one.kind:
            continue
        known = typed.setdefault(one.name, one)
        if known is not one and STATE in (one.scope, known.scope) and not (known.kinds & one.kinds):
            yield _finding(known, one)


def _differ(one: Described, other: Described) -> bool:
    return (one.text, one.kinds) != (other.text, other.kinds)


def _finding(earlier: Described, one: Described) -> Finding:
    kinds = f": {earlier.kind} there, {one.kind} here" if earlier.kind != one.kind and earlier.kind and one.kind else ""
    where = (
        f"line {earlier.place.line}"
        if earlier.place.file == one.place.file
        else f"{earlier.place.file}:{earlier.place.line}"
    )
    return Finding(
        one.place,
        f"{quoted(one.name)} is described otherwise at {where}{kinds}",
        "keep one description, or say in one place how they differ",
        (*one.states[:1], one.name),
    )
