"""The mock at a port: the command, Python's context manager, and clients that mean no good."""

from __future__ import annotations

import contextlib
import http.client
import json
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from mock_case import ROOT, simulation
from project_folder import Folder
from statebook.mock import Mock, NotMocked, serve
from statebook.mock import server as server_module
from statebook.mock.control import Refused
from statebook.mock.request import Request
from statebook.mock.server import Server
from statebook.mock.serving import serving

OWN = ["dataset-status", "job"]
STATUS = "/datasets/da_XXXXXX/status"
SPECS = [str(ROOT / "spec/dataset_status.yaml"), str(ROOT / "spec/job.yaml")]
PATIENCE = 20


@pytest.fixture
def mock() -> Iterator[Mock]:
    with serve(ROOT, OWN, speed=0) as served:
        yield served


def connected(mock: Mock) -> socket.socket:
    return socket.create_connection(("127.0.0.1", int(mock.url.rpartition(":")[2])), timeout=PATIENCE)


def sent(mock: Mock, data: bytes) -> bytes:
    """All that is answered to some bytes until the connection ends; nothing more is sent."""
    with connected(mock) as connection:
        with contextlib.suppress(OSError):  # it may be closed before all is sent
            connection.sendall(data)
            connection.shutdown(socket.SHUT_WR)
        found = b""
        with contextlib.suppress(ConnectionError):
            while piece := connection.recv(65536):
                found += piece
        return found


def is_well(mock: Mock) -> bool:
    with urllib.request.urlopen(mock.base() + STATUS, timeout=PATIENCE) as answer:
        return bool(json.load(answer)["name"] == "idle")


def test_python_tests_have_a_mock_for_a_block(mock: Mock) -> None:
    assert mock.ids() == ["da_XXXXXX"] and mock.ids("job") == [] and mock.state("da_XXXXXX") == "idle"
    order = urllib.request.Request(f"{mock.base()}/datasets/da_XXXXXX/publish", method="PUT")
    with urllib.request.urlopen(order) as answer:
        job = json.load(answer)["job_id"]
    assert (mock.state("da_XXXXXX"), mock.state(job, "job")) == ("queued", "waiting")
    mock.advance(100)
    assert (mock.state("da_XXXXXX"), mock.state(job, "job")) == ("idle", "done")
    assert [json.loads(line)["state"] for line in mock.history("job").splitlines()] == [
        "waiting",
        "started",
        "running",
        "done",
    ]
    assert [one["method"] for one in mock.calls()] == ["PUT"]
    mock.reset()
    assert mock.ids("job") == [] and mock.calls() == []
    assert mock.create("x", state="error") == "x" and mock.state("x") == "error"
    with pytest.raises(Refused, match="has no state"):
        mock.create(state="eror")
    with pytest.raises(KeyError):
        mock.state("nobody")


def test_a_mock_ends_with_its_block() -> None:
    with serve(ROOT, OWN) as mock:
        assert is_well(mock)
        idle = connected(mock)
    with pytest.raises(ConnectionRefusedError):
        connected(mock).close()
    with idle, contextlib.suppress(ConnectionResetError):
        while idle.recv(100):  # it may be told that it came too late
            pass
    assert not [one for one in threading.enumerate() if one.name == "statebook-mock"]
    with pytest.raises(RuntimeError):
        mock.reset()


def test_one_spec_or_some_machines_of_a_project() -> None:
    with serve(ROOT / "spec" / "job.yaml") as mock:
        assert mock.ids() == ["e0f8a9cf495a0ee617b0828da35f349bbb62ad43"]
    with pytest.raises(NotMocked, match="no machine is called 'jobs'"), serve(ROOT, ["jobs"]):
        pass


