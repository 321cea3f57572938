"""What stops a build, and what `check` finds: why, what to do, and an example with what is said."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache, partial
from pathlib import Path

from statebook.catalogue.book import Page
from statebook.catalogue.findings import FILE
from statebook.catalogue.markdown import cell, code, own
from statebook.catalogue.shelf import Entry
from statebook.diagnostic import Diagnostic
from statebook.flaws.registry import Flaw, flaws
from statebook.report.content import Report, Surface
from statebook.report.text import render
from statebook.source.snapshot import load_texts
from statebook.source.text import decode_bytes

NAME = "errors"
TITLE = "Errors"
ENTRANCE = "errors/index.md"
COMMAND = "build"


def pages() -> Iterator[Page]:
    """The table of all flaws, and a page for each."""
    rows = [
        {"name": one.name, "severity": one.severity.value, "summary": cell(one.summary), "commands": one.commands}
        for one in flaws().values()
    ]
    yield Page(ENTRANCE, "errors.md.j2", {"flaws": rows}, "statebook.flaws")
    for flaw in flaws().values():
        yield page_of(flaw)


@cache
def page_of(flaw: Flaw) -> Page:
    """The page of one flaw."""
    found = found_in(flaw)
    text = flaw.example if isinstance(flaw.example, str) else ""
    view = {
        "name": flaw.name,
        "severity": flaw.severity.value,
        "summary": own(flaw.summary),
        "why": own(flaw.why),
        "repair": own(flaw.repair),
        "commands": flaw.commands,
        "example": code(text, "yaml", sorted({one.line for one in found})) if text else "",
        "said": code(_said(found) or flaw.said, "text") if found or flaw.said else "",
    }
    return Page(f"errors/{flaw.name}.md", "error.md.j2", view, "statebook.flaws")


def found_in(flaw: Flaw) -> list[Diagnostic]:
    """What reading the example of a flaw finds; it is found by nothing else, and finds nothing else."""
    if not flaw.example:
        return []
    raw = flaw.example.encode() if isinstance(flaw.example, str) else flaw.example
    _, found = load_texts(Path(), {FILE: decode_bytes(raw, FILE)})
    if {one.rule for one in found} != {flaw.name}:
        raise ValueError(f"the example of {flaw.name} is one of {', '.join(one.rule for one in found) or 'nothing'}")
    return found


def _said(found: list[Diagnostic]) -> str:
    """The report without its last line, which counts."""
    return render(Report(diagnostics=tuple(found)), Surface()).rstrip("\n").rpartition("\n")[0]


def entries() -> list[Entry]:
    """Every flaw, with its page."""
    return [Entry(one.name, one.severity, one.summary, partial(page_of, one)) for one in flaws().values()]
