"""Which state stands on which page, and the sentences about ways and durations."""

from __future__ import annotations

from dataclasses import replace

import pytest
from machines import DOOR, HEAD, contexts, graph, machine

from statebook.render.context import Picture
from statebook.render.environment import shipped_templates
from statebook.render.page import render_page
from statebook.render.split import sub_pages
from statebook.render.ways import way_words
from statebook.render.words import count_words, duration_words, enumerate_words, first_sentence, seconds

FIVE = (
    HEAD
    + "groups: {g: {states: [b, d]}, 'G!': {states: [e]}}\nstates: {a: {kind: resting}, b: {kind: resting}, c: {kind: resting}, d: {kind: resting}, e: {kind: resting}}\n"
)
COVERED = FIVE.replace("states: [e]", "states: [e, a, c]")


@pytest.mark.parametrize(("text", "split", "above", "found"), [
    (FIVE, "never", 0, []),
    (FIVE, "auto", 5, []),
    (FIVE, "auto", 4, [(f"door/states/{one}.md", (one,), "") for one in "abcde"]),
    (COVERED, "auto", 4, [("door/groups/g-%.md", ("a", "c", "e"), "G!"), ("door/groups/g-%.md", ("b", "d"), "g")]),
    (COVERED, "auto", 2, [(f"door/states/{one}.md", (one,), "") for one in "abcde"]),
    (FIVE, "group", 40, [("door/states/a.md", ("a",), ""), ("door/groups/g-%.md", ("b", "d"), "g"), ("door/states/c.md", ("c",), ""), ("door/groups/g-%.md", ("e",), "G!")]),
    (FIVE, "state", 40, [(f"door/states/{one}.md", (one,), "") for one in "abcde"]),
])  # fmt: skip
def test_pages_of_states(text: str, split: str, above: int, found: list[tuple[str, tuple[str, ...], str]]) -> None:
    made = sub_pages(machine(text), "door", split, above)
    assert len({one.path for one in made}) == len(made)
    shown = [
        (one.path if "%" not in wanted[0] else wanted[0], one.states, one.group)
        for one, wanted in zip(made, found, strict=True)
    ]
    assert shown == found
    states = [state for one in made for state in one.states]
    assert not made or sorted(states) == list("abcde")


def test_a_way_in_words() -> None:
    asked = graph(DOOR)
    path = asked.shortest_path("shut", "ajar")
    assert path is not None
    assert way_words(path, str, str) == "Call open to reach opening; then wait for ajar."
    assert way_words(path, lambda one: f"<{one}>", str.upper) == "Call OPEN to reach <opening>; then wait for <ajar>."
    assert way_words(path[1:] * 2, str, str) == "Wait for ajar, then ajar."
    assert way_words((), str, str) == ""


def test_a_long_wait_is_counted_and_not_listed() -> None:
    path = graph(DOOR).shortest_path("shut", "ajar")
    assert path is not None
    assert way_words(path[1:] * 6, str, str, 6).count("ajar") == 6
    assert way_words(path[1:] * 9, str, str, 4) == "Wait for ajar, then ajar, then 6 more, then ajar."


@pytest.mark.parametrize(("split", "title", "pictures"), [
    ("never", "G | ", 1),
    ("group", "[G](door/groups/g.md) | ", 0),
    ("state", "[G](door/diagrams/group-g.svg) | ", 0),
])  # fmt: skip
def test_a_group_of_a_split_machine_leads_to_its_page_which_has_the_picture(
    split: str, title: str, pictures: int
) -> None:
    (context,) = contexts(FIVE.replace(", 'G!': {states: [e]}", ""), split=split)
    drawn = {"group/g": Picture("door/diagrams/group-g", "All of it.")}
    text = render_page(replace(context, pictures=drawn), [shipped_templates()])
    assert f"\n{title}" in text
    assert text.count("](door/diagrams/group-g.svg)\n\n") == pictures


@pytest.mark.parametrize(
    ("text", "words", "number"),
    [
        ("1s", "1 second", 1),
        ("10s", "10 seconds", 10),
        ("500ms", "500 milliseconds", 0.5),
        ("2h", "2 hours", 7200),
        ("1.5m", "1.5 minutes", 90),
        ("soon", "soon", 0),
    ],
)
def test_durations(text: str, words: str, number: float) -> None:
    assert duration_words(text) == words
    assert seconds(text) == number


def test_lists_and_counts() -> None:
    assert [str(enumerate_words(list("abc")[:n], "or")) for n in range(4)] == ["", "a", "a or b", "a, b or c"]
    assert (count_words(1, "way"), count_words(0, "way")) == ("1 way", "0 ways")


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("One. Two.", "One."),
        ("One e.g. two. Three", "One e.g. two."),
        ("One\ntwo\n\nThree.", "One two"),
        ("", ""),
        ("Ends! `x` y", "Ends!"),
    ],
)
def test_the_first_sentence(text: str, sentence: str) -> None:
    assert first_sentence(text) == sentence
