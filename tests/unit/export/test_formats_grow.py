"""A machine twice as large costs a format about twice as much: counted in calls, which no busy machine disturbs."""

from __future__ import annotations

import cProfile
import pstats
import sys
from pathlib import Path

import pytest

from statebook.examples.project import Project
from statebook.export.format import formats, subject
from statebook.source.load import load_project

BENCHMARKS = Path(__file__).parents[3] / "benchmarks"


def calls(kind: str, states: int, folder: Path) -> int:
    sys.path.insert(0, str(BENCHMARKS))
    try:
        from sizes import spec_text  # type: ignore[import-not-found]  # a folder of scripts
    finally:
        sys.path.remove(str(BENCHMARKS))
    (folder / "spec").mkdir(parents=True)
    (folder / "spec" / "parcel.yaml").write_text(spec_text(states), "utf-8")
    project, _ = load_project(folder)
    machines = Project(project.machines)
    one = subject(machines, project.machines["parcel"])
    formats()[kind].export(one)  # what is made once is made now
    profile = cProfile.Profile()
    profile.runcall(formats()[kind].export, subject(Project(project.machines), project.machines["parcel"]))
    return int(pstats.Stats(profile).total_calls)  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    "kind", ["asyncapi", "csv", "mermaid", "openapi", "plantuml", "scxml", "smcat", "wiremock", "xstate"]
)
def test_twice_the_states_cost_twice_the_calls(kind: str, tmp_path: Path) -> None:
    small, large = (calls(kind, states, tmp_path / str(states)) for states in (100, 200))
    assert large < 2.2 * small
