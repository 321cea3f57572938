"""What tests ask of the mock itself, and the paths and methods that mean nothing."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from mock_case import ROOT, get, projects, simulation
from statebook.mock.control import _METHODS
from statebook.mock.faults import KINDS
from statebook.mock.meaning import meant
from statebook.mock.prepare import Wishes, mocked
from statebook.mock.request import Request
from statebook.mock.routes import Routes, base_path, canonical
from statebook.mock.simulation import Simulation
from statebook.mock.spans import SECOND
from statebook.source.load import load_project

STATUS = "/datasets/da_XXXXXX/status"
OWN = "/__statebook/"


def told(mock: Simulation, target: str, method: str = "POST", body: Any = None) -> tuple[int, Any]:
    answer = get(mock, OWN + target, method, b"" if body is None else json.dumps(body).encode())
    return answer.status, json.loads(answer.body)


def test_the_overview_says_what_can_be_called_and_what_there_is() -> None:
    mock = simulation("own", resources=2)
    status, found = told(mock, "", "GET")
    assert status == 200 and found["now"] == "2017-07-24T13:24:23.104618+00:00" and found["seed"] == 0
    [datasets, jobs] = found["machines"]
    assert [one["id"] for one in datasets["resources"]] == ["da_XXXXXX", "da_XXXXXX-2"] and datasets["count"] == 2
    assert {
        "action": "retrieve_status",
        "method": "GET",
        "path": f"/api/management/v2{STATUS.replace('da_XXXXXX', '{DATASET_UID}')}",
    } in datasets["calls"]
    assert jobs["resources"] == []


def test_the_clock_is_turned_and_everything_begins_anew() -> None:
    mock = simulation("own", seed=3)
    get(mock, "/datasets/da_XXXXXX/publish", "PUT")
    assert told(mock, "advance", body={"seconds": 7.5})[1]["seconds"] == 7.5
    assert told(mock, "advance?seconds=100")[1]["seconds"] == 107.5
    assert json.loads(get(mock, STATUS).body)["previous"]
    assert told(mock, "reset")[1]["seed"] == 3
    assert mock.world.now == 0 and json.loads(get(mock, STATUS).body)["previous"] is None
    assert told(mock, "reset", body={"seed": -4})[1]["seed"] == -4


def test_resources_are_put_where_a_test_needs_them() -> None:
    mock = simulation("own")
    status, made = told(mock, "resources", body={"machine": "dataset-status", "id": "da_1/ü", "state": "error"})
    assert status == 201 and (made["id"], made["state"]) == ("da_1/ü", "error")
    assert json.loads(get(mock, "/datasets/da_1%2F%C3%BC/status").body)["name"] == "error"
    assert json.loads(get(mock, "/datasets/da_1%2f%c3%bc/status").body)["name"] == "error"
    assert told(mock, "resources", body={"machine": "dataset-status"})[1]["id"] == "da_XXXXXX-2"
    status, said = told(mock, "resources", body={"machine": "dataset-status", "id": "da_1/ü"})
    assert status == 400 and "is there already" in said["detail"]


@pytest.mark.parametrize(
    ("target", "body", "says"),
    [
        ("advance", {}, "`seconds` has to be"),
        ("advance", {"seconds": -1}, "`seconds` has to be"),
        ("advance", {"seconds": "nan"}, "`seconds` has to be"),
        ("advance", {"seconds": 1e300}, "`seconds` has to be"),
        ("advance", {"seconds": [1]}, "`seconds` has to be"),
        ("advance", [1], "no JSON object"),
        ("reset", {"seed": "x"}, "no whole number"),
        ("reset", {"seed": True}, "no whole number"),
        ("reset", {"seed": 1.5}, "no whole number"),
        ("reset", {"seed": "9" * 50}, "no whole number"),
        ("resources", {}, "`machine` has to be one of dataset-status, job"),
        ("resources", {"machine": ["job"]}, "`machine` has to be one of dataset-status, job"),
        ("resources", {"machine": "job", "state": "x"}, "job has no state 'x'"),
        ("resources", {"machine": "job", "state": ["x"]}, "job has no state"),
    ],
)
def test_what_cannot_be_is_refused(target: str, body: Any, says: str) -> None:
    mock = simulation("own")
    before = mock.control.history()
    status, said = told(mock, target, body=body)
    assert status == 400 and says in said["detail"]
    assert mock.control.history() == before


def test_history_and_calls_tell_what_happened() -> None:
    mock = simulation("own")
    get(mock, STATUS, authorization="Basic x")
    get(mock, "/nowhere?a=b")
    lines = [json.loads(line) for line in get(mock, f"{OWN}history?of=looks").body.splitlines()]
    assert [(one["id"], one["state"]) for one in lines] == [("da_XXXXXX", "idle")]
    [look, nowhere] = [json.loads(line) for line in get(mock, f"{OWN}calls").body.splitlines()]
    assert (look["method"], look["path"], look["status"], look["state"]) == ("GET", STATUS, 200, "idle")
    assert look["headers"] == {"authorization": "Basic x"}
    assert (nowhere["query"], nowhere["status"]) == ("a=b", 404) and "state" not in nowhere
    assert get(mock, f"{OWN}history?machine=x").status == 400
    assert get(mock, f"{OWN}history?of=x").status == 400


def test_paths_and_methods_of_its_own_that_are_none() -> None:
    mock = simulation("own")
    assert told(mock, "nothing", "GET")[0] == 404
    answer = get(mock, f"{OWN}reset")
    assert answer.status == 405 and ("Allow", "POST") in answer.headers
    assert get(mock, f"{OWN}history", "HEAD").status == 200


def test_what_no_action_means() -> None:
    mock = simulation("own")
    for target in (
        "/",
        "/datasets",
        "/datasets/da_XXXXXX/status/",
        "/datasets//status",
        "/datasets/a/b/status",
        "//datasets/da_XXXXXX/status",
    ):
        assert get(mock, target).status == 404, target
    answer = get(mock, STATUS, "POST")
    assert answer.status == 405 and answer.headers == (("Allow", "GET, HEAD, OPTIONS"),)
    assert get(mock, STATUS, "BREW").status == get(mock, STATUS, "get").status == 405
    options = get(mock, "/datasets/da_XXXXXX", "OPTIONS")
    assert (options.status, options.headers) == (204, (("Allow", "DELETE, OPTIONS"),))
    assert get(mock, "/datasets/nobody/status").status == 404
    assert get(mock, f"/api/management/v2{STATUS}").body == get(mock, STATUS).body == get(mock, STATUS, "HEAD").body


def test_what_a_request_must_have() -> None:
    mock = simulation("every-type")
    change = "/things/t-1"
    good = b'{"points": []}'
    for body, headers, status in (
        (good, {"if-match": "x"}, 202),
        (good, {}, 400),
        (b"", {"if-match": "x"}, 400),
        (b"[", {"if-match": "x"}, 400),
        (b"[" * 100_000, {"if-match": "x"}, 400),
        (b"[]", {"if-match": "x"}, 400),
        (b"{}", {"if-match": "x"}, 400),
    ):
        mock.world.reset(0)
        assert mock.answer(patch(change, body, headers)).status == status, (body[:20], headers)
    assert get(simulation("own"), "/datasets/da_XXXXXX/restore_change", "PUT", b"{}").status == 400
    assert get(simulation("own"), "/datasets/da_XXXXXX/restore_change", "PUT", b'{"change_uid": 1}').status == 200


def patch(path: str, body: bytes, headers: dict[str, str]) -> Any:
    return Request("PATCH", path, "", headers, body)


@pytest.mark.parametrize("kind", KINDS)
def test_every_fault(kind: str) -> None:
    mock = simulation("own", faults=[kind], share=1.0)
    answer = get(mock, "/datasets/da_XXXXXX/publish", "PUT")
    assert answer.fault == kind
    assert answer.is_cut == (kind in {"cut", "lost"})
    # Only a lost answer is that of a call that was carried out.
    assert len(mock.world.history.changes) == (3 if kind == "lost" else 1)
    if kind in {"429", "503"}:
        assert answer.status == int(kind) and ("Retry-After", "1") in answer.headers
    elif kind == "gone":
        assert answer.status == 404
    elif not answer.is_cut:
        assert answer.status == 200
    assert get(mock, f"{OWN}calls").status == 200


def test_faults_strike_their_share() -> None:
    mock = simulation("own", faults=["503"], share=0.2)
    struck = sum(get(mock, STATUS).status == 503 for _ in range(2_000))
    assert 300 < struck < 500


def test_a_documented_error_is_what_a_fault_says() -> None:
    mock = simulation("own", faults=["404"], share=1.0)
    answer = get(mock, STATUS)
    assert (answer.status, answer.body) == (404, b"")  # the spec documents an error with no body


def test_paths_written_in_two_ways_are_one() -> None:
    assert canonical("/a%2fb/%41%20c") == "/a%2Fb/A%20c"
    assert canonical("/a%zz%") == "/a%25zz%25"
    machines = projects()["own"]
    routes = Routes(tuple(machines.values()))
    [match] = routes.find("/datasets/%64a/%73tatus").matches
    assert match.values == {"DATASET_UID": "da"}
    assert base_path(machines["job"]) == "/api/management/v2"


@pytest.mark.parametrize(
    ("body", "action"),
    [
        ({"confirmResize": None}, "confirm_resize"),
        ({"os-stop": None}, "stop"),
        ({"reboot": {"type": "HARD"}}, "reboot_hard"),
        ({"reboot": {"type": "SOFT"}}, "reboot_soft"),
        ({"rebuild": {"imageRef": "x", "list": [[[["resize"]]]]}}, "rebuild"),
    ],
)
def test_of_actions_with_one_path_the_body_means_one(body: Any, action: str) -> None:
    mock = simulation("gallery")
    found = mock.routes.find("/servers/x/action").matches
    assert len(found) > 20
    data = json.dumps(body).encode()
    assert meant(found, Request("POST", "/servers/x/action", body=data)).route.action.id == action
    named = Request("POST", "/servers/x/action", headers={"statebook-action": "shelve"}, body=data)
    assert meant(found, named).route.action.id == "shelve"


def test_a_body_with_what_an_action_needs_means_it() -> None:
    mock = simulation("gallery")
    for path, body, action in (
        ("/authz/x", b"", "read_authorization"),
        ("/authz/x", b"{}", "read_authorization"),
        ("/authz/x", b'{"status": "deactivated"}', "deactivate"),
        ("/chall/x", b"", "read_challenge"),
        ("/chall/x", b"{}", "respond"),
        ("/chall/x", b"[" * 100_000, "read_challenge"),
    ):
        found = mock.routes.find(path).matches
        assert meant(found, Request("POST", path, body=body)).route.action.id == action, (path, body)


def test_many_paths_are_not_all_remembered() -> None:
    routes = Routes(tuple(projects()["own"].values()))
    for number in range(10_000):
        routes.find(f"/{number}")
    assert len(routes._found) <= 4_096


def test_a_tick_is_taken_by_each_call_and_by_nothing_else() -> None:
    mock = simulation("own", tick="2s", speed=0.0)
    for _ in range(3):
        get(mock, STATUS)
        get(mock, OWN)
    assert mock.world.now == 6 * SECOND


def test_the_guide_says_what_there_is(tmp_path: Path) -> None:
    guide = (ROOT / "docs/guide/mock.md").read_text("utf-8")
    told_kinds = set(re.findall(r"^\| `([^`]+)` ", guide.split("## Faults")[1].split("##")[0], re.MULTILINE))
    assert told_kinds == {*KINDS, "400"} - {"429", "503"}
    told_paths = re.findall(r"^\| `(\w+) /__statebook/(\w*)", guide, re.MULTILINE)
    assert {name: method for method, name in told_paths} == _METHODS
    [script] = re.findall(r"^```yaml\n(.*?)^```$", guide, re.MULTILINE | re.DOTALL)
    (tmp_path / "walk.yaml").write_text(script, encoding="utf-8")
    mock = mocked(projects()["own"], ("dataset-status", "job"), Wishes(walks=["walk.yaml"]), str(tmp_path))
    for _ in range(2):
        assert get(mock, "/datasets/da_XXXXXX/publish", "PUT").status == 200
        mock.world.advance(30 * SECOND)
    states = [json.loads(line)["state"] for line in mock.control.history("dataset-status").splitlines()]
    assert states == re.findall(r"state: (\w+)", script)


def test_variables_side_by_side_cost_no_more_than_they_should(tmp_path: Path) -> None:
    """A dash too many must not be tried at every place for every variable."""
    (tmp_path / "a.yaml").write_text(
        "statebook: 1\nid: a\ntitle: A\nstate_attribute: s\nstates: {on: {}}\nactions:\n"
        '  read: {method: GET, path: "/at/{Y}-{M}-{D}-{H}/{X}.json", returns: state}\n',
        encoding="utf-8",
    )
    machine = load_project(tmp_path, ["a.yaml"])[0].machines["a"]
    routes = Routes((machine,))
    [match] = routes.find("/at/2026-01-05-10/a.b.json").matches
    assert match.values == {"Y": "2026", "M": "01", "D": "05", "H": "10", "X": "a.b"}
    assert not routes.find("/at/" + "-" * 15_000 + "/x.txt").matches
    assert not routes.find("/at/" + "a-" * 60 + "/x.txt").matches
