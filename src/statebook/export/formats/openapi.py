"""OpenAPI 3.1: the calls with their bodies, errors and examples, and the object in each state.

A complete document with the machine under `x-statebook`: what moves what, which no part of OpenAPI
has words for. `--as yaml` writes YAML.
"""

from __future__ import annotations

import re
from urllib.parse import quote

from statebook.anchors import file_names
from statebook.examples import words
from statebook.export.components import Components
from statebook.export.format import Export, Loss, Option, Subject
from statebook.export.losses import Lost, losses
from statebook.export.openapi_calls import Operations
from statebook.export.openapi_examples import with_examples
from statebook.export.yaml_text import yaml_text
from statebook.jsontext import json_text
from statebook.model import Json, Machine
from statebook.prose import without_references

NAME = "openapi"
EXTENSION = "openapi.json"
OPTIONS = (Option("as", "the notation", lambda _folders: ("json", "yaml"), "json"),)

_BASE_VARIABLE = re.compile(r"\{([^{}]+)\}")
_URL = re.compile(r"(?:https?://[\w.\-{}:\[\]]+)?(?:/[\w.~!$&'()*+,;=:@%{}\-]*)*", re.ASCII)
"""What can be the URL of a server: an address, a path, or both, with variables."""

Object = dict[str, Json]


def export(subject: Subject) -> Export:
    """The document of one machine."""
    document, lost = _document(subject)
    if subject.options.get("as", "json") == "yaml":
        name = file_names([subject.machine.id])[subject.machine.id]
        return Export(yaml_text(document), lost, f"{name}.openapi.yaml")
    return Export(json_text(document), lost)


def _document(subject: Subject) -> tuple[Object, tuple[Loss, ...]]:
    machine = subject.machine
    components = Components(subject, discriminated=True)
    operations = Operations(subject, components)
    paths = operations.paths()
    resource = components.resource()
    schemas = with_examples(subject, components.finished())
    security = _security(machine)
    kept: Object = {"schemas": schemas}
    if operations.examples:
        kept["examples"] = operations.examples
    if security:
        kept["securitySchemes"] = security
    document: Object = {
        "openapi": "3.1.0",
        "info": {"title": machine.title or machine.id, "version": "1", "description": _about(machine)},
        "servers": [_server(machine)],
        **({"security": [{name: []} for name in security]} if security else {}),
        "tags": [{"name": machine.title or machine.id, "description": _about(machine)}],
        "paths": paths,
        "components": kept,
        "x-statebook": {**_machine(machine), "object": resource},
    }
    return document, _losses(machine, operations)


def _about(machine: Machine) -> str:
    return without_references(machine.summary) or f"The {machine.noun} and its states."


def _server(machine: Machine) -> Object:
    url = machine.api.base.rstrip("/")
    if not _URL.fullmatch(url):
        return {"url": "/"}
    names = list(dict.fromkeys(_BASE_VARIABLE.findall(url)))
    given = machine.api.variables
    variables = {
        one: {"default": quote(given.get(one, "") or words.text(machine.id, one), safe="", errors="replace")}
        for one in names
    }
    return {"url": url, **({"variables": variables} if variables else {})}


def _security(machine: Machine) -> Object:
    auth = machine.api.auth.strip()
    match auth.lower():
        case "" | "none":
            return {}
        case "basic" | "bearer" as scheme:
            return {scheme: {"type": "http", "scheme": scheme}}
        case _:
            described = f"The header `Authorization`, such as: {auth}"
            return {
                "authorization": {"type": "apiKey", "in": "header", "name": "Authorization", "description": described}
            }


def _machine(machine: Machine) -> Object:
    """What OpenAPI has no words for. Transitions say less than the format `json`, which says all."""
    states = [
        {
            "id": one.id,
            "value": one.value,
            "kind": one.kind.value,
            **({"outcome": one.outcome.value} if one.outcome else {}),
            **({"group": one.group} if one.group else {}),
        }
        for one in machine.states.values()
    ]
    transitions = [
        {
            "from": one.source,
            "to": one.target,
            "trigger": one.trigger,
            "by": one.by.value,
            **({"guard": one.guard} if one.guard else {}),
            **({"effect": one.effect} if one.effect else {}),
        }
        for one in machine.transitions
    ]
    return {
        "machine": machine.id,
        "state_attribute": machine.state_attribute,
        "initial": list(dict.fromkeys(one.state for one in machine.initial)),
        "states": states,
        "transitions": transitions,
    }


def _losses(machine: Machine, operations: Operations) -> tuple[Loss, ...]:
    base = [machine.pointer / "api"] if machine.api.base and not _URL.fullmatch(machine.api.base.rstrip("/")) else []
    more = {**operations.left_out, "the base of the API, which is no URL": base}
    return losses(machine, (Lost.EVENTS, Lost.GROUP_TEXTS), more)
