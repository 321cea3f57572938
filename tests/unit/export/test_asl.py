"""Amazon's language: a validator admits the workflow, and a run of it goes where the spec leads."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from every_machine import every_machine
from node_packages import needs_node, package, run_node
from odd_machines import AT, Odd, odd_machines
from statebook.export.format import Subject, Unexportable, subject
from statebook.export.formats import asl
from statebook.model import Event, Initial, Kind, Machine, Mover, Outcome, State, Transition
from steps import steps

VALIDATE = """
const valid = require(process.argv[1]);
const found = {};
for (const [name, text] of Object.entries(JSON.parse(require("node:fs").readFileSync(0, "utf-8")))) {
  const {isValid, errors} = valid(JSON.parse(text));
  if (!isValid) found[name] = errors;
}
process.stdout.write(JSON.stringify(found));
"""

ENDLESS = ("ten-lines/door", "real/dataset-status")


def complaints(texts: dict[str, str]) -> Any:
    done = run_node("-e", VALIDATE, package("asl-validator/dist/src/validator.js"), text=json.dumps(texts))
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def text(subject: Subject) -> str:
    """The workflow; empty for a machine that is none."""
    try:
        return asl.export(subject).text
    except Unexportable:
        return ""


@needs_node
def test_the_validator_admits_every_workflow() -> None:
    texts = {name: text(one) for name, one in every_machine().items()}
    assert not [name for name in ENDLESS if texts[name]]
    assert len([name for name in texts if texts[name]]) > 12
    assert complaints({name: one for name, one in texts.items() if one}) == {}


@needs_node
@settings(max_examples=3, deadline=None, phases=[Phase.generate], suppress_health_check=list(HealthCheck))
@given(st.lists(odd_machines(), min_size=15, max_size=15))
def test_the_validator_admits_any_ids(machines: list[Odd]) -> None:
    texts = {str(number): text(one.subject) for number, one in enumerate(machines)}
    assert complaints({name: one for name, one in texts.items() if one}) == {}


def holds(rule: dict[str, Any], said: dict[str, str]) -> bool:
    if "And" in rule:
        return all(holds(one, said) for one in rule["And"])
    return said.get(rule["Variable"].removeprefix("$.")) == rule["StringEquals"]


def arrives(workflow: dict[str, Any], state: str, said: dict[str, str]) -> str | None:
    """The state that a run comes to when the activity says this; None when it fails for want of a rule."""
    place = workflow["States"][state]
    if place["Type"] == "Task":
        state = place["Next"]
        place = workflow["States"][state]
    while place["Type"] == "Choice":
        found = next((one["Next"] for one in place["Choices"] if holds(one, said)), None)
        if found is None:
            return None
        state, place = found, workflow["States"][found]
    return state


def walk(subject: Subject) -> int:
    """The number of transitions that a run takes; the states of the spec are found by their order."""
    workflow = json.loads(asl.export(subject).text)
    machine, graph = subject.machine, subject.graph
    first = [one.state for one in machine.initial] or [next(iter(machine.states))]
    reached = graph.reachable(first)
    kept = [name for name, one in workflow["States"].items() if one["Type"] != "Choice"]
    names = dict(zip([one for one in machine.states if one in reached], kept, strict=True))
    assert all(len(one) <= 80 for one in workflow["States"])
    taken = 0
    for one in machine.transitions:
        if one.source in reached:
            said = {"trigger": one.trigger, "to": names[one.target]}
            assert arrives(workflow, names[one.source], said) == names[one.target]
            assert arrives(workflow, names[one.source], {**said, "trigger": "nothing of the kind"}) is None
            taken += 1
    for initial in machine.initial:
        said = {"trigger": initial.trigger, "to": names[initial.state]}
        assert arrives(workflow, workflow["StartAt"], said) == names[initial.state] or len(machine.initial) == 1
    for state, name in names.items():
        spec, kind = machine.states[state], workflow["States"][name]["Type"]
        failed = spec.outcome is Outcome.FAILURE
        assert kind == ("Task" if graph.leaving(state) else "Fail" if failed else "Succeed")
    return taken


@pytest.mark.parametrize("name", [name for name, one in every_machine().items() if text(one)])
def test_a_run_goes_where_the_spec_leads(name: str) -> None:
    subject = every_machine()[name]
    machine = subject.machine
    unreached = next(
        (one.count for one in asl.export(subject).losses if one.subject.startswith("states that the start")), 0
    )
    assert walk(subject) == len(machine.transitions) or unreached
    assert unreached == 0 or not machine.initial


@settings(max_examples=40, deadline=None)
@given(odd_machines())
def test_runs_of_machines_with_any_ids(odd: Odd) -> None:
    if text(odd.subject):
        walk(odd.subject)


def test_a_machine_that_never_ends_is_refused_with_a_way_out() -> None:
    with pytest.raises(Unexportable) as refused:
        asl.export(every_machine()["real/dataset-status"])
    assert "never ends" in refused.value.message
    assert "xstate" in refused.value.hint


def test_the_job_is_a_workflow() -> None:
    workflow = json.loads(asl.export(every_machine()["real/job"]).text)
    assert workflow["StartAt"] == "waiting"
    assert workflow["States"]["waiting"]["Resource"] == "${waiting}"
    assert workflow["States"]["After running"]["Choices"][0] == {
        "Comment": "The function ended without an error.",
        "Variable": "$.trigger",
        "StringEquals": "function_returned",
        "Next": "done",
    }
    assert workflow["States"]["error"]["Type"] == "Fail"


def test_what_a_workflow_cannot_say_is_listed() -> None:
    subject = every_machine()["wildcards/call"]
    lost = {one.subject: one.count for one in asl.export(subject).losses}
    assert lost["groups"] == 1
    assert lost["effects"] == 3
    assert lost["guards as something to run: they are comments"] == 4
    assert lost["whether a state rests or is left by itself"] == 4
    assert not [
        one for one in subject.machine.states.values() if one.kind is Kind.FINAL and subject.graph.leaving(one.id)
    ]
    assert "final states that are left" not in lost


def chain(length: int) -> Subject:
    """States one behind the other, each with a way back to the first."""
    states = {
        str(one): State(id=str(one), value=str(one), kind=Kind.RESTING if one < length - 1 else Kind.FINAL, pointer=AT)
        for one in range(length)
    }
    ways = [
        (str(one), target, trigger)
        for one in range(length - 1)
        for target, trigger in ((str(one + 1), "on"), ("0", "back"))
    ]
    machine = Machine(
        id="chain",
        title="Chain",
        noun="chain",
        initial=(Initial(state="0", pointer=AT),),
        states=states,
        events={one: Event(id=one, title=one, by=Mover.SYSTEM, pointer=AT) for one in ("on", "back")},
        transitions=tuple(
            Transition(source=source, target=target, trigger=trigger, by=Mover.SYSTEM, entry=0, pointer=AT)
            for source, target, trigger in ways
        ),
        pointer=AT,
    )
    return subject({"chain": machine}, machine)


def test_twice_the_states_cost_twice_the_steps() -> None:
    small, large = (steps(lambda one=one: asl.export(chain(one))) for one in (200, 400))  # type: ignore[misc]
    assert large < 2.2 * small
