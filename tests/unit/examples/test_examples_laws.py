"""Laws of generated examples, over odd machines."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Iterable
from typing import Any

import jsonschema_rs
from hypothesis import given, settings
from hypothesis import strategies as st

from statebook.examples.bodies import state_bodies
from statebook.examples.check import check
from statebook.examples.path import holds_at, parse_path
from statebook.examples.project import NoExample, Project
from statebook.examples.schemas import machine_schema, state_schema
from statebook.jsontext import json_text
from statebook.model import (
    MISSING,
    Attribute,
    EnumValue,
    Holds,
    Initial,
    Kind,
    Machine,
    Mover,
    ObjectType,
    Openness,
    State,
    Transition,
)
from statebook.pointer import Pointer
from statebook.types import PRIMITIVES, ArrayOf, MapOf, Named, Primitive, StateValue, Type, Union

AT = Pointer("spec/odd.yaml")
ODD_IDS = [
    "no",
    "null",
    "1e3",
    "SYN-SENT",
    "a b",
    "</svg>",
    "state.x",
    "x" * 90,
    "é",
    "$ref",
    "~1/%",
    "`",
    "日本",
    "\u202e",
]
PATTERNS = ["^[a-z]{3}-\\d+$", "^(?:re|da)_[A-Za-z0-9]{6}$", "^\\+?[0-9 ]{4,8}$", "[A-F]+", "^v\\d+(\\.\\d+)*$", "^$"]
PATHS = ["name", "State.Name", "Stacks[0].StackStatus", "a[2][1].b", "status.phase.now", ""]


class Oddity:
    """Draws machines from a seed: a hundred times faster than a strategy for each part, and as repeatable."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)

    def chance(self, share: float) -> bool:
        return self.random.random() < share

    def text(self) -> str:
        codes = (self.random.choice((self.random.randrange(32, 127), self.random.randrange(0xD7FF))) for _ in range(8))
        return "".join(chr(code) for code in codes)[: self.random.randrange(1, 8)]

    def ids(self, most: int, least: int = 0, without: Iterable[str] = ()) -> list[str]:
        wanted = self.random.randint(least, most)
        drawn = [self.random.choice(ODD_IDS) if self.chance(0.7) else self.text() for _ in range(3 * most)]
        return [one for one in dict.fromkeys(drawn) if one not in without][:wanted] or ["only"] * (least > 0)

    def kind(self, named: list[str], depth: int = 0) -> Type:
        shape = self.random.randrange(10) if depth < 3 else 0
        if shape == 9 and named:
            return ArrayOf(Named(self.random.choice(named)))
        if shape in (7, 8) and named:
            return Named(self.random.choice(named))
        if shape == 6:
            return ArrayOf(self.kind(named, depth + 1))
        if shape == 5:
            return MapOf(self.kind(named, depth + 1))
        if shape == 4:
            return Union(tuple(dict.fromkeys(self.kind(named, depth + 1) for _ in range(3))))
        return StateValue() if shape == 3 else Primitive(self.random.choice(PRIMITIVES))

    def attributes(self, named: list[str], without: Iterable[str] = ()) -> tuple[Attribute, ...]:
        return tuple(self.attribute(name, named) for name in self.ids(4, without=without))

    def attribute(self, name: str, named: list[str]) -> Attribute:
        kind = self.kind(named)
        enum: list[Any] = []
        more: dict[str, Any] = {}
        if kind in (Primitive("string"), ArrayOf(Primitive("string"))):
            choice = self.random.choice(["plain", "enum", "open", "pattern"])
            if choice in ("enum", "open"):
                enum = self.ids(3, least=1)
            if choice == "pattern":
                more["pattern"] = self.random.choice(PATTERNS)
            more["enum_open"] = choice == "open"
        expanded = None
        if not enum and not more.get("pattern") and self.chance(0.4):
            expanded = kind if self.chance(0.7) else self.kind(named)
        if isinstance(kind, StateValue) and expanded is None:
            more["holds"] = self.random.choice([None, *Holds])
        return Attribute(
            name=name,
            type=kind,
            expanded=expanded,
            collapsed_to_value=self.chance(0.5),
            required=self.chance(0.6),
            nullable=more.get("holds") in (Holds.PREVIOUS, Holds.NEXT) or self.chance(0.3),
            enum=tuple(EnumValue(value=value, description="x" * self.chance(0.5)) for value in enum),
            pointer=AT / "attributes" / name,
            **more,
        )

    def machine(self, identifier: str, machine_ids: list[str]) -> Machine:
        object_ids = self.ids(3, without=machine_ids)
        named = [*object_ids, *machine_ids]
        path = self.random.choice(PATHS)
        taken = [str(step) for step in parse_path(path)[:1]]
        state_ids = self.ids(5, least=1)
        common = self.attributes(named, taken)
        own_taken = [*taken, *(one.name for one in common)]
        wire: list[Any] = [True, False, 0, 16, -1, "a", "ready now"]
        self.random.shuffle(wire)
        odd_values = self.chance(0.3)
        states = {
            state: State(
                id=state,
                value=value if odd_values else state,
                kind=self.random.choice(list(Kind)),
                attributes=(*common, *self.attributes(named, own_taken)),
                pointer=AT / "states" / state,
            )
            for state, value in zip(state_ids, wire, strict=False)
        }
        return Machine(
            id=identifier,
            title=identifier,
            noun=identifier,
            state_attribute=path,
            identifier=self.random.choice(["", *(one.name for one in common)]),
            initial=tuple(
                Initial(state=one, pointer=AT) for one in self.random.sample(state_ids, self.random.randint(0, 1))
            ),
            openness=self.random.choice(
                [None, Openness(is_open=True, pointer=AT), Openness(is_open=False, pointer=AT)]
            ),
            objects={
                one: ObjectType(id=one, title=one, attributes=self.attributes(named), pointer=AT) for one in object_ids
            },
            states=states,
            transitions=tuple(
                Transition(
                    source=self.random.choice(state_ids),
                    target=self.random.choice(state_ids),
                    trigger="t",
                    by=self.random.choice(list(Mover)),
                    entry=0,
                    pointer=AT,
                )
                for _ in range(self.random.randrange(8))
            ),
            pointer=AT,
        )

    def project(self) -> Project:
        machine_ids = ["one", "two"][: self.random.randint(1, 2)]
        return Project({one: self.machine(one, machine_ids) for one in machine_ids})


