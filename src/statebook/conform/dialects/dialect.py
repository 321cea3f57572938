"""What an engine has to be able to say."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from statebook.pointer import Step

Cell = str | int | None

END_OF_TIME = 253_402_300_800
"""Unix seconds of the year 10000: a number from there on is no moment, and its microseconds may be no integer."""


class Dialect(Protocol):
    """One engine's words. Every method gives a piece of SQL and quotes what it is given."""

    NAME: str

    def text(self, value: str) -> str:
        """A literal of any text; the engine's escapes are made harmless."""

    def identifier(self, name: str) -> str:
        """A quoted name; a dotted one is quoted part by part."""

    def values(self, names: Sequence[str], rows: Sequence[Sequence[Cell]]) -> str:
        """A query that gives these rows, at least one; all cells of a column are of one type."""

    def parts(self, column: str, paths: Sequence[Sequence[Step]], name: str = "parts") -> tuple[str, list[str]]:
        """How to read JSON text at several paths at once.

        First the expression to compute once for a row, null where the column is no JSON; then, in terms
        of that one under `name`, for each path the compact JSON text that is there, null where
        nothing is.
        """

    def matches(self, text: str, pattern: str) -> str:
        """Whether a text matches an ECMA-like regular expression."""

    def instant(self, raw: str) -> str:
        """Microseconds since 1970 of a JSON text: RFC 3339 in quotes, or a number of Unix seconds; null otherwise."""

    def stranger(self, value: str, known: Sequence[str]) -> str:
        """Of the JSON text of an object, the least key that is not among these; null if there is none.

        Keys whose value is null do not count.
        """

    def as_text(self, value: str) -> str:
        """A value of any type as text."""


def literal(cell: Cell) -> str:
    """A standard SQL literal: the quote doubled, nothing else is special."""
    if cell is None:
        return "NULL"
    return str(cell) if isinstance(cell, int) else "'" + cell.replace("'", "''") + "'"
