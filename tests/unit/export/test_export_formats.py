"""Each format's whole output, its losses, and the registry."""

from __future__ import annotations

import importlib
import json
import os
import pkgutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest

import statebook.export.formats
from statebook.anchors import Anchors
from statebook.diagram import machine_diagram
from statebook.examples.schemas import machine_schema
from statebook.export.format import Export, Loss, Unexportable, formats, subject
from statebook.jsontext import json_text
from statebook.machine import Graph
from statebook.model import Machine
from statebook.pointer import Pointer

AT = Pointer("spec/door.yaml")
SCHEMA = Path(statebook.export.__file__).parent / "schemas" / "machine-1.schema.json"
EVIDENCE = {
    "level": "derived",
    "sources": [{"source": "manual", "locator": "p. 3"}, {"locator": "hearsay"}],
    "note": "Said of all doors.",
    "disputed": True,
}
DEPRECATED = {"since": "2020-01-01", "sunset": "2021-01-01", "replacement": "gate", "note": "Use a gate."}
SAID = {"evidence": EVIDENCE, "tags": ["a"], "deprecated": DEPRECATED, "x-more": {"any": [1, None]}}
NAMED = {
    "evidence": EVIDENCE,
    "formerly": ["old"],
    "tags": ["a"],
    "deprecated": DEPRECATED,
    "x-more": {"any": [1, None]},
}
WIDTH = {
    "name": "width",
    "type": "string | null",
    "required": False,
    "nullable": True,
    "title": "Width",
    "description": "How wide.",
    "when": "it was measured",
    "enum": [{"value": "80", "description": "Narrow."}, {"value": None}],
    "enum_open": True,
    "pattern": "^[0-9]+$",
    "default": "80",
    "example": "90",
    "read_only": True,
    "immutable": True,
    "sensitive": True,
    **NAMED,
}


def exported(name: str, machine: Machine) -> Export:
    return formats()[name].export(subject({machine.id: machine}, machine))


