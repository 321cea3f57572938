"""PlantUML's own parser gets the very machine out of the diagram, whatever the names are."""

from __future__ import annotations

import re
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest

from every_machine import every_machine
from hostile_machines import TEXTS, hostile, hostile_machines
from plantuml_program import PROGRAM, needs_plantuml, read
from statebook.codes import from_plantuml, plantuml_text
from statebook.export.drawing import Texts, arrow
from statebook.export.format import Subject
from statebook.export.formats import plantuml
from statebook.model import Kind


def subjects() -> list[Subject]:
    plain = list(every_machine().values())
    return [*plain, *(replace(one, options={"texts": "arrows"}) for one in (*plain, *hostile_machines()))]


def shown(text: str) -> str:
    """The first line, which is all that PlantUML tells, without what no picture can hold."""
    return re.sub("[\x00-\x08\x0b-\x1f\x7f-\x9f]", "\ufffd", text.partition("\n")[0])


def come_back(text: str) -> str:
    return shown(from_plantuml(text))


@needs_plantuml
def test_plantuml_finds_the_machine_in_every_diagram(tmp_path: Path) -> None:
    texts = [plantuml.export(one).text for one in subjects()]
    for subject, text, (states, arrows) in zip(subjects(), texts, read(texts, tmp_path), strict=True):
        machine = subject.machine
        with_texts = Texts.of(subject, "triggers")
        assert {come_back(one) for one in states} >= {shown(one) for one in machine.states}, text[:1000]
        found = sorted((come_back(one), come_back(other), come_back(said)) for one, other, said in arrows)
        wanted = [("start", shown(one.state), shown(one.trigger)) for one in machine.initial]
        wanted += [
            (shown(one.source), shown(one.target), shown(arrow(one, with_texts, str))) for one in machine.transitions
        ]
        wanted += [(shown(one.id), "end", "") for one in machine.states.values() if one.kind is Kind.FINAL]
        assert found == sorted(wanted), text[:1000]


@needs_plantuml
def test_notes_are_taken_too(tmp_path: Path) -> None:
    chosen = [replace(one, options={"texts": "all"}) for one in (*every_machine().values(), *hostile_machines())]
    texts = [plantuml.export(one).text for one in chosen]
    for text, (states, _) in zip(texts, read(texts, tmp_path), strict=True):
        assert states, text[:1000]


@needs_plantuml
def test_nothing_is_evaluated() -> None:
    """The preprocessor calls functions wherever they stand in a line, and includes files."""
    for subject in hostile_machines():
        text = plantuml.export(replace(subject, options={"texts": "all"})).text
        assert not re.search(r"[%!$]", text), text
        assert not [line for line in text.splitlines() if line.lstrip().startswith(("'", "/'", "!", "@"))][2:], text
    text = plantuml.export(hostile(['%getenv("HOME")', "!include x", "/' x"], '%getenv("HOME")')).text
    done = subprocess.run(
        [PROGRAM, "-syntax"], input=text, capture_output=True, encoding="utf-8", timeout=60, check=False
    )
    assert done.stdout.startswith("STATE\n"), done.stdout


@pytest.mark.parametrize("text", [*TEXTS, "it's a_b, v1.2 (x). y 1. z", "two\n\nparagraphs", " x  y "])
def test_codes_lead_back(text: str) -> None:
    coded = plantuml_text(text)
    assert from_plantuml(coded) == text
    assert not re.search(r"[\"`:|\[\]{}%&;#$*~!<>\n]", re.sub(r"<U\+[0-9A-F]{4,5}>", "", coded))


def test_codes_of_other_hands_are_read() -> None:
    assert from_plantuml(r"a\nb &#60;x&#62; <U+2665> <U+110000> &#0;") == "a\nb <x> \u2665 <U+110000> &#0;"


def test_the_whole_of_a_small_diagram() -> None:
    subject = hostile(["a", "b", "c"], "x", "T")
    assert plantuml.export(replace(subject, options={"texts": "all"})).text == (
        "@startuml\ntitle x\nhide empty description\n"
        'state "a" as a <<resting>> <<success>>\na : T\n'
        'state "a" as group_a {\n  state "b" as b <<transient>> <<failure>>\n  b : T\n  state "c" as c <<final>> <<partial>>\n  c : T\n}\n'
        "[*] --> a : a\n[*] --> b : b\na --> a : c\nb --> c : b [x] / x\nc --> a : a / x\nc --> [*]\n"
        "note right of a\nx\nend note\nnote right of b\nx\nend note\nnote right of c\nx\nend note\n@enduml\n"
    )
