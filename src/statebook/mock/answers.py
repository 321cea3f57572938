"""What the API answers to a request: the machine decides, the spec says in which words."""

from __future__ import annotations

import copy
from collections.abc import Sequence
from dataclasses import replace

from statebook.examples.path import parse_path, place
from statebook.examples.project import NoExample
from statebook.examples.requests import example_response
from statebook.jsontext import json_line
from statebook.mock import faults as kinds
from statebook.mock.bodies import Bodies
from statebook.mock.errors import Errors, number
from statebook.mock.faults import Faults
from statebook.mock.meaning import meant
from statebook.mock.parameters import lacking
from statebook.mock.request import JSON, Answer, Request, json_answer, problem
from statebook.mock.resource import Resource
from statebook.mock.routes import Match, Route, Routes
from statebook.mock.world import Full, World
from statebook.model import MISSING, Json
from statebook.types import ArrayOf, Named, without_null

MOST_LISTED = 100
EXPAND = "expand"
_SAFE = ("GET", "HEAD")
_PAGE = b"<!DOCTYPE html><title>502 Bad Gateway</title><h1>502 Bad Gateway</h1>"


class Answers:
    """Answers the requests of clients out of a world. `pace` turns a virtual second into a pause for clients."""

    def __init__(self, world: World, routes: Routes, faults: Faults, retry_after: int) -> None:
        self.world = world
        self.routes = routes
        self.faults = faults
        self.retry_after = retry_after
        self.bodies = Bodies(world.project, world.lives)
        self.errors = Errors(world.project)

    def answer(self, request: Request) -> Answer:
        """The answer to a request; 404 and 405 where no action is meant."""
        found = self.routes.find(request.path)
        if not found.matches:
            return problem(404, "Not Found", "no action has this path; GET /__statebook/ lists them")
        if request.method == "OPTIONS":
            return Answer(204, headers=(("Allow", found.allowed),))
        if request.method not in found.methods:
            return problem(405, "Method Not Allowed", f"allowed: {found.allowed}", (("Allow", found.allowed),))
        method = "GET" if request.method == "HEAD" else request.method
        pairs = request.pairs()
        fitting = [one for one in found.matches if one.route.method == method]
        fitting = [one for one in fitting if not one.route.query or set(one.route.query) <= set(pairs)]
        if not fitting:
            return problem(404, "Not Found", "no action has this path and query; GET /__statebook/ lists them")
        # Only those of one path: another path with this shape is another call.
        match = meant([one for one in fitting if one.route.key == fitting[0].route.key], request)
        return self._called(match, request, pairs)

    def _called(self, match: Match, request: Request, pairs: Sequence[tuple[str, str]]) -> Answer:
        route = match.route
        names = self.world.identities[route.machine.id].variables
        is_of_all = bool(names) and names[-1] not in route.names and len(route.own) < len(names)
        resource = None if is_of_all else self._meant(match, names)
        fault = self._fault(resource, route)
        if fault and fault != kinds.LOST:
            return replace(self._struck(fault, route), fault=fault)
        if is_of_all:
            answer = self._of_all(match, request, pairs)
        elif resource is None or resource.life.is_gone(resource.state):
            answer = self.errors.not_found(route.machine, route.action)
        else:
            answer = self._of_one(resource, route, request, pairs)
        return Answer(0, is_cut=True, fault=fault) if fault else answer

    def _meant(self, match: Match, names: tuple[str, ...]) -> Resource | None:
        """The resource that a path names: by the names of its variables, else by their places."""
        there = self.world.resources[match.route.machine.id]
        values = match.values
        if all(name in values for name in names):
            return there.get(tuple(values[name] for name in names))
        return there.get(tuple(values[name] for name in match.route.own[: len(names)]))

    def _fault(self, resource: Resource | None, route: Route) -> str:
        """What goes wrong with this call, if anything: what a script says, else by chance."""
        if resource is not None and resource.faults and route.method in _SAFE:
            return resource.faults.popleft()
        chance = resource.trouble if resource is not None else self.world.trouble
        faults = self.faults
        return chance.one_of(faults.kinds) if faults.kinds and chance.happens(faults.share) else ""

    def _struck(self, fault: str, route: Route) -> Answer:
        match fault:
            case kinds.CUT:
                return Answer(0, is_cut=True)
            case kinds.HTML:
                return Answer(200, _PAGE, "text/html")
            case kinds.LIST:
                return json_answer(200, [])
            case kinds.STATE:
                path = parse_path(route.machine.state_attribute) or ("state",)
                return json_answer(200, place({}, path, kinds.UNKNOWN_STATE))
            case kinds.GONE:
                return self.errors.not_found(route.machine, route.action)
        headers = (("Retry-After", str(self.retry_after)),) if fault in ("429", "503") else ()
        documented = self.errors.with_status(route.machine, route.action, (fault,))
        if documented is not None:
            return Answer(documented.status, documented.body, documented.media, headers)
        return problem(int(fault), "A fault of the mock", headers=headers)

    def _of_one(self, resource: Resource, route: Route, request: Request, pairs: Sequence[tuple[str, str]]) -> Answer:
        action, machine = route.action, route.machine
        if wrong := lacking(action, request, pairs):
            return self.errors.with_status(machine, action, ("400", "422")) or problem(400, "Bad Request", wrong)
        outcome = self.world.call(resource, action)
        if not outcome.is_accepted:
            return self.errors.refused(machine, action, resource.state)
        if route.method == "DELETE" and route.shown.endswith("}") and not outcome.has_moved:
            self.world.remove(resource)
        return self._success(resource, route, outcome.started, _expanded(pairs))

    def _success(self, resource: Resource, route: Route, started: Resource | None, expand: tuple[str, ...]) -> Answer:
        returns = route.action.returns
        if returns is not None and returns.returns_state:
            if resource.life.is_gone(resource.state):
                return self.errors.not_found(route.machine, route.action)
            self.world.history.looked(self.world.now, resource.moment)
            status = _fitting(number(returns.status, 200))
            return Answer(status, self.shown(resource, expand), JSON, state=resource.state)
        body = self._returned(route, started)
        status = number(returns.status if returns is not None else "", 200 if body is not MISSING else 204)
        return Answer(status) if body is MISSING else json_answer(_fitting(status), body)

    def shown(self, resource: Resource, expand: tuple[str, ...] = ()) -> bytes:
        """The body of a resource as JSON; made anew after each change of it or of those that it refers to."""
        version = resource.root.version
        if resource.made_for != version:
            resource.made_for = version
            resource.made.clear()
        carried = resource.life.machine.states[resource.state].attributes
        expand = tuple(one.name for one in carried if one.expandable and one.name in expand) if expand else ()
        if expand not in resource.made:
            resource.made[expand] = json_line(self.bodies.body(resource.moment, expand)).encode()
        return resource.made[expand]

    def _returned(self, route: Route, started: Resource | None) -> Json:
        """The answer of an action that is not the resource itself; `MISSING` for none."""
        returns = route.action.returns
        kind = returns.type if returns is not None else None
        if started is not None and kind is not None and without_null(kind)[0] == Named(started.life.machine.id):
            return self.bodies.body(started.moment)
        try:
            body = copy.deepcopy(example_response(self.world.project, route.machine, route.action).body)
        except NoExample:
            return MISSING
        if started is not None and isinstance(body, dict):
            own = self.bodies.body(started.moment)
            identifier = started.life.machine.identifier
            if identifier in own and type(body.get(identifier)) is type(own[identifier]):
                body[identifier] = own[identifier]
        return body

    def _of_all(self, match: Match, request: Request, pairs: Sequence[tuple[str, str]]) -> Answer:
        """A call of a path that names no resource: one makes a resource, another lists them."""
        action, machine = match.route.action, match.route.machine
        if wrong := lacking(action, request, pairs):
            return self.errors.with_status(machine, action, ("400", "422")) or problem(400, "Bad Request", wrong)
        ahead = tuple(match.values[name] for name in match.route.own)
        there = self.world.resources[machine.id].values()
        below = [one for one in there if one.key[: len(ahead)] == ahead and not one.life.is_gone(one.state)]
        kind = action.returns.type if action.returns is not None else None
        if kind == ArrayOf(Named(machine.id)):
            return json_answer(200, [self.bodies.body(one.moment) for one in below[-MOST_LISTED:]])
        begun = self._begun_by(match.route)
        if begun is not None:
            try:
                made = self.world.create(machine.id, state=begun, ahead=ahead)
            except Full:
                return problem(503, "Service Unavailable", "the mock has no room for another resource")
            return self._success(made, match.route, None, _expanded(pairs))
        if not below:
            return self.errors.not_found(machine, action)
        return self._of_one(below[0], match.route, request, pairs)

    def _begun_by(self, route: Route) -> str | None:
        """The state in which a call makes a resource (empty for that of its walk); None for a call that makes none.

        The spec says it of an initial state; any other POST that moves no resource is taken to make one.
        """
        named = [one.state for one in route.machine.initial if one.trigger == route.action.id]
        if named:
            return named[0]
        moves = self.world.lives[route.machine.id].graph.triggered_by(route.action.id)
        return "" if route.method == "POST" and not moves else None


def _expanded(pairs: Sequence[tuple[str, str]]) -> tuple[str, ...]:
    """The attributes that a query asks for in their fuller form, each once."""
    found = [name.strip() for key, value in pairs if key == EXPAND for name in value.split(",")]
    return tuple(dict.fromkeys(name for name in found if name))


def _fitting(status: int) -> int:
    """A status that may have a body."""
    return 200 if status in (204, 205, 304) else status
