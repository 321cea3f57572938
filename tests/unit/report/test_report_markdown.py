"""The comment on what lint finds: read by a Markdown parser, and never larger than a host takes."""

from __future__ import annotations

import pytest
from hostile_report import TEXTS, hostile
from markdown_it import MarkdownIt

from statebook.diagnostic import Diagnostic, Severity
from statebook.report.comment import MAXIMUM_LENGTH, Table, escaped, fitted, worded
from statebook.report.content import Report, RuleNote, Surface
from statebook.report.markdown import render

MARKER = "<!-- statebook-lint -->\n"


def html(text: str) -> str:
    return MarkdownIt("commonmark", {"html": False}).enable("table").render(text)


def test_the_whole_of_a_small_one() -> None:
    error = Diagnostic(
        "spec/x.yaml", 42, 9, "unknown-reference", "no state is called 'quued'", "did you mean 'queued'?"
    )
    note = Diagnostic("spec/a.yaml", 1, 1, "naming-voice", "mixed", severity=Severity.INFO)
    known = Diagnostic("spec/a.yaml", 2, 1, "naming-voice", "mixed", severity=Severity.INFO)
    rules = (RuleNote("naming-voice", url="https://x.example/naming-voice/"),)
    report = Report((note, error), "lint", ("spec/z.yaml",), rules, ignored=(known,))
    assert render(report, Surface()) == (
        f"{MARKER}### statebook lint: 1 error, 1 note in 3 files (1 accepted)\n\n"
        "#### 🟥 Errors (1)\n\n"
        "| What | Rule | Where |\n|---|---|---|\n"
        "| no state is called 'quued'<br>did you mean 'queued'? "
        "| [`unknown-reference`](https://statebook.github.io/statebook/reference/errors/unknown-reference/) "
        "| `spec/x.yaml:42` |\n\n"
        "<details><summary>🟦 Notes (1)</summary>\n\n"
        "| What | Rule | Where |\n|---|---|---|\n"
        "| mixed | [`naming-voice`](https://x.example/naming-voice/) | `spec/a.yaml:1` |\n\n"
        "</details>\n"
    )
    assert render(Report(command="lint", ignored=(known,)), Surface()) == ""


def test_strangers_text_is_a_row_and_nothing_else() -> None:
    report = hostile()
    text = render(report, Surface())
    assert text.startswith(MARKER)
    table = "\n".join(line for line in text.splitlines() if line.startswith("|"))
    page = html(table)  # the heads of the second and third table are rows of the first here, of two lines each
    assert page.count("<tr>") == 1 + len(report.diagnostics) + 4, "a row each"
    assert page.count("<td>") == 3 * (len(report.diagnostics) + 4), "three cells each"
    assert not any(sign in page for sign in ("<script", "<img", 'href="java', "<strong", "</details>", "<!--"))
    assert "@everyone" not in text
    assert not {"\u202e", "\x1b", "\x00"} & {*text}


@pytest.mark.parametrize("text", TEXTS)
def test_words_are_no_markup(text: str) -> None:
    page = html(f"{escaped(text)} end")
    assert page.startswith("<p>")
    assert page.count("<") == 2 + page.count("<br"), page
    page = html(f"{worded(text)} end")
    assert page.startswith("<p>")
    assert page.count("<") == 2 + page.count("<br") + page.count("<code>") + page.count("</code>"), page


def test_code_in_a_message_of_ours_is_shown_as_code() -> None:
    assert html(worded("say `a_b: *` or `|`, not ` nor @me")) == (
        "<p>say <code>a_b: *</code> or <code>\\|</code>, not ` nor @\u200bme</p>\n"
    )


@pytest.mark.parametrize("length", [10, 400, 70_000])
def test_it_fits_into_a_comment(length: int) -> None:
    found = [Diagnostic(f"spec/{line}.yaml", line, 1, "rule", "🟥|" * (length // 2)) for line in range(1, 3000)]
    found.append(Diagnostic("a.yaml", 1, 1, "short", "the last word", severity=Severity.INFO))
    text = render(Report(tuple(found), "lint"), Surface())
    assert len(text) <= MAXIMUM_LENGTH
    assert text.startswith(MARKER)
    assert " more: run `statebook lint` to see all of them.\n" in text
    assert text.count("<details") == text.count("</details>")
    shown = text.count("| `rule` |") + text.count("| `short` |")
    assert f"And {3000 - shown} more:" in text


def test_a_row_that_does_not_fit_makes_room_for_the_next() -> None:
    tables = [Table("head\n", ["x" * 50, "a\n", "b\n"]), Table("other\n", ["y" * 50])]
    assert fitted(tables, 20) == ("head\na\nb\n\n", 2)
    assert fitted(tables, 0) == ("", 4)
