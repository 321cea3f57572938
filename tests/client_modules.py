"""Clients made from specs, as texts and as imported modules, and what both languages are told to do with them."""

from __future__ import annotations

import asyncio
import sys
import types
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from pathlib import Path
from typing import Any

from statebook.examples.project import Project as Machines
from statebook.export.format import Export, formats, subject
from statebook.source.load import load_project

ROOT = Path(__file__).parents[1]
CASES = ROOT / "tests/cases"


@cache
def exported(root: Path, language: str) -> dict[str, Export]:
    """The client of every machine of a project, by the machine's id."""
    project, diagnostics = load_project(root)
    assert not [one for one in diagnostics if one.severity.value == "error"]
    machines = Machines(project.machines)
    kind = formats()["client"]
    return {id_: kind.export(subject(machines, one, {"lang": language})) for id_, one in project.machines.items()}


def in_a_loop(waiting: Coroutine[Any, Any, Any]) -> Any:
    """The result, from a thread of its own: a browser of other tests may keep a loop running in this one."""
    with ThreadPoolExecutor(1) as threads:
        return threads.submit(asyncio.run, waiting).result()


def imported(text: str, name: str = "client_under_test") -> Any:
    """A Python client as a module that no other import finds again."""
    module = types.ModuleType(name)
    before = sys.modules.get(name)
    sys.modules[name] = module  # dataclasses look their module up
    try:
        exec(compile(text, f"{name}.py", "exec"), module.__dict__)
    finally:
        if before is None:
            del sys.modules[name]
        else:
            sys.modules[name] = before
    return module


def client(root: Path, machine: str) -> Any:
    """The Python client of one machine."""
    return imported(exported(root, "python")[machine].text)


def status(name: str, since: str = "2026-01-01T00:00:00Z", **more: Any) -> dict[str, Any]:
    """A dataset status, as one answer of a scenario."""
    return {"body": {"name": name, "since": since, "published": True, **more}}


LATER = "2026-01-01T01:00:00Z"
IDLE, QUEUED, WORKING = status("idle"), status("queued", LATER), status("processing_dataset", LATER)
DOWN = {"temporary": 0}

