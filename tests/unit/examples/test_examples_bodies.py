"""Example objects, whole."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from fresh_python import fresh
from statebook.examples.bodies import MAXIMUM_EXPANDED, Body, state_bodies
from statebook.examples.project import NoExample, Project
from statebook.jsontext import json_text
from statebook.model import (
    Attribute,
    EnumValue,
    Example,
    Holds,
    Initial,
    Kind,
    Machine,
    Mover,
    ObjectType,
    State,
    Transition,
    Visibility,
)
from statebook.pointer import Pointer
from statebook.types import parse_type

AT = Pointer("spec/x.yaml")


def attribute(name: str, kind: str, *, expands: str = "", **more: object) -> Attribute:
    expanded = parse_type(expands) if expands else None
    return Attribute(name=name, type=parse_type(kind), expanded=expanded, pointer=AT / name, **more)  # type: ignore[arg-type]


def one_state(
    *attributes: Attribute, objects: tuple[ObjectType, ...] = (), path: str = "", value: object = "on"
) -> Machine:
    state = State(id="on", value=value, kind=Kind.RESTING, attributes=attributes, pointer=AT / "states" / "on")
    return Machine(
        id="lamp",
        title="Lamp",
        noun="lamp",
        state_attribute=path,
        initial=(Initial(state="on", pointer=AT),),
        objects={one.id: one for one in objects},
        states={"on": state},
        pointer=AT,
    )


def kind_of(name: str, *attributes: Attribute, identifier: str = "") -> ObjectType:
    return ObjectType(id=name, title=name, identifier=identifier, attributes=attributes, pointer=AT / name)


def values(machine: Machine, state: str = "on") -> list[object]:
    return [body.value for body in state_bodies({}, machine, state)]


def test_the_bodies_of_each_state_are_these(project: Project, report: Machine) -> None:
    idle = {
        "name": "idle",
        "previous": "rendering",
        "next": None,
        "since": "2017-07-24T13:34:56.926932+00:00",
        "published": True,
        "warnings": 3,
    }
    warning = {"page_uid": "pa_el7idc", "message": "The last operation did not succeed.", "level": "example level"}
    rendering = {
        "name": "rendering",
        "previous": "idle",
        "next": "idle",
        "since": "2017-07-24T13:31:04.715533+00:00",
        "published": True,
        "job": {"job_id": "jo_a1u2wn"},
    }
    job = {"job_id": "jo_a1u2wn", "state": "running", "progress": 0.6}
    at = Pointer("spec/report.yaml") / "states"
    assert state_bodies(project, report, "idle") == (
        Body("Example object", "object", idle, at / "idle"),
        Body(
            "Example object, with `warnings` expanded",
            "expand-warnings",
            {**idle, "warnings": [warning]},
            at / "idle",
            expanded="warnings",
        ),
    )
    assert state_bodies(project, report, "rendering") == (
        Body("Example object", "object", rendering, at / "rendering"),
        Body(
            "Example object, with `job` expanded",
            "expand-job",
            {**rendering, "job": job},
            at / "rendering",
            expanded="job",
        ),
    )
    (error,) = state_bodies(project, report, "error")
    assert json_text(error.value) == (
        "{\n"
        '  "name": "error",\n'
        '  "previous": "rendering",\n'
        '  "next": null,\n'
        '  "since": "2017-07-24T13:33:31.844609+00:00",\n'
        '  "published": true,\n'
        '  "message": "The last operation did not succeed.",\n'
        '  "raw_params": {\n'
        '    "raw_param": "example raw param"\n'
        "  }\n"
        "}\n"
    )


def test_what_the_author_wrote_replaces_what_would_be_generated(report: Machine) -> None:
    written = (
        Example(title="Twice", body={"name": "idle"}, pointer=AT / 0),
        Example(title="Twice", body={"name": "idle", "published": False}, pointer=AT / 1),
        Example(title="", body={}, pointer=AT / 2),
    )
    idle = replace(report.states["idle"], examples=written)
    bodies = state_bodies({}, replace(report, states={"idle": idle}), "idle")
    assert [(one.title, one.value, one.pointer, one.by_hand) for one in bodies] == [
        ("Twice", {"name": "idle"}, AT / 0, True),
        ("Twice", {"name": "idle", "published": False}, AT / 1, True),
        ("Example object", {}, AT / 2, True),
    ]
    assert len({one.slug for one in bodies}) == 3
    assert bodies[0].value is not written[0].body


def test_a_state_that_is_gone_has_no_body() -> None:
    machine = one_state()
    gone = replace(machine.states["on"], visibility=Visibility.GONE)
    assert state_bodies({}, replace(machine, states={"on": gone}), "on") == ()


@pytest.mark.parametrize(
    ("path", "value", "expected"),
    [
        ("status", "on", {"status": "on", "watts": 12}),
        ("lamp.status", "on", {"lamp": {"status": "on"}, "watts": 12}),
        ("Stacks[0].Status", "ON", {"Stacks": [{"Status": "ON"}], "watts": 12}),
        ("rooms[1].lamps[0]", 1, {"rooms": [{}, {"lamps": [1]}], "watts": 12}),
        ("done", False, {"done": False, "watts": 12}),
        ("code", 16, {"code": 16, "watts": 12}),
        ("no..path", "on", {"no..path": "on", "watts": 12}),
        ("far[100].status", "on", {"far[100].status": "on", "watts": 12}),
        ("", "on", {"watts": 12}),
    ],
)
def test_the_state_stands_at_its_path_with_its_wire_value(path: str, value: object, expected: object) -> None:
    assert values(one_state(attribute("watts", "integer"), path=path, value=value)) == [expected]


def test_a_state_inside_an_object_keeps_the_rest_of_the_object() -> None:
    inside = kind_of("inside", attribute("Code", "integer"), attribute("Name", "string"))
    machine = one_state(attribute("State", "inside"), objects=(inside,), path="State.Name", value="running")
    assert values(machine) == [{"State": {"Code": 400, "Name": "running"}}]


def test_an_attribute_named_by_a_path_stands_at_the_path() -> None:
    attributes = (
        attribute("status.phase", "state"),
        attribute("status.since", "datetime"),
        attribute("a.b", "integer"),
    )
    machine = replace(one_state(*attributes, path="status.phase"), since_attribute="status.since")
    assert values(machine) == [{"status": {"phase": "on", "since": "2017-07-24T13:26:00.191403+00:00"}, "a.b": 12}]


def test_types_give_these_values() -> None:
    machine = one_state(
        attribute("lamp_id", "string"),
        attribute("user_uuid", "string"),
        attribute("number_id", "integer"),
        attribute("email", "string"),
        attribute("firstName", "string"),
        attribute("is_deleted", "boolean"),
        attribute("dimmable", "boolean"),
        attribute("created_at", "datetime"),
        attribute("expires_on", "date"),
        attribute("seen", "timestamp"),
        attribute("cycle", "duration"),
        attribute("manual", "uri"),
        attribute("price", "number"),
        attribute("extra", "object"),
        attribute("nothing", "null"),
        attribute("whatever", "any"),
        attribute("secret_key", "string", sensitive=True),
        attribute("names", "array<string>"),
        attribute("labels", "map<integer>"),
        attribute("either", "null | integer | string"),
        attribute("color", "string", enum=(EnumValue(value=None), EnumValue(value="red"), EnumValue(value="blue"))),
        attribute("colors", "array<string>", enum=(EnumValue(value="red"),)),
        attribute("plate", "string", pattern="^[A-Z]{2}-\\d{3}$"),
        attribute("retries", "integer", default=7),
        attribute("note", "string", default="x", example="mine"),
    )
    assert values(machine) == [
        {
            "lamp_id": "la_yhx18x",
            "user_uuid": "cd4a2405-f8db-4df2-aace-53190f65fade",
            "number_id": 6089,
            "email": "ada@example.com",
            "firstName": "Ada",
            "is_deleted": False,
            "dimmable": True,
            "created_at": "2017-07-24T13:24:23.104618+00:00",
            "expires_on": "2017-07-25",
            "seen": 1500902760,
            "cycle": "PT1M30S",
            "manual": "https://example.com/manual",
            "price": 19.9,
            "extra": {},
            "nothing": None,
            "whatever": "example whatever",
            "secret_key": "********",
            "names": ["Example lamp"],
            "labels": {"label": 12},
            "either": 12,
            "color": "red",
            "colors": ["red"],
            "plate": "XU-978",
            "retries": 7,
            "note": "mine",
        }
    ]


def test_a_pattern_that_no_text_is_found_for_asks_for_an_example() -> None:
    machine = one_state(attribute("odd", "string", pattern="^(?=x)y"))
    with pytest.raises(NoExample, match="write one as `example`") as caught:
        state_bodies({}, machine, "on")
    assert caught.value.pointer == AT / "odd"


def test_objects_that_contain_themselves_are_cut_where_the_spec_allows_it() -> None:
    node = kind_of(
        "node",
        attribute("id", "string"),
        attribute("left", "node", required=False),
        attribute("parent", "node", nullable=True),
        attribute("children", "array<node>"),
        attribute("named", "map<node>"),
        attribute("other", "node | string"),
    )
    assert values(one_state(attribute("root", "node"), objects=(node,))) == [
        {"root": {"id": "no_x2ji7b", "parent": None, "children": [], "named": {}, "other": "example other"}}
    ]


def test_objects_that_must_contain_themselves_are_refused() -> None:
    first, second = kind_of("a", attribute("b", "b")), kind_of("b", attribute("a", "a"))
    with pytest.raises(NoExample, match="`a` would contain itself without end"):
        state_bodies({}, one_state(attribute("a", "a"), objects=(first, second)), "on")
    assert values(one_state(attribute("a", "a", required=False), objects=(first, second))) == [{}]


def test_a_machine_that_refers_to_itself_is_cut_and_collapsed() -> None:
    machine = one_state(
        attribute("lamp_id", "string"),
        attribute("twin", "lamp", expands="lamp"),
        attribute("origin", "lamp", required=False),
        path="status",
    )
    assert values(replace(machine, identifier="lamp_id")) == [
        {"status": "on", "lamp_id": "la_yhx18x", "twin": {"lamp_id": "la_yhx18x"}},
        {
            "status": "on",
            "lamp_id": "la_yhx18x",
            "twin": {"status": "on", "lamp_id": "la_yhx18x", "twin": {"lamp_id": "la_yhx18x"}},
        },
    ]


def test_objects_without_end_in_width_stop_early() -> None:
    kinds = [kind_of(f"o{n}", *(attribute(f"a{m}", f"o{n + 1}", required=False) for m in range(10))) for n in range(12)]
    machine = one_state(attribute("top", "o0"), objects=(*kinds, kind_of("o12")))
    assert len(json_text(values(machine)[0])) < 60_000
    with pytest.raises(NoExample, match="more than 20000 values"):
        required = [kind_of(f"o{n}", *(attribute(f"a{m}", f"o{n + 1}") for m in range(10))) for n in range(12)]
        values(one_state(attribute("top", "o0"), objects=(*required, kind_of("o12"))))


@pytest.mark.parametrize(
    ("example", "collapsed", "expanded"),
    [
        ({"id": "x1"}, {"id": "x1"}, {"id": "x1", "size": 20480}),
        ({"id": "x1", "size": 4}, {"id": "x1"}, {"id": "x1", "size": 4}),
    ],
)
def test_one_example_serves_both_forms(example: object, collapsed: object, expanded: object) -> None:
    file = kind_of("file", attribute("id", "string"), attribute("size", "integer"), identifier="id")
    machine = one_state(attribute("file", "file", expands="file", example=example), objects=(file,))
    assert values(machine) == [{"file": collapsed}, {"file": expanded}]


def test_lists_of_references_collapse_to_values() -> None:
    file = kind_of("file", attribute("id", "string"), attribute("size", "integer"), identifier="id")
    listed = attribute("files", "array<file>", expands="array<file>", collapsed_to_value=True, example=["f1", "f2"])
    assert values(one_state(listed, objects=(file,))) == [
        {"files": ["f1", "f2"]},
        {"files": [{"id": "f1", "size": 20480}, {"id": "f2", "size": 20480}]},
    ]


def test_only_the_first_expandable_attributes_are_shown_expanded() -> None:
    many = [attribute(f"a{number}", "integer", expands="array<integer>") for number in range(MAXIMUM_EXPANDED + 5)]
    bodies = state_bodies({}, one_state(*many), "on")
    assert [body.expanded for body in bodies] == ["", *(one.name for one in many[:MAXIMUM_EXPANDED])]


def ring(nullable: bool, **more: object) -> Machine:
    """start → middle → end by a client and by the system, and nothing leads to `start` or leaves `end`."""
    held = (
        attribute("previous", "state", holds=Holds.PREVIOUS, nullable=nullable, **more),
        attribute("next", "state", holds=Holds.NEXT, nullable=nullable, **more),
    )
    kinds = {"start": Kind.RESTING, "middle": Kind.TRANSIENT, "side": Kind.TRANSIENT, "end": Kind.FINAL}
    moves = [("start", "middle", Mover.CLIENT), ("middle", "side", Mover.CLIENT), ("middle", "end", Mover.SYSTEM)]
    moves += [("side", "middle", Mover.SYSTEM)]
    return Machine(
        id="ring",
        title="Ring",
        noun="ring",
        initial=(Initial(state="start", pointer=AT),),
        states={
            name: State(id=name, value=name.upper(), kind=kind, attributes=held, pointer=AT / name)
            for name, kind in kinds.items()
        },
        transitions=tuple(
            Transition(source=source, target=target, trigger="t", by=by, entry=0, pointer=AT)
            for source, target, by in moves
        ),
        pointer=AT,
    )


def test_previous_and_next_follow_the_transitions() -> None:
    machine = ring(nullable=True)
    assert {state: values(machine, state)[0] for state in machine.states} == {
        "start": {"previous": None, "next": None},
        "middle": {"previous": "START", "next": "END"},
        "side": {"previous": "MIDDLE", "next": "MIDDLE"},
        "end": {"previous": "MIDDLE", "next": None},
    }


def test_what_cannot_be_null_is_left_out_or_refused_where_nothing_leads() -> None:
    machine = ring(nullable=False, required=False)
    assert values(machine, "start") == [{"next": "MIDDLE"}]
    assert values(machine, "end") == [{"previous": "MIDDLE"}]
    with pytest.raises(NoExample, match="nothing leads to `start`, so `previous` has to be nullable or optional there"):
        state_bodies({}, ring(nullable=False), "start")
    assert values(ring(nullable=False, example="NONE"), "start") == [{"previous": "NONE", "next": "MIDDLE"}]


def test_time_passes_along_the_shortest_path(project: Project, job: Machine) -> None:
    moments = {state: project.lifecycle(job).moment(state) for state in job.states}
    assert moments["waiting"] < moments["running"] < min(moments["done"], moments["error"])
    assert len(set(moments.values())) == 4


def test_bodies_do_not_depend_on_the_hash_seed() -> None:
    script = (
        "import sys; sys.path.insert(0, sys.argv[1])\n"
        "from test_examples_laws import Oddity\n"
        "from statebook.examples.schemas import machine_schema\n"
        "from statebook.jsontext import json_text\n"
        "for seed in range(20):\n"
        "    project = Oddity(seed).project()\n"
        "    for machine in project.values():\n"
        "        sys.stdout.buffer.write(json_text(machine_schema(project, machine)).encode())\n"
    )
    first, second = (fresh("-c", script, Path(__file__).parent, seed=seed) for seed in ("1", "2"))
    assert first == second != b""
