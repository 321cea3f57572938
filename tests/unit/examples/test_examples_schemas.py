"""Schema documents, whole, and what they take and refuse."""

from __future__ import annotations

from dataclasses import replace

import jsonschema_rs
import pytest

from statebook.examples.project import Project
from statebook.examples.schemas import definition_name, machine_schema, object_schema, state_schema, type_schema
from statebook.model import (
    Attribute,
    Deprecation,
    EnumValue,
    Holds,
    Initial,
    Kind,
    Machine,
    ObjectType,
    Openness,
    State,
    Visibility,
)
from statebook.pointer import Pointer
from statebook.types import parse_type

AT = Pointer("spec/x.yaml")
DIALECT = "https://json-schema.org/draft/2020-12/schema"


def attribute(name: str, kind: str, *, expands: str = "", **more: object) -> Attribute:
    expanded = parse_type(expands) if expands else None
    return Attribute(name=name, type=parse_type(kind), expanded=expanded, pointer=AT / name, **more)  # type: ignore[arg-type]


def machine_of(*states: State, path: str = "", **more: object) -> Machine:
    return Machine(
        id="lamp",
        title="Lamp",
        noun="lamp",
        state_attribute=path,
        initial=(Initial(state=states[0].id, pointer=AT),),
        states={one.id: one for one in states},
        pointer=AT,
        **more,  # type: ignore[arg-type]
    )


def state(name: str, *attributes: Attribute, value: object = None, **more: object) -> State:
    return State(
        id=name,
        value=name if value is None else value,
        kind=Kind.RESTING,
        attributes=attributes,
        pointer=AT / name,
        **more,  # type: ignore[arg-type]
    )


def properties(*attributes: Attribute, **more: object) -> dict[str, object]:
    found = state_schema({}, machine_of(state("on", *attributes), **more), "on")["properties"]
    assert isinstance(found, dict)
    return found


def test_the_schema_of_a_state_is_this(project: Project, job: Machine) -> None:
    assert state_schema(project, job, "done") == {
        "$schema": DIALECT,
        "$id": "job.done.schema.json",
        "title": "The done job",
        "type": "object",
        "properties": {"job_id": {"type": "string"}, "state": {"const": "done"}, "progress": {"type": "number"}},
        "required": ["job_id", "state"],
    }


def test_the_schema_of_a_machine_has_a_branch_for_each_state(project: Project, report: Machine) -> None:
    schema = machine_schema(project, report)
    assert list(schema) == ["$schema", "$id", "title", "description", "type", "oneOf", "$defs"]
    assert schema["$id"] == "report-status.schema.json"
    assert schema["description"] == "Where the rendering of a report stands."
    assert [one["$ref"] for one in schema["oneOf"]] == [
        "#/$defs/state.idle",
        "#/$defs/state.rendering",
        "#/$defs/state.error",
        "#/$defs/other-state",
    ]
    assert list(schema["$defs"]) == [
        "state.idle",
        "state.rendering",
        "state.error",
        "other-state",
        "state-value",
        "object.warning",
        "machine.job",
        "state.job.waiting",
        "state.job.running",
        "state.job.done",
        "state.job.error",
    ]
    assert schema["$defs"]["state.rendering"]["properties"]["job"] == {
        "anyOf": [
            {
                "type": "object",
                "properties": {"job_id": {"type": "string"}},
                "required": ["job_id"],
                "maxProperties": 1,
            },
            {"$ref": "#/$defs/machine.job"},
        ]
    }
    assert schema["$defs"]["state-value"] == {
        "title": "Report status",
        "anyOf": [{"enum": ["idle", "rendering", "error"]}, {"type": "string"}],
    }
    assert schema["$defs"]["state.idle"]["properties"]["warnings"] == {
        "description": "Condition: published",
        "anyOf": [{"type": "integer"}, {"type": "array", "items": {"$ref": "#/$defs/object.warning"}}],
    }


