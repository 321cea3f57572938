"""Mocks of every project that the repository has, without a socket, and a client that calls whatever there is."""

from __future__ import annotations

import functools
import json
import random
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

from statebook.examples.project import Project
from statebook.mock.prepare import Wishes, mocked
from statebook.mock.request import Answer, Request
from statebook.mock.routes import Route
from statebook.mock.simulation import Simulation
from statebook.mock.spans import SECOND
from statebook.source.load import load_project

ROOT = Path(__file__).parents[1]


@functools.cache
def projects() -> dict[str, Project]:
    """The machines of every case by its name, ours as `own`, and those of other people as `gallery`."""
    found = {}
    for root in sorted((ROOT / "tests" / "cases").glob("*/project")):
        found[root.parent.name] = _machines(root)
    found["own"] = _machines(ROOT, "spec")
    found["gallery"] = _machines(ROOT, "spec/gallery")
    assert len(found) > 13
    return found


def _machines(root: Path, folder: str = "") -> Project:
    files = [one.relative_to(root).as_posix() for one in sorted((root / folder).glob("*.yaml"))] if folder else []
    project, diagnostics = load_project(root, files)
    assert not [one for one in diagnostics if one.severity == "error"]
    return Project(project.machines)


def simulation(name: str, **wishes: Any) -> Simulation:
    """The mock of a project; wishes as `Wishes` has them."""
    project = projects()[name]
    return mocked(project, tuple(project), Wishes(**wishes), str(ROOT))


def get(mock: Simulation, target: str, method: str = "GET", body: bytes = b"", **headers: str) -> Answer:
    """The answer to one request."""
    path, _, query = target.partition("?")
    return mock.answer(Request(method, path, query, headers, body))


@dataclass(frozen=True, slots=True)
class Called:
    """One call of the client, and what came of it."""

    route: Route
    expand: str
    answer: Answer

    @property
    def body(self) -> Any:
        """The JSON of the answer."""
        return json.loads(self.answer.body)


def wandering(mock: Simulation, calls: int, seed: int = 1) -> list[Called]:
    """Calls of every action there is, at random moments, about resources that are there and one that is not.

    Now and then a resource comes or goes.
    """
    chance, found = random.Random(seed), []
    routes = mock.routes.all
    for _ in range(calls):
        mock.world.advance(chance.randrange(20 * SECOND))
        if chance.random() < 0.05:
            new = chance.choice(list(mock.world.lives))
            if mock.world.identities[new].variables:
                mock.world.create(new)
        route = chance.choice(routes) if routes else None
        if route is None or (route.method == "DELETE" and chance.random() < 0.9):
            continue
        found.append(call(mock, route, chance))
    return found


def call(mock: Simulation, route: Route, chance: random.Random) -> Called:
    """One call of a route with what it must have, about any resource."""
    names = mock.world.identities[route.machine.id].variables
    there = list(mock.world.resources[route.machine.id])
    key = chance.choice(there) if there and chance.random() < 0.95 else ("nobody",) * len(names)
    values = dict(zip(names, key, strict=True))
    path = route.shown
    for name in route.names:
        plain = name.split("\0")[0]
        path = path.replace(f"{{{plain}}}", quote(values.get(plain, "x"), safe=""))
    carried = [one.name for state in route.machine.states.values() for one in state.attributes if one.expandable]
    expand = chance.choice(["", *carried]) if carried else ""
    query = [f"{quote(name)}={quote(value)}" for name, value in route.query]
    query += [f"expand={quote(expand)}"] if expand else []
    parameters = route.action.parameters
    query += [f"{quote(one.name)}=1" for one in parameters if one.place == "query" and one.required]
    headers = {one.name.lower(): "x" for one in parameters if one.place == "header"}
    if sum(one.key == route.key for one in mock.routes.all) > 1:
        headers["statebook-action"] = route.action.id
    body = json.dumps({one.name: 1 for one in parameters if one.place == "body"}).encode()
    return Called(route, expand, mock.answer(Request(route.method, path, "&".join(query), headers, body)))
