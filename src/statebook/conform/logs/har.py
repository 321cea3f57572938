"""HAR 1.2 (http://www.softwareishard.com/blog/har-12-spec/): what a browser or a proxy recorded.

An observation is an answer to the action that returns the state, which the path of its request
tells; the path's variables identify the resource. Not found (404, 410) is a state shown as gone. All
other requests are somebody else's.
"""

from __future__ import annotations

import base64
import binascii
import gzip
import json
import re
import zlib
from collections.abc import Iterator
from urllib.parse import unquote, urlsplit

from statebook.conform.logs.lines import UNREADABLE
from statebook.conform.logs.rows import LogRefused, Rows, Source, lines_of
from statebook.examples.path import parse_path, place
from statebook.model import Json, Machine, Visibility

NAME = "har"
ENDINGS = (".har",)

MAXIMUM_BYTES = 256 * 1024 * 1024
"""A HAR is one JSON value and read whole; logs beyond this are for JSON Lines."""

_GZIP = b"\x1f\x8b"
_SPACE = re.compile(r"[ \t\r\n]*")
_VARIABLE = re.compile(r"\{[^{}]*\}")


def rows(source: Source) -> Rows:
    """One row an answer that shows a state, at the line of its entry."""
    calls = _calls(source.machine)
    if not calls:
        raise LogRefused(
            f"no action of {source.machine.id!r} returns its state", "give the action that reads it `returns: state`"
        )
    text = _text(source)
    lines: list[int] = []
    flaws: dict[int, str] = {}
    with source.copy.open("wb") as target:
        for line, entry in _entries(text):
            found = _observation(entry, calls, source)
            if found is None:
                continue
            lines.append(line)
            if isinstance(found, str):
                flaws[len(lines)] = found
                target.write(UNREADABLE + b"\n")
            else:
                target.write(json.dumps(found, ensure_ascii=False).encode("utf-8", "replace") + b"\n")
    if not lines:
        shown = ", ".join(f"{method} {path}" for method, path, _ in calls)
        raise LogRefused("no entry shows a state", f"record answers to {shown}")
    return Rows(lines_of(source.copy), flaws, lines)


def _text(source: Source) -> str:
    with source.path.open("rb") as stream:
        data = stream.read(MAXIMUM_BYTES + 1)
    if data.startswith(_GZIP):
        try:
            with gzip.open(source.path) as stream:
                data = stream.read(MAXIMUM_BYTES + 1)
        except (OSError, EOFError, zlib.error):
            raise LogRefused("the compressed file breaks off or is damaged", "save it again") from None
    if len(data) > MAXIMUM_BYTES:
        raise LogRefused(
            f"the file is larger than {MAXIMUM_BYTES // 1024 // 1024} MiB",
            "split it, or write its answers as JSON Lines, which can be of any size",
        )
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as problem:
        line = data.count(b"\n", 0, problem.start) + 1
        raise LogRefused(f"line {line} is no UTF-8", "save it again, as UTF-8") from None


def _calls(machine: Machine) -> list[tuple[str, str, re.Pattern[str]]]:
    """Method, path and the expression for the end of a URL's path of each action that returns the state."""
    found = []
    for action in machine.actions.values():
        if action.returns is None or not action.returns.returns_state or not action.path:
            continue
        path = action.path.partition("?")[0].rstrip("/")
        parts = _VARIABLE.split(path)
        found.append((action.method.upper(), path, re.compile(".*?" + "([^/]+)".join(map(re.escape, parts)) + "/?")))
    return found


def _entries(text: str) -> Iterator[tuple[int, Json]]:
    """Each entry with its line. Raises `LogRefused` for what is no HAR."""
    decoder = json.JSONDecoder()
    line, counted = 1, 0
    try:
        for start, entry in _members(text, _list_of_entries(text, decoder), decoder):
            line += text.count("\n", counted, start)
            counted = start
            yield line, entry
    except json.JSONDecodeError as problem:
        raise LogRefused(f"line {problem.lineno}: {problem.msg}", "is the file complete?") from None
    except RecursionError:
        raise LogRefused("the file is nested too deeply", "is it a HAR?") from None


