"""Walks that somebody wrote: what they do, and every way to get them wrong."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from mock_case import get, projects
from statebook.mock.prepare import NotMocked, Wishes, mocked
from statebook.mock.simulation import Simulation
from statebook.mock.spans import SECOND

STATUS = "/datasets/da_XXXXXX/status"
FAILS_ONCE = """\
statebook: 1
machine: dataset-status
walk:
  - state: idle
  - {state: queued, for: 5s, by: publish}
  - {state: processing_all_dataset_data, for: 20s, faults: [503, cut]}
  - {state: error, with: {message: No such file, raw_params: {file: a.csv}}}
  - {state: queued, for: 1s}
  - {state: processing_all_dataset_data, for: 2s}
  - {state: limit_reached, for: 1h}
"""


def scripted(text: str, folder: Path, *more: str, machines: tuple[str, ...] = ("dataset-status", "job")) -> Simulation:
    (folder / "walk.yaml").write_text(text, encoding="utf-8")
    return mocked(projects()["own"], machines, Wishes(walks=["walk.yaml", *more]), str(folder))


def names(mock: Simulation) -> list[str]:
    return [json.loads(line)["state"] for line in mock.control.history("dataset-status").splitlines()]


def test_a_script_is_walked_step_by_step(tmp_path: Path) -> None:
    mock = scripted(FAILS_ONCE, tmp_path)
    mock.world.advance(1000 * SECOND)
    assert names(mock) == ["idle"]
    assert get(mock, "/datasets/da_XXXXXX/publish", "PUT").status == 200
    mock.world.advance(6 * SECOND)
    assert names(mock)[-1] == "processing_all_dataset_data"
    looks = [get(mock, STATUS) for _ in range(3)]
    assert [one.status for one in looks] == [503, 0, 200] and looks[1].is_cut
    assert json.loads(looks[2].body)["next"] == "idle"  # the platform does not know yet that it will fail
    mock.world.advance(19 * SECOND)
    body = json.loads(get(mock, STATUS).body)
    assert (body["name"], body["message"], body["raw_params"]) == ("error", "No such file", {"file": "a.csv"})
    # Another order than the one before leads to the next step too.
    assert get(mock, "/datasets/da_XXXXXX/save_version", "PUT").status == 200
    mock.world.advance(4 * SECOND)
    assert names(mock)[3:] == ["error", "queued", "processing_all_dataset_data", "limit_reached"]
    assert json.loads(get(mock, STATUS).body)["params"]["error"]["limit_type"]


def test_whoever_leaves_the_script_goes_on_happily(tmp_path: Path) -> None:
    mock = scripted(FAILS_ONCE, tmp_path)
    assert get(mock, "/datasets/da_XXXXXX/unpublish", "PUT").status == 200
    mock.world.advance(100 * SECOND)
    assert names(mock) == ["idle", "queued", "processing_all_dataset_data", "idle"]


def test_a_call_may_end_a_step_that_lasts(tmp_path: Path) -> None:
    mock = scripted(FAILS_ONCE, tmp_path)
    get(mock, "/datasets/da_XXXXXX/publish", "PUT")
    mock.world.advance(10 * SECOND)
    assert get(mock, "/datasets/da_XXXXXX/abort_processing", "PUT").status == 200
    mock.world.advance(100 * SECOND)
    assert names(mock)[-2:] == ["aborting_processing", "idle"]


def test_a_new_resource_takes_its_place_in_the_script(tmp_path: Path) -> None:
    mock = scripted(FAILS_ONCE, tmp_path)
    mock.control.create("dataset-status", "late", "error")
    body = json.loads(get(mock, "/datasets/late/status").body)
    assert body["message"] == "No such file"


def test_others_walk_as_they_are_told_beside_a_script(tmp_path: Path) -> None:
    text = "statebook: 1\nmachine: job\nwalk: [{state: waiting, for: 3s}, {state: started, for: 1s}, {state: running, for: 1s}, {state: error}]\n"
    mock = scripted(text, tmp_path)
    job = json.loads(get(mock, "/datasets/da_XXXXXX/publish", "PUT").body)["job_id"]
    mock.world.advance(100 * SECOND)
    # A script goes its own way, whatever becomes of the work that the job stands for.
    assert json.loads(get(mock, f"/jobs/{job}").body)["state"] == "error"
    assert json.loads(get(mock, STATUS).body)["name"] == "idle"


HEAD = "statebook: 1\nmachine: dataset-status\nwalk:\n"

WRONG = {
    "an unknown state": (HEAD + "  - {state: idel}\n", 4, 13, "unknown-reference", "no state of dataset-status is called 'idel'", "did you mean 'idle'?"),
    "no transition": (HEAD + "  - {state: idle}\n  - {state: error}\n", 5, 13, "impossible-walk", "no transition leads from 'idle' to 'error'", "from there it goes to queued"),
    "nobody's trigger": (HEAD + "  - {state: idle}\n  - {state: queued, by: publsh}\n", 5, 25, "unknown-reference", "'publsh' does not lead from 'idle' to 'queued'", "did you mean 'publish'?"),
    "no end": (HEAD + "  - {state: queued}\n  - {state: processing_dataset}\n", 4, 13, "impossible-walk", "no call leads from 'queued' to 'processing_dataset', so this step would last for ever", "say how long it lasts: `for: 10s`"),
    "no span": (HEAD + "  - {state: idle, for: soon}\n", 4, 24, "wrong-type", "expected a duration, found 'soon'", "a number and ms, s, m, h or d, such as 10s or 500ms"),
    "no fault": (HEAD + "  - state: idle\n    faults: [503, cutt]\n", 5, 19, "unknown-reference", "no fault is called 'cutt'", "did you mean 'cut'?"),
    "no key": (HEAD + "  - {state: idle, fro: 1s}\n", 4, 19, "unknown-key", "unknown key 'fro'", "did you mean 'for'?"),
    "no value": (HEAD + "  - state: idle\n    with: {published: maybe}\n", 5, 23, "impossible-walk", '"maybe" is not of type "boolean"', "see the attributes of 'idle'"),
    "the state twice": (HEAD + "  - state: idle\n    with: {name: error}\n", 5, 18, "impossible-walk", "the state is what `state` says", "leave it out"),
    "no attributes": (HEAD + "  - {state: idle, with: [a]}\n", 4, 19, "impossible-walk", "`with` is no mapping", "write `with: {attribute: value}`"),
    "no steps": (HEAD.rstrip() + " []\n", 3, 1, "impossible-walk", "a walk has 1 to 10000 steps", "write one step for each state"),
    "no walk": ("statebook: 1\nmachine: job\n", 1, 1, "missing-key", "the spec has no 'walk'", "add `walk:`"),
    "no machine": ("statebook: 1\nmachine: jobs\nwalk: [{state: done}]\n", 2, 10, "unknown-reference", "no mocked machine is called 'jobs'", "did you mean 'job'?"),
    "two machines": ("statebook: 1\nwalk: [{state: done}]\n", 1, 1, "impossible-walk", "there are 2 machines", "add `machine:`, one of dataset-status, job"),
    "no YAML": ("statebook: 1\nwalk: [\n", 2, 7, "syntax", None, None),
    "another version": ("statebook: 2\nwalk: []\n", 1, 12, "wrong-type", None, None),
}  # fmt: skip


@pytest.mark.parametrize("name", WRONG)
def test_what_is_wrong_is_told_at_its_place(name: str, tmp_path: Path) -> None:
    text, line, column, rule, message, hint = WRONG[name]
    with pytest.raises(NotMocked, match="cannot be followed") as refused:
        scripted(text, tmp_path)
    [found] = refused.value.diagnostics
    assert (found.file, found.line, found.column) == ("walk.yaml", line, column), found
    assert message is None or (found.rule, found.message, found.hint) == (rule, message, hint)


def test_all_flaws_come_at_once(tmp_path: Path) -> None:
    with pytest.raises(NotMocked) as refused:
        scripted(HEAD + "  - {state: idle, faults: [x]}\n  - {state: error}\n  - {state: y}\n", tmp_path)
    assert [one.line for one in refused.value.diagnostics] == [4, 5, 6]


def test_walks_that_contradict_each_other(tmp_path: Path) -> None:
    with pytest.raises(NotMocked, match="happy and chaos"):
        scripted(FAILS_ONCE, tmp_path, "happy", "chaos")
    with pytest.raises(NotMocked, match="both walk dataset-status"):
        scripted(FAILS_ONCE, tmp_path, "walk.yaml")
    with pytest.raises(NotMocked, match="no walk is called 'hapy'"):
        scripted(FAILS_ONCE, tmp_path, "hapy")
    with pytest.raises(NotMocked) as refused:
        scripted(FAILS_ONCE, tmp_path, "missing.yaml")
    assert [one.message for one in refused.value.diagnostics] == ["no such file"]


@pytest.mark.parametrize(
    ("wishes", "message"),
    [
        (Wishes(resources=0), "0 resources"),
        (Wishes(resources=1001), "1001 resources"),
        (Wishes(speed=-1.0), "speed -1"),
        (Wishes(speed=float("nan")), "speed nan"),
        (Wishes(share=1.5), "no share"),
        (Wishes(tick="soon"), "no span"),
        (Wishes(faults=["200"]), "no fault is called '200'"),
    ],
)
def test_wishes_that_cannot_be_met(wishes: Wishes, message: str) -> None:
    with pytest.raises(NotMocked, match=message):
        mocked(projects()["own"], ("job",), wishes)
    with pytest.raises(NotMocked, match="no machine to mock"):
        mocked(projects()["own"], (), Wishes())