def test_a_broken_spec_is_told_at_its_place(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text("statebook: 1\nid: a\ntitle: A\nstates: {on: {kind: idle}}\n", encoding="utf-8")
    with pytest.raises(NotMocked, match=r"a\.yaml:4:21: "), serve(tmp_path / "a.yaml"):
        pass


def test_time_passes_as_fast_as_it_is_told() -> None:
    clock = [0.0]
    simulated = simulation("own", speed=60.0)
    server = Server(simulated, lambda: clock[0])
    server.turn_clock()
    for now in (0.5, 1.0, 1.0, 1.0000001):
        clock[0] = now
        server.turn_clock()
    assert simulated.world.now == 60_000_006


def test_only_this_machine_can_ask(mock: Mock) -> None:
    port = int(mock.url.rpartition(":")[2])
    taken = {line.split()[1] for line in Path("/proc/net/tcp").read_text().splitlines()[1:]}
    assert f"0100007F:{port:04X}" in taken and f"00000000:{port:04X}" not in taken


@pytest.mark.parametrize(
    ("data", "status"),
    [
        (b"\0" * 100, b"400"),
        (b"\x16\x03\x01\x00\xa5\x01\x00\x00\xa1\x03\x03", b"400"),
        (b"nonsense\r\n\r\n", b"400"),
        (b"GET / HTTP/1.1\r\nA: " + b"x" * 100_000 + b"\r\n\r\n", b"431"),
        (b"GET / HTTP/1.1\r\n" + b"A: b\r\n" * 500 + b"\r\n", b"431"),
        (b"PUT / HTTP/1.1\r\nContent-Length: 99999999999\r\n\r\n", b"413"),
        (b"GET / HTTP/1.1\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n", b"400"),
        (b"TRACE / HTTP/1.1\r\n\r\n", b"404"),
        (b"PROPFIND /datasets/da_XXXXXX/status HTTP/1.1\r\n\r\n", b"405"),
        (b"GET /datasets/%00%ff%zz/status HTTP/1.1\r\n\r\n", b"404"),
        (b"GET /../../etc/passwd HTTP/1.1\r\n\r\n", b"404"),
        (b"GET /datasets/da_XXXXXX/status?" + b"a=b&" * 3000 + b" HTTP/1.1\r\n\r\n", b"200"),
        (b"GET /datasets/da_XXXXXX/status?expand=" + b"x," * 3000 + b" HTTP/1.1\r\n\r\n", b"200"),
    ],
)
def test_requests_that_mean_no_good(mock: Mock, data: bytes, status: bytes, capfd: pytest.CaptureFixture[str]) -> None:
    answer = sent(mock, data)
    assert answer.startswith(b"HTTP/1.1 " + status), answer[:200]
    assert is_well(mock)
    assert "Traceback" not in capfd.readouterr().err


def test_clients_that_go_away(mock: Mock) -> None:
    for data in (b"", b"GET", b"GET / HTTP/1.1\r\nContent-Length: 10\r\n\r\nabc"):
        assert sent(mock, data) == b""
    for _ in range(20):
        connection = connected(mock)
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")  # a reset, not an end
        connection.sendall(b"GET /__statebook/ HTTP/1.1\r\n\r\n" * 50)
        connection.close()
    assert is_well(mock)


def test_who_asks_much_and_reads_nothing_is_not_remembered(mock: Mock) -> None:
    """Answers wait for their reader only up to a point: then no more requests are read."""
    with connected(mock) as connection:
        connection.setblocking(False)
        asked, request = 0, b"GET /datasets/da_XXXXXX/status HTTP/1.1\r\n\r\n" * 100
        with contextlib.suppress(BlockingIOError):
            while asked < 200_000_000:
                asked += connection.send(request)
        assert asked < 200_000_000
        assert is_well(mock)


def test_requests_in_a_row_are_answered_in_a_row(mock: Mock) -> None:
    answer = sent(mock, b"PUT /datasets/da_XXXXXX/publish HTTP/1.1\r\nContent-Length: 0\r\n\r\n" * 2)
    assert [part[:12] for part in answer.split(b"HTTP/1.1 ")[1:]] == [b"200 OK\r\nCont", b"400 Bad Requ"]


def test_a_body_that_waits_to_be_asked_for(mock: Mock) -> None:
    with connected(mock) as connection:
        connection.sendall(b"POST /__statebook/advance HTTP/1.1\r\nExpect: 100-continue\r\nContent-Length: 14\r\n\r\n")
        assert connection.recv(100) == b"HTTP/1.1 100 Continue\r\n\r\n"
        connection.sendall(b'{"seconds": 5}')
        assert connection.recv(100).startswith(b"HTTP/1.1 200 OK")


def test_there_is_room_for_so_many_connections(mock: Mock, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(server_module, "MOST_CONNECTIONS", 20)
    with contextlib.ExitStack() as stack:
        for _ in range(20):
            stack.enter_context(connected(mock))
        one_more = stack.enter_context(connected(mock))
        assert one_more.recv(100).startswith(b"HTTP/1.1 503 ")
    for _ in range(100):
        with contextlib.suppress(OSError):
            if is_well(mock):
                return
        time.sleep(0.05)
    pytest.fail("the connections that ended still count")


def test_who_says_nothing_is_sent_away(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(server_module, "IDLE_SECONDS", 0.05)
    monkeypatch.setattr(server_module, "SWEEP_SECONDS", 0.01)
    with serve(ROOT, OWN) as mock, connected(mock) as connection:
        connection.sendall(b"GET / HTTP/1.1\r\nA: ")
        assert connection.recv(1) == b""


def test_many_clients_at_once(mock: Mock) -> None:
    def ask(_: int) -> set[int]:
        found = set()
        connection = http.client.HTTPConnection(mock.url.removeprefix("http://"), timeout=PATIENCE)
        for _ in range(50):
            connection.request("GET", STATUS)
            answer = connection.getresponse()
            answer.read()
            found.add(answer.status)
        connection.close()
        return found

    with ThreadPoolExecutor(8) as threads:
        assert set().union(*threads.map(ask, range(16))) == {200}


def test_a_flaw_of_the_mock_is_an_answer_and_not_its_end(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    simulated = simulation("own")

    def broken(_: Request) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(simulated, "answer", broken)
    with serving(simulated) as server, pytest.raises(urllib.error.HTTPError, match="500"):
        urllib.request.urlopen(f"http://127.0.0.1:{server.port}/")
    assert "ZeroDivisionError" in capfd.readouterr().err


def started(*options: str, folder: Path) -> tuple[subprocess.Popen[str], int]:
    """The command in a process, and the port that it has written."""
    file = folder / "port"
    command = [
        sys.executable,
        "-m",
        "statebook",
        "mock",
        "-C",
        str(ROOT),
        "--port",
        "0",
        "--port-file",
        str(file),
        *options,
        *SPECS,
    ]
    process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
    end = time.monotonic() + 60
    while not file.exists():
        assert process.poll() is None and time.monotonic() < end, process.communicate()[1]
        time.sleep(0.02)
    return process, int(file.read_text())


@pytest.mark.parametrize("name", [signal.SIGTERM, signal.SIGINT])
def test_the_command_serves_until_it_is_told_to_end(name: signal.Signals, tmp_path: Path) -> None:
    process, port = started("--walk", "chaos", "--faults", "--resources", "2", folder=tmp_path)
    with socket.create_connection(("127.0.0.1", port)) as kept:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/__statebook/") as answer:
            assert len(json.load(answer)["machines"][0]["resources"]) == 2
        process.send_signal(name)
        said = process.communicate(timeout=PATIENCE)[1]
        assert process.returncode == 0 and kept.recv(1) == b""
    assert said.splitlines() == [
        f"dataset-status: http://127.0.0.1:{port}/api/management/v2  da_XXXXXX, da_XXXXXX-2",
        f"job: http://127.0.0.1:{port}/api/management/v2  comes into being by calls",
        f"Serving a mock at http://127.0.0.1:{port}/__statebook/",
    ]
    assert not (tmp_path / "port").exists()


def test_the_command_ends_by_itself(tmp_path: Path) -> None:
    process = subprocess.run(
        [sys.executable, "-m", "statebook", "mock", "-q", "-C", str(ROOT), "--port", "0", "--for", "100ms", *SPECS],
        capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert (process.returncode, process.stdout, process.stderr) == (0, "", "")


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    made = Folder(tmp_path)
    made.write("spec/door.yaml", (ROOT / "tests/cases/ten-lines/project/spec/door.yaml").read_text())
    return made


def in_thread(made: Folder, *options: str) -> int:
    """The command in a thread of its own: a browser of other tests may keep a loop running in this one."""
    with ThreadPoolExecutor(1) as threads:
        return threads.submit(made.run, "mock", *options).result(PATIENCE)


def test_what_the_command_refuses(folder: Folder) -> None:
    folder.write("walk.yaml", "statebook: 1\nwalk: [{state: opn}]\n")
    with socket.create_server(("127.0.0.1", 0)) as other:
        taken = str(other.getsockname()[1])
        for options, says in (
            (("--port", "70000"), "70000 is no port"),
            (("--port", taken), f"cannot listen at 127.0.0.1:{taken}: "),
            (("--for", "soon"), "'soon' is no span of time"),
            (("--walk", "hapy"), "no walk is called 'hapy'"),
            (
                ("--walk", str(folder.root / "walk.yaml")),
                "walk.yaml:2:16: error[unknown-reference] no state of door is called 'opn'",
            ),
            (("--faults", "500,nine"), "no fault is called 'nine'"),
            (("--speed", "1e9"), "the speed 1e+09 is out of range"),
            (("--port", "0", "--port-file", str(folder.root / "no" / "port")), "cannot write"),
            (("missing.yaml",), "no such file"),
        ):
            assert in_thread(folder, *options) == 2, options
            assert says in folder.said, folder.said
            assert "Traceback" not in folder.said


def test_a_machine_without_calls_says_so(tmp_path: Path) -> None:
    made = Folder(tmp_path)
    made.write("spec/on.yaml", "statebook: 1\nid: on\ntitle: On\nstate_attribute: s\nstates: {on: {}}\n")

    assert in_thread(made, "--port", "0", "--for", "1ms") == 0
    assert "on: no action has a method and a path, so only its history can be seen" in made.said
