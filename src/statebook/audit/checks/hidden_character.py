"""A heading has a space that looks like any other and is none, or a character that turns text around.

## Why

A no-break space in a heading gives another anchor in some programs, is not found by a search, and nobody
sees why. Characters that change the direction of text show it in another order than it has.

## How to repair

Type the space again.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from statebook.audit.document import Document
from statebook.audit.finding import Finding
from statebook.audit.page.model import Place
from statebook.audit.reading.words import TWICE_ENCODED, quoted
from statebook.diagnostic import Severity

NAME = "hidden-character"
SEVERITY = Severity.WARNING

_FRAME = """\
# Order

## The `open`%sstatus

It waits.
"""
BAD = _FRAME % "\u00a0"
FOUND = ("\u00a0",)
GOOD = _FRAME % " "

_HIDDEN = re.compile("[\u00a0\u1680\u2000-\u200a\u2028-\u202f\u205f\u2066-\u2069\u3000]")
_NAMES = {"\u00a0": "a no-break space", "\u202f": "a narrow no-break space"}


def check(document: Document) -> Iterator[Finding]:
    """A finding for the first such character of each heading."""
    for page in document.pages:
        for section in page.sections:
            place = section.title.place
            line = page.lines[place.line - 1] if section.level and place.line <= len(page.lines) else ""
            match = _HIDDEN.search(line)
            if match:
                name = _NAMES.get(match[0], f"the character U+{ord(match[0]):04X}")
                start = match.start()
                if start and line.startswith(TWICE_ENCODED, start - 1):
                    name, start = "a no-break space, encoded twice,", start - 1
                yield Finding(
                    Place(page.name, place.line, start + 1),
                    f"the heading {quoted(section.title.plain)} has {name} in it",
                    "write an ordinary space, or nothing",
                    (section.title.plain, f"{ord(match[0]):04X}"),
                )
