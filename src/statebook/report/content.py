"""What a report says, whatever its format, and where it will be shown."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal, TextIO

from statebook.diagnostic import Diagnostic, Severity, sorted_diagnostics
from statebook.flaws.registry import flaws
from statebook.published import error_url

Color = Literal["auto", "always", "never"]

MINIMUM_COLUMNS = 40


@dataclass(frozen=True, slots=True)
class RuleNote:
    """A rule that was run: formats such as SARIF and JUnit list rules without a finding too.

    `summary` is one line; `url` leads to its page and may be empty. `description` says more than the
    summary, in plain text, and may be empty. `severity` is what a finding of it counts as in this run.
    """

    name: str
    summary: str = ""
    url: str = ""
    severity: Severity = Severity.ERROR
    description: str = ""


@dataclass(frozen=True, slots=True)
class Report:
    """The result of one command.

    `command` is its name. `checked` are the files that were looked at, `rules` the rules that were
    run. `suppressed` are findings that somebody accepted in a file beside the specs, `ignored` those
    that were accepted in the spec itself, both with the reason in their hint. `notes` are further
    lines about the run, such as "3 files written". `failing` are the diagnostics for which the
    command fails; without it, its errors. `folder` leads from the top of the repository to the folder
    that file names start from; it is empty where they are the same.
    """

    diagnostics: tuple[Diagnostic, ...] = ()
    command: str = ""
    checked: tuple[str, ...] = ()
    rules: tuple[RuleNote, ...] = ()
    suppressed: tuple[Diagnostic, ...] = ()
    notes: tuple[str, ...] = ()
    ignored: tuple[Diagnostic, ...] = ()
    failing: tuple[Diagnostic, ...] | None = None
    folder: str = ""

    def sorted(self) -> list[Diagnostic]:
        """Every diagnostic once, in an order that no run can change."""
        return ordered(self.diagnostics)

    def counts(self) -> dict[Severity, int]:
        """How many diagnostics there are of each severity, gravest first."""
        found = [one.severity for one in self.sorted()]
        return {severity: found.count(severity) for severity in Severity}

    def accepted(self) -> list[Diagnostic]:
        """What somebody accepted, in a file beside the specs or in the spec, in order."""
        return ordered((*self.suppressed, *self.ignored))

    def failures(self) -> list[Diagnostic]:
        """The diagnostics that make the command fail, in order."""
        if self.failing is not None:
            return ordered(self.failing)
        return [one for one in self.sorted() if one.severity is Severity.ERROR]

    def notes_of(self) -> dict[str, RuleNote]:
        """The rules that were run, then those that were found beside them, by name."""
        known = {one.name: one for one in self.rules}
        found = {one.rule: one.severity for one in (*self.accepted(), *self.sorted())}
        return known | {name: _note_of(name, severity) for name, severity in sorted(found.items()) if name not in known}

    def files(self) -> list[str]:
        """The files looked at and those with a finding, sorted."""
        return sorted({*self.checked, *(one.file for one in self.diagnostics)})


def _note_of(name: str, severity: Severity) -> RuleNote:
    """What is known of a rule that was found though nobody ran it: a flaw of reading, of building, of the output."""
    flaw = flaws().get(name)
    if flaw is None:
        return RuleNote(name, f"{name.replace('-', ' ').capitalize()}.", severity=severity)
    return RuleNote(name, flaw.summary, error_url(name), severity, " ".join(flaw.why.split()))


def ordered(diagnostics: Iterable[Diagnostic]) -> list[Diagnostic]:
    """Every diagnostic once, by file, line, column and rule; equal ones of these by everything else."""
    rest = sorted(diagnostics, key=lambda one: (one.severity.value, one.hint, one.source_line, one.fingerprint))
    return sorted_diagnostics(rest)


@dataclass(frozen=True, slots=True)
class Surface:
    """What the place can show that a report goes to; only formats for people look at it.

    `excerpts` asks for the source line below a message. `columns` is the width in terminal cells.
    `unicode` says that it can show more than ASCII.
    """

    colored: bool = False
    excerpts: bool = False
    columns: int = 100
    unicode: bool = True


def surface_of(stream: TextIO, environment: Mapping[str, str], color: Color = "auto", columns: int = 100) -> Surface:
    """The surface of a stream. `color` is the user's word; `auto` asks the terminal and `NO_COLOR`.

    `NO_COLOR` counts when it is set and not empty (https://no-color.org); `always` and `never` win
    over it. `columns` is the terminal's width.
    """
    is_terminal = stream.isatty()
    allowed = not environment.get("NO_COLOR") and environment.get("TERM") != "dumb"
    encoding = (getattr(stream, "encoding", None) or "ascii").lower().replace("-", "")
    return Surface(
        colored=color == "always" or (color == "auto" and is_terminal and allowed),
        excerpts=is_terminal,
        columns=max(columns, MINIMUM_COLUMNS),
        unicode=encoding.startswith("utf"),
    )
