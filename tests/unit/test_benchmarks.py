"""The benchmarks still run: the whole harness once at tiny size, and its own parts. No time is judged."""

from __future__ import annotations

import importlib
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from statebook.source.load import load_project

FOLDER = Path(__file__).resolve().parents[2] / "benchmarks"


def part(name: str, patch: pytest.MonkeyPatch) -> Any:
    """A module of the harness, which is a folder of scripts and no package."""
    patch.syspath_prepend(str(FOLDER))
    return importlib.import_module(name)


def harness(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(FOLDER / "run"), *arguments]
    return subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False, timeout=120)


def test_a_trial_run_measures_everything(tmp_path: Path) -> None:
    result = tmp_path / "result.json"
    done = harness("--quick", "--json", str(result))
    assert done.returncode == 0, done.stderr
    found = json.loads(result.read_text("utf-8"))
    names = {row["name"] for row in found["rows"]}
    assert {
        "no-op build, CPU",
        "full build, compiled, CPU",
        "pages",
        "DOT of the states",
        "exports",
        "load and plan",
        "review: lint",
        "review: diff",
        "site of 6 states, CPU",
        "heaviest page of 6 states, compressed",
        "export mermaid",
        "import smcat",
        "no-op build, peak memory",
        "full build, peak memory",
    } <= names
    assert all(row["ours"]["median"] > 0 for row in found["rows"] if row["name"] != "other")
    assert all(row["ratio"] for row in found["rows"] if row["against"])
    assert "state-machine-cat: a trial run installs nothing" in found["skipped"]
    assert "python-statemachine: a trial run installs nothing" in found["skipped"]
    assert found["machine"] in done.stdout
    assert "| no-op build, CPU" in done.stdout
    assert str(Path.home()) not in done.stdout + result.read_text("utf-8")


def test_help_names_every_benchmark(monkeypatch: pytest.MonkeyPatch) -> None:
    done = harness("--help")
    assert done.returncode == 0
    for name in part("comparisons", monkeypatch).BENCHMARKS:
        assert f"\n  {name} " in done.stdout


def test_a_benchmark_that_does_not_exist_is_refused() -> None:
    done = harness("--only", "nothing")
    assert done.returncode == 2
    assert "nothing" in done.stderr


@pytest.mark.parametrize("states", [2, 11, 40])
def test_a_generated_spec_has_the_size_asked_for(states: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "spec").mkdir()
    (tmp_path / "spec" / "parcel.yaml").write_text(part("sizes", monkeypatch).spec_text(states), encoding="utf-8")
    project, diagnostics = load_project(tmp_path)
    assert diagnostics == []
    machine = project.machines["parcel"]
    assert (len(machine.states), len(machine.transitions)) == (states, 3 * states)
    assert all(state.group and state.description and state.evidence for state in machine.states.values())
    assert all(one.guard and one.evidence for one in machine.transitions)


def test_a_machine_in_the_language_of_state_machine_cat(monkeypatch: pytest.MonkeyPatch) -> None:
    machine = {
        "states": [
            {"id": 'say "hi"', "group": None},
            {"id": "a", "group": "busy"},
            {"id": "b", "group": "busy"},
        ],
        "initial": [{"state": "a"}],
        "transitions": [
            {"from": "a", "to": "b", "trigger": "go; now"},
            {"from": "b", "to": 'say "hi"', "trigger": "end"},
        ],
    }
    assert part("references", monkeypatch).state_machine_cat_text(machine).splitlines() == [
        "initial,",
        r'"say \"hi\"",',
        '"group busy" {',
        '  "a", "b";',
        "};",
        'initial => "a";',
        '"a" => "b": "go; now";',
        r'"b" => "say \"hi\"": "end";',
    ]


def test_a_process_is_measured_by_itself(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    measure = part("measure", monkeypatch)
    ballast = bytearray(300 << 20)  # memory of the harness, which a child must not be blamed for
    ballast[:: 1 << 12] = b"x" * len(ballast[:: 1 << 12])
    used = measure.run_process([sys.executable, "-I", "-S", "-c", "print('so', sum(range(10**6)))"], tmp_path)
    assert used.output.split() == ["so", str(sum(range(10**6)))]
    assert used.cpu > 0
    assert 1 < used.memory < 100
    del ballast


def test_a_process_that_fails_stops_the_benchmark(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    measure = part("measure", monkeypatch)
    with pytest.raises(measure.Broken, match="ended with 3: no good"):
        measure.run_process([sys.executable, "-c", "import sys; sys.stderr.write('no good'); sys.exit(3)"], tmp_path)
    with pytest.raises(measure.Broken, match="cannot be started"):
        measure.run_process(["./no-such-program"], tmp_path)


def test_jobs_take_turns(monkeypatch: pytest.MonkeyPatch) -> None:
    measure = part("measure", monkeypatch)
    order: list[str] = []
    jobs = {name: lambda name=name: order.append(name) for name in "ab"}
    measure.interleaved(jobs, 2)
    assert order == ["a", "b", "a", "b"]
    assert measure.ratio([2, 9, 4], [1, 3, 4]) == measure.Spread(2, 1, 3)


def test_the_later_version_of_a_spec_is_an_edit_of_it(monkeypatch: pytest.MonkeyPatch) -> None:
    review, sizes = part("review", monkeypatch), part("sizes", monkeypatch)
    base = sizes.spec_text(20)
    head = review.later(base)
    assert base.count("  - {from:") == 60
    assert head.count("  - {from:") == 54
    assert head.count("open orders and is paid.") == 6
    found = review.review(20)
    assert sorted(found) == ["diff", "lint", "load"]
    assert min(found.values()) > 0
