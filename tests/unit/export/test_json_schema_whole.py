"""The exported JSON Schema gives each state a definition and the object one choice among them, for ajv too."""

from __future__ import annotations

import json

import pytest

from every_machine import every_machine
from node_packages import needs_node, run_node
from statebook.export.formats.json_schema import export
from statebook.model import Visibility


@pytest.mark.parametrize("name", every_machine())
def test_each_state_has_a_definition_and_the_object_chooses_among_them(name: str) -> None:
    machine = every_machine()[name].machine
    schema = json.loads(export(every_machine()[name]).text)
    branches = schema.get("oneOf", schema.get("anyOf"))
    shown = [one for one in machine.states.values() if one.visibility is not Visibility.GONE]
    assert len(branches) >= len(shown)
    for branch in branches:
        assert branch["$ref"].removeprefix("#/$defs/") in schema["$defs"]


@needs_node
def test_ajv_compiles_every_schema() -> None:
    script = (
        'const Ajv = require("ajv/dist/2020"); const formats = require("ajv-formats");\n'
        'for (const one of JSON.parse(require("fs").readFileSync(0, "utf8"))) {\n'
        "  const ajv = new Ajv({ strict: false, unicodeRegExp: false }); formats(ajv); ajv.compile(one);\n}\n"
        'console.log("all");'
    )
    texts = [json.loads(export(one).text) for one in every_machine().values()]
    done = run_node("-e", script, text=json.dumps(texts))
    assert done.stdout.strip() == "all", done.stderr
