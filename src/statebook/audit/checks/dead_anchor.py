"""A link leads to an anchor that nothing on the page has.

## Why

The reader clicks and stays where he is, or lands at the top of another page.

A heading's anchor may be made by the rules of GitHub, MkDocs, Slate or kramdown; what none of them makes is
dead. Links to other files are followed where the file was given too. A file whose name begins with `_` is
one of Slate's includes, whose links may lead to another include: then it is information, unless the anchor
is nearly one of the page.

## How to repair

Write the anchor that the heading has, or set one with `<a id="…"></a>`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import get_close_matches

from statebook.audit.anchored import Anchored
from statebook.audit.document import Document
from statebook.audit.finding import Finding
from statebook.audit.linked import by_path, page_behind
from statebook.audit.page.model import Page, Piece
from statebook.audit.reading.words import quoted
from statebook.diagnostic import Severity

NAME = "dead-anchor"
SEVERITY = Severity.ERROR

_FRAME = """\
# Order

See [the ways](#%s).

## The `open` status

It waits.
"""
BAD = _FRAME % "the-opne-status"
FOUND = ("#the-opne-status",)
GOOD = _FRAME % "the-open-status"

MOST_GUESSES = 200
ALIKE, NEARLY = 0.75, 0.9
"""How alike two anchors must be to be taken for one; in an include, which may link to others, nearly the same."""
_NOT_OURS = re.compile(r"^(?:|top|!.*|/.*|:~:.*|fn(?:ref)?[:\d-].*|L\d+.*|user-content-.*|__.*)$")


def check(document: Document) -> Iterator[Finding]:
    """A finding for each link to a part of a page that is not there."""
    others = by_path(document.all_pages or document.pages)
    known: dict[str, Anchored] = {}
    guesses = 0
    for page in document.pages:
        for target in page.targets:
            path, separator, fragment = target.text.partition("#")
            if not separator or _NOT_OURS.match(fragment) or "://" in path or path.startswith(("/", "mailto:")):
                continue
            where = page_behind(page, path, others)
            if where is None:
                continue
            anchored = _anchored(where, known)
            if anchored.has(fragment) or (not path and _elsewhere(fragment, page, document, known)):
                continue
            guesses += 1
            yield _finding(page, where, target, fragment, anchored if guesses <= MOST_GUESSES else None)


def _elsewhere(fragment: str, page: Page, document: Document, known: dict[str, Anchored]) -> bool:
    """Whether another part of the same document has the anchor: includes become one page."""
    others = document.all_pages if _is_include(page) else document.pages
    return any(_anchored(one, known).has(fragment) for one in others)


def _anchored(page: Page, known: dict[str, Anchored]) -> Anchored:
    if page.name not in known:
        known[page.name] = Anchored(page)
    return known[page.name]


def _is_include(page: Page) -> bool:
    return page.name.replace("\\", "/").rsplit("/", 1)[-1].startswith("_")


def _finding(page: Page, where: Page, target: Piece, fragment: str, anchored: Anchored | None) -> Finding:
    is_include = _is_include(page) and where is page
    cutoff = NEARLY if is_include else ALIKE
    close = get_close_matches(fragment[:120].lower(), anchored.names, n=1, cutoff=cutoff) if anchored else []
    hint = f"did you mean {quoted('#' + close[0], 120)}?" if close else "write the anchor of a heading, or set one"
    doubtful = is_include and not close
    if doubtful:
        hint = "give the other includes too, so that the link can be followed"
    there = "the page" if where is page else quoted(where.name, 120)
    return Finding(
        target.place, f"nothing in {there} has the anchor {quoted('#' + fragment, 120)}", hint, (target.text,), doubtful
    )
