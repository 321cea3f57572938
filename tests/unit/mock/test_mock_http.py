"""HTTP as bytes: what is a request, what is refused, and that nothing a client sends is read in two ways."""

from __future__ import annotations

import random

import pytest

from statebook.mock import http
from statebook.mock.http import MOST_BODY, MOST_HEAD, Malformed, Reader, Received, written
from statebook.mock.request import Answer, json_answer

GET = b"GET /a HTTP/1.1\r\nHost: x\r\n\r\n"


def read(data: bytes, step: int = 0) -> list[Received]:
    """The requests in some bytes, which come at once or `step` bytes at a time."""
    reader, found = Reader(), []
    for start in range(0, len(data), step or len(data)):
        reader.feed(data[start : start + (step or len(data))])
        while (received := reader.next()) is not None:
            found.append(received)
    return found


@pytest.mark.parametrize("step", [0, 1, 3])
def test_requests_come_one_after_the_other(step: int) -> None:
    chunked = b"POST /c HTTP/1.1\r\nTransfer-Encoding: Chunked\r\n\r\n3;x=y\r\nabc\r\n1\r\nd\r\n0\r\nTrailer: t\r\n\r\n"
    post = b"POST /b?x=1&y HTTP/1.1\r\nContent-Length: 5\r\nX-A: 1\r\nx-a:  2 \r\n\r\nhello"
    found = read(GET + b"\r\n" + post + chunked + GET, step)
    assert [(one.request.method, one.request.path, one.request.query, one.request.body) for one in found] == [
        ("GET", "/a", "", b""),
        ("POST", "/b", "x=1&y", b"hello"),
        ("POST", "/c", "", b"abcd"),
        ("GET", "/a", "", b""),
    ]
    assert found[1].request.headers == {"content-length": "5", "x-a": "1, 2"}


@pytest.mark.parametrize(
    ("line", "header", "stays"),
    [
        ("1.1", "", True),
        ("1.1", "Connection: close\r\n", False),
        ("1.1", "Connection: x, Close\r\n", False),
        ("1.0", "", False),
        ("1.0", "Connection: keep-alive\r\n", True),
    ],
)
def test_how_long_a_connection_stays(line: str, header: str, stays: bool) -> None:
    assert read(f"GET / HTTP/{line}\r\n{header}\r\n".encode())[0].stays is stays


@pytest.mark.parametrize(
    ("target", "path"),
    [("http://h/a?b#c", "/a"), ("https://h", "/"), ("*", "/"), ("/a#b?c", "/a"), ("//evil/x", "//evil/x")],
)
def test_forms_of_targets(target: str, path: str) -> None:
    assert read(f"OPTIONS {target} HTTP/1.1\r\n\r\n".encode())[0].request.path == path


@pytest.mark.parametrize(
    ("data", "status"),
    [
        (b"\0\1\2\3", 400),
        (b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + b"\0" * 40, 400),  # a TLS handshake
        (b"GET / HTTP/1.1\n\n", 400),
        (b"GET / HTTP/2.0\r\n\r\n", 400),
        (b"GET  / HTTP/1.1\r\n\r\n", 400),
        (b"GET /\xff HTTP/1.1\r\n\r\n", 400),
        (b"GET /a b HTTP/1.1\r\n\r\n", 400),
        (b"G@T / HTTP/1.1\r\n\r\n", 400),
        (b"GET ftp://x/ HTTP/1.1\r\n\r\n", 400),
        (b"GET http://[ HTTP/1.1\r\n\r\n", 400),
        (b"CONNECT x:443 HTTP/1.1\r\n\r\n", 400),
        (b"GET / HTTP/1.1\r\nno header\r\n\r\n", 400),
        (b"GET / HTTP/1.1\r\nA : b\r\n\r\n", 400),
        (b"GET / HTTP/1.1\r\nA: b\r\n folded\r\n\r\n", 400),
        (b"GET / HTTP/1.1\r\nA: b\nC: d\r\n\r\n", 400),
        (b"GET / HTTP/1.1\r\nContent-Length: -1\r\n\r\n", 400),
        (b"GET / HTTP/1.1\r\nContent-Length: 1, 1\r\n\r\n", 400),
        (b"GET / HTTP/1.1\r\nContent-Length: 1\r\nContent-Length: 1\r\n\r\n", 400),
        (b"GET / HTTP/1.1\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n", 400),
        (b"GET / HTTP/1.1\r\nTransfer-Encoding: gzip, chunked\r\n\r\n", 501),
        (b"GET / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n", 400),
        (b"GET / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nabc\r\n", 400),
        (b"GET / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n" + b"1" * 200, 400),
        (b"GET / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nffffffff\r\n", 413),
        (b"GET / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n" + b"a: b\r\n" * 9000, 431),
        (f"GET / HTTP/1.1\r\nContent-Length: {MOST_BODY + 1}\r\n\r\n".encode(), 413),
        (b"GET / HTTP/1.1\r\n" + b"A: b\r\n" * 101 + b"\r\n", 431),
        (b"GET / HTTP/1.1\r\nA: " + b"b" * MOST_HEAD + b"\r\n\r\n", 431),
        (b"GET /" + b"a" * MOST_HEAD, 431),
        (b"GET /" + b"a" * 20_000 + b" HTTP/1.1\r\n\r\n", 400),
    ],
)
def test_what_is_no_request_is_refused(data: bytes, status: int) -> None:
    for step in (0, 1000):
        with pytest.raises(Malformed) as refused:
            read(data, step)
        assert refused.value.answer.status == status


def test_chunks_of_one_byte_are_bounded_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(http, "MOST_BODY", 20_000)
    reader = Reader()
    reader.feed(b"POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n")
    with pytest.raises(Malformed) as refused:
        for _ in range(30):
            reader.feed(b"1\r\na\r\n" * 1_000)
            assert reader.next() is None
            assert len(reader.waiting) < 10_000
    assert refused.value.answer.status == 413


def test_noise_is_refused_or_waited_for_and_never_more() -> None:
    chance = random.Random(0)
    pieces = [
        b"GET / HTTP/1.1",
        b"\r\n",
        b"Content-Length: 3",
        b"Transfer-Encoding: chunked",
        b":",
        b" ",
        b"abc",
        b"0",
        b"\xff",
        b"\0",
    ]
    for _ in range(3_000):
        data = b"".join(chance.choice(pieces) for _ in range(chance.randrange(1, 14)))
        try:
            read(data, chance.choice([0, 1, 2]))
        except Malformed as refused:
            assert 400 <= refused.answer.status <= 501


def test_answers_as_bytes() -> None:
    whole = written(json_answer(200, {"a": "ü"}))
    head, _, body = whole.partition(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 200 OK\r\nContent-Length: 11\r\nContent-Type: application/json\r\n")
    assert body == '{"a": "ü"}'.encode() and len(body) == 11
    assert written(json_answer(200, {"a": "ü"}), method="HEAD") == head + b"\r\n\r\n"
    assert b"Content-Length" not in written(Answer(204)) and b"Connection: close" in written(Answer(204), stays=False)
    assert written(Answer(599)).startswith(b"HTTP/1.1 599 Unknown\r\nContent-Length: 0\r\n")
