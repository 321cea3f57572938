"""Annotations of GitHub Actions, as workflow commands: put them on standard output of a step.

GitHub shows at most `LIMIT` annotations of a level for one step, so the gravest come first and a
notice counts the rest. A step's summary and its outputs are files that the runner names; what goes
there are formats of their own (`BESIDE`).
"""

from __future__ import annotations

from statebook.diagnostic import Diagnostic, Severity
from statebook.report.content import Report, Surface
from statebook.report.location import is_stdin, path_of
from statebook.visible import visible

NAME = "github"
BESIDE = {"GITHUB_STEP_SUMMARY": "markdown", "GITHUB_OUTPUT": "counts"}
LIMIT = 10

_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}
_TEXT = {"%": "%25", "\r": "%0D", "\n": "%0A"}
_PROPERTY = {**_TEXT, ":": "%3A", ",": "%2C"}


def render(report: Report, surface: Surface) -> str:  # noqa: ARG001 - the same on every surface
    """One command a line, gravest first; nothing where nothing was found."""
    found = report.sorted()
    levels = {severity: [one for one in found if one.severity is severity] for severity in Severity}
    if any(len(ones) > LIMIT for ones in levels.values()):
        levels[Severity.INFO] = levels[Severity.INFO][: LIMIT - 1]  # the count takes the place of a notice
    shown = [one for ones in levels.values() for one in ones[:LIMIT]]
    urls = {note.name: note.url for note in report.notes_of().values()}
    lines = [_annotation(one, urls.get(one.rule, ""), report.folder) for one in shown]
    if len(shown) < len(found):
        command = f"statebook {report.command}".rstrip()
        more = f"{len(found) - len(shown)} more: the summary of this step, or `{command}`, shows all of them"
        lines.append(f"::notice title={_escaped(command, _PROPERTY)}::{_escaped(more, _TEXT)}")
    return "".join(f"{line}\n" for line in lines)


def _annotation(one: Diagnostic, url: str, folder: str) -> str:
    properties = {
        "file": visible(path_of(one.file, folder)),
        "line": str(max(one.line, 1)),
        "endLine": str(max(one.line, 1)),
        "col": str(max(one.column, 1)),
        "title": visible(one.rule),
    }
    if is_stdin(one.file):
        properties = {"title": properties["title"]}
    said = ",".join(f"{name}={_escaped(value, _PROPERTY)}" for name, value in properties.items())
    text = "\n".join(visible(part) for part in (one.message, one.hint, url) if part)
    return f"::{_LEVELS[one.severity]} {said}::{_escaped(text, _TEXT)}"


def _escaped(text: str, escapes: dict[str, str]) -> str:
    """Text as the runner takes it back: its `ActionCommand` undoes these escapes and no others."""
    return "".join(escapes.get(character, character) for character in text)