SEEDS = st.integers(0, 2**32)


@settings(max_examples=200, deadline=None)
@given(SEEDS)
def test_generated_bodies_follow_their_schemas_and_are_always_the_same(seed: int) -> None:
    project = Oddity(seed).project()
    for machine in project.values():
        whole_schema = machine_schema(project, machine)
        jsonschema_rs.meta.validate(whole_schema)
        assert json_text(whole_schema) == json_text(machine_schema(Project(dict(project)), machine))
        whole = jsonschema_rs.validator_for(whole_schema, validate_formats=True)
        path = parse_path(machine.state_attribute)
        for state in machine.states.values():
            try:
                bodies = state_bodies(project, machine, state.id)
            except NoExample as missing:
                assert missing.pointer.file == AT.file
                assert re.search("contain itself|nest deeper|no example|more than", missing.message)
                continue
            schema = jsonschema_rs.validator_for(state_schema(project, machine, state.id), validate_formats=True)
            for body in bodies:
                assert MISSING not in body.value.values()
                found = json.loads(json_text(body.value))
                assert [error.message for error in schema.iter_errors(found)] == []
                assert whole.is_valid(found)
                assert not path or holds_at(found, path)
            assert bodies == state_bodies(Project(dict(project)), machine, state.id)
            assert len({body.slug for body in bodies}) == len(bodies)


@settings(max_examples=80, deadline=None)
@given(SEEDS)
def test_check_finds_nothing_wrong_with_what_was_generated(seed: int) -> None:
    project = Oddity(seed).project()
    for machine in project.values():
        for flaw in check(project, machine):
            assert re.search("contain itself|nest deeper|no example|more than", flaw.message), flaw
