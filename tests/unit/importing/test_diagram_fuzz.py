"""Lines in any order and of any sense: a diagram is taken or refused with its place, and what is taken is a spec that loads."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from statebook.importing.imported import import_original
from statebook.importing.original import BadInput, Original
from statebook.importing.registry import importers
from statebook.source.assembly import assemble, parse
from statebook.source.text import SourceText

PIECES = [
    "[*]", "a", "b", "c d", "-->", "->", "<-", "<--", "--", "||", ":", ":::", "state", '"a b"', "as", "{", "}", "{}", "<<choice>>",
    "<<fork>>", "<<final>>", "<<start>>", "<<end>>", "[[join]]", "note", "left of", "right of", "end note", "[H]", "x [y] / z", "/", "[", "]",
    "class", "classDef", "direction LR", "%%", "%%{", "}%%", "'", "/'", "'/", "!include", "skinparam {", "title", "legend", "end legend",
    "accDescr {", "---", ";", "#58;", "<U+003A>", "\\n", "\u202e", "-[hidden]->", "-[#red]up->", "#red", "on link", "begin", "<style>",
]  # fmt: skip
LINE = st.lists(st.sampled_from(PIECES), max_size=6).map(" ".join) | st.text(max_size=12)
LINES = st.lists(LINE, max_size=14)


def attempt(kind: str, text: str) -> None:
    try:
        done = import_original(Original("x.txt", text), importers()[kind])
    except BadInput as refused:
        assert refused.message and 1 <= refused.line <= text.count("\n") + 1
        return
    machines, flaws = assemble({"x": parse(SourceText.of("x", done.text))})
    assert not flaws, (flaws, done.text)
    assert len(machines) == 1
    assert all(one.what and one.why and "\n" not in one.what + one.why for one in done.made.left_over)


@settings(max_examples=300)
@given(LINES)
@example(["state a {", "[*] --> c", "state c <<choice>>", "c --> [*]", "}", "b --> a", "a --> b"])
@example(["state a <<choice>>", "a --> a", "[*] --> a", "a --> [*]"])
@example(["[*] --> [*]", "state a {", "state b {", "[*] --> b", "}", "}", "c --> b"])
@example(["state c <<choice>>", "state c {", "a --> b", "}", "c --> d", "d --> c"])
@example(["state s <<start>>", "state e <<end>>", "s --> a : go", "a --> e", "e --> s"])
def test_mermaid(lines: list[str]) -> None:
    attempt("mermaid", "stateDiagram-v2\n" + "\n".join(lines))


@settings(max_examples=300)
@given(LINES)
@example(["state a {", "[*] --> c", "state c <<choice>>", "c --> [*]", "}", "b --> a", "a --> b"])
@example(["state s <<start>>", "state e <<end>>", "s --> a : go", "a --> e", "e --> s"])
@example(["state a {", "state s <<start>>", "s --> b", "b --> [*]", "}", "[*] --> a", "a --> x"])
@example(['"a" --> "b"', "state a[H]", "a[H] --> b", "note left", "x", "end note"])
def test_plantuml(lines: list[str]) -> None:
    attempt("plantuml", "@startuml\n" + "\n".join(lines) + "\n@enduml\n")


@pytest.mark.parametrize("kind", ["mermaid", "plantuml"])
@pytest.mark.parametrize(
    "line",
    [
        " " * 200_000,
        "a" * 200_000,
        "[" * 100_000,
        "a : " + "[x] / " * 50_000,
        '"' * 100_000,
        "state " + "<<x>>" * 50_000,
    ],
)
def test_one_long_line_takes_no_time(kind: str, line: str) -> None:
    head, end = ("stateDiagram-v2", "") if kind == "mermaid" else ("@startuml", "@enduml")
    attempt(kind, f"{head}\na --> b : x\n{line} x\nb --> c : {line}\n{end}\n")
