"""What tests ask of the mock itself, below `/__statebook/`: what is there, what happened, and to go on."""

from __future__ import annotations

import json
from collections.abc import Iterator

from statebook.examples.path import parse_path, place
from statebook.jsontext import json_line
from statebook.mock.answers import Answers
from statebook.mock.history import Call, Line
from statebook.mock.request import Answer, Request, json_answer, problem
from statebook.mock.resource import Resource
from statebook.mock.spans import SECOND, text_of
from statebook.mock.world import Full
from statebook.model import Json

PREFIX = "/__statebook/"
LINES = "application/jsonl"
MOST_SECONDS = 10_000 * 86_400
MOST_SHOWN = 1_000


class Refused(Exception):
    """The mock itself is asked for what it cannot do; the message says why."""


class Control:
    """Answers the requests about the mock, and does the same for Python."""

    def __init__(self, answers: Answers) -> None:
        self.answers = answers
        self.world = answers.world

    def answer(self, request: Request) -> Answer:
        """The answer to a request whose path begins with `PREFIX`."""
        name = request.path.removeprefix(PREFIX).rstrip("/")
        allowed = _METHODS.get(name)
        if allowed is None:
            return problem(404, "Not Found", f"there are {', '.join(PREFIX + one for one in _METHODS)}")
        if request.method != allowed and not (allowed == "GET" and request.method == "HEAD"):
            return problem(405, "Method Not Allowed", f"allowed: {allowed}", (("Allow", allowed),))
        try:
            return self._done(name, request)
        except Refused as refused:
            return problem(400, "Bad Request", str(refused))

    def _done(self, name: str, request: Request) -> Answer:
        asked = dict(request.pairs())
        if name == "history":
            return Answer(200, self.history(asked.get("machine", ""), asked.get("of", "changes")).encode(), LINES)
        if name == "calls":
            return Answer(200, "".join(f"{json_line(one)}\n" for one in self.calls()).encode(), LINES)
        body = {**asked, **_object(request.body)}
        if name == "reset":
            self.reset(body.get("seed"))
        elif name == "advance":
            self.advance(body.get("seconds"))
        elif name == "resources":
            made = self.create(body.get("machine", ""), body.get("id"), body.get("state", ""))
            return json_answer(201, self._described(made))
        return json_answer(200, self.overview())

    def overview(self) -> Json:
        """What is mocked: machines with their calls, resources with their states, and what time it is."""
        world = self.world
        return {
            "seed": world.seed,
            "now": text_of(world.now),
            "seconds": world.now / SECOND,
            "machines": [
                {
                    "id": name,
                    "calls": [
                        {"action": one.action.id, "method": one.method, "path": one.shown}
                        for one in self.answers.routes.all
                        if one.machine.id == name
                    ],
                    "resources": [self._described(one) for one in tuple(there.values())[-MOST_SHOWN:]],
                    "count": len(there),
                }
                for name, there in world.resources.items()
                if there or name in world.mocked
            ],
        }

    @staticmethod
    def _described(resource: Resource) -> dict[str, Json]:
        return {
            "machine": resource.life.machine.id,
            "id": identifier(resource.key),
            "state": resource.state,
            "since": text_of(resource.entered),
        }

    def reset(self, seed: object = None) -> None:
        """Begin anew, with the same seed unless another is given."""
        if seed is None:
            seed = self.world.seed
        if not (isinstance(seed, int | str) and not isinstance(seed, bool) and _is_number(seed)):
            message = f"seed {str(seed)[:40]!r} is no whole number"
            raise Refused(message)
        self.world.reset(int(seed))

    def advance(self, seconds: object) -> None:
        """Turn the clock."""
        try:
            span = float(str(seconds))
        except ValueError:
            span = -1.0
        if not 0 <= span <= MOST_SECONDS:
            message = f"`seconds` has to be a number from 0 to {MOST_SECONDS}"
            raise Refused(message)
        self.world.advance(round(span * SECOND))

    def create(self, machine: object, id_: object = None, state: object = "") -> Resource:
        """A new resource: of the only machine unless one is named, with the next free identifier unless one is given."""
        world = self.world
        name, begun = str(machine) or (world.mocked[0] if len(world.mocked) == 1 else ""), str(state)
        if name not in world.lives:
            message = f"`machine` has to be one of {', '.join(world.lives)}"
            raise Refused(message)
        if begun and begun not in world.lives[name].machine.states:
            message = f"{name} has no state {begun[:80]!r}"
            raise Refused(message)
        key = None if id_ is None else self._key(name, str(id_))
        try:
            return world.create(name, key, begun)
        except Full as full:
            raise Refused(str(full)) from None

    def _key(self, machine: str, id_: str) -> tuple[str, ...]:
        identity = self.world.identities[machine]
        key = (*identity.first[:-1], id_) if identity.variables else ()
        if key in self.world.resources[machine]:
            message = f"{machine} {id_[:80]!r} is there already"
            raise Refused(message)
        return key

    def history(self, machine: str = "", of: str = "changes") -> str:
        """What happened as JSON Lines, each of which `conform` reads: `changes` of state, or `looks` of clients."""
        if machine and machine not in self.world.lives:
            message = f"`machine` has to be one of {', '.join(self.world.lives)}"
            raise Refused(message)
        if of not in ("changes", "looks"):
            message = "`of` has to be changes or looks"
            raise Refused(message)
        return "".join(f"{one}\n" for one in self._lines(machine, looks=of == "looks"))

    def calls(self) -> list[dict[str, Json]]:
        """What clients asked lately: method, path and headers, with the status (null where the connection was cut)."""
        return [_call(one) for one in self.world.history.calls]

    def _lines(self, machine: str, *, looks: bool) -> Iterator[str]:
        for line in self.world.history.lines(machine, looks=looks):
            yield json_line(self._line(line, is_change=not looks))

    def _line(self, line: Line, *, is_change: bool) -> Json:
        moment = line.moment
        machine = moment.life.machine
        body: Json = self.answers.bodies.body(moment)
        if moment.life.is_gone(moment.state):
            body = place({}, parse_path(machine.state_attribute), moment.state)
        trigger = {"trigger": moment.trigger} if is_change and moment.trigger else {}
        told = {"id": identifier(moment.key) or machine.id, "at": text_of(line.at), "status": body}
        return {**told, "machine": machine.id, "state": moment.state, **trigger}


_METHODS = {"": "GET", "history": "GET", "calls": "GET", "reset": "POST", "advance": "POST", "resources": "POST"}


def _call(call: Call) -> dict[str, Json]:
    request, answer = call.request, call.answer
    return {
        "at": text_of(call.at),
        "method": request.method,
        "path": request.path,
        "query": request.query,
        "headers": dict(request.headers),
        "status": None if answer.is_cut else answer.status,
        **({"fault": answer.fault} if answer.fault else {}),
        **({"state": answer.state} if answer.state else {}),
    }


def identifier(key: tuple[str, ...]) -> str:
    """What a resource is called in a history: its path variables with slashes between."""
    return "/".join(key)


def _is_number(seed: int | str) -> bool:
    text = str(seed)
    return text.removeprefix("-").isascii() and text.removeprefix("-").isdigit() and len(text) <= 18


def _object(body: bytes) -> dict[str, Json]:
    if not body.strip():
        return {}
    try:
        found: Json = json.loads(body)
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, dict):
        message = "the body is no JSON object"
        raise Refused(message)
    return found
