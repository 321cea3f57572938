"""What is exported as a diagram comes back as the same machine, as far as the diagram says it."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import pytest

from every_machine import ROOT, every_machine
from hostile_machines import hostile_machines
from statebook.export.drawing import Texts, arrow
from statebook.export.format import Subject, formats
from statebook.importing.imported import Imported, import_original
from statebook.importing.links import moved
from statebook.importing.names import legal_ids
from statebook.importing.original import Original
from statebook.importing.registry import importers, recognised
from statebook.model import Kind, Machine, Visibility
from statebook.prose import without_references
from statebook.source.load import Project, assembled, load_project
from statebook.source.text import SourceText

SETTINGS = load_project(ROOT)[0].settings
FORMATS = ("mermaid", "plantuml", "smcat")
SUBJECTS = {**every_machine(), **{f"hostile/{at}": one for at, one in enumerate(hostile_machines())}}


def come_back(subject: Subject, name: str) -> tuple[Machine, Imported]:
    """The machine after export and import; the file is recognised for what it is."""
    text = formats()[name].export(replace(subject, options={"texts": "all"})).text
    original = Original(f"x.{formats()[name].extension}", text)
    assert [one.name for one in recognised(original)] == [name]
    done = import_original(original, importers()[name])
    project, flaws = assembled(Project(ROOT, SETTINGS), {"x.yaml": SourceText.of("x.yaml", done.text)})
    assert not [one for one in flaws if one.severity.value == "error"], (flaws, done.text[:2000])
    return next(iter(project.machines.values())), done


def shown(text: str) -> str:
    """Text as a picture can hold it."""
    lines = text.replace("\t", " ").replace("\r\n", "\n").replace("\r", "\n")
    return re.sub("[\x00-\x08\x0b-\x1f\x7f-\x9f]", "\ufffd", lines)


def told(text: str) -> str:
    """A text without what no diagram keeps: references, and white space at the ends of lines and of the text."""
    plain = moved(shown(without_references(text)), {})  # what an import makes of links
    return re.sub(r"\n{3,}", "\n\n", re.sub(r"[ \ufffd]*\n", "\n", plain)).strip()


def ways(machine: Machine, states: dict[str, str], triggers: dict[str, str]) -> list[tuple[Any, ...]]:
    """The transitions, each with guard and effect."""
    found = []
    for one in machine.transitions:
        plain = replace(one, trigger="", guard=moved(one.guard, {}), effect=moved(one.effect, {}))
        words = arrow(plain, Texts(arrows=True, notes=True), shown)
        found.append((states[one.source], states[one.target], triggers[one.trigger], " ".join(words.split())))
    return sorted(found)


@pytest.mark.parametrize("format_name", FORMATS)
@pytest.mark.parametrize("name", SUBJECTS)
def test_the_machine_comes_back(name: str, format_name: str) -> None:
    before = SUBJECTS[name].machine
    after, done = come_back(SUBJECTS[name], format_name)
    keeps = format_name == "smcat"  # JSON holds what no picture can
    spelled = {one: one if keeps else shown(one) for one in before.states}
    ids = legal_ids(spelled[one] for one in before.states)
    states = {one: ids[spelled[one]] for one in before.states}
    assert sorted(after.states) == sorted(states.values())
    for one in before.states.values():
        other = after.states[states[one.id]]
        assert other.value == spelled[one.id]
        assert (other.kind, other.outcome, other.visibility) == (one.kind, one.outcome, one.visibility)
        assert (other.group != "") == (one.group != "")
        if told(one.description):
            assert " ".join(told(other.description).split()) == " ".join(told(one.description).split())
    groups: dict[str, set[str]] = {}
    for one in before.states.values():
        if one.group:
            groups.setdefault(one.group, set()).add(states[one.id])
    assert sorted(map(sorted, groups.values())) == sorted(sorted(one.states) for one in after.groups.values())
    moving = list(dict.fromkeys(one.trigger for one in (*before.initial, *before.transitions) if one.trigger))
    triggers = {one: one if keeps else shown(one) for one in moving}
    known = legal_ids(triggers.values())
    same = {one: one for one in after.states}
    assert ways(after, same, {one: one for one in (*after.actions, *after.events)}) == ways(
        before, states, {one: known[triggers[one]] for one in moving}
    )
    assert [(one.state, one.trigger) for one in after.initial] == [
        (states[one.state], known[triggers[one.trigger]] if one.trigger else "") for one in before.initial
    ]
    # All that is left is what an export does not say either.
    assert {one.what for one in done.made.left_over} <= {"where the state stands in the JSON"}


@pytest.mark.parametrize("format_name", FORMATS)
def test_titles_of_the_real_machine_come_back(format_name: str) -> None:
    before = every_machine()["real/dataset-status"].machine
    after, _ = come_back(every_machine()["real/dataset-status"], format_name)
    assert [one.title for one in after.states.values()] == [one.title for one in before.states.values()]
    assert [one.title for one in after.groups.values()] == [one.title for one in before.groups.values()]
    assert list(after.states) == list(before.states)
    assert {one.kind for one in after.states.values()} == {Kind.RESTING, Kind.TRANSIENT}
    assert {one.visibility for one in after.states.values()} == {Visibility.SHOWN}
    if format_name != "smcat":
        assert after.title == before.title
    else:
        assert list(after.actions) and {one.by for one in after.transitions} == {one.by for one in before.transitions}
