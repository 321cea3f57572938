"""OpenAPI documents become specs: the values of a schema, what is said of each, and the object around them."""

from __future__ import annotations

import json

import pytest
import yaml

from every_machine import every_machine
from importing_folder import Importing, ways
from statebook.export.format import formats, subject
from statebook.importing.imported import import_original
from statebook.importing.original import Original
from statebook.importing.registry import importers
from statebook.source.assembly import assemble, parse
from statebook.source.text import SourceText

ORDER = {
    "openapi": "3.0.3",
    "info": {"title": "Shop", "version": "1"},
    "servers": [{"url": "https://{host}/v1", "variables": {"host": {"default": "api.example.com"}}}],
    "paths": {
        "/orders/{id}": {
            "get": {
                "operationId": "getOrder",
                "summary": "Get an order",
                "responses": {
                    "200": {
                        "content": {
                            "application/json": {
                                "schema": {"$ref": "#/components/schemas/Order"},
                                "examples": {
                                    "open": {
                                        "summary": "A new one",
                                        "value": {"id": "o1", "status": "open", "total": 3},
                                    }
                                },
                            }
                        }
                    }
                },
            },
            "delete": {"responses": {"204": {"description": "gone"}}},
        }
    },
    "components": {
        "schemas": {
            "OrderStatus": {
                "type": "string",
                "description": "Where it is.\n* `open` - it waits\n* `paid`: see [that](javascript:x) and [`open`] or [`nothing`]",
                "enum": ["open", "paid", "gone"],
                "x-enumDescriptions": {"gone": "It is **over**."},
            },
            "Size": {"type": "string", "enum": ["s", "m"]},
            "Order": {
                "type": "object",
                "description": "What somebody ordered.",
                "required": ["id", "status"],
                "properties": {
                    "id": {"type": "string", "readOnly": True, "example": "o1"},
                    "status": {"$ref": "#/components/schemas/OrderStatus"},
                    "total": {"type": "number", "nullable": True},
                    "at": {"type": "string", "format": "date-time"},
                    "size": {"$ref": "#/components/schemas/Size"},
                    "lines": {"type": "array", "items": {"$ref": "#/components/schemas/Order"}},
                    "far": {"$ref": "https://example.com/other.json#/x"},
                },
            },
        }
    },
}


@pytest.mark.parametrize("notation", ["json", "yaml"])
def test_values_descriptions_and_the_object_around(notation: str, folder: Importing) -> None:
    text = json.dumps(ORDER, indent=1) if notation == "json" else yaml.safe_dump(ORDER, sort_keys=False)
    machine = folder.take(f"api.{notation}", text)
    assert (machine.id, machine.title, machine.summary) == ("order", "Order", "What somebody ordered.")
    assert machine.state_attribute == "status"
    assert {name: one.description for name, one in machine.states.items()} == {
        "open": "it waits",
        "paid": "see that and [`open`] or `nothing`",
        "gone": "It is **over**.",
    }
    kinds = {name: (str(one.type), one.required, one.nullable) for name, one in machine.attributes.items()}
    assert kinds["id"] == ("string", True, False) and machine.attributes["id"].read_only
    assert kinds["total"] == ("number", False, True)
    assert kinds["at"][0] == "datetime" and kinds["lines"][0] == "array<object>" and kinds["far"][0] == "any"
    assert [one.value for one in machine.attributes["size"].enum] == ["s", "m"]
    assert [one.title for one in machine.states["open"].examples] == ["A new one"]
    assert machine.actions["getOrder"].path == "/orders/{id}" and machine.api.variables == {"host": "api.example.com"}
    assert "1 call" in folder.said
    folder.builds("initial-state-missing")


def test_one_of_and_numbered_values(folder: Importing) -> None:
    document = {
        "openapi": "3.1.0",
        "components": {
            "schemas": {
                "Job": {
                    "properties": {
                        "state": {
                            "oneOf": [
                                {"const": 1, "title": "New", "description": "It waits."},
                                {"const": 2, "title": "Done", "deprecated": True},
                                {"type": "null"},
                            ]
                        }
                    }
                },
                "Level": {
                    "enum": [0, 1, 2],
                    "x-enum-varnames": ["Low", "Mid", "High"],
                    "x-enum-descriptions": ["l", "m", "h"],
                },
            }
        },
    }
    text = json.dumps(document)
    machine = folder.take("a.json", text)
    assert [(one.id, one.value, one.title, one.description[:9]) for one in machine.states.values()] == [
        ("1", 1, "New", "It waits."), ("2", 2, "Done", "todo: say"),
    ]  # fmt: skip
    assert machine.states["2"].deprecation is not None
    other = folder.take("b.json", text, "--schema", "#/components/schemas/Level", "--out", "spec/job.yaml", "--force")
    assert [(one.value, one.title, one.description) for one in other.states.values()] == [
        (0, "Low", "l"), (1, "Mid", "m"), (2, "High", "h"),
    ]  # fmt: skip
    assert "which attribute holds the state" in folder.said


