"""Pages audited from their text."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from statebook.audit.judge import diagnostics, documents, judge
from statebook.audit.page.read import read_page
from statebook.diagnostic import Diagnostic, sorted_diagnostics
from statebook.model import Machine
from statebook.source.load import load_project
from statebook.source.text import SourceText


def machines_of(folder: Path, *specs: str) -> Mapping[str, Machine]:
    """The machines of these specs, which must load."""
    (folder / "spec").mkdir(exist_ok=True)
    for index, text in enumerate(specs):
        (folder / f"spec/case{index or ''}.yaml").write_text(text, encoding="utf-8")
    project, flaws = load_project(folder)
    assert not flaws, flaws
    return project.machines


def audited(
    pages: Mapping[str, str], machines: Mapping[str, Machine] | None = None, machine: str = ""
) -> list[Diagnostic]:
    """What is found on pages, sorted."""
    read = [read_page(name, SourceText.of(name, text).lines) for name, text in pages.items()]
    return sorted_diagnostics(diagnostics(judge(documents(read, machines or {}, machine)), read))


def findings(folder: Path, page: str, spec: str = "") -> list[Diagnostic]:
    """What is found on one page, against the one machine of a spec where there is one."""
    if not spec:
        return audited({"page.md": page})
    machines = machines_of(folder, spec)
    return audited({"page.md": page}, machines, next(iter(machines)))


def said(found: list[Diagnostic]) -> str:
    """Findings as lines: place, severity, rule, message and hint."""
    return "".join(
        f"{one.file}:{one.line}:{one.column} {one.severity.value} {one.rule}: {one.message} ({one.hint})\n"
        for one in found
    )
