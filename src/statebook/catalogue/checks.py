"""The flaws that `audit` looks for on hand-written pages: why each hurts, a page with what is said, and how to silence it."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache, partial

from statebook.audit.registry import Check, checks
from statebook.catalogue.audited import audited
from statebook.catalogue.book import Page
from statebook.catalogue.markdown import cell, code, own, page, sections
from statebook.catalogue.shelf import Entry, gravest_first

NAME = "checks"
TITLE = "Checks of pages"
ENTRANCE = "checks/index.md"
COMMAND = "audit"

LONGEST = 2_000
"""Characters of an example that are shown; that of what is too long to be read is longer."""


def pages() -> Iterator[Page]:
    """The table of all checks, and a page for each."""
    rows = [
        {
            "name": one.name,
            "severity": one.severity.value,
            "summary": cell(one.summary),
        }
        for one in gravest_first(entries())
    ]
    yield Page(ENTRANCE, "checks.md.j2", {"checks": rows}, "statebook.audit.checks")
    for check in checks().values():
        yield page_of(check)


@cache
def page_of(check: Check) -> Page:
    """The page of one check."""
    told = sections(check.page)
    bad = audited(check)
    view = {
        "name": check.name,
        "severity": check.severity.value,
        "summary": own(check.summary),
        "why": told["Why"],
        "repair": told["How to repair"],
        "spec": code(check.spec, "yaml") if check.spec else "",
        "bad": page(_cut(check.bad), bad.lines),
        "said": code(bad.said, "text"),
        "good": page(_cut(check.good)),
    }
    return Page(f"checks/{check.name}.md", "check.md.j2", view, check.check.__module__)


def entries() -> list[Entry]:
    """Every check, with its page."""
    return [Entry(one.name, one.severity, one.summary, partial(page_of, one)) for one in checks().values()]


def _cut(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[:60].rstrip()} …"
