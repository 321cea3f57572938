"""The lines of a diagram, read one by one with their numbers; what begins on one and ends on another is taken whole."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from statebook.importing.original import BadInput


class Lines:
    """Lines from one place to another; `number` is that of the line read last, from 1."""

    def __init__(self, lines: Sequence[str], start: int = 0, end: int | None = None) -> None:
        self._lines = lines
        self._at = start
        self._end = len(lines) if end is None else end

    def __iter__(self) -> Iterator[tuple[int, str]]:
        while self._at < self._end:
            self._at += 1
            yield self._at, self._lines[self._at - 1]

    @property
    def number(self) -> int:
        """The number of the line read last."""
        return self._at

    def until(self, end: re.Pattern[str], what: str) -> tuple[list[str], str]:
        """The lines up to one that matches, and that one. Raises `BadInput` where none does: `what` is not closed."""
        opened = self._at
        found: list[str] = []
        for _, line in self:
            if end.search(line):
                return found, line
            found.append(line)
        raise BadInput(f"{what} begins here and never ends", opened, 1, "is the file whole?")


def shown_line(line: str) -> str:
    """A line as a message quotes it."""
    text = " ".join(line.split())
    return repr(text if len(text) <= 60 else f"{text[:57]}...")
