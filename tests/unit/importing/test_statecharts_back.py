"""What is exported as a statechart or a workflow and imported again is the same machine, as far as the format says it."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings

from every_machine import every_machine
from odd_machines import Odd, odd_machines
from statebook.export.format import Subject, Unexportable, formats
from statebook.importing.imported import import_original
from statebook.importing.original import Original
from statebook.importing.registry import importers
from statebook.model import Machine
from statebook.source.load import load_project

CHARTS = ("scxml", "xstate")


def back(kind: str, subject: Subject, folder: Path) -> Machine:
    """The machine that comes back from an export, read as its file would be."""
    found = formats()[kind]
    original = Original(f"some.{found.extension}", found.export(subject).text)
    importer = importers()[kind]
    assert importer.recognise(original) >= 80
    shutil.rmtree(folder / "spec", ignore_errors=True)
    (folder / "spec").mkdir()
    (folder / "spec/some.yaml").write_text(import_original(original, importer).text, encoding="utf-8")
    project, flaws = load_project(folder)
    assert not flaws, flaws
    return next(iter(project.machines.values()))


def plain(text: str) -> str:
    """Text as a spec keeps it: no white space around it."""
    return text.strip()


def whole(machine: Machine, sayable: Any = plain) -> dict[str, Any]:
    """All that a statechart says of a machine."""
    return {
        "machine": (machine.id, machine.title, machine.noun, machine.state_attribute, machine.state_derivation),
        "summary": sayable(machine.summary),
        "initial": [(one.state, one.trigger, sayable(one.description)) for one in machine.initial],
        "states": {
            one.id: (
                one.value, type(one.value), sayable(one.title), one.kind, one.outcome, one.visibility, one.group,
                sayable(one.description), sayable(one.next_step),
            )
            for one in machine.states.values()
        },
        "groups": {one.id: (sayable(one.title), set(one.states), sayable(one.description)) for one in machine.groups.values()},
        "actions": {one.id: (sayable(one.title), one.by, sayable(one.description), sayable(one.method), sayable(one.path)) for one in machine.actions.values()},
        "events": {one.id: (sayable(one.title), one.by, sayable(one.description)) for one in machine.events.values()},
        "transitions": {
            (one.source, one.target, one.trigger, one.by, sayable(one.guard), sayable(one.effect), sayable(one.description))
            for one in machine.transitions
        },
    }  # fmt: skip


def in_xml(text: str) -> str:
    """Text without what XML cannot hold."""
    return "".join(
        "\ufffd" if (one < " " and one not in "\t\n\r") or "\ud800" <= one <= "\udfff" or one in "\ufffe\uffff" else one
        for one in text
    ).strip()


@pytest.mark.parametrize("kind", CHARTS)
@pytest.mark.parametrize("name", every_machine())
def test_the_same_machine_comes_back(kind: str, name: str, tmp_path: Path) -> None:
    subject = every_machine()[name]
    sayable = in_xml if kind == "scxml" else plain
    assert whole(back(kind, subject, tmp_path), sayable) == whole(subject.machine, sayable)


@pytest.mark.parametrize("kind", CHARTS)
def test_machines_with_any_ids_come_back(kind: str, tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("odd")

    @settings(max_examples=25, deadline=None)
    @given(odd_machines())
    def they_do(odd: Odd) -> None:
        assert whole(back(kind, odd.subject, folder)) == whole(odd.machine)

    they_do()


def test_xstate_keeps_deprecations_and_tags(tmp_path: Path) -> None:
    subject = every_machine()["history/app"]
    found, machine = back("xstate", subject, tmp_path), subject.machine
    assert found.deprecation == machine.deprecation
    for one in machine.states.values():
        again = found.states[one.id]
        assert (again.deprecation, again.tags, again.formerly) == (one.deprecation, one.tags, one.formerly)
    assert [one.deprecation for one in found.transitions] == [one.deprecation for one in machine.transitions]


def workflow(machine: Machine, subject: Subject) -> dict[str, Any]:
    """All that a workflow says of a machine, its states by their place, as long names are cut."""
    first = [one.state for one in subject.machine.initial] or [next(iter(subject.machine.states))]
    reached = subject.graph.reachable(first)
    kept = [one for one in machine.states.values() if one.id in reached or machine is not subject.machine]
    number = {one.id: at for at, one in enumerate(kept)}
    ends = {one.source for one in machine.transitions}
    return {
        "initial": [(number[one.state], one.trigger if len(machine.initial) > 1 else "") for one in machine.initial]
        or [(number[first[0]], "")],
        "ends": [("failure" if one.outcome == "failure" else "success") for one in kept if one.id not in ends],
        "transitions": {
            (number[one.source], number[one.target], one.trigger, plain(one.guard))
            for one in machine.transitions
            if one.source in number
        },
    }


@pytest.mark.parametrize("name", every_machine())
def test_the_workflow_comes_back(name: str, tmp_path: Path) -> None:
    subject = every_machine()[name]
    try:
        found = back("asl", subject, tmp_path)
    except Unexportable:
        assert not [one for one in subject.machine.states if not subject.graph.leaving(one)]
        return
    assert workflow(found, subject) == workflow(subject.machine, subject)
    described = {one.id: plain(one.description) for one in subject.machine.states.values() if one.description}
    assert {one: plain(found.states[one].description) for one in described if one in found.states} == {
        one: text for one, text in described.items() if one in found.states
    }


def test_workflows_with_any_ids_come_back(tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("odd")
    seen = 0

    @settings(max_examples=40, deadline=None)
    @given(odd_machines())
    def they_do(odd: Odd) -> None:
        nonlocal seen
        try:
            found = back("asl", odd.subject, folder)
        except Unexportable:
            return
        seen += 1
        assert workflow(found, odd.subject) == workflow(odd.machine, odd.subject)

    they_do()
    assert seen > 5


def test_the_namespace_is_that_of_the_export() -> None:
    from statebook.export.formats.scxml import NAMESPACE
    from statebook.importing.formats.scxml import OURS

    assert f"{{{NAMESPACE}}}" == OURS