def test_an_object_type_has_a_document_of_its_own(project: Project, report: Machine) -> None:
    assert object_schema(project, report, "warning") == {
        "$schema": DIALECT,
        "$id": "report-status.object.warning.schema.json",
        "title": "Warning",
        "type": "object",
        "properties": {
            "page_uid": {"type": "string"},
            "message": {"type": "string"},
            "level": {"type": ["string", "null"]},
        },
        "required": ["page_uid", "message", "level"],
    }


def test_types_become_these_schemas() -> None:
    lamp = machine_of(state("on"), objects={"bulb": ObjectType(id="bulb", title="Bulb", pointer=AT)})
    bulb = {"$ref": "#/$defs/object.bulb"}
    expected = {
        "string": {"type": "string"},
        "integer": {"type": "integer"},
        "number": {"type": "number"},
        "boolean": {"type": "boolean"},
        "datetime": {"type": "string", "format": "date-time"},
        "date": {"type": "string", "format": "date"},
        "timestamp": {"type": "integer"},
        "duration": {"type": "string", "format": "duration"},
        "uri": {"type": "string", "format": "uri"},
        "object": {"type": "object"},
        "null": {"type": "null"},
        "any": {},
        "state": {"$ref": "#/$defs/state-value"},
        "bulb": bulb,
        "array<bulb>": {"type": "array", "items": bulb},
        "map<array<integer>>": {
            "type": "object",
            "additionalProperties": {"type": "array", "items": {"type": "integer"}},
        },
        "string | null": {"type": ["string", "null"]},
        "bulb | string | null": {"anyOf": [bulb, {"type": "string"}, {"type": "null"}]},
        "string | any": {},
    }
    for text, schema in expected.items():
        document = type_schema({}, lamp, parse_type(text))
        document.pop("$schema")
        document.pop("$defs", None)
        assert document == schema, text


def test_what_an_attribute_says_becomes_keywords() -> None:
    assert properties(
        attribute("level", "integer", title="Level", description="How bright.\n", when="it is on", default=3),
        attribute("serial", "string", read_only=True, pattern="^[A-Z]+$", deprecation=Deprecation()),
        attribute("color", "string", enum=(EnumValue(value="red"), EnumValue(value=None))),
        attribute(
            "size", "integer", enum=(EnumValue(value=1, description="Small."), EnumValue(value=2)), nullable=True
        ),
        attribute("shape", "string", enum=(EnumValue(value="round"),), enum_open=True),
        attribute("tags", "array<string>", enum=(EnumValue(value="new"),), pattern="^n"),
        attribute("note", "string", required=False, nullable=True, example="omitted"),
        attribute("mood", "state", holds=Holds.CURRENT),
    ) == {
        "level": {
            "title": "Level",
            "description": "How bright.\n\nCondition: it is on",
            "type": "integer",
            "default": 3,
        },
        "serial": {"type": "string", "pattern": "^[A-Z]+$", "readOnly": True, "deprecated": True},
        "color": {"type": ["string", "null"], "enum": ["red", None]},
        "size": {
            "anyOf": [
                {"type": "integer", "anyOf": [{"const": 1, "description": "Small."}, {"const": 2}]},
                {"type": "null"},
            ]
        },
        "shape": {"anyOf": [{"enum": ["round"]}, {"type": "string"}]},
        "tags": {"type": "array", "items": {"type": "string", "enum": ["new"], "pattern": "^n"}},
        "note": {"type": ["string", "null"]},
        "mood": {"const": "on"},
    }


