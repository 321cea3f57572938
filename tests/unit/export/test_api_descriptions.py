"""OpenAPI and AsyncAPI documents before the validators that their users have."""

from __future__ import annotations

import json
import subprocess
from dataclasses import replace
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml
from openapi_spec_validator import validate

from every_machine import every_machine
from node_packages import needs_node, package, run_node
from statebook.export.formats import asyncapi, openapi

UNAVOIDABLE = {
    "info-contact",  # a spec knows of no contact
    "path-keys-no-trailing-slash",  # the path is the API's
    "no-script-tags-in-markdown",  # the case `hostile` says so, and descriptions are the author's Markdown
}


def document(name: str) -> dict[str, Any]:
    return dict(json.loads(openapi.export(every_machine()[name]).text))


@pytest.mark.parametrize("name", every_machine())
def test_a_validator_accepts_the_openapi_document(name: str) -> None:
    validate(document(name))


@pytest.mark.parametrize("name", every_machine())
def test_yaml_says_the_same_as_json(name: str) -> None:
    subject = every_machine()[name]
    export = openapi.export(replace(subject, options={"as": "yaml"}))
    assert export.file.endswith(".openapi.yaml")
    assert yaml.safe_load(export.text) == document(name)


@pytest.mark.parametrize("name", every_machine())
def test_every_example_fits_its_schema(name: str) -> None:
    whole = document(name)
    checked = 0

    def fits(value: Any, schema: Any) -> None:
        nonlocal checked
        checked += 1
        validator = jsonschema.Draft202012Validator({**schema, "components": whole["components"]})
        assert not [one.message for one in validator.iter_errors(value)]

    for schema in whole["components"]["schemas"].values():
        for value in schema.get("examples", []):
            fits(value, schema)
    for item in whole["paths"].values():
        for operation in item.values():
            for answer in operation["responses"].values():
                for media in answer.get("content", {}).values():
                    for example in media.get("examples", {}).values():
                        key = example.get("$ref", "").rpartition("/")[2]
                        fits((whole["components"]["examples"][key] if key else example)["value"], media["schema"])
    assert checked


def test_the_document_says_what_the_spec_says() -> None:
    whole = document("real/dataset-status")
    subject = every_machine()["real/dataset-status"]
    machine = subject.machine
    operations = {one["operationId"]: one for item in whole["paths"].values() for one in item.values()}
    assert list(operations) == [one.id for one in machine.actions.values() if one.method]
    publish = operations["publish"]
    assert publish["x-statebook"]["accepted_in"] == ["idle", "error", "limit_reached"]
    assert {"400", "404"} >= set(publish["responses"]) - {"200"}
    resource = whole["components"]["schemas"]["machine.dataset-status"]
    assert resource["discriminator"]["propertyName"] == "name"
    assert list(resource["discriminator"]["mapping"]) == list(machine.states)
    known = [one for one in whole["components"]["schemas"]["state-value"]["anyOf"] if "const" in one]
    assert [one["const"] for one in known] == list(machine.states)
    assert all(one["description"] for one in known)
    assert whole["servers"][0]["variables"] == {"YOURDOMAIN": {"default": "yourdomain"}}
    assert whole["components"]["securitySchemes"] == {"basic": {"type": "http", "scheme": "basic"}}
    assert len(whole["x-statebook"]["transitions"]) == len(machine.transitions)


def test_what_is_no_http_operation_is_listed_as_lost() -> None:
    subject = every_machine()["real/dataset-status"]
    actions = dict(subject.machine.actions)
    actions["publish"] = replace(actions["publish"], method="rpc.call")
    actions["unpublish"] = replace(actions["unpublish"], method=actions["retrieve_status"].method, path=actions["retrieve_status"].path)  # fmt: skip
    lost = openapi.export(replace(subject, machine=replace(subject.machine, actions=actions))).losses
    assert {"actions that are no HTTP operation", "actions with the method and path of another"} <= {
        one.subject for one in lost
    }


@needs_node
def test_spectral_has_nothing_to_say_that_can_be_helped(tmp_path: Path) -> None:
    (tmp_path / "rules.yaml").write_text('extends: ["spectral:oas"]\n')
    for at, name in enumerate(every_machine()):
        (tmp_path / f"{at}.json").write_text(openapi.export(every_machine()[name]).text, "utf-8")
    program = package("@stoplight/spectral-cli/dist/index.js")
    files = [tmp_path / f"{at}.json" for at in range(len(every_machine()))]
    done: subprocess.CompletedProcess[str] = run_node(
        program, "lint", "-q", "-f", "json", "-r", tmp_path / "rules.yaml", *files
    )
    said = json.loads(done.stdout)
    assert said, done.stderr  # every document lacks a contact
    assert not [(one["code"], one["source"], one["path"]) for one in said if one["code"] not in UNAVOIDABLE]


@needs_node
def test_the_parser_of_asyncapi_accepts_every_document(tmp_path: Path) -> None:
    script = tmp_path / "parse.cjs"
    script.write_text(
        'const { Parser } = require("@asyncapi/parser");\n'
        'const documents = JSON.parse(require("fs").readFileSync(0, "utf8"));\n'
        "(async () => {\n"
        "  const found = [];\n"
        "  for (const one of documents) {\n"
        "    const { document, diagnostics } = await new Parser().parse(one);\n"
        "    const messages = document ? document.allMessages().all().length : -1;\n"
        "    found.push([messages, diagnostics.filter((one) => one.code !== 'asyncapi-latest-version')]);\n"
        "  }\n"
        "  console.log(JSON.stringify(found));\n"
        "})();\n"
    )
    texts = [asyncapi.export(one).text for one in every_machine().values()]
    done = run_node(script, text=json.dumps(texts))
    found = json.loads(done.stdout)
    for name, text, (messages, said) in zip(every_machine(), texts, found, strict=True):
        assert not said, (name, said)
        assert messages == len(json.loads(text)["components"]["messages"])


@pytest.mark.parametrize("name", every_machine())
def test_every_example_of_a_message_fits_its_payload(name: str) -> None:
    whole = json.loads(asyncapi.export(every_machine()[name]).text)
    for message in whole["components"]["messages"].values():
        schema = {**message["payload"], "components": whole["components"]}
        for example in message["examples"]:
            jsonschema.Draft202012Validator(schema).validate(example["payload"])
