"""What every log format gives, and how a log is refused."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from statebook.conform.question import Fields
from statebook.model import Machine

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


@dataclass(frozen=True, slots=True)
class Source:
    """A log to read. `copy` is where a format may write what the engine can read, if `path` cannot be read as it is.

    `fields` are the paths that the documents are judged by: formats without documents of their own build
    theirs so. `machine` says of what type the texts of a table are.
    """

    path: Path
    copy: Path
    fields: Fields
    machine: Machine


@dataclass(slots=True)
class Rows:
    """One log as rows.

    `relation` is a DuckDB query with the columns `line` (from 1) and `document` (JSON text; null for a
    line to pass over). `flaws` are the reasons why lines could not be read; their documents are no JSON.
    `lines` are the lines where rows begin, if they are not lines themselves. `is_sparse` says that the
    log is a table, in which null may stand for nothing.
    """

    relation: str
    flaws: dict[int, str] = field(default_factory=dict)
    lines: Sequence[int] = ()
    is_sparse: bool = False

    def line_of(self, row: int) -> int:
        """The line of the file where a row stands, from 1."""
        return self.lines[row - 1] if self.lines else row


class Format(Protocol):
    """A log format: its name, and how a file of it becomes rows."""

    NAME: str
    ENDINGS: tuple[str, ...]

    def rows(self, source: Source) -> Rows:
        """The rows of a file. Raises `LogRefused`, and `OSError` where it cannot be read."""


def sql_text(text: str) -> str:
    """A literal of DuckDB."""
    return "'" + text.replace("'", "''") + "'"


def lines_of(path: Path) -> str:
    """A DuckDB query for the lines of a clean text file: numbered from 1, in order, not parsed, without blank ones."""
    return (
        "SELECT line, document FROM (SELECT row_number() OVER () AS line, document FROM read_csv("
        f"{sql_text(str(path))}, columns = {{'document': 'VARCHAR'}}, delim = '', quote = '', escape = '', "
        f"header = false, auto_detect = false, max_line_size = {MAXIMUM_LINE + 1024}, buffer_size = {2 * MAXIMUM_LINE + 2048}, new_line = '\\n', "
        "compression = 'none')) WHERE document >= '!' OR trim(document, ' \t') <> ''"
    )


def plain_name(source: Source) -> Path:
    """The file under a name in which the engine sees no pattern: itself, or a link beside the copies."""
    if not set("*?[]{}") & set(str(source.path)):
        return source.path
    link = source.copy.with_name(f"{source.copy.name}-link")
    link.symlink_to(source.path.absolute())
    return link
