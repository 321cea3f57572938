"""Annotations: read back by the rules of the runner, however strange the text."""

from __future__ import annotations

import re

from hostile_report import hostile

from statebook.diagnostic import Diagnostic, Severity
from statebook.report.content import Report, RuleNote, Surface
from statebook.report.github import LIMIT, render
from statebook.visible import visible

COMMAND = re.compile(r"::(?P<name>\w+) (?P<properties>.*?)::(?P<text>.*)")


def commands(report: Report) -> list[tuple[str, dict[str, str], str]]:
    """What the runner reads: a command a line, up to the first `::`, properties at commas, then unescaped."""
    found = []
    for line in render(report, Surface()).split("\n")[:-1]:
        match = COMMAND.fullmatch(line)
        assert match, line
        properties = {}
        for part in match["properties"].split(","):
            name, equals, value = part.partition("=")
            assert equals and name not in properties, line
            properties[name] = unescaped(value, ("%0D", "%0A", "%3A", "%2C", "%25"))
        found.append((match["name"], properties, unescaped(match["text"], ("%0D", "%0A", "%25"))))
    return found


def unescaped(text: str, escapes: tuple[str, ...]) -> str:
    for escape in escapes:
        text = text.replace(escape, chr(int(escape[1:], 16)))
    return text


def many(**counts: int) -> list[Diagnostic]:
    return [
        Diagnostic("x.yaml", line + 1, 1, "rule", "m", severity=Severity(name))
        for name, count in counts.items()
        for line in range(count)
    ]


def test_the_whole_of_a_small_one() -> None:
    error = Diagnostic("spec/x.yaml", 42, 9, "unknown-reference", "no `quued`: 100%", "did you\nmean `queued`?")
    note = Diagnostic("spec/a.yaml", 1, 1, "naming-voice", "mixed", severity=Severity.INFO)
    rules = (RuleNote("naming-voice", url="https://x.example/"),)
    text = render(Report((note, error), "lint", rules=rules, folder="sub"), Surface())
    assert text == (
        "::error file=sub/spec/x.yaml,line=42,endLine=42,col=9,title=unknown-reference"
        "::no `quued`: 100%25%0Adid you\\nmean `queued`?"
        "%0Ahttps://statebook.github.io/statebook/reference/errors/unknown-reference/\n"
        "::notice file=sub/spec/a.yaml,line=1,endLine=1,col=1,title=naming-voice::mixed%0Ahttps://x.example/\n"
    )


def test_strangers_text_comes_back_as_it_was() -> None:
    report = hostile()
    read = commands(report)
    assert len(read) == len(report.diagnostics)
    gravest = [one for severity in Severity for one in report.sorted() if one.severity is severity]
    for one, (name, properties, text) in zip(gravest, read, strict=True):
        assert name == {"error": "error", "warning": "warning", "info": "notice"}[one.severity]
        said = [visible(part) for part in (one.message, one.hint) if part]
        assert text.split("\n")[: len(said)] == said
        assert properties["title"] == one.rule
        if one.file == "-":
            assert properties == {"title": one.rule}, "standard input is no file of the repository"
        else:
            assert properties["line"] == properties["endLine"] == str(one.line)


def test_the_gravest_come_first_and_the_rest_is_counted() -> None:
    read = commands(Report(tuple(many(info=25, warning=12, error=3)), "lint"))
    assert [name for name, _, _ in read] == ["error"] * 3 + ["warning"] * LIMIT + ["notice"] * LIMIT
    name, properties, text = read[-1]
    assert (name, properties) == ("notice", {"title": "statebook lint"})
    assert text.startswith("18 more: ")
    read = commands(Report(tuple(many(error=11, info=10))))
    assert [name for name, _, _ in read] == ["error"] * LIMIT + ["notice"] * LIMIT
    assert read[-1][2].startswith("2 more: ")


def test_what_fits_is_not_counted() -> None:
    read = commands(Report(tuple(many(error=10, warning=10, info=10))))
    assert len(read) == 30
    assert "more" not in read[-1][2]
    assert render(Report(), Surface()) == ""


def test_a_line_is_never_zero() -> None:
    ((_, properties, _),) = commands(Report((Diagnostic("x", 0, 0, "r", "m"),)))
    assert properties == {"file": "x", "line": "1", "endLine": "1", "col": "1", "title": "r"}
