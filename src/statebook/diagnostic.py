"""Anything reported with a position: what is wrong with a spec, where, and what to do about it.

A broken spec is data, never an exception: whoever finds a flaw makes a `Diagnostic` and goes on, so
that all of them reach the author at once.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum


class Severity(StrEnum):
    """How grave a diagnostic is; the order of declaration is the order of gravity."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One flaw at one position.

    `line` and `column` count from 1, columns in characters. `rule` is the kebab-case name of the
    flaw. `hint` says what to do next and may be empty. `source_line` is the text of the line, for
    the caret, without its line break. `fingerprint` is what the finding is known by after an edit
    elsewhere, where its finder has one; two that differ in it alone are one diagnostic. `path` is a JSON
    Pointer (RFC 6901) to the value that is wrong, `expected` and `seen` are what stands for it in words,
    for programs that read reports: the message says all three.
    """

    file: str
    line: int
    column: int
    rule: str
    message: str
    hint: str = ""
    severity: Severity = Severity.ERROR
    source_line: str = ""
    fingerprint: str = field(default="", compare=False)
    path: str = field(default="", compare=False)
    expected: str = field(default="", compare=False)
    seen: str = field(default="", compare=False)

    def sort_key(self) -> tuple[str, int, int, str, str]:
        """By file, place and rule: the same order on every machine."""
        return (self.file, self.line, self.column, self.rule, self.message)


def sorted_diagnostics(diagnostics: list[Diagnostic]) -> list[Diagnostic]:
    """Every diagnostic once, in file, line, column, rule order."""
    return sorted(dict.fromkeys(diagnostics), key=Diagnostic.sort_key)
