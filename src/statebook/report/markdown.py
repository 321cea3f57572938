"""A pull request comment or a step's summary: counts, then a table for each severity.

It begins with a hidden marker by which it is found again, one for each command, fits into a comment
of GitHub, and is empty when there is nothing to say.
"""

from __future__ import annotations

from statebook.diagnostic import Diagnostic, Severity
from statebook.report.comment import MAXIMUM_LENGTH, Table, code, fitted, more, worded
from statebook.report.content import Report, Surface

NAME = "markdown"

MAXIMUM_WORDS = 1000
"""Characters of one message or hint; a longer one is cut, so that none takes the place of all others."""

_TITLES = {Severity.ERROR: "Errors", Severity.WARNING: "Warnings", Severity.INFO: "Notes"}
_SIGNS = {Severity.ERROR: "🟥", Severity.WARNING: "🟧", Severity.INFO: "🟦"}


def render(report: Report, surface: Surface) -> str:  # noqa: ARG001 - the same on every surface
    """The comment, or nothing."""
    found = report.sorted()
    if not found:
        return ""
    command = f"statebook {report.command}".rstrip()
    opening = f"<!-- {command.replace(' ', '-')} -->\n### {command}: {_summary(report)}\n\n"
    urls = {note.name: note.url for note in report.notes_of().values()}
    room = MAXIMUM_LENGTH - len(opening) - len(more(len(found), command))
    text, left_out = fitted(
        (_table(severity, [one for one in found if one.severity is severity], urls) for severity in Severity), room
    )
    return f"{opening}{text}{more(left_out, command)}".rstrip("\n") + "\n"


def _summary(report: Report) -> str:
    counts = [
        f"{number} {_TITLES[severity].lower().removesuffix('s' if number == 1 else '')}"
        for severity, number in report.counts().items()
        if number
    ]
    files = len(report.files())
    accepted = len(report.accepted())
    where = f" in {files} {'file' if files == 1 else 'files'}"
    return ", ".join(counts) + where + (f" ({accepted} accepted)" if accepted else "")


def _table(severity: Severity, found: list[Diagnostic], urls: dict[str, str]) -> Table:
    title = f"{_SIGNS[severity]} {_TITLES[severity]} ({len(found)})"
    head = "| What | Rule | Where |\n|---|---|---|\n"
    rows = [_row(one, urls.get(one.rule, "")) for one in found]
    if severity is Severity.INFO:
        return Table(f"<details><summary>{title}</summary>\n\n{head}", rows, "\n</details>\n\n")
    return Table(f"#### {title}\n\n{head}", rows)


def _row(one: Diagnostic, url: str) -> str:
    rule = f"[{code(one.rule)}]({url})" if url else code(one.rule)
    what = "<br>".join(_cut(part) for part in (one.message, one.hint) if part)
    return f"| {what} | {rule} | {code(f'{one.file}:{one.line}')} |\n"


def _cut(text: str) -> str:
    return worded(text if len(text) <= MAXIMUM_WORDS else f"{text[: MAXIMUM_WORDS - 1]}…")
