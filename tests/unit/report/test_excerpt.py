"""The caret stands below the character that the column names, whatever the line holds."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from statebook.report.excerpt import excerpt


def cells(text: str) -> int:
    """Cells that a terminal uses for text without controls."""
    wide = sum(unicodedata.east_asian_width(one) in "WF" for one in text)
    marks = sum(unicodedata.category(one) in {"Mn", "Me"} for one in text)
    return len(text) + wide - marks


@pytest.mark.parametrize(
    ("line", "column", "shown", "cell"),
    [
        ("to: quued", 5, "to: quued", 4),
        ("to: quued", 1, "to: quued", 0),
        ("to: quued", 10, "to: quued", 9),
        ("to: quued", 999, "to: quued", 9),
        ("to: quued", 0, "to: quued", 0),
        ("\tto: x", 6, "    to: x", 8),
        ("a\tb\tc", 5, "a   b   c", 8),
        ("状態: x", 5, "状態: x", 6),
        ("e\u0301: x", 5, "e\u0301: x", 3),
        ("\x1b[1m: x", 7, "\\x1b[1m: x", 9),
        ("\u202ea: x", 5, "\\u202ea: x", 9),
        ("", 1, "", 0),
        ("", 7, "", 0),
    ],
)
def test_short_lines_are_shown_whole(line: str, column: int, shown: str, cell: int) -> None:
    assert excerpt(line, column, 40) == (shown, cell)


@pytest.mark.parametrize(
    ("column", "shown", "cell"),
    [
        (1, "0123456789abcdef01…", 0),
        (16, "…9abcdef0123456789a…", 7),
        (64, "…ef0123456789abcdef", 18),
        (65, "…ef0123456789abcdef", 19),
    ],
)
def test_long_lines_are_cut_around_the_column(column: int, shown: str, cell: int) -> None:
    assert excerpt("0123456789abcdef" * 4, column, 20) == (shown, cell)


@given(st.text(st.sampled_from("ab \t状🚀\u0301\x1b\u202eé"), max_size=120), st.integers(1, 130), st.integers(24, 60))
def test_the_caret_is_always_below_its_character(line: str, column: int, room: int) -> None:
    text, cell = excerpt(line, column, room)
    assert cells(text) <= room
    assert cell <= room
    if column <= len(line) and line[column - 1] in "ab状🚀é":
        places = [at for at in range(len(text)) if cells(text[:at]) == cell and text[at] != "\u0301"]
        assert [text[at] for at in places] == [line[column - 1]]