def test_several_schemas_are_listed_and_one_is_chosen(folder: Importing) -> None:
    schemas = {"A": {"enum": ["a", "b"]}, "B": {"enum": ["c", "d"]}, "C": {"type": "string"}}
    text = json.dumps({"openapi": "3.1.0", "components": {"schemas": schemas}})
    said = folder.refuses("x.json", text)
    assert "#/components/schemas/A (a, b)" in said and "#/components/schemas/B (c, d)" in said and "--schema" in said
    assert "lists no values" in folder.refuses("x.json", text, "--schema", "C")
    assert "nothing is at" in folder.refuses("x.json", text, "--schema", "/x/y")
    assert list(folder.take("x.json", text, "--schema", "B").states) == ["c", "d"]


@pytest.mark.parametrize("case", every_machine())
def test_a_document_of_ours_gives_the_same_machine(case: str) -> None:
    found = every_machine()[case]
    machine = found.machine
    notation = "yaml" if machine.id == "dataset-status" else "json"
    text = formats()["openapi"].export(subject(found.project, machine, {"as": notation})).text
    done = import_original(Original("x", text), importers()["openapi"])
    assembled, flaws = assemble({"x": parse(SourceText.of("x", done.text))})
    assert not flaws, flaws
    again = next(iter(assembled.values()))
    assert again.id == machine.id
    assert {name: (one.kind, one.outcome, one.group) for name, one in again.states.items()} == {
        name: (one.kind, one.outcome, one.group) for name, one in machine.states.items()
    }
    assert ways(again) == ways(machine)
    assert [(one.guard, one.effect, one.by) for one in again.transitions] == [
        (one.guard, one.effect, one.by) for one in machine.transitions
    ]
    assert {one.state for one in again.initial} == {one.state for one in machine.initial}
    assert again.state_attribute == machine.state_attribute
    if len({repr(one.value) for one in machine.states.values()}) == len(machine.states):
        assert {name: one.value for name, one in again.states.items()} == {
            name: one.value for name, one in machine.states.items()
        }


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("openapi: 3.1.0\npaths: {", "api.yaml:"),
        ("openapi: 3.1.0\na: *b\n", "api.yaml:2:4"),
        ("openapi: 3.1.0\na: &a [*a]\n", "api.yaml:2"),
        ("openapi: 3.1.0\na: !!python/object:os.system x\n", "api.yaml:2:4"),
        ("openapi: 3.1.0\na: .inf\n", "api.yaml"),
        ("openapi: 3.1.0\na: &a [x, x]\n" + "".join(f"b{n}: &b{n} [{', '.join([f'*b{n - 1}' if n else '*a'] * 9)}]\n" for n in range(9)), "aliases repeat"),
        ("- openapi\n", "it is no object"),
        ("openapi: 3.1.0\n", "no schema lists values"),
        ('{"openapi": "3.1.0", "x-statebook": {"states": 1}}', "is an array"),
        ('{"openapi": "3.1.0", "x-statebook": {"states": [{"id": "a"}], "initial": ["b"]}}', "no state is called 'b'"),
        ('{"openapi": "3.1.0", "x-statebook": {"states": [{"id": "a"}], "transitions": [{"from": "a"}]}}', "has no 'to'"),
        ('{"openapi": "3.1.0"' + ', "a": [' * 500, "api.yaml:"),
    ],
)  # fmt: skip
def test_bad_documents_are_refused(text: str, said: str, folder: Importing) -> None:
    assert said in folder.refuses("api.yaml", text, "--from", "openapi")


def test_a_circle_of_references_ends(folder: Importing) -> None:
    schemas = {"A": {"$ref": "#/components/schemas/B"}, "B": {"$ref": "#/components/schemas/A"}, "S": {"properties": {"state": {"enum": ["x", "y"]}, "a": {"$ref": "#/components/schemas/A"}}}}  # fmt: skip
    machine = folder.take("x.json", json.dumps({"openapi": "3.1.0", "components": {"schemas": schemas}}))
    assert list(machine.states) == ["x", "y"]
