"""Flaws of examples: what is found, where, and how fast."""

from __future__ import annotations

import time
from dataclasses import replace
from itertools import starmap

import pytest

from statebook.examples.bodies import state_bodies
from statebook.examples.check import Flaw, check
from statebook.examples.project import Project
from statebook.model import (
    Action,
    Attribute,
    EnumValue,
    ErrorType,
    Example,
    Holds,
    Initial,
    Kind,
    Machine,
    Mover,
    ObjectType,
    Parameter,
    Returns,
    State,
    Transition,
)
from statebook.pointer import Pointer
from statebook.types import parse_type
from steps import steps

AT = Pointer("spec/x.yaml")


def attribute(name: str, kind: str, *, expands: str = "", **more: object) -> Attribute:
    expanded = parse_type(expands) if expands else None
    return Attribute(name=name, type=parse_type(kind), expanded=expanded, pointer=AT / name, **more)  # type: ignore[arg-type]


def flaws(*attributes: Attribute, examples: tuple[object, ...] = (), **more: object) -> list[Flaw]:
    written = tuple(starmap(_example, enumerate(examples)))
    state = State(
        id="on", value="on", kind=Kind.RESTING, attributes=attributes, examples=written, pointer=AT / "states" / "on"
    )
    machine = Machine(
        id="lamp",
        title="Lamp",
        noun="lamp",
        state_attribute="name",
        initial=(Initial(state="on", pointer=AT),),
        states={"on": state},
        pointer=AT,
        **more,  # type: ignore[arg-type]
    )
    return check({}, machine)


def _example(place: int, body: object) -> Example:
    return Example(title="", body=body, pointer=AT / "examples" / place)


def test_what_is_right_has_no_flaw(project: Project) -> None:
    assert [flaw for machine in project.values() for flaw in check(project, machine)] == []


def test_a_hand_written_body_of_another_state_is_a_flaw() -> None:
    assert flaws(examples=({"name": "off"}, {"name": "on"}, {})) == [
        Flaw(AT / "examples" / 0 / "body" / "name", '`name` is "off" in an example of `on`, not "on"'),
        Flaw(AT / "examples" / 2 / "body", '"name" is a required property'),
    ]


def test_a_hand_written_body_is_held_against_its_schema() -> None:
    bodies = ({"name": "on", "since": "yesterday", "watts": [1, "2"], "extra": None}, ["on"])
    assert flaws(attribute("since", "datetime"), attribute("watts", "array<integer>"), examples=bodies) == [
        Flaw(AT / "examples" / 0 / "body" / "since", '"yesterday" is not a "date-time"'),
        Flaw(AT / "examples" / 0 / "body" / "watts" / 1, '"2" is not of type "integer"'),
        Flaw(AT / "examples" / 1 / "body", '["on"] is not of type "object"'),
    ]


def test_examples_and_defaults_of_attributes_are_checked_once() -> None:
    assert flaws(
        attribute("a", "integer", example="x"),
        attribute("b", "string", default=1),
        attribute("c", "string", enum=(EnumValue(value="x"),), example="y"),
        attribute("d", "uri | null", example=None),
        attribute("e", "number", example=float("inf")),
    ) == [
        Flaw(AT / "a" / "example", '"x" is not of type "integer"'),
        Flaw(AT / "b" / "default", '1 is not of type "string"'),
        Flaw(AT / "c" / "example", '"y" is not one of "x"'),
        Flaw(AT / "e" / "example", "JSON has no number `inf`"),
    ]


def test_a_value_that_fits_no_form_is_told_by_the_form_it_came_closest_to() -> None:
    kind = ObjectType(
        id="job",
        title="Job",
        identifier="id",
        attributes=(attribute("id", "string"), attribute("steps", "array<integer>")),
        pointer=AT,
    )
    wrong = attribute("job", "job", expands="job", example={"id": "x", "steps": [1, "x"]})
    (flaw,) = flaws(wrong, objects={"job": kind})
    assert flaw == Flaw(AT / "job" / "example" / "steps" / 1, '"x" is not of type "integer"')


def test_broken_patterns_and_enums_are_told() -> None:
    assert flaws(attribute("a", "string", pattern="("), attribute("b", "integer", enum=(EnumValue(value="1"),))) == [
        Flaw(AT / "a" / "pattern", "`(` is no regular expression (ECMA-262)"),
        Flaw(AT / "a", "no example of `a` can be made from its pattern; write one as `example`"),
    ]
    assert flaws(attribute("b", "integer", enum=(EnumValue(value="1"),))) == [
        Flaw(AT / "b", 'in the example of `on`: "1" is not of type "integer"')
    ]


