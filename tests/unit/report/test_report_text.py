"""The plain format: one line a finding, more on a terminal, nothing that acts on it."""

from __future__ import annotations

import io
import os

import pytest

from statebook.diagnostic import Diagnostic, Severity
from statebook.report.content import Color, Report, Surface, surface_of
from statebook.report.text import render

REFERENCE = Diagnostic(
    file="spec/x.yaml",
    line=42,
    column=9,
    rule="unknown-reference",
    message="no state is called `quued`",
    hint="did you mean `queued`?",
    source_line="    to: quued  # 状態",
)
DEAD_END = Diagnostic("spec/x.yaml", 7, 3, "dead-end-state", "nothing leaves `error`", severity=Severity.WARNING)
OTHER = Diagnostic("spec/job.yaml", 1, 1, "evidence-missing", "no evidence", severity=Severity.INFO)


def test_plain_lines_sorted_with_hints_and_counts() -> None:
    assert render(Report((REFERENCE, DEAD_END, OTHER, REFERENCE), checked=("spec/z.yaml",)), Surface()) == (
        "spec/job.yaml:1:1: info[evidence-missing] no evidence\n"
        "spec/x.yaml:7:3: warning[dead-end-state] nothing leaves `error`\n"
        "spec/x.yaml:42:9: error[unknown-reference] no state is called `quued`\n"
        "  hint: did you mean `queued`?\n"
        "1 error, 1 warning, 1 note in 3 files.\n"
    )


def test_a_terminal_gets_the_source_line_and_a_caret() -> None:
    assert render(Report((REFERENCE,)), Surface(excerpts=True, columns=80)) == (
        "spec/x.yaml:42:9: error[unknown-reference] no state is called `quued`\n"
        "  42 |     to: quued  # 状態\n"
        "     |         ^\n"
        "  hint: did you mean `queued`?\n"
        "1 error in 1 file.\n"
    )


def test_colors_are_added_to_the_same_text() -> None:
    report = Report((REFERENCE, DEAD_END))
    colored = render(report, Surface(colored=True, excerpts=True))
    assert "\x1b[1;31merror[unknown-reference]\x1b[0m" in colored
    assert "\x1b[1;33mwarning[dead-end-state]\x1b[0m" in colored
    plain = colored
    for code in ("0", "1", "36", "1;31", "1;33", "1;34"):
        plain = plain.replace(f"\x1b[{code}m", "")
    assert plain == render(report, Surface(excerpts=True))


def test_no_problems_and_accepted_ones_and_notes() -> None:
    assert render(Report(), Surface()) == "No problems.\n"
    report = Report(checked=("a", "b"), suppressed=(DEAD_END,), notes=("3 files written",))
    assert render(report, Surface()) == "3 files written\nNo problems in 2 files (1 accepted).\n"
    assert render(Report((DEAD_END, OTHER), checked=("spec/x.yaml",)), Surface()).endswith(
        "\n1 warning, 1 note in 2 files.\n"
    )


def test_nothing_of_a_spec_acts_on_the_terminal() -> None:
    evil = "\x1b]0;title\x07\x9b2J\u202e\r\n\u2028"
    report = Report(
        (Diagnostic(f"spec/{evil}.yaml", 1, 3, f"rule{evil}", evil, hint=evil, source_line=f"a\t{evil}"),),
        notes=(evil,),
    )
    text = render(report, Surface(excerpts=True))
    assert len(text.splitlines()) == 6
    assert all(line.isprintable() for line in text.split("\n"))
    shown = "\\x1b]0;title\\x07\\x9b2J\\u202e\\r\\n\\u2028"
    assert text.split("\n")[0] == f"spec/{shown}.yaml:1:3: error[rule{shown}] {shown}"


def test_an_ascii_terminal_gets_ascii_with_the_caret_in_place() -> None:
    one = Diagnostic("spec/é.yaml", 1, 4, "r", "no “état”", source_line="状態 x" + "y" * 200)
    text = render(Report((one,)), Surface(excerpts=True, columns=40, unicode=False))
    assert text.isascii()
    header, source, caret, _ = text.splitlines()
    assert header == "spec/\\xe9.yaml:1:4: error[r] no \\u201c\\xe9tat\\u201d"
    assert source[caret.index("^")] == "x"
    assert len(source) <= 40


def test_long_lines_fit_the_terminal() -> None:
    one = Diagnostic("x", 12345, 500, "r", "m", source_line="状" * 400 + "x" * 200)
    _, source, caret, _ = render(Report((one,)), Surface(excerpts=True, columns=60)).splitlines()
    assert len(source) <= 60
    assert source[caret.index("^")] == "x"


class Terminal(io.StringIO):
    """A stream that says it is a terminal; `encoding` is UTF-8 as usual."""

    encoding = "utf-8"

    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(
    ("color", "stream", "environment", "colored"),
    [
        ("auto", Terminal(), {}, True),
        ("auto", Terminal(), {"NO_COLOR": "1"}, False),
        ("auto", Terminal(), {"NO_COLOR": ""}, True),
        ("auto", Terminal(), {"TERM": "dumb"}, False),
        ("auto", io.StringIO(), {}, False),
        ("always", io.StringIO(), {"NO_COLOR": "1"}, True),
        ("never", Terminal(), {}, False),
    ],
)
def test_color_follows_the_user_then_the_terminal(
    color: Color, stream: io.StringIO, environment: dict[str, str], colored: bool
) -> None:
    assert surface_of(stream, environment, color).colored is colored


def test_the_surface_knows_terminal_width_and_encoding() -> None:
    assert surface_of(Terminal(), {}, columns=132) == Surface(colored=True, excerpts=True, columns=132)
    assert surface_of(Terminal(), {}, columns=0).columns == 40
    with open(os.devnull, "w", encoding="latin-1") as stream:
        assert surface_of(stream, {}).unicode is False
    with open(os.devnull, "w", encoding="utf-8") as stream:
        assert surface_of(stream, {}) == Surface()
