"""Which of several actions a request means that share a method and a path: what its body says decides."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence

from statebook.jsontext import json_line
from statebook.mock.request import Request
from statebook.mock.routes import Match
from statebook.model import Action, Json

NAMED_BY = "statebook-action"
"""The header with which a client may name the action that it means."""

DEEPEST = 3
MOST_WORDS = 200
_CODE = re.compile(r"`([^`\n]{1,80})`")


def meant(matches: Sequence[Match], request: Request) -> Match:
    """The match that the request means, of one or more.

    An action whose required body parameters are missing is not meant. Of the others, the one of which the body says
    most: its parameters, its id, and what its description has in code, as keys or texts. Then the first.
    """
    if len(matches) == 1:
        return matches[0]
    named = request.headers.get(NAMED_BY)
    for one in matches:
        if one.route.action.id == named:
            return one
    body = _read(request.body)
    words = _words(body)
    possible = [one for one in matches if _required(one.route.action) <= _keys(body)] or list(matches)
    return max(possible, key=lambda one: _said(one.route.action, words))


def _read(body: bytes) -> Json:
    try:
        return json.loads(body)
    except (ValueError, RecursionError):
        return None


def _keys(body: Json) -> frozenset[str]:
    return frozenset(body) if isinstance(body, dict) else frozenset()


def _required(action: Action) -> frozenset[str]:
    return frozenset(one.name for one in action.parameters if one.place == "body" and one.required)


def _words(body: Json) -> frozenset[str]:
    """The keys and texts of a body, and a short body as it is written."""
    found = []
    for word in _texts(body, 0):
        found.append(word)
        if len(found) == MOST_WORDS:
            break
    whole = json_line(body) if body in ({}, []) else ""
    return frozenset((*found, whole)) - {""}


def _texts(value: Json, depth: int) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif depth < DEEPEST and isinstance(value, dict):
        for key, one in value.items():
            yield key
            yield from _texts(one, depth + 1)
    elif depth < DEEPEST and isinstance(value, list):
        for one in value:
            yield from _texts(one, depth + 1)


def _said(action: Action, words: frozenset[str]) -> int:
    """How much of what names an action stands in a body."""
    parameters = {one.name for one in action.parameters if one.place == "body"}
    named = {*parameters, *_CODE.findall(action.description), action.id}
    return len(named & words)
