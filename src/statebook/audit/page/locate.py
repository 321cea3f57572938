"""Where inline text stands in its lines: the Markdown parser tells lines only."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from urllib.parse import unquote

from statebook.audit.page.model import Place

_FAR = 4_000
"""Characters within which the next piece of a text is looked for."""
_TRIES = 4
"""Ends of links that are looked at for one target."""
_WORD = re.compile(r"[^\s()<>%&\\]*")


class Locator:
    """A cursor over the raw lines of one block. What is not found, as it is spelt otherwise, leaves it where it is."""

    def __init__(self, file: str, lines: Sequence[str], first_line: int, column: int = 0) -> None:
        self.file = file
        self.text = "\n".join(lines)
        self.first_line = first_line
        self.starts = [0]
        for line in lines[:-1]:
            self.starts.append(self.starts[-1] + len(line) + 1)
        self.cursor = column

    def place(self, offset: int | None = None) -> Place:
        """The place of an offset into the block, by default of the cursor."""
        at = self.cursor if offset is None else offset
        line = bisect_right(self.starts, at) - 1
        return Place(self.file, self.first_line + line, at - self.starts[line] + 1)

    def find(self, text: str) -> Place:
        """The next place of a text; the cursor moves behind it."""
        at = self.text.find(text, self.cursor, self.cursor + _FAR + len(text)) if text else -1
        if at < 0:
            return self.place()
        self.cursor = at + len(text)
        return self.place(at)

    def target(self, target: str) -> Place | None:
        """The place of a link's target behind the next `](`; None where no such target follows soon."""
        at = self.cursor
        for _ in range(_TRIES):
            at = self.text.find("](", at, at + _FAR)
            if at < 0:
                return None
            start = at + 2 + (self.text[at + 2 : at + 3] == "<")
            word = _WORD.match(self.text, start)
            if self.text.startswith(target, start) or (word and word[0] and unquote(target).startswith(word[0])):
                self.cursor = start + len(target)
                return self.place(start)
            at += 2
        return None

    def skip(self, signs: str) -> bool:
        """Move behind `signs` when they stand at the cursor."""
        if self.text.startswith(signs, self.cursor):
            self.cursor += len(signs)
            return True
        return False


def cell_columns(line: str) -> list[int]:
    """Where the cells of a table's row begin (columns from 0), by the rules of GitHub's tables."""
    columns: list[int] = []
    start, index = 0, 0
    length = len(line)
    while index <= length:
        if index == length or (line[index] == "|" and line[index - 1 : index] != "\\"):
            if line[start:index].strip(" \t>") or columns or (index < length and start):
                columns.append(start + len(line[start:index]) - len(line[start:index].lstrip()))
            start = index + 1
        index += 1
    return columns
