"""Plain lines for people: `file:line:column: severity[rule] message`.

On a terminal the source line follows, with a caret, and colours. Text of a spec is shown with its
control and direction characters made visible, so it cannot act on the terminal.
"""

from __future__ import annotations

from statebook.diagnostic import Diagnostic, Severity
from statebook.report.content import Report, Surface
from statebook.report.excerpt import excerpt
from statebook.visible import visible

NAME = "text"

_RESET = "\x1b[0m"
_BOLD = "\x1b[1m"
_BLUE = "\x1b[1;34m"
_CYAN = "\x1b[36m"
_GREEN = "\x1b[32m"
_COLORS = {Severity.ERROR: "\x1b[1;31m", Severity.WARNING: "\x1b[1;33m", Severity.INFO: "\x1b[1;36m"}
_PLURALS = {Severity.ERROR: "errors", Severity.WARNING: "warnings", Severity.INFO: "notes"}
_SINGULARS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}


def render(report: Report, surface: Surface) -> str:
    """All diagnostics, then the notes, then one line with the counts."""
    lines: list[str] = []
    for diagnostic in report.sorted():
        lines += _diagnostic(diagnostic, surface)
    lines += [visible(note) for note in report.notes]
    return "".join(f"{_shown(line, surface)}\n" for line in [*lines, _counts(report, surface)])


def _shown(line: str, surface: Surface) -> str:
    return line if surface.unicode else line.encode("ascii", "backslashreplace").decode("ascii")


def _paint(text: str, color: str, surface: Surface) -> str:
    return f"{color}{text}{_RESET}" if surface.colored else text


def _diagnostic(one: Diagnostic, surface: Surface) -> list[str]:
    place = _paint(f"{visible(one.file)}:{one.line}:{one.column}", _BOLD, surface)
    label = _paint(f"{one.severity.value}[{visible(one.rule)}]", _COLORS[one.severity], surface)
    lines = [f"{place}: {label} {visible(one.message)}"]
    if surface.excerpts and one.source_line:
        lines += _excerpt(one, surface)
    if one.hint:
        lines.append(f"  {_paint('hint:', _CYAN, surface)} {visible(one.hint)}")
    return lines


def _excerpt(one: Diagnostic, surface: Surface) -> list[str]:
    number = str(one.line)
    bar = _paint("|", _BLUE, surface)
    room = surface.columns - len(number) - 5
    source = one.source_line
    if not surface.unicode:
        source = "".join(character if character.isascii() else "?" for character in source)
    text, cell = excerpt(source, one.column, room, ellipsis="…" if surface.unicode else "...")
    caret = _paint("^", _COLORS[one.severity], surface)
    return [f"  {_paint(number, _BLUE, surface)} {bar} {text}", f"  {' ' * len(number)} {bar} {' ' * cell}{caret}"]


def _counts(report: Report, surface: Surface) -> str:
    counts = [(count, severity) for severity, count in report.counts().items() if count]
    files = len(report.files())
    where = f" in {files} {'file' if files == 1 else 'files'}" if files else ""
    number = len(report.accepted())
    accepted = f" ({number} accepted)" if number else ""
    if not counts:
        return _paint(f"No problems{where}{accepted}.", _GREEN, surface)
    words = [f"{count} {_SINGULARS[severity] if count == 1 else _PLURALS[severity]}" for count, severity in counts]
    return _paint(f"{', '.join(words)}{where}{accepted}.", _COLORS[counts[0][1]], surface)
