"""What `conform` finds in logs of recorded answers: why, what to do, and a log with what is said."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache, partial

from statebook.catalogue.book import Page
from statebook.catalogue.logrows import LOG, ROWS, SPEC, LogFinding
from statebook.catalogue.markdown import cell, code, own
from statebook.catalogue.shelf import Entry
from statebook.diagnostic import Severity

NAME = "logs"
TITLE = "Findings in logs"
ENTRANCE = "logs/index.md"
COMMAND = "conform"


def pages() -> Iterator[Page]:
    """The table of all findings, and a page for each."""
    ordered = sorted(ROWS, key=lambda one: one.name)
    rows = [{"name": one.name, "summary": cell(one.summary)} for one in ordered]
    yield Page(ENTRANCE, "logs.md.j2", {"findings": rows}, "statebook.catalogue.logrows")
    for finding in ordered:
        yield page_of(finding)


@cache
def page_of(finding: LogFinding) -> Page:
    """The page of one kind of finding."""
    lines = [int(line.split(":")[1]) for line in finding.said.splitlines() if line.startswith(f"{LOG}:")]
    view = {
        "name": finding.name,
        "summary": own(finding.summary),
        "why": own(finding.why),
        "repair": own(finding.repair),
        "spec": code(SPEC, "yaml"),
        "log": code(finding.log, "json", lines, LOG),
        "command": " ".join(("statebook", COMMAND, LOG, *finding.options)),
        "said": code(finding.said, "text"),
    }
    return Page(f"logs/{finding.name}.md", "log.md.j2", view, "statebook.catalogue.logrows")


def entries() -> list[Entry]:
    """Every kind of finding, with its page."""
    return [Entry(one.name, Severity.ERROR, one.summary, partial(page_of, one)) for one in ROWS]
