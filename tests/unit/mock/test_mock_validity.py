"""Whatever a mock answers is what the spec says: the schemas of all projects, over long walks in chaos."""

from __future__ import annotations

import json
from collections import Counter
from functools import cache
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from mock_case import Called, projects, simulation, wandering
from statebook.examples.project import Project
from statebook.examples.schemas import machine_schema, state_schema, type_schema
from statebook.export.calls import status_code
from statebook.mock.request import JSON
from statebook.mock.spans import SECOND
from statebook.model import Machine
from statebook.types import Type

CALLS = 200


@cache
def of_state(name: str, machine: str, state: str) -> Draft202012Validator:
    project = projects()[name]
    return Draft202012Validator(state_schema(project, project[machine], state))


@cache
def of_machine(name: str, machine: str) -> Draft202012Validator:
    project = projects()[name]
    return Draft202012Validator(machine_schema(project, project[machine]))


def of_type(project: Project, machine: Machine, kind: Type) -> Draft202012Validator:
    return Draft202012Validator(type_schema(project, machine, kind))


def errors(validator: Draft202012Validator, value: Any) -> list[str]:
    return [f"{list(one.absolute_path)}: {one.message[:200]}" for one in validator.iter_errors(value)]


def told(name: str, called: Called) -> list[str]:
    """What is wrong with an answer."""
    project, machine, action, answer = projects()[name], called.route.machine, called.route.action, called.answer
    returns = action.returns
    if answer.status < 300:
        expected = int(status_code(returns.status) or 0) if returns is not None else 0
        if expected >= 200 and answer.status != expected:
            return [f"{answer.status} is not {expected}"]
        if returns is None or (returns.type is None and not returns.returns_state):
            return []
        assert answer.media == JSON
        if returns.returns_state:
            return errors(of_machine(name, machine.id), called.body)
        return errors(of_type(project, machine, returns.type), called.body) if returns.type is not None else []
    documented = [machine.errors[one] for one in action.errors]
    fitting = [one for one in documented if status_code(one.status) == str(answer.status)]
    if not fitting:
        assert not answer.body or answer.media == "application/problem+json"
        # Only what the spec is silent about may be answered in words of the mock's own.
        assert answer.status in {400, 404, 409} or not documented
    typed = [one.type for one in fitting if one.type is not None]
    if not typed or not answer.body:
        return []
    found = [errors(of_type(project, machine, one), called.body) for one in typed]
    return min(found, key=len)


@pytest.mark.parametrize("walk", ["happy", "chaos"])
@pytest.mark.parametrize("name", projects())
def test_every_answer_is_valid(name: str, walk: str) -> None:
    mock = simulation(name, walks=[walk], resources=3, seed=5)
    called = wandering(mock, CALLS)
    wrong = Counter((one.route.action.id, message) for one in called for message in told(name, one))
    assert not wrong
    assert not [one for one in called if one.answer.status >= 500]


@pytest.mark.parametrize("name", projects())
def test_every_line_of_a_history_is_valid_for_its_own_state(name: str) -> None:
    mock = simulation(name, walks=["chaos"], resources=3, seed=7)
    wandering(mock, CALLS)
    lines = [json.loads(line) for line in mock.control.history().splitlines()]
    assert lines
    wrong: Counter[tuple[str, str]] = Counter()
    for line in lines:
        machine = projects()[name][line["machine"]]
        if not mock.world.lives[machine.id].is_gone(line["state"]):
            for message in errors(of_state(name, machine.id, line["state"]), line["status"]):
                wrong[machine.id, message] += 1
    assert not wrong


def test_chaos_sees_every_state_and_way_of_the_real_machine() -> None:
    mock = simulation("own", walks=["chaos"], resources=20, seed=3)
    mock.world.advance(20_000 * SECOND)
    for name, machine in projects()["own"].items():
        own = [one.moment for one in mock.world.history.changes if one.moment.life.machine.id == name]
        assert {one.state for one in own} == set(machine.states)
        before: dict[tuple[str, ...], str] = {}
        ways = set()
        for one in own:
            ways.add((before.get(one.key), one.state, one.trigger))
            before[one.key] = one.state
        documented = {(one.source, one.target, one.trigger) for one in machine.transitions}
        assert {one for one in ways if one[0] is not None} <= documented
        assert len(ways & documented) > 0.9 * len(documented)