def test_the_json_of_a_machine_that_says_everything_is_this(door: Machine) -> None:
    machine = json.loads(exported("json", door).text)
    initial = [{"state": "open", "trigger": "wind", "description": "New.", "evidence": EVIDENCE}]
    was = {"name": "was", "type": "state", "required": False, "nullable": True, "holds": "previous_state"}
    assert machine.pop("states") == [
        {
            "id": "open",
            "value": True,
            "title": "",
            "kind": "resting",
            "outcome": None,
            "visibility": "shown",
            "group": "standing",
            "description": "",
            "next_step": "",
            "attributes": ["was"],
            "accepts": ["shut"],
        },
        {
            "id": "closed",
            "value": False,
            "title": "Closed",
            "kind": "transient",
            "outcome": "success",
            "visibility": "undocumented",
            "group": "standing",
            "description": "It is *closed*.",
            "next_step": "Wait.",
            "poll": {
                "action": "look",
                "every": "10s",
                "until": ["closed"],
                "description": "Look again.",
                "evidence": EVIDENCE,
            },
            "kind_evidence": EVIDENCE,
            "attributes": ["width", "was", "key"],
            "attribute_details": [
                WIDTH,
                {
                    "name": "key",
                    "type": "key",
                    "required": True,
                    "nullable": False,
                    "expanded": "key",
                    "collapsed": "value",
                },
            ],
            "examples": [{"title": "Shut", "body": {"open": False}}],
            "accepts": ["shut"],
            "merged_from": ["ajar"],
            **NAMED,
        },
        {
            "id": "gone",
            "value": None,
            "title": "",
            "kind": "final",
            "outcome": None,
            "visibility": "gone",
            "group": None,
            "description": "",
            "next_step": "",
            "attributes": [],
            "accepts": [],
        },
    ]
    assert machine.pop("actions") == [
        {"id": "look", "title": "Look", "by": "client", "accepted_in": [], "accepted_in_unknown": True},
        {
            "id": "shut",
            "title": "Shut it",
            "by": "client",
            "description": "Shuts.",
            "method": "POST",
            "path": "/shut",
            "parameters": [
                {
                    "name": "force",
                    "in": "body",
                    "type": "boolean",
                    "required": True,
                    "description": "Hard.",
                    "example": False,
                    "evidence": EVIDENCE,
                }
            ],
            "accepted_in": ["open", "closed"],
            "returns": {
                "type": "key",
                "status": "200",
                "description": "The key.",
                "example": {"id": 1},
                "evidence": EVIDENCE,
            },
            "errors": ["stuck"],
            "starts": "door",
            **NAMED,
        },
    ]
    assert machine == {
        "statebook": 1,
        "id": "door",
        "title": "Door",
        "noun": "door",
        "summary": "A door.",
        "state_attribute": "open",
        "state_derivation": "Look at it.",
        "since_attribute": "since",
        "identifier": "door_id",
        "openness": {"list": "open", "description": "More may come.", "evidence": EVIDENCE},
        "initial": initial,
        "groups": [
            {
                "id": "standing",
                "title": "Standing",
                "states": ["open", "closed"],
                "description": "Not gone.",
                "evidence": EVIDENCE,
                "x-g": 1,
            }
        ],
        "transitions": [
            {"from": "open", "to": "closed", "trigger": "shut", "by": "client"},
            {
                "from": "closed",
                "to": "open",
                "trigger": "wind",
                "by": "peer",
                "guard": "it is strong",
                "effect": "a draught",
                "description": "Rare.",
                **SAID,
            },
        ],
        "events": [{"id": "wind", "title": "Wind", "by": "peer", "description": "Blows.", **NAMED}],
        "attributes": [
            {**WIDTH, "states": ["closed"]},
            {**was, "states": ["open", "closed"], "required_in": ["closed"], "nullable_in": ["open"]},
        ],
        "objects": [
            {
                "id": "key",
                "title": "Key",
                "description": "What opens it.",
                "identifier": "id",
                "attributes": [{"name": "id", "type": "integer", "required": True, "nullable": False}],
                "evidence": EVIDENCE,
                "x-key": True,
            }
        ],
        "errors": [
            {
                "id": "stuck",
                "title": "Stuck",
                "status": "409",
                "type": "key",
                "description": "It is stuck.",
                "state_refused": True,
                "example": {"id": 1},
                "evidence": EVIDENCE,
                "x-e": 1,
            }
        ],
        "sources": [{"id": "manual", "title": "Manual", "url": "https://example.com/", "description": "Old."}],
        "api": {
            "base": "https://{HOST}/",
            "auth": "basic",
            "variables": {"HOST": "door.example.com"},
            "headers": {"Accept": "*/*"},
            "samples": ["shell"],
        },
        **NAMED,
    }


def test_the_json_of_a_machine_that_says_nothing_is_this(bare: Machine) -> None:
    assert exported("json", bare) == Export(
        json_text(
            {
                "statebook": 1,
                "id": "bare",
                "title": "Bare",
                "noun": "bare",
                "initial": [],
                "states": [
                    {
                        "id": "here",
                        "value": "here",
                        "title": "",
                        "kind": "final",
                        "outcome": None,
                        "visibility": "shown",
                        "group": None,
                        "description": "",
                        "next_step": "",
                        "attributes": [],
                        "accepts": [],
                    }
                ],
                "groups": [],
                "transitions": [],
                "actions": [],
                "events": [],
                "attributes": [],
                "objects": [],
                "errors": [],
                "sources": [],
            }
        )
    )


def test_the_json_follows_its_schema(door: Machine, bare: Machine) -> None:
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    jsonschema_rs.meta.validate(schema)
    for machine in (door, bare):
        found = json.loads(exported("json", machine).text)
        assert [str(error) for error in jsonschema_rs.iter_errors(schema, found)] == []
        assert not jsonschema_rs.is_valid(schema, {**found, "unknown": 1})
        assert not jsonschema_rs.is_valid(schema, {**found, "statebook": 2})


def properties(schema: Any, where: str = "") -> Iterator[tuple[str, str]]:
    """Every property that a schema names, with the definition it belongs to."""
    for key, value in schema.items():
        if key == "properties":
            for name, inner in value.items():
                yield where, name
                yield from properties(inner, f"{where}/{name}")
        elif key == "$defs":
            for name, inner in value.items():
                yield from properties(inner, name)
        elif isinstance(value, dict):
            yield from properties(value, where)


