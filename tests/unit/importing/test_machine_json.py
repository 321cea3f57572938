"""A machine as JSON comes back whole: what is exported again is the same."""

from __future__ import annotations

import json
from typing import Any

import pytest

from every_machine import ROOT
from importing_folder import exported
from statebook.importing.imported import import_original
from statebook.importing.original import Original
from statebook.importing.registry import importers
from statebook.model import Machine
from statebook.source.load import Project, assembled, load_project
from statebook.source.text import SourceText

PROJECTS = {path.parent.name: path for path in sorted((ROOT / "tests/cases").glob("*/project"))} | {"real": ROOT}


@pytest.mark.parametrize("case", PROJECTS)
def test_the_round_trip_gives_the_same_machines(case: str) -> None:
    project, _ = load_project(PROJECTS[case])
    before = {name: exported(one, project.machines) for name, one in project.machines.items()}
    ids = tuple(before)
    texts = {}
    for name, machine in before.items():
        original = Original(f"{name}.json", json.dumps(machine), machines=ids)
        done = import_original(original, importers()["json"])
        assert not done.made.left_over
        texts[name] = SourceText.of(f"{name}.yaml", done.text)
    again, flaws = assembled(Project(ROOT, project.settings), texts)
    assert not flaws
    after = {name: exported(one, again.machines) for name, one in again.machines.items()}
    assert list(after) == list(before)
    for name, machine in before.items():
        assert after[name] == machine
        assert carried(again.machines[name]) == carried(project.machines[name])


def carried(machine: Machine) -> dict[str, list[tuple[Any, ...]]]:
    """The attributes of each state, with what differs from state to state."""
    return {
        state.id: [
            (one.name, str(one.type), one.required, one.nullable, one.description, one.enum, one.example, one.refined)
            for one in state.attributes
        ]
        for state in machine.states.values()
    }
