"""Tables of states by states: a row and a column for each state, and in the cells what leads from one to the other."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from statebook.audit.page.model import Inline, Table
from statebook.audit.reading.cells import names_in
from statebook.audit.reading.words import folded

_NO = {
    "", "-", "\u2013", "\u2014", "no", "n", "\u2717", "\u2718", "\u274c", "\u274e", "\u00d7", "0", "n/a", "na", "none", "never", "not allowed",
    "illegal", "forbidden", "impossible", ".", "\u00b7", "\u00a0", "\u2212", "false", "nothing", "\\", "/",
}  # fmt: skip
_YES = {
    "yes", "y", "\u2713", "\u2714", "\u2714\ufe0f", "\u2705", "\u2611", "1", "ok", "allowed", "\u2022", "\u25cf", "*", "o", "legal", "possible", "true", "+",
}  # fmt: skip
_UNKNOWN = {"?", "??", "???", "unknown", "maybe", "tbd"}
_FROM = re.compile(r"\b(?:from|source|current|old|before|prior)\b")
_TO = re.compile(r"\b(?:to|target|next|new|after|destination)\b")
_OTHER = re.compile(
    r"(?i)\b(?:actions?|events?|triggers?|calls?|commands?|methods?|attributes?|fields?|errors?|permissions?|roles?)\b"
)
_DOWN, _RIGHT = re.compile("[↓⬇▼]"), re.compile("[→➡▶]")


@dataclass(frozen=True, slots=True)
class Mark:
    """One cell that says that there is a way: between the names of its row and column.

    `said` is what the cell says besides yes: a trigger or a condition.
    """

    row: Inline
    column: Inline
    cell: Inline
    said: Inline | None


@dataclass(frozen=True, slots=True)
class Matrix:
    """A table whose rows and columns are states. `turned`: rows are where a way leads; None where nothing tells."""

    table: Table
    turned: bool | None
    marks: tuple[Mark, ...]
    is_vague: bool = False
    """Whether some cell says that nobody knows."""

    def heads(self) -> tuple[Inline, ...]:
        """The cells that name the states of rows and columns."""
        return (*self.table.header[1:], *(row[0] for row in self.table.rows))


def matrix_of(table: Table, title: str) -> Matrix | None:
    """The table as a matrix; None where its columns and its rows are not called alike.

    `title` is the heading that it stands below: a table of states by actions may have the same names on both sides.
    """
    if len(table.header) < 3 or len(table.rows) < 2 or _OTHER.search(title):
        return None
    columns = [_one_name(cell) for cell in table.header[1:]]
    rows = [_one_name(row[0]) for row in table.rows]
    common = set(columns) & set(rows) - {""}
    if len(common) < 2 or len(set(columns)) != len(columns) or len(set(rows)) != len(rows):
        return None
    if len(common) * 2 < max(len(columns), len(rows)) or "" in columns or "" in rows:
        return None
    marks = []
    is_x_no = _is_x_no(table)
    for row in table.rows:
        for column, cell in zip(table.header[1:], row[1:], strict=False):
            plain = cell.plain.casefold().strip()
            if plain in _UNKNOWN or plain in _NO or (plain == "x" and is_x_no):
                continue
            marks.append(Mark(row[0], column, cell, None if plain in _YES or plain == "x" else cell))
    is_vague = any(cell.plain.casefold().strip() in _UNKNOWN for row in table.rows for cell in row[1:])
    return Matrix(table, _is_turned(table.header[0].plain), tuple(marks), is_vague)


def _one_name(cell: Inline) -> str:
    """The one name in a cell, folded; nothing where it has none or several."""
    names = names_in(cell).names
    return folded(names[0].text) if len(names) == 1 else ""


def _is_x_no(table: Table) -> bool:
    """An `x` is a yes in one table and a no in another: it is a no where something else is the yes."""
    seen = Counter(cell.plain.casefold().strip() for row in table.rows for cell in row[1:])
    return any(seen[one] for one in _YES)


def _is_turned(corner: str) -> bool | None:
    """Whether the corner says that rows are where a way leads: "To / From", "from → to ↓"."""
    words = corner.casefold()
    source, target = _FROM.search(words), _TO.search(words)
    if source is None and target is None:
        return None
    down, right = _DOWN.search(words), _RIGHT.search(words)
    if source and target and (down or right):
        return _is_turned_by_arrows(words, source.start(), target.start())
    if source and target:
        return target.start() < source.start()
    return source is None


def _is_turned_by_arrows(words: str, source: int, target: int) -> bool:
    """An arrow down stands beside the word for the rows, an arrow to the right beside that for the columns."""
    down, right = _DOWN.search(words), _RIGHT.search(words)
    if down and right:
        return (down.start() < right.start()) is not (source < target)
    if down:  # it belongs to the word before it
        return source < target < down.start() or target < down.start() < source
    return target < source  # "from → to" is no more than its words say


def read_marks(marks: Sequence[Mark], *, turned: bool) -> list[tuple[Inline, Inline, Mark]]:
    """The cells of source and target of each mark."""
    return [(one.column, one.row, one) if turned else (one.row, one.column, one) for one in marks]