def test_the_schema_names_no_key_that_the_export_never_writes(door: Machine) -> None:
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    written: set[tuple[str, str]] = set()

    def walk(value: Any, described: Any, where: str) -> None:
        if "$ref" in described:
            where = described["$ref"].rpartition("/")[2]
            described = schema["$defs"][where]
        for key, item in value.items() if isinstance(value, dict) else ():
            if key in described.get("properties", {}):
                written.add((where, key))
                walk(item, described["properties"][key], f"{where}/{key}")
        for item in value if isinstance(value, list) else ():
            walk(item, described.get("items", {}), where)

    walk(json.loads(exported("json", door).text), schema, "")
    assert set(properties(schema)) - written == set()
    assert SCHEMA.read_text(encoding="utf-8") == json_text(schema)


def test_json_schema_is_the_document_of_the_machine(door: Machine) -> None:
    found = exported("json-schema", door)
    assert found.text == json_text(machine_schema({}, door))
    assert found.losses == (
        Loss("transitions", AT / "t" / 0, 2),
        Loss("actions", AT / "actions" / "look", 2),
        Loss("events", AT / "events" / "wind", 1),
        Loss("groups", AT / "groups", 1),
    )


def test_dot_is_the_text_of_the_page_s_diagram(door: Machine, bare: Machine) -> None:
    found = exported("dot", door)
    assert found.text == machine_diagram(Graph(door), Anchors(door)).dot
    assert found.text.startswith("digraph")
    assert found.losses == (
        Loss("guards", AT / "t" / 1, 1),
        Loss("effects", AT / "t" / 1, 1),
        Loss("attributes", AT / "attributes" / "width", 2),
    )
    assert exported("dot", bare).losses == ()


def test_every_format_is_found_and_ends_in_a_line_feed(door: Machine) -> None:
    found = formats()
    assert {"dot", "json", "json-schema"} <= set(found)
    assert list(found) == sorted(found)
    for format_ in found.values():
        assert format_.description.endswith(".")
        assert not format_.extension.startswith(".")
        try:
            text = exported(format_.name, door).text
        except Unexportable as refused:  # not every machine is a workflow
            assert format_.name == "asl" and refused.hint
            continue
        assert text.endswith("\n")
        assert not text.endswith("\n\n")


def test_a_new_format_is_one_new_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, door: Machine) -> None:
    (tmp_path / "only_title.py").write_text(
        '"""The title alone."""\n'
        "from statebook.export.format import Export, Subject\n"
        'NAME, EXTENSION = "title", "txt"\n'
        "def export(subject: Subject) -> Export:\n"
        '    return Export(subject.machine.title + "\\n")\n',
        encoding="utf-8",
    )
    monkeypatch.setattr(statebook.export.formats, "__path__", [*statebook.export.formats.__path__, str(tmp_path)])
    formats.cache_clear()
    try:
        assert formats()["title"].description == "The title alone."
        assert exported("title", door) == Export("Door\n")
        (tmp_path / "again.py").write_text(
            '"""Twice."""\nNAME = EXTENSION = "title"\nexport = None\n', encoding="utf-8"
        )
        formats.cache_clear()
        importlib.invalidate_caches()
        with pytest.raises(ValueError, match="share a name"):
            formats()
    finally:
        formats.cache_clear()
        for name in ("only_title", "again"):
            sys.modules.pop(f"statebook.export.formats.{name}", None)


def test_only_dot_knows_diagrams_and_only_when_called() -> None:
    names = [info.name for info in pkgutil.iter_modules(statebook.export.formats.__path__)]
    script = (
        "import importlib, sys\n"
        f"for name in {names!r}: importlib.import_module('statebook.export.formats.' + name)\n"
        "print(sorted(one for one in sys.modules if one.startswith(('statebook.diagram', 'statebook.source', 'jsonschema_rs'))))"
    )
    done = subprocess.run(
        [sys.executable, "-c", script],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout == "[]\n"
