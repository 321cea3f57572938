"""What every log format gives, and how a log is refused."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

MAXIMUM_LINE = 8 * 1024 * 1024
"""Bytes of a line; a status object has some hundred."""

KEPT_FLAWS = 1000
"""How many unreadable lines are remembered with their reasons; the others are told in general words."""


class LogRefused(Exception):
    """A log cannot be read at all. `hint` says what to do."""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


@dataclass(slots=True)
class Rows:
    """One log. `name` is what the user wrote.

    `relation` is a DuckDB query with the columns `line` (from 1) and `document` (JSON text; null for a
    line to pass over). `flaws` are the reasons why lines could not be read; their documents are no JSON.
    """

    name: str
    relation: str
    flaws: dict[int, str] = field(default_factory=dict)

    def flaw(self, line: int, reason: str) -> None:
        """Remember why a line is unreadable, as long as there is room."""
        if len(self.flaws) < KEPT_FLAWS:
            self.flaws[line] = reason


class Format(Protocol):
    """A log format: its name, and how a file of it becomes rows."""

    NAME: str
    ENDINGS: tuple[str, ...]

    def rows(self, path: Path, name: str, scratch: Path) -> Rows:
        """The rows of a file. `scratch` is a folder for copies that the engine can read."""


def sql_text(text: str) -> str:
    """A literal of DuckDB."""
    return "'" + text.replace("'", "''") + "'"


def lines_of(path: Path) -> str:
    """A DuckDB query for the lines of a clean text file: numbered from 1, in order, not parsed."""
    return (
        "SELECT line, document FROM (SELECT row_number() OVER () AS line, document FROM read_csv("
        f"{sql_text(str(path))}, columns = {{'document': 'VARCHAR'}}, delim = '', quote = '', escape = '', "
        f"header = false, auto_detect = false, max_line_size = {MAXIMUM_LINE + 1024}, new_line = '\\n')) "
        "WHERE document <> ' '"
    )