# What a client is answered, one answer a look and the last for ever; what it is told; what comes of it.
# The five public clients of this API wait for `idle`: the scenarios that mention them never end for three of these.
SCENARIOS: dict[str, dict[str, Any]] = {
    "a resting state ends the wait at once": {
        "answers": [IDLE],
        "comes": {"state": "idle", "pauses": []},
    },
    "transient states are waited out at the pace of the spec": {
        "answers": [QUEUED, WORKING, IDLE],
        "comes": {"state": "idle", "pauses": [10, 10]},
    },
    "limit_reached ends the five clients' wait": {
        "answers": [WORKING, status("limit_reached", LATER, message="quota", limit=100)],
        "comes": {
            "raises": "StateFailed",
            "state": "limit_reached",
            "body": {"message": "quota", "limit": 100},
            "pauses": [10],
        },
    },
    "error ends the five clients' wait": {
        "answers": [WORKING, status("error", LATER, message="no source")],
        "comes": {"raises": "StateFailed", "state": "error", "body": {"message": "no source"}, "pauses": [10]},
    },
    "a failure that is accepted is given": {
        "answers": [status("limit_reached")],
        "options": {"accept": ["limit_reached"]},
        "comes": {"state": "limit_reached", "pauses": []},
    },
    "an unknown state ends the five clients' wait with the timeout": {
        "answers": [status("mystery")],
        "options": {"timeout": 25},
        "comes": {"raises": "StillMoving", "state": None, "wire": "mystery", "pauses": [10, 10, 5]},
    },
    "an unknown state that passes is waited out": {
        "answers": [status("mystery"), IDLE],
        "comes": {"state": "idle", "pauses": [10]},
    },
    "a 404 ends the five clients' wait": {
        "answers": [WORKING, {"gone": True}],
        "comes": {"raises": "Gone", "pauses": [10]},
    },
    "a network that is down ends the five clients' wait": {
        "answers": [WORKING, DOWN],
        "comes": {"raises": "TemporaryError", "pauses": [10, 10, 10, 10, 10, 10]},
    },
    "a network that comes back does not": {
        "answers": [DOWN, DOWN, DOWN, DOWN, DOWN, WORKING, DOWN, IDLE],
        "comes": {"state": "idle", "pauses": [10] * 7},
    },
    "no answer till the timeout": {
        "answers": [DOWN],
        "options": {"timeout": 15},
        "comes": {"raises": "StillMoving", "pauses": [10, 5]},
    },
    "the server's own pause is kept": {
        "answers": [{"temporary": 42}, IDLE],
        "comes": {"state": "idle", "pauses": [42]},
    },
    "an answer without a state is no answer": {
        "answers": [{"body": {"detail": "hello"}}, {"body": []}, {"body": None}, {"body": {"name": None}}, IDLE],
        "comes": {"state": "idle", "pauses": [10, 10, 10, 10]},
    },
    "any other error is not tried again": {
        "answers": [WORKING, {"broken": True}],
        "comes": {"raises": "LookupError", "pauses": [10]},
    },
    "a state that stays transient ends with the timeout": {
        "answers": [WORKING],
        "options": {"timeout": 30},
        "comes": {"raises": "StillMoving", "state": "processing_dataset", "pauses": [10, 10, 10]},
    },
    "right after an action the old state is not the new one": {
        "answers": [IDLE, IDLE, QUEUED, WORKING, status("idle", "2026-01-01T02:00:00Z")],
        "options": {"before": IDLE["body"]},
        "comes": {"state": "idle", "pauses": [10, 10, 10, 10]},
    },
    "an action that was over between two looks shows in since": {
        "answers": [IDLE, status("idle", LATER)],
        "options": {"before": IDLE["body"]},
        "comes": {"state": "idle", "pauses": [10]},
    },
    "a failure from before the action is not that of the action": {
        "answers": [status("error"), QUEUED, status("idle", LATER)],
        "options": {"before": status("error")["body"]},
        "comes": {"state": "idle", "pauses": [10, 10]},
    },
    "an action that did nothing ends with the timeout": {
        "answers": [IDLE],
        "options": {"before": IDLE["body"], "timeout": 20},
        "comes": {"raises": "StillMoving", "state": "idle", "pauses": [10, 10]},
    },
    "what must be true besides is waited for": {
        "answers": [IDLE, QUEUED, status("idle", LATER), status("idle", LATER, published=False)],
        "options": {"unpublished": True},
        "comes": {"state": "idle", "body": {"published": False}, "pauses": [10, 10, 10]},
    },
    "what never becomes true ends with the timeout": {
        "answers": [IDLE],
        "options": {"unpublished": True, "timeout": 12},
        "comes": {"raises": "StillMoving", "state": "idle", "pauses": [10, 2]},
    },
    "pauses grow while nothing is new, and a change resets them": {
        "answers": [QUEUED, QUEUED, QUEUED, QUEUED, WORKING, WORKING, IDLE],
        "options": {"interval": 1, "backoff": 2, "longest": 3},
        "comes": {"state": "idle", "pauses": [1, 2, 3, 3, 1, 2]},
    },
    "a timeout of nothing is one look and a last one": {
        "answers": [WORKING],
        "options": {"timeout": 0},
        "comes": {"raises": "StillMoving", "state": "processing_dataset", "pauses": []},
    },
}


def drawn(scenario: dict[str, Any], found: dict[str, Any]) -> dict[str, Any]:
    """What came of a scenario, of what it says something about."""
    comes = scenario["comes"]
    found = {key: found[key] for key in comes}
    if "body" in comes:
        found["body"] = {key: found["body"][key] for key in comes["body"]}
    return found
