"""What is seen in a text: the quick look and the parser agree, and so do the rules and the pages."""

from __future__ import annotations

import datetime
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it.common.utils import normalizeReference

from statebook.render.escape import href
from statebook.render.markdown import Writer, prepare_references
from statebook.rules.broken_link import _Names
from statebook.rules.context import MachineContext
from statebook.rules.texts import Seen, _brackets, _parse, seen, without_code
from statebook.rules.unsafe_link import is_safe
from statebook.site.plan import _Planner
from statebook.source.load import load_project

MARKUP = st.text(alphabet="[]`<>()ab!: \n\\#*", max_size=24).map(str.strip)


@given(MARKUP.map(lambda text: text.replace("\\", "")))
def test_the_quick_look_finds_what_the_parser_finds(text: str) -> None:
    assert seen(text) == _parse(text)


@given(MARKUP)
def test_a_lone_label_is_what_the_page_links(text: str) -> None:
    # What the page links by name is a label or a word to the rules.
    page = Writer(prepare_references({"a": "#found"})).block(text)
    found = seen(text)
    if "(#found)" in page:
        assert any(one.strip().casefold() == "a" for one in (*found.labels, *found.words)), page


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("[`a`]", Seen(labels=("a",))),
        ("[b][`a`] and [b][a]", Seen(labels=("a", "a"))),
        ("[one] [`two`](x)", Seen(targets=("x",), words=("one",))),
        ("[`a` is open", Seen(unclosed=("a",))),
        ("`a`] is open", Seen(unclosed=("a",))),
        ("[`a`, `b`]", Seen()),
        ("`[x]` and ``[`y`]``", Seen()),
        ("<b>x</b>", Seen(tags=("<b>", "</b>"))),
        ("    [`a`]", Seen(labels=("a",))),
        ("```\n[`a`]\n```", Seen()),
        ("![p](q)", Seen(targets=("q",))),
    ],
)
def test_what_is_seen(text: str, wanted: Seen) -> None:
    assert seen(text.strip()) == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [("a `b` c", "a   c"), ("``a ` b`` c", "  c"), ("a `b", "a `b"), ("`a` `b`", "   "), ("``a`b`", "``a ")],
)
def test_code_spans_are_left_out(text: str, wanted: str) -> None:
    assert without_code(text) == wanted


@pytest.mark.parametrize(
    "target",
    [
        "https://example.org", "HTTP://example.org", "mailto:a@b", "other.md#x", "#x", "/x", "?x", "a:b", "javascript:x", "JavaScript:x",
        "java\tscript:x", " javascript:x", "data:text/html,x", "vbscript:x", "file:///x", "//example.org", "\\\\example.org", "ftp://x", "",
    ],
)  # fmt: skip
def test_rule_and_page_agree_on_safe_links(target: str) -> None:
    assert is_safe(target) is (href(target) is not None)


@pytest.mark.parametrize("piece", ["[`a`] ", "[", "`", "`a`] ", "[`a", "[[`a`]]", "` `` ", "[a][b]"])
def test_a_long_text_takes_time_in_proportion(piece: str) -> None:
    text = piece * 4000
    start = time.process_time()
    without_code(text)
    tokens = [type("Token", (), {"type": "text", "content": text})()]
    _brackets(tokens, [], [], [])
    assert time.process_time() - start < 2


@pytest.mark.parametrize("case", ["two-machines", "every-type", "several-initial-states"])
def test_rule_and_page_know_the_same_names(case: str) -> None:
    project, _ = load_project(Path(__file__).parents[2] / "cases" / case / "project")
    planner = _Planner(project)
    for machine in project.machines.values():
        linked = {one for one in planner._context(machine)._references() if "`" not in one}
        names = _Names(MachineContext(machine, planner.machines, datetime.date(2026, 1, 1)))
        assert {normalizeReference(one) for one in names.spelt.values()} == linked
