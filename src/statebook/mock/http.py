"""HTTP/1.1 as far as a mock needs it (RFC 9112): requests out of bytes, bytes out of answers.

Whatever is not clearly a request is refused, and what is refused ends the connection. No socket here.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from http import HTTPStatus
from urllib.parse import urlsplit

from statebook.mock.request import Answer, Request, problem

MOST_HEAD = 32 * 1024
"""Bytes of the request line and the headers."""

MOST_HEADERS = 100
MOST_BODY = 1024 * 1024
"""Bytes of a body."""

MOST_CHUNK_LINE = 128
REMEMBERED = 256
"""Heads that are known when they come again."""

_LINE = re.compile(r"([!#$%&'*+.^_`|~0-9A-Za-z-]{1,40}) ([!-~]{1,16384}) HTTP/1\.([01])\Z")
_NAME = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+\Z")
_LENGTH = re.compile(r"[0-9]{1,18}\Z")
_CHUNK = re.compile(rb"([0-9a-fA-F]{1,8})[ \t]*(?:;[^\r\n]*)?\Z")


class Malformed(Exception):
    """The bytes are no request that is answered; `answer` says why, and then the connection ends."""

    def __init__(self, status: int, detail: str) -> None:
        super().__init__(detail)
        self.answer = problem(status, HTTPStatus(status).phrase, detail)


@dataclass(frozen=True, slots=True)
class Received:
    """A request, and whether its connection stays open behind the answer."""

    request: Request
    stays: bool


@dataclass(frozen=True, slots=True)
class _Head:
    method: str
    target: str
    headers: Mapping[str, str]
    stays: bool


@dataclass(slots=True)
class Reader:
    """Takes the bytes of one connection as they come."""

    waiting: bytearray = field(default_factory=bytearray)
    wants_continue: bool = False
    """The client waits for `100 Continue` before it sends the body."""
    _head: _Head | None = None
    _chunks: bytearray = field(default_factory=bytearray)
    _is_last: bool = False

    def feed(self, data: bytes) -> None:
        """Bytes that have come."""
        self.waiting += data

    def next(self) -> Received | None:
        """The next request that has come whole; None until then. Raises `Malformed`."""
        if not self.waiting and self._head is None:
            return None
        if self._head is None:
            self._head = self._take_head()
        if self._head is None:
            return None
        body = self._take_body(self._head)
        if body is None:
            return None
        head, self._head = self._head, None
        path, _, query = _origin_form(head.target).partition("?")
        return Received(Request(head.method, path, query, head.headers, body), head.stays)

    def _take_head(self) -> _Head | None:
        # A robust server takes empty lines before a request (RFC 9112, section 2.2).
        while self.waiting[:2] == b"\r\n":
            del self.waiting[:2]
        end = self.waiting.find(b"\r\n\r\n", 0, MOST_HEAD + 4)
        if end < 0:
            if len(self.waiting) > MOST_HEAD:
                raise Malformed(431, f"request line and headers have more than {MOST_HEAD} bytes")
            if b"\n\n" in self.waiting or b"\0" in self.waiting:
                raise Malformed(400, "this is no HTTP/1.1")
            return None
        text = bytes(self.waiting[:end])
        del self.waiting[: end + 4]
        head = _head(text)
        self.wants_continue = head.headers.get("expect", "").lower() == "100-continue"
        return head

    def _take_body(self, head: _Head) -> bytes | None:
        if "transfer-encoding" in head.headers:
            return self._take_chunks()
        written = head.headers.get("content-length", "0")
        if not _LENGTH.match(written):
            raise Malformed(400, "Content-Length is no number")
        length = int(written)
        if length > MOST_BODY:
            raise Malformed(413, f"a body has at most {MOST_BODY} bytes")
        if len(self.waiting) < length:
            return None
        body = bytes(self.waiting[:length])
        del self.waiting[:length]
        return body

    def _take_chunks(self) -> bytes | None:
        """The whole of a chunked body, once its last chunk has come; trailers are dropped.

        Chunks are taken as they come, so that many small ones cost no more than few large ones.
        """
        while not self._is_last:
            end = self.waiting.find(b"\r\n", 0, MOST_CHUNK_LINE)
            if end < 0:
                if len(self.waiting) >= MOST_CHUNK_LINE:
                    raise Malformed(400, "the size of a chunk is too long")
                return None
            size = _CHUNK.match(bytes(self.waiting[:end]))
            if size is None:
                raise Malformed(400, "a chunk has no size")
            length = int(size[1], 16)
            if len(self._chunks) + length > MOST_BODY:
                raise Malformed(413, f"a body has at most {MOST_BODY} bytes")
            if length == 0:
                del self.waiting[:end]
                self._is_last = True
                break
            after = end + 2 + length + 2
            if len(self.waiting) < after:
                return None
            if self.waiting[after - 2 : after] != b"\r\n":
                raise Malformed(400, "a chunk is longer than it says")
            self._chunks += self.waiting[end + 2 : after - 2]
            del self.waiting[:after]
        return self._end_chunks()

    def _end_chunks(self) -> bytes | None:
        last = self.waiting.find(b"\r\n\r\n", 0, MOST_HEAD)
        if last < 0:
            if len(self.waiting) > MOST_HEAD:
                raise Malformed(431, "the trailers are too long")
            return None
        del self.waiting[: last + 4]
        found, self._chunks, self._is_last = bytes(self._chunks), bytearray(), False
        return found


@lru_cache(maxsize=REMEMBERED)
def _head(text: bytes) -> _Head:
    """The request line and the headers. A client sends the same ones again and again."""
    lines = text.decode("latin-1").split("\r\n")
    match = _LINE.match(lines[0])
    if match is None:
        raise Malformed(400, "the first line is no request line of HTTP/1.1")
    if len(lines) > MOST_HEADERS + 1:
        raise Malformed(431, f"there are more than {MOST_HEADERS} headers")
    headers: dict[str, str] = {}
    for line in lines[1:]:
        name, colon, value = line.partition(":")
        name, value = name.lower(), value.strip(" \t")
        if not colon or not _NAME.match(name) or "\n" in value or "\r" in value or "\0" in value:
            raise Malformed(400, "a header is no header")
        if name in headers and name in ("content-length", "transfer-encoding", "host"):
            raise Malformed(400, f"{name} stands twice")
        headers[name] = f"{headers[name]}, {value}" if name in headers else value
    _check_framing(headers)
    persistent = match[3] == "1"
    words = {word.strip().lower() for word in headers.get("connection", "").split(",")}
    return _Head(match[1], match[2], headers, "close" not in words and (persistent or "keep-alive" in words))


def _check_framing(headers: Mapping[str, str]) -> None:
    """Refuse bodies whose length could be read in two ways (RFC 9112, section 6.3)."""
    coding = headers.get("transfer-encoding")
    if coding is None:
        return
    if "content-length" in headers:
        raise Malformed(400, "Transfer-Encoding and Content-Length stand together")
    if coding.lower() != "chunked":
        raise Malformed(501, "no other Transfer-Encoding than chunked is read")


def _origin_form(target: str) -> str:
    """The path and query of a target; an absolute one, as proxies get it, loses its host."""
    if target.startswith("/"):
        return target.partition("#")[0]
    if target == "*":
        return "/"
    try:
        parts = urlsplit(target)
    except ValueError:
        raise Malformed(400, "the target is no address") from None
    if parts.scheme.lower() not in ("http", "https"):
        raise Malformed(400, "the target is no path")
    return f"{parts.path or '/'}?{parts.query}" if parts.query else parts.path or "/"


_PHRASES = {one.value: one.phrase for one in HTTPStatus}


def written(answer: Answer, *, method: str = "GET", stays: bool = True) -> bytes:
    """An answer as bytes. HEAD, 204 and 304 have no body; the length of a HEAD's is that of a GET's."""
    bare = answer.status in (204, 304)
    head = f"HTTP/1.1 {answer.status} {_PHRASES.get(answer.status, 'Unknown')}\r\n"
    if not bare:
        head += f"Content-Length: {len(answer.body)}\r\n"
    if answer.body and not bare:
        head += f"Content-Type: {answer.media}\r\n"
    for name, value in answer.headers:
        head += f"{name}: {value}\r\n"
    head += f"Cache-Control: no-store\r\nConnection: {'keep-alive' if stays else 'close'}\r\n\r\n"
    data = head.encode("latin-1", "replace")
    return data if bare or method == "HEAD" else data + answer.body
