"""A source line with a caret below one of its characters, as a terminal shows them.

Columns of a diagnostic are characters; what a terminal advances by are cells. A tab, a wide letter, a
combining mark and an escaped character each take another number of cells than one.
"""

from __future__ import annotations

import unicodedata

from statebook.visible import visible_character

TAB = 4
"""Cells to the next tab stop: tabs become spaces, so the terminal's own stops do not matter."""

_MARKS = {"Mn", "Me"}


def excerpt(line: str, column: int, cells: int, *, ellipsis: str = "…") -> tuple[str, int]:
    """The line in at most `cells` terminal cells, and the cell, from 0, of the character at `column`.

    `column` counts characters from 1 and is taken back to the line's end when it is behind it. A long
    line is cut around the character, with `ellipsis` where something is missing.
    """
    pieces = _pieces(line)
    at = min(max(column, 1) - 1, len(pieces))
    widths = [width for _, width in pieces]
    if sum(widths) + (at == len(pieces)) <= cells:
        return "".join(text for text, _ in pieces), sum(widths[:at])
    first, last = _window(widths, at, cells - 2 * len(ellipsis))
    before = ellipsis if first else ""
    after = ellipsis if last < len(pieces) else ""
    shown = "".join(text for text, _ in pieces[first:last])
    return before + shown + after, len(before) + sum(widths[first:at])


def _pieces(line: str) -> list[tuple[str, int]]:
    """What is shown for each character, and how many cells that takes."""
    pieces: list[tuple[str, int]] = []
    cell = 0
    for character in line:
        text = " " * (TAB - cell % TAB) if character == "\t" else visible_character(character)
        width = len(text) if len(text) > 1 else _width(text)
        pieces.append((text, width))
        cell += width
    return pieces


def _width(character: str) -> int:
    if character.isascii():
        return 1
    if unicodedata.category(character) in _MARKS:
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def _window(widths: list[int], at: int, cells: int) -> tuple[int, int]:
    """The range of pieces around `at` that fits: a third of the room before it, the rest behind."""
    first, room = at, cells // 3
    while first and widths[first - 1] <= room:
        first -= 1
        room -= widths[first]
    last, room = at, cells - sum(widths[first:at])
    while last < len(widths) and widths[last] <= room:
        room -= widths[last]
        last += 1
    while first and widths[first - 1] <= room:
        first -= 1
        room -= widths[first]
    return first, last
