"""JSON Schema (draft 2020-12) of the object in each of its states.

The document is the one of `statebook.examples.schemas`; what only a machine can say, such as the
transitions, has no place in it.
"""

from __future__ import annotations

from statebook.examples.schemas import machine_schema
from statebook.export.format import Export, Subject
from statebook.export.losses import Lost, losses
from statebook.jsontext import json_text

NAME = "json-schema"
EXTENSION = "schema.json"


def export(subject: Subject) -> Export:
    """The schema document of the whole machine."""
    machine = subject.machine
    lost = losses(machine, (Lost.TRANSITIONS, Lost.ACTIONS, Lost.EVENTS, Lost.GROUPS))
    return Export(json_text(machine_schema(subject.project, machine)), lost)
