"""Anchors of hostile headings: whatever a program makes of them is alive, and nothing else is."""

from __future__ import annotations

import html5lib
import markdown
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from heading_ids import github_ids, slate_ids
from statebook.audit.anchored import Anchored
from statebook.audit.page.model import Inline, Place
from statebook.audit.page.read import read_page
from statebook.audit.page.slugs import numbered

WORDS = [
    "open", "Open", "\u00e9tat", "\u05e1\u05d2\u05d5\u05e8", "\u0645\u063a\u0644\u0642", "\u72b6\u614b", "\U0001f680", "\U0001f469\u200d\U0001f4bb", "!!!", "???", "a_1", "x_2", "a-b",
    "C++", "C#", "\u200f", "\ufb01n", "\u0130", "\u00df", "e\u0301", "\u0939\u093f\u0928\u094d\u0926\u0940", "1.", "v2.0", "\u2014", "a", "b",
]  # fmt: skip
titles = st.lists(st.lists(st.sampled_from(WORDS), min_size=1, max_size=3).map(" ".join), min_size=1, max_size=6)
HOSTILE = [
    "\U0001f680",
    "\U0001f680",
    "\u05e1\u05d2\u05d5\u05e8",
    "!!!",
    "???",
    "a_1",
    "a_1",
    "a",
    "a",
    "\u00e9tat",
    "\u00e9tat",
]


def page_of(headings: list[str]) -> str:
    return "".join(f"## {one}\n\nText.\n\n" for one in headings)


def read(text: str) -> Anchored:
    return Anchored(read_page("page.md", tuple(text.split("\n"))))


def toc_ids(text: str, *, keep_letters: bool) -> list[str]:
    """What Python-Markdown really makes."""
    from markdown.extensions.toc import slugify, slugify_unicode

    made = markdown.markdown(
        text,
        extensions=["toc"],
        extension_configs={"toc": {"slugify": slugify_unicode if keep_letters else slugify}},
    )
    root = html5lib.parse(made, namespaceHTMLElements=False)
    return [node.get("id") for node in root.iter("h2")]


@settings(max_examples=200, deadline=None)
@given(titles)
@example(HOSTILE)
def test_what_python_markdown_makes_is_alive(headings: list[str]) -> None:
    text = page_of(headings)
    known = read(text)
    for keep_letters in (False, True):
        dead = [one for one in toc_ids(text, keep_letters=keep_letters) if not known.has(one)]
        assert dead == [], headings


@settings(max_examples=200)
@given(titles)
@example(HOSTILE)
def test_what_slate_and_github_make_is_alive(headings: list[str]) -> None:
    shown = [" ".join(one.split()) for one in headings]
    known = read(page_of(headings))
    for made in (slate_ids(shown), github_ids(shown)):
        assert [one for one in made if one and not known.has(one)] == [], headings


@pytest.mark.parametrize("fragment", ["a_3", "b_1", "x-1", "_9", "a-1-1", "0123456789", "etats"])
def test_what_nobody_makes_is_dead(fragment: str) -> None:
    assert not read(page_of(["a", "a_1", "b", "x", "\u00e9tat", "!!!"])).has(fragment)


def test_many_headings_of_one_name_take_linear_time() -> None:
    """Each of a hundred thousand asks for a free number once; else this takes hours."""
    place = Place("page.md", 1)
    found = numbered([Inline("a_1", "a_1", place)] * 100_000)
    assert {"a_1", "a_100000"} <= found
    assert "a_100001" not in found
