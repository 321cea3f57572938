"""Writes a log of observations that conform: walks of a project's largest machine, many resources interleaved.

The objects are the spec's own examples, so that the log has every attribute that a check looks at.
"""
# ruff: noqa: INP001 - a folder of scripts is no package

from __future__ import annotations

import json
import random
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from statebook.examples.bodies import state_bodies
from statebook.examples.path import parse_path, place
from statebook.machine import Graph
from statebook.model import Machine
from statebook.source.load import load_project

SEED = 5
OBSERVATIONS_EACH = 100
"""Of one resource: the number of resources grows with the log."""
START = datetime(2026, 1, 1, tzinfo=UTC)
PAUSE = timedelta(seconds=10)
MARK = "2000-01-01T00:00:00.000000+00:00"


def largest(project: Path) -> tuple[dict[str, Machine], Machine]:
    """The machines of a project and the one with the most states."""
    found, _ = load_project(project)
    machines = dict(found.machines)
    return machines, max(machines.values(), key=lambda one: len(one.states))


def templates(machines: dict[str, Machine], machine: Machine) -> dict[str, str]:
    """The status object of each state as JSON text, with `MARK` where the moment goes."""
    found = {}
    for state in machine.states:
        body: Any = json.loads(json.dumps(state_bodies(machines, machine, state)[0].value))
        if machine.since_attribute:
            body = place(body, parse_path(machine.since_attribute), MARK)
        found[state] = json.dumps(body)
    return found


def observations(project: Path, count: int) -> Iterator[str]:
    """Lines of a log: round by round, one observation of each resource, mostly in a new state."""
    machines, machine = largest(project)
    bodies, graph = templates(machines, machine), Graph(machine)
    following = {state: graph.successors(state) or (state,) for state in machine.states}
    chance = random.Random(SEED)  # noqa: S311 - a benchmark, no secret
    resources = max(1, count // OBSERVATIONS_EACH)
    state = [next(iter(machine.states))] * resources
    since = [START.isoformat(timespec="microseconds")] * resources
    for number in range(count):
        resource = number % resources
        moment = (START + PAUSE * (number // resources)).isoformat(timespec="microseconds")
        if chance.random() < 0.7:
            after = chance.choice(following[state[resource]])
            if after != state[resource]:
                state[resource], since[resource] = after, moment
        body = bodies[state[resource]].replace(MARK, since[resource])
        yield f'{{"id": "r{resource:07}", "at": "{moment}", "status": {body}}}\n'


if __name__ == "__main__":
    with Path(sys.argv[3]).open("w", encoding="utf-8") as target:
        target.writelines(observations(Path(sys.argv[1]), int(sys.argv[2])))