@pytest.mark.parametrize(
    ("path", "value", "right", "wrong"),
    [
        ("name", "on", {"name": "on", "more": 1}, [{}, {"name": "off"}]),
        (
            "State.Name",
            "on",
            {"State": {"Name": "on"}},
            [{}, {"State": {}}, {"State": {"Name": "off"}}, {"State": "on"}],
        ),
        ("Stacks[0].S", "on", {"Stacks": [{"S": "on"}, {"S": "off"}]}, [{"Stacks": []}, {"Stacks": [{"S": "off"}]}]),
        ("done", False, {"done": False}, [{"done": True}, {"done": 0}, {"done": "false"}]),
        ("code", 16, {"code": 16}, [{"code": "16"}, {"code": 17}]),
    ],
)
def test_the_state_is_required_at_its_path(path: str, value: object, right: object, wrong: list[object]) -> None:
    schema = state_schema({}, machine_of(state("on", value=value), path=path), "on")
    assert jsonschema_rs.is_valid(schema, right)
    assert [one for one in wrong if jsonschema_rs.is_valid(schema, one)] == []


def test_states_are_told_apart_by_their_values() -> None:
    on = state("on", attribute("watts", "integer"))
    off = state("off")
    gone = state("gone", visibility=Visibility.GONE)
    schema = machine_schema({}, machine_of(on, off, gone, path="name"))
    assert len(schema["oneOf"]) == 2
    assert jsonschema_rs.is_valid(schema, {"name": "off"})
    for wrong in ({"name": "on"}, {"name": "gone"}, {"name": "lost"}, {}):
        assert not jsonschema_rs.is_valid(schema, wrong)


def test_states_that_share_a_value_may_fit_together() -> None:
    shared = (state("dark", value=1), state("broken", value=1.0), state("on", value=True))
    schema = machine_schema({}, machine_of(*shared, path="lit"))
    assert "oneOf" not in schema
    assert jsonschema_rs.is_valid(schema, {"lit": 1})
    assert "oneOf" in machine_schema({}, machine_of(shared[0], shared[2], path="lit"))
    assert "anyOf" in machine_schema({}, machine_of(state("on"), state("off")))


def test_an_open_list_takes_states_that_are_not_known() -> None:
    is_open = Openness(is_open=True, pointer=AT)
    machine = machine_of(state("on", attribute("watts", "integer")), path="lamp.state", openness=is_open)
    schema = machine_schema({}, machine)
    assert jsonschema_rs.is_valid(schema, {"lamp": {"state": "glowing"}})
    assert not jsonschema_rs.is_valid(schema, {"lamp": {"state": "on"}})
    assert not jsonschema_rs.is_valid(schema, {})
    closed = replace(machine, openness=Openness(is_open=False, pointer=AT))
    assert not jsonschema_rs.is_valid(machine_schema({}, closed), {"lamp": {"state": "glowing"}})


def test_a_state_inside_an_object_type_keeps_its_reference() -> None:
    kind = ObjectType(id="s", title="S", attributes=(attribute("Code", "integer"),), pointer=AT)
    machine = machine_of(state("on", attribute("State", "s")), path="State.Name", objects={"s": kind})
    schema = state_schema({}, machine, "on")
    assert jsonschema_rs.is_valid(schema, {"State": {"Code": 1, "Name": "on"}})
    assert not jsonschema_rs.is_valid(schema, {"State": {"Name": "on"}})
    assert not jsonschema_rs.is_valid(schema, {"State": {"Code": 1}})


def test_long_chains_of_objects_are_no_recursion() -> None:
    names = [f"o{number}" for number in range(3000)]
    kinds = {
        name: ObjectType(id=name, title=name, attributes=(attribute("next", following, required=False),), pointer=AT)
        for name, following in zip(names, [*names[1:], "o0"], strict=True)
    }
    machine = machine_of(state("on", attribute("first", "o0", required=False)), objects=kinds)
    assert len(machine_schema({}, machine)["$defs"]) == 3001


def test_definitions_have_names_that_every_tool_takes() -> None:
    odd = ["idle", "a b", "a-b", "a.b", "</x>", "日本", "", "x" * 90, "x" * 91, "A", "a"]
    names = [definition_name("state", one) for one in odd]
    assert names[0] == "state.idle"
    assert len(set(names)) == len(odd)
    assert [one for one in names if not one.removeprefix("state.").replace("-", "").replace("_", "").isascii()] == []
    assert definition_name("state", names[1].removeprefix("state.")) != names[1]
