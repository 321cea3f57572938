"""What a row says about a way besides its states: the columns of triggers and of words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from statebook.audit.page.model import Inline
from statebook.audit.reading.words import header

_TRIGGER = re.compile(
    r"^(?:(?:api|the|client|user|transition|allowed|possible|valid)\s)*"
    r"(?:triggers?|triggered by|events?|actions?|commands?|calls?|operations?|caused by|by|via)"
    r"(?:\s(?:types?|names?|ids?|keys?|methods?))?$"
)
_CONDITION = re.compile(
    r"^(?:transition\s)?(?:conditions?|descriptions?|when|guards?|meaning|reasons?|explanation|cause)$"
)


@dataclass(frozen=True, slots=True)
class Said:
    """The cells of one row that are about its way; None for those that it does not have."""

    trigger: Inline | None = None
    condition: Inline | None = None

    @classmethod
    def of_row(cls, row: Sequence[Inline], columns: tuple[int, int]) -> Said:
        """The cells of a row; empty ones say nothing."""
        found = [row[one] if 0 <= one < len(row) and row[one].plain else None for one in columns]
        return cls(found[0], found[1])


def said_columns(cells: Sequence[Inline], taken: tuple[int, int]) -> tuple[int, int]:
    """The columns of triggers and of words (from 0, -1 for none); `taken` are those of the states."""
    titles = [header(cell.plain) if index not in taken else "" for index, cell in enumerate(cells)]
    return _first(titles, _TRIGGER), _first(titles, _CONDITION)


def _first(titles: Sequence[str], wanted: re.Pattern[str]) -> int:
    return next((index for index, title in enumerate(titles) if wanted.match(title)), -1)
