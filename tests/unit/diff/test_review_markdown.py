"""The pull request comment: its size, its marker, and names that a host must not read."""

from __future__ import annotations

import pytest
from markdown_it import MarkdownIt

from diff_case import cases, compared, load
from statebook.diff.compare import compare
from statebook.diff.kinds import Impact
from statebook.review.content import Approval, Item, Paper, Place, Review
from statebook.review.markdown import MARKER, MAXIMUM_LENGTH, code, escaped, render

HOSTILE = (
    "a|b",
    "`tick`",
    "``",
    "@everyone",
    "<img src=x onerror=alert(1)>",
    "[x](javascript:1)",
    "#1",
    "| a | b |",
    "</details>",
    "~~~",
    "\u202ex",
    "**b**",
)


def review(comparison, **more) -> Review:
    place = Place("spec/x.yaml", 3, 1)
    return Review(base="main", head="here", items=tuple(Item(one, place, place) for one in comparison.changes), **more)


def html(text: str) -> str:
    return MarkdownIt("commonmark", {"html": False}).enable("table").render(text)


def test_hostile_names_are_shown_and_do_nothing() -> None:
    base = "statebook: 1\nid: m\ntitle: M\nstate_attribute: s\nstates:\n  a: {}\n"
    head = base + "".join(f"  {_quoted(one)}: {{}}\n" for one in HOSTILE)
    comparison = compare(load(base), load(head))
    text = render(review(comparison, gate=Impact.BREAKING, approvals_file="<b>@me</b>"), Paper())
    table = "\n".join(line for line in text.splitlines() if line.startswith("|"))
    page = html(table)
    assert page.count("<tr>") == len(HOSTILE) + 1, "a row each"
    assert page.count("<td>") == 4 * len(HOSTILE), "four cells each: no name breaks a row"
    for name in HOSTILE:
        shown = name.replace("\u202e", "\\u202e").replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
        assert f"<code>{shown}</code>" in page, name
    outside = "".join(part.split("`")[0] for part in text.split("<summary>")[1:])
    assert "@me" not in outside
    assert "<b>" not in outside
    assert "\u202e" not in text


@pytest.mark.parametrize("text", [*HOSTILE, "", " ", "a`", "`a"])
def test_a_code_span_holds_any_text(text: str) -> None:
    page = html(f"| h |\n|---|\n| {code(text)} |")
    assert page.count("<td>") == 1
    assert page.count("<code>") == 1


@pytest.mark.parametrize("text", HOSTILE)
def test_words_are_no_markup(text: str) -> None:
    page = html(escaped(text) + " end")
    assert all(sign not in page for sign in ("<img", "<a ", "<strong", "<code", "</details>"))
    assert "@everyone" not in page


def test_it_fits_into_a_comment_however_much_changed() -> None:
    long = "x" * 150
    base = "statebook: 1\nid: m\ntitle: M\nstate_attribute: s\nstates:\n  a: {}\n"
    head = base + "".join(f"  {long}{number}: {{}}\n" for number in range(900))
    comparison = compare(load(base), load(head))
    text = render(review(comparison, gate=Impact.BREAKING, pictures={"m": "flowchart TB\n" + "x" * 30_000}), Paper())
    assert MAXIMUM_LENGTH * 0.8 < len(text) <= MAXIMUM_LENGTH
    assert text.startswith(MARKER)
    assert "more: run `statebook diff`" in text
    assert "mermaid" not in text, "too large a picture is left out"
    assert text.count("<details") == text.count("</details>")


def test_nothing_to_say() -> None:
    assert render(Review(base="a", head="b"), Paper()) == ""
    assert render(Review(base="a", head="b", hidden=3), Paper()) == ""
    old = Approval("0" * 16, "r", "me", "2020-01-01")
    assert "ended" in render(Review(base="a", head="b", expired=(old,)), Paper())


def test_what_a_review_of_the_dataset_status_would_have_said(golden, request) -> None:
    """The proof on real history: the comment on each published edit."""
    text = ""
    for case in cases("dataset-status"):
        comparison = compared(case)
        from statebook.diagram.change import change_mermaid

        pictures = {name: change_mermaid(pairing, comparison.changes) for name, pairing in comparison.pairings.items()}
        text += f"## {case.name}\n\n{render(review(comparison, pictures={k: v for k, v in pictures.items() if v}), Paper())}\n"
    golden(request.path.parents[2] / "diffs/dataset-status.expected.md", text)


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\u202e", "\\u202E") + '"'
