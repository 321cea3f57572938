"""The Python client against the mock, which walks the machine in chaos, without and with asyncio."""

from __future__ import annotations

import json
import socket
import threading
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import pytest

from client_modules import ROOT, client, in_a_loop
from statebook.mock import Mock, serve
from statebook.mock.faults import KINDS

OWN = ["dataset-status", "job"]
DATASET = client(ROOT, "dataset-status")
VARIABLES = {"YOURDOMAIN": "y", "DATASET_UID": "da_1/ü"}
PACE = DATASET.Pace(interval=0.01)


@contextmanager
def chaos(seed: int) -> Iterator[Mock]:
    """A mock in chaos, with every fault, whose clock the client's looks turn."""
    with serve(ROOT, OWN, walks=["chaos"], seed=seed, speed=0, tick="4s", faults=KINDS, share=0.35) as mock:
        mock.create("da_1/ü", state="queued")
        yield mock


def ended(mock: Mock, found: Any, raised: BaseException | None) -> None:
    """What a client made of a walk is what the last look saw."""
    calls = mock.calls()
    last = calls[-1]
    if raised is None:
        assert found.state.value == last["state"]
        assert found.state.is_resting and not found.state.is_failure
    elif isinstance(raised, DATASET.StateFailed):
        assert raised.observation.state.value == last["state"]
        assert raised.observation.body == json.loads(mock.history("dataset-status", "looks").splitlines()[-1])["status"]
    elif isinstance(raised, DATASET.Gone):
        assert last["status"] == 404 and last["fault"] == "gone"
    else:
        assert isinstance(raised, DATASET.TemporaryError)
        assert len(calls) >= 6 and all("fault" in one for one in calls[-6:])


@pytest.mark.parametrize("seed", range(12))
def test_a_walk_in_chaos_ends_in_what_was_seen_last(seed: int) -> None:
    with chaos(seed) as mock:
        fetch = DATASET.http_fetch(VARIABLES, base=mock.base(), authorization=DATASET.basic("me", "pässword"))
        found = raised = None
        try:
            if seed % 2:
                found = DATASET.wait_until_resting(fetch, 600, pace=PACE)
            else:
                found = in_a_loop(DATASET.wait_until_resting_async(DATASET.in_thread(fetch), 600, pace=PACE))
        except (DATASET.WaitError, DATASET.Gone, DATASET.TemporaryError) as problem:
            raised = problem
        ended(mock, found, raised)
        for one in mock.calls():
            assert one["path"] == "/api/management/v2/datasets/da_1%2F%C3%BC/status"
            assert one["headers"]["authorization"] == "Basic bWU6cMOkc3N3b3Jk"


def test_chaos_meets_every_end_and_every_fault() -> None:
    """The walks above would prove little if all of them ended well."""
    ends, met = set(), set()
    for seed in range(12):
        with chaos(seed) as mock:
            try:
                DATASET.wait_until_resting(DATASET.http_fetch(VARIABLES, base=mock.base()), 600, pace=PACE)
            except (DATASET.WaitError, DATASET.Gone, DATASET.TemporaryError) as problem:
                ends.add(type(problem).__name__)
            else:
                ends.add("rest")
            met |= {one.get("fault", "") for one in mock.calls()}
    assert {"rest", "StateFailed", "Gone"} <= ends
    assert met >= set(KINDS)


def test_a_quiet_walk_ends_in_success() -> None:
    for seed in range(4):
        with serve(ROOT, OWN, seed=seed, speed=0, tick="4s") as mock:
            mock.create("da_1/ü", state="queued")
            found = DATASET.wait_until_resting(DATASET.http_fetch(VARIABLES, base=mock.base()), 600, pace=PACE)
            ended(mock, found, None)
            assert found.state.value == "idle"


def test_an_action_and_the_wait_behind_it() -> None:
    """From rest to rest: the naive client would take the rest before the action for the end of it."""
    with serve(ROOT, OWN, speed=0, tick="4s") as mock:
        mock.create("da_1/ü")
        fetch = DATASET.http_fetch(VARIABLES, base=mock.base())
        before = DATASET.look(fetch)
        order = urllib.request.Request(f"{mock.base()}/datasets/da_1%2F%C3%BC/publish", method="PUT")
        with urllib.request.urlopen(order) as answer:
            job = json.load(answer)["job_id"]
        assert mock.state(job, "job") == "waiting"
        found = DATASET.wait_until_resting(fetch, 600, pace=PACE, before=before)
        assert found.state.value == "idle" and found.body["previous"] == "processing_all_dataset_data"
        assert mock.state(job, "job") == "done"


def test_a_server_that_never_answers_does_not_hold_the_client() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        fetch = DATASET.http_fetch(VARIABLES, base=f"http://127.0.0.1:{server.getsockname()[1]}")
        with pytest.raises(DATASET.TemporaryError, match="cannot be reached"):
            fetch(0.05)


def test_an_answer_that_drips_is_given_up() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        stop = threading.Event()

        def drip() -> None:
            connection, _ = server.accept()
            with connection:
                connection.recv(65536)
                connection.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
                while not stop.wait(0.01):
                    try:
                        connection.sendall(b" ")
                    except OSError:
                        return

        thread = threading.Thread(target=drip)
        thread.start()
        try:
            fetch = DATASET.http_fetch(VARIABLES, base=f"http://127.0.0.1:{server.getsockname()[1]}")
            with pytest.raises(DATASET.TemporaryError, match="takes too long"):
                fetch(0.3)
        finally:
            stop.set()
            thread.join()


def test_what_cannot_be_called_is_said_at_once() -> None:
    with pytest.raises(ValueError, match="no value for YOURDOMAIN"):
        DATASET.http_fetch({"DATASET_UID": "x"})
    with pytest.raises(ValueError, match="is no address of HTTP"):
        DATASET.http_fetch(VARIABLES, base="file:///etc")


def test_the_credentials_stay_with_their_host() -> None:
    with serve(ROOT, OWN) as mock:

        class Away(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                self.send_response(302)
                self.send_header("Location", f"{mock.base()}/datasets/da_XXXXXX/status")
                self.end_headers()

            def log_message(self, *_: Any) -> None:
                """Say nothing."""

        with HTTPServer(("127.0.0.1", 0), Away) as away:
            thread = threading.Thread(target=away.handle_request)
            thread.start()
            base = f"http://127.0.0.1:{away.server_address[1]}"
            DATASET.http_fetch(VARIABLES, base=base, authorization="Basic secret")(5)
            thread.join()
        [call] = mock.calls()
        assert call["status"] == 200 and "authorization" not in call["headers"]