@pytest.mark.parametrize(
    "pattern", ["(a+)+$", "^(\\w+\\s?)*$", "(x{99}){99}", "((((((a*)*)*)*)*)*)*b", "^(?:){999999}$"]
)
def test_hostile_patterns_cost_no_time(pattern: str) -> None:
    started = time.process_time()
    flaws(
        attribute("a", "string", pattern=pattern, example="a" * 5000 + "!"), attribute("b", "string", pattern=pattern)
    )
    assert time.process_time() - started < 2


def test_what_cannot_be_written_as_json_is_a_flaw_and_no_failure() -> None:
    (flaw,) = flaws(attribute("f\ud800", "string"))
    assert flaw.pointer == AT
    assert flaw.message.startswith("the schemas of this machine cannot be used: ")
    assert flaws(attribute("n", "any", example=[10**5000])) == [
        Flaw(AT / "n" / "example" / 0, "the number is too long")
    ]
    assert flaws(examples=({"name": 10**5000},)) == [
        Flaw(AT / "examples" / 0 / "body" / "name", "the number is too long")
    ]
    assert flaws(attribute("d", "object", default={"$id": "http://x/", "$ref": "http://y/#/z"})) == []


def test_calls_and_errors_are_checked() -> None:
    at = AT / "actions"
    number = parse_type("integer")
    action = Action(
        id="go",
        title="Go",
        parameters=(Parameter(name="n", place="query", type=number, example="x", pointer=at / "n"),),
        returns=Returns(type=number, example="y", pointer=at / "returns"),
        errors=("bad",),
        accepted_in=("on",),
        pointer=at,
    )
    error = ErrorType(id="bad", type=number, example="z ${state}", pointer=AT / "errors" / "bad")
    assert flaws(actions={"go": action}, errors={"bad": error}) == [
        Flaw(AT / "errors" / "bad" / "example", '"z ${state}" is not of type "integer"'),
        Flaw(at / "n" / "example", '"x" is not of type "integer"'),
        Flaw(at / "returns" / "example", '"y" is not of type "integer"'),
    ]


def test_the_impossible_is_a_flaw_with_a_place() -> None:
    kind = ObjectType(id="a", title="A", attributes=(attribute("again", "a"),), pointer=AT)
    (flaw,) = flaws(attribute("first", "a"), objects={"a": kind})
    assert flaw.pointer == AT / "again"
    assert flaw.message.startswith("`a` would contain itself without end")
    (flaw,) = flaws(attribute("first", "nobody"))
    assert flaw.message == "`nobody` is neither an object type nor a machine of this project"


def large(count: int) -> Machine:
    """A machine of `count` states with common attributes, a reference and three transitions each."""
    names = [f"state_{number}" for number in range(count)]
    common = (
        attribute("name", "state", holds=Holds.CURRENT),
        attribute("previous", "state", holds=Holds.PREVIOUS, nullable=True),
        attribute("next", "state", holds=Holds.NEXT, nullable=True),
        attribute("since", "datetime"),
        attribute("job", "job", expands="job"),
    )
    kind = ObjectType(id="job", title="Job", identifier="id", attributes=(attribute("id", "string"),), pointer=AT)
    return Machine(
        id="large",
        title="Large",
        noun="large",
        state_attribute="name",
        since_attribute="since",
        initial=(Initial(state=names[0], pointer=AT),),
        objects={"job": kind},
        attributes={one.name: one for one in common},
        states={
            name: State(id=name, value=name, kind=Kind.TRANSIENT, attributes=common, pointer=AT / name)
            for name in names
        },
        transitions=tuple(
            Transition(source=names[place], target=names[target], trigger="t", by=Mover.SYSTEM, entry=0, pointer=AT)
            for place in range(count)
            for target in ((place + 1) % count, place * 3 % count, 0)
        ),
        pointer=AT,
    )


def work(count: int) -> int:
    """The steps to all bodies and their check."""
    machine = large(count)
    project = Project({machine.id: machine})

    def everything() -> None:
        for state in machine.states:
            state_bodies(project, machine, state)
        assert check(project, machine) == []

    return steps(everything)


def test_work_grows_with_the_machine_and_no_faster() -> None:
    work(10)
    assert work(400) < 4.4 * work(100)


def test_a_flaw_of_a_refined_attribute_is_told_where_it_is_written(report: Machine) -> None:
    idle = report.states["idle"]
    wrong = replace(idle.attributes[4], example="yes", pointer=AT / "refined")
    states = {**report.states, "idle": replace(idle, attributes=(*idle.attributes[:4], wrong, *idle.attributes[5:]))}
    alone = {"rendering": replace(report.states["rendering"], attributes=())}
    assert check({}, replace(report, states={**states, **alone}, actions={})) == [
        Flaw(AT / "refined" / "example", '"yes" is not of type "boolean"')
    ]
