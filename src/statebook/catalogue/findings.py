"""What `lint` says to the example of a rule: asked, not written."""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass, replace
from pathlib import Path

from statebook.report.content import Report, Surface
from statebook.report.text import render
from statebook.rules.judge import judge
from statebook.rules.registry import Rule
from statebook.source.snapshot import load_texts
from statebook.source.text import SourceText

FILE = "spec.yaml"
TODAY = datetime.date(2026, 1, 1)
"""The day on which examples are judged."""

_MARK = re.compile(r"(?m)[ ]+# error:(?: *\[[a-z-]+\])+$")


@dataclass(frozen=True, slots=True)
class Shown:
    """An example: its text, the lines that have a finding, and what the report says of them."""

    text: str
    lines: tuple[int, ...]
    said: str


def shown(rule: Rule) -> Shown:
    """The bad example of a rule, without the marks of its test, and all that the rule finds in it."""
    text = without_marks(rule.bad)
    project, flaws = load_texts(Path(), {FILE: SourceText.of(FILE, text)})
    if flaws:
        raise ValueError(f"the example of {rule.name} cannot be read: {flaws[0].message}")
    found = []
    for one in judge(project.machines, TODAY):
        if one.rule.name == rule.name and one.ignored is None:
            finding = one.finding
            diagnostic = project.diagnostic(finding.pointer, rule.name, finding.message, finding.hint)
            found.append(replace(diagnostic, severity=one.severity))
    said = render(Report(diagnostics=tuple(found)), Surface())
    return Shown(text, tuple(sorted({one.line for one in found})), said.rstrip("\n").rpartition("\n")[0])


def without_marks(text: str) -> str:
    """An example without the comments that tell its test where the findings are."""
    return _MARK.sub("", text)
