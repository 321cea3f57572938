"""How much work a machine of many states makes: counted in steps, so that a busy machine says the same."""

from __future__ import annotations

import itertools
import json
from pathlib import Path

import pytest

from conform_case import Case, moment
from statebook.conform.dialects import duckdb
from statebook.conform.program import program_of
from statebook.conform.question import Log, Question
from statebook.source.load import load_project
from steps import steps


def ring(size: int, openness: str) -> str:
    """A machine whose states lead to the next three, each with an attribute of its own and one that names a state."""
    states = {
        f"s{number}": {
            "kind": "transient" if number % 3 else "resting",
            "attributes": {f"own{number % 7}": {"type": "integer", "required": False}},
        }
        for number in range(size)
    }
    ways = [
        {"from": f"s{number}", "to": f"s{(number + far) % size}", "trigger": "go"}
        for number in range(size)
        for far in (1, 2, 3)
    ]
    return json.dumps(
        {
            "statebook": 1,
            "id": "ring",
            "title": "Ring",
            "state_attribute": "name",
            "since_attribute": "since",
            "openness": openness,
            "events": {"go": {"by": "system"}},
            "attributes": {"since": {"type": "datetime"}, "previous": {"type": "state", "nullable": True}},
            "states": states,
            "transitions": ways,
        }
    )


def log_of(size: int) -> list[object]:
    """One resource goes once round, three states at a time."""
    walk = [f"s{number}" for number in range(0, size, 3)]
    bodies = ({"name": name, "since": moment(at), "previous": None} for at, name in enumerate(walk))
    return [{"id": 1, "at": moment(at), "status": body} for at, body in enumerate(bodies)]


@pytest.mark.parametrize("openness", ["open", "closed"])
def test_the_query_of_a_machine_grows_with_its_states(tmp_path: Path, openness: str) -> None:
    def cost(size: int) -> int:
        case = Case(tmp_path / str(size), ring(size, openness))
        machine = load_project(case.root)[0].machines["ring"]
        log = Log("log")
        return steps(lambda: program_of(machine, log, Question(), duckdb, "known_ways"))

    costs = [cost(size) / size for size in (50, 100, 200, 400)]
    assert all(after < 1.25 * before for before, after in itertools.pairwise(costs)), costs


@pytest.mark.parametrize("openness", ["open", "closed"])
def test_a_verdict_grows_with_the_states_that_were_seen(tmp_path: Path, openness: str) -> None:
    def cost(size: int) -> int:
        case = Case(tmp_path / str(size), ring(size, openness))
        path = case.write("log.jsonl", "".join(f"{json.dumps(one)}\n" for one in log_of(size)))
        return steps(lambda: case.findings(str(path), "--mode", "events"))

    costs = [cost(size) for size in (100, 200, 400)]
    assert (costs[2] - costs[1]) < 2.5 * (costs[1] - costs[0]), costs


def test_long_ways_are_searched_for_pairs_that_were_seen_alone(tmp_path: Path) -> None:
    def cost(size: int, seen: int) -> int:
        case = Case(tmp_path / f"{size}-{seen}", ring(size, "closed"))
        machine = load_project(case.root)[0].machines["ring"]
        program = program_of(machine, Log("log"), Question(), duckdb, "known_ways")
        return steps(lambda: [program.ways.way("s0", f"s{number}") for number in range(1, seen)])

    assert cost(400, 3) < 1000
    assert cost(400, 40) < 2 * cost(400, 20)
