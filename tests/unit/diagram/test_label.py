"""Text of a spec in labels."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from statebook.diagram.label import MAXIMUM_LENGTH, elided, escaped, padding, visible, width, wrapped


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("idle", "idle"),
        ("", "(empty)"),
        (" \t ", "(empty)"),
        ("a\nb\r\nc", "a b c"),
        ("a\x00b\x1bc", "a␀b␛c"),
        ("safe\u202edesrever", "safe\ufffddesrever"),
        ("zero\u200bwidth", "zero\ufffdwidth"),
        ("\ud800", "\ufffd"),
        ("e\u0301", "é"),
        ("SYN-SENT|a", "SYN-SENT|a"),
    ],
)
def test_visible(text: str, shown: str) -> None:
    assert visible(text) == shown


def test_long_text_keeps_its_ends() -> None:
    text = "start_" + "x" * 200 + "_end"
    short = elided(text)
    assert len(short) == MAXIMUM_LENGTH
    assert short.startswith("start_x")
    assert short.endswith("x_end")
    assert "…" in short


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("idle", ("idle",)),
        ("scratching_realtime_recover_data", ("scratching_realtime_", "recover_data")),
        ("processing_resource_records", ("processing_", "resource_records")),
        ("waiting for the other side", ("waiting for ", "the other side")),
        ("x" * 30, ("x" * 20, "x" * 10)),
    ],
)
def test_lines_end_at_separators(text: str, lines: tuple[str, ...]) -> None:
    assert wrapped(text, 20) == lines


@given(st.text(), st.integers(min_value=5, max_value=40))
def test_wrapping_loses_nothing(text: str, limit: int) -> None:
    lines = wrapped(text, limit)
    assert "".join(lines) == elided(visible(text))
    assert all(len(line.rstrip()) <= limit for line in lines)


@given(st.text())
def test_nothing_invisible_is_left(text: str) -> None:
    allowed = {"\u200d"}
    assert all(unicodedata.category(one) not in ("Cc", "Cf", "Cs") or one in allowed for one in visible(text))


def test_escapes_of_dot_become_text() -> None:
    assert escaped("\\N &amp; \\") == "\\\\N &amp;amp; \\\\"


def test_wide_letters_count_as_wide() -> None:
    assert width("状態", 10) > 1.6 * width("ab", 10)
    assert padding("状態", 10) > 0
    assert padding("state", 10) == 0
