"""Text of strangers neither acts nor hides."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from statebook.visible import visible


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain", "plain"),
        ("état 状態 🚀 é", "état 状態 🚀 é"),
        ("\x1b[31mred\x1b[0m", "\\x1b[31mred\\x1b[0m"),
        ("\x1b]8;;https://evil\x07link", "\\x1b]8;;https://evil\\x07link"),
        ("\x9b2J", "\\x9b2J"),
        ("a\nb\rc\td\be", "a\\nb\\rc\\td\\x08e"),
        ("\u202eevil\u2066", "\\u202eevil\\u2066"),
        ("zero\u200bwidth\u00ad\ufeff", "zero\\u200bwidth\\xad\\ufeff"),
        ("\u2028\u2029\x85", "\\u2028\\u2029\\x85"),
        ("tag\U000e0041", "tag\\U000e0041"),
        ("lone\ud800", "lone\\ud800"),
    ],
)
def test_acting_and_hidden_characters_become_escapes(text: str, shown: str) -> None:
    assert visible(text) == shown


def test_characters_can_be_kept() -> None:
    assert visible("a\tb\x1b", keep="\t") == "a\tb\\x1b"


@given(st.text(st.characters(categories=["Cc", "Cf", "Cs", "Zl", "Zp", "Lu", "Nd"])))
def test_nothing_shown_is_a_control_or_a_direction(text: str) -> None:
    shown = visible(text)
    assert not {unicodedata.category(one) for one in shown} & {"Cc", "Cs", "Zl", "Zp"}
    directions = {"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"}
    assert not {unicodedata.bidirectional(one) for one in shown} & directions
    assert visible(shown) == shown
