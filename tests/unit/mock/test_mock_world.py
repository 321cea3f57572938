"""The simulation: what a clock and calls make of resources, without a socket."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from mock_case import get, projects, simulation, wandering
from statebook.mock import world
from statebook.mock.control import Refused
from statebook.mock.life import Life
from statebook.mock.prepare import Wishes, mocked
from statebook.mock.simulation import Simulation
from statebook.mock.spans import SECOND, shown_as, span_of
from statebook.mock.world import Full
from statebook.source.load import load_project

STATUS = "/datasets/da_XXXXXX/status"
PUBLISH = "/datasets/da_XXXXXX/publish"


def seen(mock: Simulation, target: str = STATUS) -> Any:
    answer = get(mock, target)
    assert answer.status == 200
    return json.loads(answer.body)


def states(mock: Simulation, machine: str = "dataset-status") -> list[str]:
    return [json.loads(line)["state"] for line in mock.control.history(machine).splitlines()]


def test_the_same_seed_and_calls_give_the_same_bytes() -> None:
    def bytes_of(seed: int) -> tuple[str, list[bytes]]:
        mock = simulation("own", walks=["chaos"], seed=seed, resources=3, faults=["503", "cut"])
        answers = [one.answer.body for one in wandering(mock, 200)]
        return mock.control.history(), answers

    assert bytes_of(4) == bytes_of(4)
    assert bytes_of(4)[0] != bytes_of(5)[0]


def test_looks_do_not_change_a_walk() -> None:
    quiet, watched = (simulation("own", walks=["chaos"], seed=2, faults=["503"]) for _ in range(2))
    for _ in range(500):
        quiet.world.advance(SECOND)
        watched.world.advance(SECOND)
        get(watched, STATUS)
    assert quiet.control.history() == watched.control.history()


def test_resources_walk_each_for_themselves() -> None:
    few, many = (simulation("own", walks=["chaos"], seed=2, resources=number) for number in (1, 4))
    for mock in (few, many):
        mock.world.advance(5_000 * SECOND)
    first = [line for line in many.control.history("dataset-status").splitlines() if '"id": "da_XXXXXX",' in line]
    own = few.control.history("dataset-status").splitlines()
    # What a job is called depends on how many there are; all else does not.
    assert [json.loads(one)["state"] for one in first] == [json.loads(one)["state"] for one in own]
    assert [json.loads(one)["at"] for one in first] == [json.loads(one)["at"] for one in own]


def test_rest_stays_until_a_client_acts() -> None:
    mock = simulation("own")
    mock.world.advance(10**6 * SECOND)
    assert seen(mock)["name"] == "idle" and len(states(mock)) == 1
    assert get(mock, PUBLISH, "PUT").status == 200
    assert [seen(mock)["name"], seen(mock)["previous"], seen(mock)["next"]] == [
        "queued",
        "idle",
        "processing_all_dataset_data",
    ]
    mock.world.advance(60 * SECOND)
    assert states(mock) == ["idle", "queued", "processing_all_dataset_data", "idle"]


@pytest.mark.parametrize(
    ("order", "work"),
    [
        ("save_version", "saving_dataset_version"),
        ("recover_realtime_records", "recovering_realtime_records"),
        ("scratch_recovery_data", "scratching_realtime_recover_data"),
        ("publish", "processing_all_dataset_data"),
    ],
)
def test_a_guard_that_names_orders_decides_where_they_lead(order: str, work: str) -> None:
    mock = simulation("own")
    assert get(mock, f"/datasets/da_XXXXXX/{order}", "PUT").status == 200
    mock.world.advance(60 * SECOND)
    assert states(mock) == ["idle", "queued", work, "idle"]


def test_a_refusal_is_the_documented_one_and_moves_nothing() -> None:
    mock = simulation("own")
    get(mock, PUBLISH, "PUT")
    answer = get(mock, PUBLISH, "PUT")
    body = json.loads(answer.body)
    assert answer.status == 400 and body["error_key"] == "InvalidDatasetStatusPreconditionException"
    assert body["raw_params"] == {"authorized_origin_status": "idle, error, limit_reached", "current_status": "queued"}
    assert states(mock) == ["idle", "queued"] and len(mock.world.resources["job"]) == 1


def test_a_job_begins_and_ends_with_the_work_it_stands_for() -> None:
    mock = simulation("own")
    job = json.loads(get(mock, PUBLISH, "PUT").body)["job_id"]
    pairs = []
    for _ in range(80):
        mock.world.advance(SECOND // 2)
        pairs.append((seen(mock)["name"], seen(mock, f"/jobs/{job}")["state"]))
    assert list(dict.fromkeys(pairs)) == [
        ("queued", "waiting"),
        ("processing_all_dataset_data", "waiting"),
        ("processing_all_dataset_data", "started"),
        ("processing_all_dataset_data", "running"),
        ("idle", "done"),
    ]


def test_jobs_end_as_their_dataset_does_in_chaos() -> None:
    mock = simulation("own", walks=["chaos"], resources=5, seed=9)
    outcomes = projects()["own"]["dataset-status"].states
    ends = set()
    for _ in range(4_000):
        mock.world.advance(3 * SECOND)
        for dataset in mock.world.resources["dataset-status"].values():
            for job in dataset.current.values():
                if dataset.is_moving:
                    assert job.is_moving, (dataset.state, job.state)
                else:
                    good = outcomes[dataset.state].outcome == "success"
                    assert job.state == ("done" if good else "error")
                    ends.add(job.state)
    assert ends == {"done", "error"}


def test_the_job_in_the_status_is_the_one_that_was_ordered_last() -> None:
    mock = simulation("own")
    jobs = []
    for _ in range(2):
        jobs.append(json.loads(get(mock, PUBLISH, "PUT").body)["job_id"])
        assert seen(mock)["job"] == {"job_id": jobs[-1]}
        whole = seen(mock, f"{STATUS}?expand=job")["job"]
        assert whole == seen(mock, f"/jobs/{jobs[-1]}") and whole["state"] == "waiting"
        mock.world.advance(100 * SECOND)
        assert "job" not in seen(mock)
    assert len(set(jobs)) == 2
    assert isinstance(seen(mock, f"{STATUS}?expand=records_errors")["records_errors"], list)
    assert seen(mock, f"{STATUS}?expand=nothing,records_errors&expand=job")["records_errors"][0]["record_id"]


def test_a_job_names_the_dataset_that_it_works_on_everywhere() -> None:
    mock = simulation("own", resources=2)
    job = json.loads(get(mock, "/datasets/da_XXXXXX-2/publish", "PUT").body)["job_id"]
    assert job == json.loads(get(mock, "/jobs").body)[0]["job_id"]
    mock.world.advance(100 * SECOND)
    body = seen(mock, f"/jobs/{job}")
    assert body["dataset_uid"] == body["params"]["dataset_uid"] == body["result"]["dataset_uid"] == "da_XXXXXX-2"


def test_an_abort_ends_the_work_that_it_may_end() -> None:
    mock = simulation("own")
    get(mock, PUBLISH, "PUT")
    abort = "/datasets/da_XXXXXX/abort_processing"
    assert get(mock, abort, "PUT").status == 400
    while seen(mock)["name"] == "queued":
        mock.world.advance(SECOND)
    answer = get(mock, abort, "PUT")
    assert (answer.status, answer.body) == (200, b"")
    mock.world.advance(60 * SECOND)
    assert states(mock)[-2:] == ["aborting_processing", "idle"]


def test_what_is_deleted_is_not_found_and_its_job_goes_on() -> None:
    mock = simulation("own", resources=2)
    job = json.loads(get(mock, PUBLISH, "PUT").body)["job_id"]
    assert get(mock, "/datasets/da_XXXXXX", "DELETE").status == 204
    for method, target in (("GET", STATUS), ("PUT", PUBLISH), ("DELETE", "/datasets/da_XXXXXX")):
        assert get(mock, target, method).status == 404
    assert seen(mock, "/datasets/da_XXXXXX-2/status")["name"] == "idle"
    mock.world.advance(200 * SECOND)
    assert seen(mock, f"/jobs/{job}")["state"] == "done"


def test_resources_come_by_calls_that_begin_a_life() -> None:
    mock = simulation("several-initial-states")
    before = len(mock.world.resources["payment"])
    made = get(mock, "/payments", "POST")
    assert made.status == 200 and json.loads(made.body)["status"] == "requires_action"
    assert len(mock.world.resources["payment"]) == before + 1


def test_lists_show_all_there_are() -> None:
    mock = simulation("own")
    assert json.loads(get(mock, "/jobs").body) == []
    for _ in range(3):
        get(mock, PUBLISH, "PUT")
        mock.world.advance(100 * SECOND)
    found = json.loads(get(mock, "/jobs").body)
    assert [one["state"] for one in found] == ["done"] * 3 and len({one["job_id"] for one in found}) == 3


def test_machines_that_refer_to_each_other_show_each_other() -> None:
    mock = simulation("two-machines")
    order = json.loads(get(mock, "/orders/o-1").body)
    assert (order["payments"], order["last"]) == ([], None)
    payment = json.loads(get(mock, "/acme/orders/o-1/finalize", "POST").body)
    assert payment["order"] == {"order_id": "o-1"} and payment["status"] == "invalid"
    order = json.loads(get(mock, "/orders/o-1?expand=payments,last").body)
    assert order["status"] == "invalid" and order["payments"] == [order["last"]] == [payment]


def test_without_its_starter_a_machine_has_resources_of_its_own() -> None:

    mock = mocked(projects()["own"], ("job",), Wishes(resources=2))
    [first, second] = [key[0] for key in mock.world.resources["job"]]
    assert first == "e0f8a9cf495a0ee617b0828da35f349bbb62ad43" and len(second) == 40
    mock.world.advance(100 * SECOND)
    assert seen(mock, f"/jobs/{second}")["state"] == "done"


def test_moments_are_told_apart_where_since_is_coarse() -> None:
    assert Life(projects()["own"], projects()["own"]["dataset-status"]).grain == SECOND // 1000
    mock = simulation("ten-lines")
    for method in ("open", "close") * 3:
        get(mock, f"/{method}", "POST")
    times = [json.loads(line)["at"] for line in mock.control.history().splitlines()]
    assert len(times) > 3 and len(set(times)) == len(times)


def test_a_turn_of_the_clock_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(world, "MOST_STEPS", 3_000)
    monkeypatch.setattr(world, "KEPT_RESOURCES", 30)
    mock = simulation("own", walks=["chaos"], resources=20)
    mock.world.advance(10**9 * SECOND)
    assert 0 < mock.world.now < 10**9 * SECOND
    assert mock.world._numbers["job"] > 300
    assert len(mock.world.resources["job"]) <= 50
    assert get(mock, STATUS).status == 200


def test_there_is_an_end_of_room(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(world, "MOST_RESOURCES", 20)
    mock = simulation("several-initial-states")
    with pytest.raises(Full):
        for _ in range(21):
            mock.world.create("payment")
    assert get(mock, "/payments", "POST").status == 503
    with pytest.raises(Refused, match="there are 20"):
        mock.control.create("payment")


@pytest.mark.parametrize(
    ("text", "microseconds"), [("10s", 10**7), ("500ms", 5 * 10**5), ("1.5m", 9 * 10**7), ("0s", 0), ("2h", 72 * 10**8)]
)
def test_spans(text: str, microseconds: int) -> None:
    assert span_of(text) == microseconds


@pytest.mark.parametrize("text", ["", "10", "s", "-1s", "1e3s", "10 s", "1w", "9999999s", "1.2345s", "١s"])
def test_no_spans(text: str) -> None:
    with pytest.raises(ValueError, match="is no span of time"):
        span_of(text)


def test_moments_take_the_type_of_their_attribute() -> None:
    assert shown_as(0, "datetime") == "2017-07-24T13:24:23.104618+00:00"
    assert shown_as(SECOND, "timestamp") == 1500902664
    assert shown_as(0, "date") == "2017-07-24"
    assert shown_as(0, "boolean") is None
    assert str(shown_as(10**20, "datetime")).startswith("9999-12-31")


SHOPS = """
statebook: 1
id: parcel
title: Parcel
state_attribute: status
identifier: id
initial: [{state: new, trigger: post}]
actions:
  read: {method: GET, path: "/shops/{SHOP}/parcels/{ID}", returns: state}
  all: {method: GET, path: "/shops/{SHOP}/parcels", returns: array<parcel>}
  post: {method: POST, path: "/shops/{SHOP}/parcels", returns: {type: state, status: 201}}
  send: {method: PUT, path: "/shops/{SELLER}/parcels/{NUMBER}/labels/{LABEL}"}
