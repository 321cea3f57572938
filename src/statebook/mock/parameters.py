"""Whether a request has what its action must have."""

from __future__ import annotations

import json
from collections.abc import Sequence

from statebook.mock.request import Request
from statebook.model import Action, Json


def lacking(action: Action, request: Request, pairs: Sequence[tuple[str, str]]) -> str:
    """What is wrong with the parameters of a request, in words; nothing when all is well.

    Required ones have to be there, and a body that parameters are read from has to be a JSON object. Their types
    are the server's business: what it would say to a wrong one is not documented.
    """
    given = {name for name, _ in pairs}
    for one in action.parameters:
        if one.required and one.place == "query" and one.name not in given:
            return f"the query has no {one.name}"
        if one.required and one.place == "header" and one.name.lower() not in request.headers:
            return f"there is no header {one.name}"
    return _wrong_body(action, request)


def _wrong_body(action: Action, request: Request) -> str:
    wanted = [one for one in action.parameters if one.place == "body"]
    required = [one.name for one in wanted if one.required]
    if not wanted or (not request.body and not required):
        return ""
    try:
        body: Json = json.loads(request.body)
    except (ValueError, RecursionError):
        return "the body is no JSON"
    if not isinstance(body, dict):
        return "the body is no JSON object"
    missing = next((name for name in required if name not in body), None)
    return f"the body has no {missing}" if missing is not None else ""
