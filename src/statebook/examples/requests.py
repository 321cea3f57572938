"""The request of each action and its answer, as data that a sample in any language is written from.

URLs come twice: as the definition has them, with `{NAMES}`, and filled in for the example. Nothing
is quoted for a shell or a programming language here; who prints it does that.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import quote, urlencode

from statebook.examples import words
from statebook.examples.bodies import state_bodies
from statebook.examples.project import Machines, Project
from statebook.examples.values import Values
from statebook.jsontext import json_line
from statebook.model import MISSING, Action, Json, Machine, Parameter, Returns, Visibility

_VARIABLE = re.compile(r"\{([^{}]+)\}")
_IN_SEGMENT = "!$&'()*+,;=:@~"
"""What a path segment may hold unescaped besides letters, digits and `-._` (RFC 3986, pchar)."""

_IN_BASE = _IN_SEGMENT + "/?#[]"


@dataclass(frozen=True, slots=True)
class Auth:
    """How a call says who calls. `kind` is none, basic, bearer or header.

    basic has `username` and `password`, bearer `token`, header the text of the Authorization header.
    """

    kind: str
    username: str = ""
    password: str = ""
    token: str = ""
    header: str = ""


@dataclass(frozen=True, slots=True)
class Request:
    """One call. `url` is the definition's, `example_url` the filled one with its query.

    `path` is the filled path alone, `query` its pairs in order, `headers` do not hold the
    authorization; `body` is `MISSING` for a call without one.
    """

    method: str
    url: str
    example_url: str
    path: str
    query: tuple[tuple[str, str], ...]
    headers: tuple[tuple[str, str], ...]
    auth: Auth
    body: Json


@dataclass(frozen=True, slots=True)
class Response:
    """One answer. `status` is empty when the spec says nothing; `body` is `MISSING` for an empty one.

    `state` is the id of the state whose object the body is, if it is one.
    """

    status: str
    body: Json
    description: str = ""
    state: str = ""


def example_request(project: Machines, machine: Machine, action: Action, *, expand: str = "") -> Request:
    """The request of an action with what it must have, and every body parameter that has an example.

    `expand` names an attribute to ask for in its expanded form. Raises `NoExample` where a
    parameter's type leaves no possible value.
    """
    known = Project.of(project)
    filling = {one.name: _text(_value(known, machine, action, one)) for one in action.parameters if one.place == "path"}
    path = _fill(action.path, {**machine.api.variables, **filling}, machine.id, _IN_SEGMENT)
    base = _fill(machine.api.base, machine.api.variables, machine.id, _IN_BASE)
    query = _pairs(known, machine, action, "query")
    if expand:
        query = (*(pair for pair in query if pair[0] != "expand"), ("expand", expand))
    address = base + path
    if query:
        address += ("&" if "?" in address else "?") + urlencode(query, quote_via=quote, safe="")
    body = _request_body(known, machine, action)
    return Request(
        method=action.method,
        url=machine.api.base + action.path,
        example_url=address,
        path=path,
        query=query,
        headers=_headers(known, machine, action, has_body=body is not MISSING),
        auth=_auth(machine),
        body=body,
    )


def example_response(project: Machines, machine: Machine, action: Action) -> Response:
    """What the action answers when all goes well. The author's own example wins.

    For an answer that is the resource itself, its object in the state that the call leads to, else
    in the first initial state. Raises `NoExample` as `state_bodies` does.
    """
    known = Project.of(project)
    returns = action.returns
    if returns is None:
        return Response("", MISSING)
    status = returns.status
    if returns.example is not MISSING:
        return Response(status, copy.deepcopy(returns.example), returns.description)
    if returns.returns_state:
        state = answered_state(known, machine, action)
        if state is None:
            return Response(status, MISSING, returns.description)
        return Response(status, state_bodies(known, machine, state)[0].value, returns.description, state)
    return Response(status, _returned(known, machine, action, returns), returns.description)


def answered_state(project: Machines, machine: Machine, action: Action) -> str | None:
    """The state whose object stands for the resource in an action's answer; None when no state is shown."""
    graph = Project.of(project).lifecycle(machine).graph
    wanted = [one.target for one in graph.triggered_by(action.id)] + [one.state for one in machine.initial]
    shown = [one for one, state in machine.states.items() if state.visibility is not Visibility.GONE]
    visible = set(shown)
    return next((one for one in (*wanted, *shown) if one in visible), None)


def _returned(project: Project, machine: Machine, action: Action, returns: Returns) -> Json:
    if returns.type is None:
        return MISSING
    return Values(project, machine).of_type(returns.type, action.id, action.id, returns.pointer)


def _value(project: Project, machine: Machine, action: Action, parameter: Parameter) -> Json:
    if parameter.example is not MISSING:
        return copy.deepcopy(parameter.example)
    if parameter.place == "path" and parameter.name in machine.api.variables:
        return machine.api.variables[parameter.name]
    return Values(project, machine).of_type(parameter.type, action.id, parameter.name, parameter.pointer)


def _pairs(project: Project, machine: Machine, action: Action, place: str) -> tuple[tuple[str, str], ...]:
    """The required parameters of a place as text; a list gives one pair for each item."""
    pairs: list[tuple[str, str]] = []
    for parameter in action.parameters:
        if parameter.place == place and parameter.required:
            value = _value(project, machine, action, parameter)
            pairs.extend((parameter.name, _text(item)) for item in (value if isinstance(value, list) else [value]))
    return tuple(pairs)


def _request_body(project: Project, machine: Machine, action: Action) -> Json:
    parameters = [one for one in action.parameters if one.place == "body"]
    told = [one for one in parameters if one.required or one.example is not MISSING]
    if not told:
        return MISSING
    return {one.name: _value(project, machine, action, one) for one in told}


def _headers(project: Project, machine: Machine, action: Action, *, has_body: bool) -> tuple[tuple[str, str], ...]:
    headers = {name: _fill(text, machine.api.variables, machine.id, None) for name, text in machine.api.headers.items()}
    headers.update(_pairs(project, machine, action, "header"))
    if has_body and not any(name.lower() == "content-type" for name in headers):
        headers["Content-Type"] = "application/json"
    return tuple(headers.items())


def _auth(machine: Machine) -> Auth:
    text = machine.api.auth.strip()
    match text.lower():
        case "" | "none":
            return Auth("none")
        case "basic":
            return Auth("basic", username="username", password="password")
        case "bearer":
            return Auth("bearer", token="TOKEN")
        case _:
            return Auth("header", header=_fill(text, machine.api.variables, machine.id, None))


def _text(value: Json) -> str:
    return value if isinstance(value, str) else json_line(value)


def _fill(template: str, variables: Mapping[str, str], owner: str, safe: str | None) -> str:
    """The template with its `{NAMES}` filled, percent-encoded but for `safe` (None: not at all).

    A name that nothing gives a value to gets one that looks like what it names.
    """

    def filled(match: re.Match[str]) -> str:
        value = variables.get(match[1])
        if value is None:
            value = words.text(owner, match[1])
        return value if safe is None else quote(value, safe=safe, errors="replace")

    return _VARIABLE.sub(filled, template)