attributes: {id: {type: integer, example: 70}, shop: {type: string}, status: {type: state}}
states: {new: {}, sent: {kind: final}}
transitions: [{from: new, to: sent, trigger: send}]
"""


def test_a_path_with_several_variables_names_one_resource(tmp_path: Path) -> None:
    (tmp_path / "parcel.yaml").write_text(SHOPS, encoding="utf-8")
    project, flaws = load_project(tmp_path, ["parcel.yaml"])
    assert not flaws
    mock = mocked(project.machines, ("parcel",), Wishes(resources=2))
    shop = next(iter(mock.world.resources["parcel"]))[0]
    assert list(mock.world.resources["parcel"]) == [(shop, "70"), (shop, "71")]
    made = get(mock, "/shops/other/parcels", "POST")
    assert made.status == 201
    new = json.loads(made.body)
    assert new == {"status": "new", "id": new["id"], "shop": "other"} and isinstance(new["id"], int)
    assert [one["shop"] for one in seen(mock, "/shops/other/parcels")] == ["other"]
    assert len(seen(mock, f"/shops/{shop}/parcels")) == 2
    # Other names for the same places, and one more behind them.
    assert get(mock, f"/shops/other/parcels/{new['id']}/labels/7", "PUT").status == 204
    assert seen(mock, f"/shops/other/parcels/{new['id']}")["status"] == "sent"
    assert seen(mock, f"/shops/{shop}/parcels/70")["status"] == "new"
    assert get(mock, "/shops/other/parcels/70").status == 404


def test_a_collection_fails_its_share_too() -> None:
    mock = simulation("own", faults=["503"], share=0.5)
    assert {get(mock, "/jobs").status for _ in range(50)} == {200, 503}
    assert {get(mock, "/jobs/nobody").status for _ in range(50)} == {404, 503}


def test_what_a_body_cannot_do_without_comes_along_while_there_is_room(monkeypatch: pytest.MonkeyPatch) -> None:
    mock = simulation("two-machines")
    alone = mock.world.create("payment")
    [other] = alone.companions.values()
    body = mock.answers.bodies.body(alone.moment, ["order"])
    assert body["order"]["order_id"] == other.key[0] == "o-1-2"
    monkeypatch.setattr(world, "MOST_RESOURCES", 2)
    lonely = mock.world.create("payment")
    assert not lonely.companions and mock.answers.bodies.body(lonely.moment)["order"]
