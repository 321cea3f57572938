"""Examples in the schemas of states, as OpenAPI 3.1 and JSON Schema have them."""

from __future__ import annotations

from statebook.examples.bodies import state_bodies
from statebook.examples.schemas import definition_name
from statebook.examples.typeschema import Schema
from statebook.export.format import Subject


def with_examples(subject: Subject, schemas: dict[str, Schema]) -> dict[str, Schema]:
    """The schemas, those of the machine's states with all example objects of the state."""
    found = dict(schemas)
    for state in subject.machine.states:
        name = definition_name("state", state)
        if name in found:
            bodies = state_bodies(subject.project, subject.machine, state)
            found[name] = {**found[name], "examples": [one.value for one in bodies]}
    return found
