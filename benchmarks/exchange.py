"""Exports and imports in one process, as JSON in seconds of this process's CPU.

`python exchange.py STATES FILE` exports a generated machine of that size in every format, and imports each text of which
there is an importer of the same name; the JSON of state-machine-cat is left in FILE. Imports of modules are paid for by a
tiny run before the clock starts. `python exchange.py project FOLDER ID` exports one machine of a project in every format,
once, with everything that has to be loaded for it inside the clock: what a program pays that exports once.
"""
# ruff: noqa: INP001 - a folder of scripts is no package

from __future__ import annotations

import importlib
import json
import os
import sys
import time
from pathlib import Path
from typing import Any

from review import machines
from sizes import spec_text

WARM_UP = 5
"""States of the first run, whose time is thrown away."""


def exported(of: dict[str, Any], machine: Any) -> tuple[dict[str, float], dict[str, str]]:
    """What each format takes, and its text."""
    formats = importlib.import_module("statebook.export.format")
    costs, texts = {}, {}
    for name, one in formats.formats().items():
        began = time.process_time()
        try:
            text = one.export(formats.subject(dict(of), machine)).text
        except formats.Unexportable:  # not every machine is a workflow
            continue
        costs[name], texts[name] = time.process_time() - began, text
    return costs, texts


def generated(states: int, file: Path | None) -> dict[str, Any]:
    """What each format takes both ways at one size."""
    importing = importlib.import_module("statebook.importing.imported")
    original = importlib.import_module("statebook.importing.original").Original
    importers = importlib.import_module("statebook.importing.registry").importers()
    common = importlib.import_module("statebook.commands.common")
    with common.uncollected():
        of = machines(spec_text(states))
        costs, texts = exported(of, of["parcel"])
        back = {}
        for name, text in texts.items():
            if name in importers:
                began = time.process_time()
                done = importing.import_original(original(f"parcel.{name}", text), importers[name])
                back[name] = time.process_time() - began
                if len(done.made.spec["states"]) != states:
                    sys.exit(f"{name} did not bring the states back")
    if file is not None:
        said = json.loads(texts["smcat"])
        for one in said["transitions"]:
            del one["id"]  # the version that is compared with has no numbers for transitions
        file.write_text(json.dumps(said), encoding="utf-8")
    return {"states": states, "export": costs, "import": back}


def project(folder: Path, machine: str) -> dict[str, Any]:
    """What all formats take together, the first time in a process."""
    load_project = importlib.import_module("statebook.source.load").load_project
    found, diagnostics = load_project(folder)
    if machine not in found.machines:
        sys.exit(f"the project is refused: {diagnostics[0].message if diagnostics else 'it has no such machine'}")
    began = time.process_time()
    costs, _ = exported(found.machines, found.machines[machine])
    return {"states": len(found.machines[machine].states), "formats": len(costs), "all": time.process_time() - began}


if __name__ == "__main__":
    if sys.argv[1] == "project":
        result = project(Path(sys.argv[2]), sys.argv[3])
    else:
        generated(WARM_UP, None)
        result = generated(int(sys.argv[1]), Path(sys.argv[2]))
    sys.stdout.write(json.dumps(result) + os.linesep)
