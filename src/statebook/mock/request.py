"""Requests and answers as the mock sees them: no socket, no HTTP syntax."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import parse_qsl

from statebook.jsontext import json_line
from statebook.model import Json

JSON = "application/json"
PROBLEM = "application/problem+json"
"""RFC 9457: what is said where the spec says nothing."""

MOST_PAIRS = 200


@dataclass(frozen=True, slots=True)
class Request:
    """One request. `path` is percent-encoded as it came, `headers` have lower-case names."""

    method: str
    path: str
    query: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""

    def pairs(self) -> list[tuple[str, str]]:
        """The pairs of the query; none where it cannot be read."""
        if not self.query:
            return []
        try:
            return parse_qsl(self.query, keep_blank_values=True, max_num_fields=MOST_PAIRS)
        except ValueError:
            return []


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer. Where `is_cut`, nothing is sent and the connection ends.

    `fault` is what went wrong on purpose, `state` the state that the body shows.
    """

    status: int
    body: bytes = b""
    media: str = ""
    headers: tuple[tuple[str, str], ...] = ()
    is_cut: bool = False
    fault: str = ""
    state: str = ""


def json_answer(status: int, value: Json, headers: tuple[tuple[str, str], ...] = ()) -> Answer:
    """An answer whose body is JSON."""
    return Answer(status, json_line(value).encode(), JSON, headers)


def problem(status: int, title: str, detail: str = "", headers: tuple[tuple[str, str], ...] = ()) -> Answer:
    """An error that no spec documents."""
    said = {"type": "about:blank", "title": title, "status": status, **({"detail": detail} if detail else {})}
    return Answer(status, json_line(said).encode(), PROBLEM, headers)
