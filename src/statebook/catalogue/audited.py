"""What `audit` says to the bad page of a check: asked, not written."""

from __future__ import annotations

from pathlib import Path

from statebook.audit.judge import diagnostics, documents, judge
from statebook.audit.page.read import read_page
from statebook.audit.registry import Check
from statebook.catalogue.findings import FILE, Shown
from statebook.report.content import Report, Surface
from statebook.report.text import render
from statebook.source.snapshot import load_texts
from statebook.source.text import SourceText

PAGE = "page.md"


def audited(check: Check) -> Shown:
    """The bad page of a check, and all that the check finds on it."""
    machines = {}
    if check.spec:
        project, flaws = load_texts(Path(), {FILE: SourceText.of(FILE, check.spec)})
        if flaws:
            raise ValueError(f"the spec of {check.name} cannot be read: {flaws[0].message}")
        machines = dict(project.machines)
    pages = [read_page(PAGE, SourceText.of(PAGE, check.bad).lines)]
    found = diagnostics(judge(documents(pages, machines, next(iter(machines), ""))), pages)
    ours = tuple(one for one in found if one.rule == check.name)
    said = render(Report(diagnostics=ours), Surface())
    return Shown(check.bad, tuple(sorted({one.line for one in ours})), said.rstrip("\n").rpartition("\n")[0])