def _list_of_entries(text: str, decoder: json.JSONDecoder) -> int:
    """Where the list `log.entries` begins."""
    place_of_log = _value_of(text, 0, "log", decoder)
    return _value_of(text, place_of_log, "entries", decoder)


def _value_of(text: str, start: int, wanted: str, decoder: json.JSONDecoder) -> int:
    """Where the value of a key begins in the object at `start`; other values are passed over."""
    at = _skip(text, start)
    if text[at : at + 1] != "{":
        raise LogRefused("the file is no HAR", f"a HAR has an object with {wanted!r}")
    at = _skip(text, at + 1)
    while text[at : at + 1] != "}":
        key, at = decoder.raw_decode(text, at)
        at = _skip(text, at)
        if not isinstance(key, str) or text[at : at + 1] != ":":
            raise json.JSONDecodeError("expected a key and a colon", text, at)
        at = _skip(text, at + 1)
        if key == wanted:
            return at
        _, at = decoder.raw_decode(text, at)
        at = _skip(text, at)
        if text[at : at + 1] == ",":
            at = _skip(text, at + 1)
        elif text[at : at + 1] != "}":
            raise json.JSONDecodeError("expected a comma", text, at)
    raise LogRefused("the file is no HAR", f"it has no {wanted!r}")


def _members(text: str, start: int, decoder: json.JSONDecoder) -> Iterator[tuple[int, Json]]:
    """The members of the list at `start`, each with its place."""
    if text[start : start + 1] != "[":
        raise LogRefused("the file is no HAR", "its log.entries is no list")
    at = _skip(text, start + 1)
    while text[at : at + 1] != "]":
        entry, end = decoder.raw_decode(text, at)
        yield at, entry
        at = _skip(text, end)
        if text[at : at + 1] == ",":
            at = _skip(text, at + 1)
        elif text[at : at + 1] != "]":
            raise json.JSONDecodeError("expected a comma", text, at)


def _skip(text: str, at: int) -> int:
    found = _SPACE.match(text, at)
    return found.end() if found else at


def _observation(entry: Json, calls: list[tuple[str, str, re.Pattern[str]]], source: Source) -> Json | str | None:
    """The document of an entry, the reason why it has none, or None for a request that shows no state."""
    request, response = _object(entry, "request"), _object(entry, "response")
    path = urlsplit(str(request.get("url", ""))).path
    method = str(request.get("method", "")).upper()
    match = next((found for verb, _, one in calls if verb == method and (found := one.fullmatch(path))), None)
    if match is None:
        return None
    status = response.get("status")
    if status in {404, 410}:
        gone = next((one for one in source.machine.states.values() if one.visibility is Visibility.GONE), None)
        if gone is None:
            return None
        body: Json = place({}, parse_path(source.machine.state_attribute), gone.id)
    elif isinstance(status, int) and 200 <= status < 300 and status != 204:
        read = _body(_object(response, "content"))
        if isinstance(read, str):
            return read
        body = read[0]
    else:
        return None
    name = "/".join(unquote(one) for one in match.groups()) or source.machine.id
    document: Json = place({}, source.fields.id, name)
    if source.fields.at:
        document = place(document, source.fields.at, entry.get("startedDateTime"))
    return place(document, source.fields.status, body)


def _object(value: Json, key: str) -> dict[str, Json]:
    found = value.get(key) if isinstance(value, dict) else None
    return found if isinstance(found, dict) else {}


def _body(content: dict[str, Json]) -> tuple[Json] | str:
    """The body's JSON, in a tuple because it may be a text itself; or why there is none."""
    text = content.get("text")
    if not isinstance(text, str) or not text:
        return "the entry has no body: save the HAR with its content"
    if content.get("encoding") == "base64":
        try:
            text = base64.b64decode(text, validate=True).decode("utf-8-sig")
        except (binascii.Error, ValueError):
            return "the body is no base64 of UTF-8 text"
    try:
        return (json.loads(text),)
    except (ValueError, RecursionError):
        return "the body is no JSON"
