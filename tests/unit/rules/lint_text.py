"""One spec, linted from its text."""

from __future__ import annotations

import datetime
import re
from pathlib import Path

from statebook.diagnostic import Severity
from statebook.rules.judge import Judged, judge
from statebook.source.load import Project, load_project

TODAY = datetime.date(2026, 6, 1)
MARK = re.compile(r"#\s*error:\s*((?:\[[a-z-]+\]\s*)+)$")


def loaded(folder: Path, *specs: str) -> Project:
    """The project of these specs, which must load."""
    (folder / "spec").mkdir(exist_ok=True)
    for index, text in enumerate(specs):
        (folder / f"spec/case{index or ''}.yaml").write_text(text, encoding="utf-8")
    project, diagnostics = load_project(folder)
    assert not diagnostics, diagnostics
    return project


def judged(folder: Path, *specs: str, levels: dict[str, Severity | None] | None = None) -> list[Judged]:
    """What the rules say about these specs."""
    return judge(loaded(folder, *specs).machines, TODAY, levels)


def lines(folder: Path, rule: str, *specs: str) -> list[int]:
    """The lines of the findings of one rule, ignored ones left out, each as often as it is found."""
    project = loaded(folder, *specs)
    found = [one for one in judge(project.machines, TODAY) if one.rule.name == rule and one.ignored is None]
    return sorted(project.position(one.finding.pointer, key=False)[0] for one in found)


def marked(text: str, rule: str) -> list[int]:
    """The lines that a case marks for a rule."""
    found = []
    for number, line in enumerate(text.split("\n"), 1):
        mark = MARK.search(line)
        if mark:
            found += [number] * mark[1].count(f"[{rule}]")
    return found
