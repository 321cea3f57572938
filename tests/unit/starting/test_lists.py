"""An entry is added to a list of a YAML file, and nothing else of the file changes."""

from __future__ import annotations

from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from statebook.starting.lists import entries_of, text_at, with_entry

BEFORE_AND_AFTER = [
    ("a: 1\n", "a: 1\n\nplugins:\n  - search\n  - statebook\n"),
    ("a: 1", "a: 1\n\nplugins:\n  - search\n  - statebook\n"),
    ("plugins:\n", "plugins:\n  - search\n  - statebook\n"),
    ("plugins: # none\n# more\n", "plugins: # none\n  - search\n  - statebook\n# more\n"),
    ("plugins:\n- search\n\n# end\nb: 1\n", "plugins:\n- search\n- statebook\n\n# end\nb: 1\n"),
    (
        "plugins:\n    - search # one\n    # two\nb: 1\n",
        "plugins:\n    - search # one\n    - statebook\n    # two\nb: 1\n",
    ),
    (
        "plugins:\n  - x:\n      y: |\n        - z\n\n        # no comment\n  - w\nb: 1\n",
        "plugins:\n  - x:\n      y: |\n        - z\n\n        # no comment\n  - w\n  - statebook\nb: 1\n",
    ),
    ("plugins: [search]\n", "plugins: [search, statebook]\n"),
    ("plugins: []\n", "plugins: [statebook]\n"),
    (
        "plugins: [\n  search, # [one]\n  'a]b',\n]\nb: 1\n",
        "plugins: [\n  search, # [one]\n  'a]b',\nstatebook]\nb: 1\n",
    ),
    ("plugins: {search: {}}\n", "plugins: {search: {}, statebook: {}}\n"),
    ("plugins:\n  search:\n    lang: en\nb: 1\n", "plugins:\n  search:\n    lang: en\n  statebook: {}\nb: 1\n"),
    ("plugins:\r\n  - search\r\nb: 1\r\n", "plugins:\r\n  - search\r\n  - statebook\r\nb: 1\r\n"),
    (
        "b: !!python/name:material.x\nplugins:\n  - search\n",
        "b: !!python/name:material.x\nplugins:\n  - search\n  - statebook\n",
    ),
]


@pytest.mark.parametrize(("before", "after"), BEFORE_AND_AFTER, ids=range(len(BEFORE_AND_AFTER)))
def test_the_entry_is_added_and_the_rest_stays(before: str, after: str) -> None:
    assert with_entry(before, "plugins", "statebook", ("search",)) == after
    assert "statebook" in (entries_of(after, "plugins") or ())


@pytest.mark.parametrize(
    "text",
    ["", "- a\n", "plugins: search\n", "a: [\n", "plugins: &a [*a]\n", "a: 1\na: 2\n", "\x00", "plugins:\n\t- a\n"],
)
def test_what_is_not_sure_is_left_to_a_person(text: str) -> None:
    assert with_entry(text, "plugins", "statebook") is None


def test_an_entry_may_have_several_lines() -> None:
    text = with_entry("repos:\n- repo: a\n  hooks: []\n", "repos", "repo: b\nhooks:\n  - id: c")
    assert text == "repos:\n- repo: a\n  hooks: []\n- repo: b\n  hooks:\n    - id: c\n"


def test_texts_and_names_are_found() -> None:
    assert text_at("theme:\n  name: material\n", "theme") == "material"
    assert (text_at("theme: readthedocs\n", "theme"), text_at("a: 1\n", "theme"), text_at("- a\n", "theme")) == (
        "readthedocs",
        "",
        "",
    )
    assert entries_of("plugins:\n  - search\n  - tags: {a: 1}\n", "plugins") == ["search", "tags"]


VALUES = st.recursive(st.integers() | st.text("ab: #-[]{}'\"\n", max_size=6), lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text("abc", min_size=1, max_size=3), inner, max_size=3), max_leaves=8)  # fmt: skip


@settings(deadline=None, max_examples=60)
@given(st.lists(VALUES, max_size=4), VALUES, st.booleans(), st.sampled_from([2, 4]))
def test_any_file_keeps_what_it_said(items: list[Any], other: Any, flow: bool, indent: int) -> None:
    text = yaml.safe_dump(
        {"a": other, "plugins": items, "z": [other]}, default_flow_style=flow, sort_keys=False, indent=indent
    )
    result = with_entry(text, "plugins", "statebook")
    if result is not None:
        assert yaml.safe_load(result) == {"a": other, "plugins": [*items, "statebook"], "z": [other]}
