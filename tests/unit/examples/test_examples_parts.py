"""The small parts: JSON text, paths, words, patterns, times."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from statebook.examples.path import holds_at, parse_path, place
from statebook.examples.patterns import follows, is_pattern, sample
from statebook.examples.words import scalar, singular, text, tokens
from statebook.jsontext import json_line, json_text

JSON = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(allow_nan=False, allow_infinity=False), st.text()),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(st.text(), inner, max_size=3)),
)


def test_json_is_spelled_like_this() -> None:
    value = {
        "z": [1, {}],
        "a": 'é日本\u2028\u2029\u202e\u061c\x7f\x85\x00\ud800\ufeff<&"\\',
        "e": [],
        "f": 1.5,
        "n": None,
    }
    assert json_text(value) == (
        "{\n"
        '  "z": [\n'
        "    1,\n"
        "    {}\n"
        "  ],\n"
        '  "a": "é日本\\u2028\\u2029\\u202e\\u061c\\u007f\\u0085\\u0000\\ud800\\ufeff<&\\"\\\\",\n'
        '  "e": [],\n'
        '  "f": 1.5,\n'
        '  "n": null\n'
        "}\n"
    )
    assert json_line({"a": [1, "\u202e"]}) == '{"a": [1, "\\u202e"]}'


@given(JSON)
def test_json_text_says_what_it_was_given_and_hides_nothing(value: object) -> None:
    written = json_text(value)
    assert json.loads(written.encode("utf-8")) == value
    assert written.endswith("\n")
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]", written)


@pytest.mark.parametrize("value", [float("nan"), float("inf"), 10**5000], ids=["nan", "inf", "long"])
def test_a_number_that_json_cannot_say_is_refused(value: object) -> None:
    with pytest.raises(ValueError, match="."):
        json_text([value])


def test_paths() -> None:
    assert parse_path("State.Name") == ("State", "Name")
    assert parse_path("Stacks[0].StackStatus") == ("Stacks", 0, "StackStatus")
    assert parse_path("a[1][20].b-c d") == ("a", 1, 20, "b-c d")
    assert parse_path("") == ()
    for literal in ("a..b", ".a", "a.", "a[x]", "a[100]", "[0]", "a]b", "["):
        assert parse_path(literal) == (literal,)


def test_placing_keeps_what_is_there() -> None:
    assert place({"a": {"b": 1}}, ("a", "c"), 2) == {"a": {"b": 1, "c": 2}}
    assert place({"a": "text"}, ("a", "b"), 2) == {"a": {"b": 2}}
    assert place({}, ("a", 1, "b"), 2) == {"a": [{}, {"b": 2}]}
    assert place({"a": {"b": 1}}, ("a",), {"b": 2, "c": 3}) == {"a": {"b": 1, "c": 3}}
    assert holds_at({"a": [{"b": None}]}, ("a", 0, "b"))
    assert not holds_at({"a": [{"b": None}]}, ("a", 1, "b"))


def test_words() -> None:
    assert tokens("recordsErrors") == tokens("records_errors") == ("records", "errors")
    assert tokens("HTTPStatus2") == ("http", "status", "2")
    assert [singular(one) for one in ("errors", "entries", "status", "address", "s", "data")] == [
        "error",
        "entry",
        "status",
        "address",
        "s",
        "data",
    ]
    assert text("job", "id").startswith("jo_")
    assert text("job", "dataset_uid").startswith("da_")
    assert text("日本", "id").startswith("id_")
    assert text("job", "") == "example value"


@given(st.text(), st.text())
def test_no_example_is_the_name_of_its_type(owner: str, name: str) -> None:
    entered = datetime(2017, 7, 24, tzinfo=UTC)
    assert scalar("string", owner, name, entered) not in ("string", "")


@pytest.mark.parametrize(
    "pattern",
    [
        "^[a-z]{3}-\\d+$",
        "^(?:re|da)_[A-Za-z0-9]{6}$",
        "^(?<year>\\d{4})-\\d{2}$",
        "^[^a-z\\s]{2,5}?$",
        "^\\S+@\\S+$",
        "[-a]x*",
        "^a.c\\.d\\/$",
        "^(a|b(c|d))+$",
        "^.{0}$",
        "\\t",
    ],
)
def test_samples_match_their_pattern_and_stay_the_same(pattern: str) -> None:
    found = sample(pattern, "seed")
    assert found is not None
    assert follows(pattern, found)
    assert sample(pattern, "seed") == found


@pytest.mark.parametrize(
    "pattern", ["(?=a)b", "\\1", "(", "a{2", "[", "*", "\\p{L}", "(?", "a**", "[^\\s\\S]", "^a{9999}$", "\\"]
)
def test_what_lies_outside_is_given_up(pattern: str) -> None:
    assert sample(pattern, "seed") is None


@given(st.text(alphabet="ab()[]{}|*+?^$\\d.,-0:9<>!", max_size=14))
def test_any_pattern_gives_a_match_or_nothing(pattern: str) -> None:
    found = sample(pattern, "seed")
    assert found is None or (is_pattern(pattern) and follows(pattern, found))
