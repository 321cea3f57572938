"""What a mock has done and shown is what `conform` finds nothing against."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from mock_case import ROOT, get, projects, simulation, wandering
from statebook.cli import main

MACHINES = [
    (name, machine.id)
    for name, project in projects().items()
    for machine in project.values()
    if machine.state_attribute
]
SPECS = {name: ROOT if name in {"own", "gallery"} else ROOT / "tests/cases" / name / "project" for name in projects()}


def conform(log: Path, name: str, machine: str, capsys: pytest.CaptureFixture[str], *options: str) -> tuple[int, str]:
    code = main(["conform", "-C", str(SPECS[name]), "--machine", machine, "--strict", *options, str(log)])
    return code, capsys.readouterr().err


@pytest.mark.parametrize(("name", "machine"), MACHINES)
def test_a_walk_in_chaos_conforms(name: str, machine: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    mock = simulation(name, walks=["chaos"], resources=4, seed=11)
    wandering(mock, 400)
    # Whoever looks now and then may miss a rest that another client has ended.
    for of, options in (("changes", ("--mode", "events")), ("looks", ("--may-miss", "any"))):
        log = tmp_path / f"{of}.jsonl"
        answer = get(mock, f"/__statebook/history?machine={machine}&of={of}")
        assert answer.status == 200
        log.write_bytes(answer.body)
        if not answer.body:
            assert of == "looks"  # no call of this machine answers it
            continue
        code, said = conform(log, name, machine, capsys, *options)
        assert code == 0, said[:2000]


def test_a_happy_walk_of_the_real_machines_conforms(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    mock = simulation("own", resources=4)
    wandering(mock, 400)
    for machine in projects()["own"]:
        log = tmp_path / f"{machine}.jsonl"
        log.write_text(mock.control.history(machine))
        assert len(log.read_text().splitlines()) > 50
        for options in (("--mode", "events"), ()):
            code, said = conform(log, "own", machine, capsys, *options)
            assert code == 0, said[:2000]


def test_conform_finds_what_a_walk_would_do_wrong(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The test above could pass for a log that is not read."""
    mock = simulation("own", walks=["chaos"], seed=11)
    wandering(mock, 200)
    lines = [json.loads(line) for line in mock.control.history("dataset-status").splitlines()]
    log = tmp_path / "log.jsonl"
    log.write_text("".join(json.dumps(one) + "\n" for one in lines if one["state"] != "queued"))
    code, said = conform(log, "own", "dataset-status", capsys, "--mode", "events")
    assert code == 1 and "illegal-transition" in said
