"""Two headings of one section are the same.

## Why

They get the same anchor, or one of them a number that changes with the order of the page: no link to the
second one lasts. Most often a section was copied and its heading forgotten.

Headings such as "Attributes" that come back in every section are no finding: their parents differ.

## How to repair

Say in the heading what is special about each, or set an anchor of its own.
"""

from __future__ import annotations

from collections.abc import Iterator

from statebook.audit.document import Document
from statebook.audit.finding import Finding
from statebook.audit.page.model import Section
from statebook.audit.page.slugs import one_slug
from statebook.audit.reading.words import quoted
from statebook.diagnostic import Severity

NAME = "duplicate-heading"
SEVERITY = Severity.ERROR

_FRAME = """\
# Order

## The `open` status

### Attributes

None.

## The `%s` status

### Attributes

None.
"""
BAD = _FRAME % "open"
FOUND = ("The `open` status",)
GOOD = _FRAME % "paid"


def check(document: Document) -> Iterator[Finding]:
    """A finding for the second heading."""
    for page in document.pages:
        known: dict[tuple[int, str], Section] = {}
        for section in page.sections:
            slug = one_slug(section.title.plain)
            if not section.level or not slug:
                continue
            first = known.setdefault((id(section.parent), slug), section)
            if first is section or _have_own_anchors(first, section):
                continue
            yield Finding(
                section.title.place,
                f"the heading {quoted(section.title.plain)} stands at line {first.title.place.line} too, with the same anchor",
                "tell the two apart, or set an anchor",
                (slug,),
            )


def _have_own_anchors(one: Section, other: Section) -> bool:
    """Whether the page sets an anchor for the second of two headings, or tells them apart by two."""
    return bool(other.anchor) and other.anchor != one.anchor
