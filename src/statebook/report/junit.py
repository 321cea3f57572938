"""JUnit XML, which nearly every CI server shows: a suite for each file, a case for each rule.

Rules that found nothing are cases that pass, so a clean run is not taken for one without tests. A
case fails only where the command does; findings below the gate stand in the case's output, and one
whose findings were all accepted is skipped. Keeps to the schema of Jenkins' xUnit plugin.
"""

from __future__ import annotations

from dataclasses import dataclass
from html import escape

from statebook.diagnostic import Diagnostic
from statebook.report.content import Report, Surface
from statebook.visible import visible

NAME = "junit"


def render(report: Report, surface: Surface) -> str:  # noqa: ARG001 - the same on every surface
    """The document; no times and no host, so the same findings are the same bytes."""
    suites = _suites(report)
    cases = [case for _, inside in suites for case in inside]
    failures = sum(case.fails for case in cases)
    name = f"statebook {report.command}".rstrip()
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        f'<testsuites name={_quoted(name)} tests="{len(cases)}" failures="{failures}" errors="0">',
    ]
    for file, inside in suites:
        counts = f'tests="{len(inside)}" failures="{sum(case.fails for case in inside)}" errors="0"'
        skipped = sum(case.is_skipped for case in inside)
        lines.append(f'  <testsuite name={_quoted(file)} {counts} skipped="{skipped}">')
        lines += [line for case in inside for line in case.lines()]
        lines.append("  </testsuite>")
    return "".join(f"{line}\n" for line in [*lines, "</testsuites>"])


@dataclass(frozen=True, slots=True)
class _Case:
    """One rule on one file, with its findings: those that fail, others, and accepted ones."""

    file: str
    rule: str
    failing: tuple[Diagnostic, ...] = ()
    passing: tuple[Diagnostic, ...] = ()
    accepted: tuple[Diagnostic, ...] = ()

    @property
    def fails(self) -> bool:
        return bool(self.failing)

    @property
    def is_skipped(self) -> bool:
        return bool(self.accepted) and not self.failing and not self.passing

    def lines(self) -> list[str]:
        opening = f"    <testcase classname={_quoted(self.file)} name={_quoted(self.rule)}"
        inside = []
        if self.failing:
            count = f" (and {len(self.failing) - 1} more)" if len(self.failing) > 1 else ""
            message = _quoted(self.failing[0].message + count)
            kind = _quoted(self.failing[0].severity.value)
            inside.append(f"      <failure type={kind} message={message}>{_told(self.failing)}</failure>")
        if self.is_skipped:
            inside.append(f"      <skipped message={_quoted(self.accepted[0].hint or 'accepted')}/>")
        said = (*self.passing, *self.accepted)
        if said:
            inside.append(f"      <system-out>{_told(said)}</system-out>")
        return [f"{opening}>", *inside, "    </testcase>"] if inside else [f"{opening}/>"]


def _suites(report: Report) -> list[tuple[str, list[_Case]]]:
    """The cases of each file; one case for the whole command where no file was looked at."""
    failing = set(report.failures())
    found: dict[tuple[str, str], list[Diagnostic]] = {}
    accepted: dict[tuple[str, str], list[Diagnostic]] = {}
    for one in report.sorted():
        found.setdefault((one.file, one.rule), []).append(one)
    for one in report.accepted():
        accepted.setdefault((one.file, one.rule), []).append(one)
    hit: dict[str, set[str]] = {file: set() for file in report.files()}
    for file, rule in (*found, *accepted):
        hit.setdefault(file, set()).add(rule)
    checked = frozenset(report.checked)
    suites = []
    for file in sorted(hit):
        names = [note.name for note in report.rules] if file in checked else []
        names += sorted(hit[file] - {*names})
        cases = [
            _Case(
                file,
                rule,
                tuple(one for one in found.get((file, rule), ()) if one in failing),
                tuple(one for one in found.get((file, rule), ()) if one not in failing),
                tuple(accepted.get((file, rule), ())),
            )
            for rule in names or [report.command or "report"]
        ]
        suites.append((file, cases))
    whole = report.command or "report"
    return suites or [(whole, [_Case(whole, whole)])]


def _told(found: tuple[Diagnostic, ...]) -> str:
    lines = []
    for one in found:
        lines.append(f"{one.file}:{one.line}:{one.column}: {one.severity.value}[{one.rule}] {one.message}")
        if one.hint:
            lines.append(f"  hint: {one.hint}")
    return "\n".join(_text(line) for line in lines)


def _text(text: str) -> str:
    """Text that XML 1.0 can hold: control characters and halves of surrogates are shown as escapes."""
    return escape(visible(text), quote=True)


def _quoted(text: str) -> str:
    return f'"{_text(text)}"'
