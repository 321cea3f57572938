"""The Python client against a server that walks the machine in chaos, without and with asyncio."""

from __future__ import annotations

import socket
import threading
from typing import Any

import pytest

from chaos_server import Walk, serving
from client_modules import ROOT, client, in_a_loop
from statebook.source.load import load_project

DATASET = client(ROOT, "dataset-status")
MACHINE = load_project(ROOT)[0].machines["dataset-status"]
VARIABLES = {"YOURDOMAIN": "y", "DATASET_UID": "da_1/ü"}
PACE = DATASET.Pace(interval=0.01)


def ended(walk: Walk, found: Any, raised: BaseException | None) -> None:
    """What a client made of a walk is what the last look saw."""
    last = walk.looks[-1]
    if raised is None:
        assert found.state.value == last
        assert found.state.is_resting and not found.state.is_failure
    elif isinstance(raised, DATASET.StateFailed):
        assert raised.observation.state.value == last
        assert raised.observation.body["message"] == "why"
    elif isinstance(raised, DATASET.Gone):
        assert last == "gone"
    else:
        assert isinstance(raised, DATASET.TemporaryError)
        assert len(walk.looks) >= 6 and all(one in {"503", "429", "200"} for one in walk.looks[-6:])


@pytest.mark.parametrize("seed", range(12))
def test_a_walk_in_chaos_ends_in_what_was_seen_last(seed: int) -> None:
    walk = Walk(MACHINE, seed)
    with serving(walk) as base:
        fetch = DATASET.http_fetch(VARIABLES, base=base, authorization=DATASET.basic("me", "pässword"))
        found = raised = None
        try:
            if seed % 2:
                found = DATASET.wait_until_resting(fetch, 600, pace=PACE)
            else:
                found = in_a_loop(DATASET.wait_until_resting_async(DATASET.in_thread(fetch), 600, pace=PACE))
        except (DATASET.WaitError, DATASET.Gone, DATASET.TemporaryError) as problem:
            raised = problem
    ended(walk, found, raised)
    assert walk.headers == {"path": "/datasets/da_1%2F%C3%BC/status", "authorization": "Basic bWU6cMOkc3N3b3Jk"}


def test_a_quiet_walk_ends_in_success_or_failure() -> None:
    for seed in range(8):
        walk = Walk(MACHINE, seed, chaos=False)
        with serving(walk) as base:
            found = raised = None
            try:
                found = DATASET.wait_until_resting(DATASET.http_fetch(VARIABLES, base=base), 600, pace=PACE)
            except DATASET.StateFailed as problem:
                raised = problem
        ended(walk, found, raised)


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
    other = Walk(MACHINE, 1, chaos=False)
    with serving(other) as target:

        class Away(Walk):
            def answer(self) -> tuple[int, bytes | None, dict[str, str]]:
                return 302, b"", {"Location": f"{target}/away"}

        with serving(Away(MACHINE, 1)) as base:
            DATASET.http_fetch(VARIABLES, base=base, authorization="Basic secret")(5)
    assert other.headers == {"path": "/away", "authorization": ""}
