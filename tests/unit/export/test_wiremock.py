"""The stubs, walked through by a small scenario engine of our own, and by WireMock itself where its jar is at hand.

`STATEBOOK_WIREMOCK` names the jar, as the npm package `wiremock` has it; no test run needs it.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import socket
import subprocess
import time
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any

import pytest

from every_machine import every_machine
from statebook.export.formats.wiremock import export
from statebook.machine import Verdict

JAR = os.environ.get("STATEBOOK_WIREMOCK", "")
STATUS = "/api/management/v2/datasets/da_1/status"
PUBLISH = "/api/management/v2/datasets/da_1/publish"
WAY = [("GET", STATUS, "idle"), ("PUT", PUBLISH, None), ("PUT", PUBLISH, 400), ("GET", STATUS, "queued"),
       ("GET", STATUS, "processing_all_dataset_data"), ("GET", STATUS, "idle"), ("GET", STATUS, "idle")]  # fmt: skip


def mappings(name: str) -> list[dict[str, Any]]:
    return list(json.loads(export(every_machine()[name]).text)["mappings"])


class Engine:
    """What WireMock does with scenarios: of the stubs that match, one whose state is the scenario's."""

    def __init__(self, stubs: list[dict[str, Any]]) -> None:
        self.stubs = stubs
        self.state = "Started"

    def call(self, method: str, path: str) -> tuple[int, Any]:
        fitting = [one for one in self.stubs if self._fits(one, method, path)]
        assert len(fitting) == 1, (self.state, method, path, len(fitting))
        self.state = fitting[0].get("newScenarioState", self.state)
        return fitting[0]["response"]["status"], fitting[0]["response"].get("jsonBody")

    def _fits(self, stub: dict[str, Any], method: str, path: str) -> bool:
        request = stub["request"]
        at = request.get("urlPath") == path or re.fullmatch(request.get("urlPathPattern", "(?!)"), path) is not None
        return request["method"] == method and at and stub["requiredScenarioState"] == self.state


def walk(call: Any) -> None:
    for method, path, wanted in WAY:
        status, body = call(method, path)
        if isinstance(wanted, int):
            assert status == wanted
            assert "'queued'" in body["message"]
        else:
            assert status == 200
            assert wanted is None or body["name"] == wanted


def test_an_order_is_followed_to_its_success() -> None:
    walk(Engine(mappings("real/dataset-status")).call)


@pytest.mark.parametrize("name", every_machine())
def test_every_call_has_one_answer_in_every_state_and_moves_as_the_machine_says(name: str) -> None:
    subject = every_machine()[name]
    stubs = mappings(name)
    scenario_states = list(dict.fromkeys(one["requiredScenarioState"] for one in stubs))
    assert not stubs or len(scenario_states) == len(subject.machine.states)
    ids = dict(zip(scenario_states, subject.machine.states, strict=False))
    seen = set()
    for stub in stubs:
        request, state = stub["request"], stub["requiredScenarioState"]
        key = (json.dumps(request, sort_keys=True), state)
        assert key not in seen
        seen.add(key)
        re.compile(request.get("urlPathPattern", ""))
        assert 100 <= stub["response"]["status"] < 600
        target = stub.get("newScenarioState")
        assert target is None or ids[target] in subject.graph.successors(ids[state])
        action = subject.machine.actions[stub["name"][: -len(f" in {ids[state]}")]]
        verdict = subject.graph.acceptance(ids[state], action).verdict
        if verdict is Verdict.REFUSED:
            assert target is None
            assert stub["response"]["status"] >= 400


def test_every_transient_state_is_left_by_reads() -> None:
    subject = every_machine()["real/dataset-status"]
    engine = Engine(mappings("real/dataset-status"))
    for state in subject.machine.states.values():
        engine.state = state.id if state.id != "idle" else "Started"
        for _ in subject.machine.states:
            engine.call("GET", STATUS)
        assert engine.state in ("Started", "error", "limit_reached")


@pytest.mark.skipif(not JAR or shutil.which("java") is None, reason="STATEBOOK_WIREMOCK names no jar of WireMock")
def test_wiremock_itself_follows_an_order(tmp_path: Path) -> None:
    (tmp_path / "mappings").mkdir()
    (tmp_path / "mappings" / "all.json").write_text(export(every_machine()["real/dataset-status"]).text, "utf-8")
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port = one.getsockname()[1]
    command = ["java", "-jar", JAR, "--port", str(port), "--bind-address", "127.0.0.1", "--root-dir", str(tmp_path)]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as server:
        try:

            def call(method: str, path: str) -> tuple[int, Any]:
                request = urllib.request.Request(f"http://127.0.0.1:{port}{path}", method=method)
                try:
                    with urllib.request.urlopen(request, timeout=10) as answer:
                        return answer.status, json.load(answer)
                except urllib.error.HTTPError as refused:
                    return refused.code, json.load(refused)

            for _ in range(120):
                try:
                    call("GET", "/__admin/health")
                    break
                except OSError:
                    time.sleep(0.25)
            walk(call)
        finally:
            server.terminate()
