"""A part of the page was too long to be looked at.

## Why

Lines and paragraphs of tens of thousands of characters are made by programs. They are left out, so that
the rest can be checked in time that grows with the page; whatever is wrong in them stays unknown.

## How to repair

Break the line, or leave generated text out of the page.
"""

from __future__ import annotations

from collections.abc import Iterator

from statebook.audit.document import Document
from statebook.audit.finding import Finding
from statebook.diagnostic import Severity

NAME = "unread-part"
SEVERITY = Severity.INFO

BAD = "# Order\n\n" + "long " * 5_000 + "\n"
FOUND = ("long long",)
GOOD = "# Order\n\n" + "short\n\n" * 5_000


def check(document: Document) -> Iterator[Finding]:
    """A finding for each line or paragraph that was left out."""
    for page in document.pages:
        for place in sorted(dict.fromkeys(page.skipped)):
            yield Finding(place, "this is too long to be looked at", "break it into lines or paragraphs", ())
