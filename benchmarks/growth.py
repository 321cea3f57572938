"""One size in one process: `python growth.py STATES` prints as JSON what load and plan cost, part by part.

It times the real thing: `load_project` and `plan_project` run as a build runs them, and the functions that they call
for each part are wrapped with a clock. Whatever no wrapped function took counts as `other`. Seconds are those of
this process's CPU. Imports are paid for by a tiny run before the clock starts.
"""
# ruff: noqa: INP001 - a folder of scripts is no package

from __future__ import annotations

import fnmatch
import gc
import importlib
import json
import os
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from types import ModuleType
from typing import Any

from sizes import TRANSITIONS_A_STATE, spec_text

LOAD = "statebook.source.load"
ASSEMBLY = "statebook.source.assembly"
PLAN = "statebook.site.plan"
PARTS = (
    (ASSEMBLY, "compose", "load: compose"),
    (ASSEMBLY, "decode", "load: decode"),
    (ASSEMBLY, "resolve", "load: resolve"),
    (PLAN, "check_examples", "check of examples"),
    (PLAN, "render_*", "pages"),
    (PLAN, "machine_diagram", "DOT of the machine"),
    (PLAN, "group_diagrams", "DOT of the groups"),
    (PLAN, "neighbourhood_diagrams", "DOT of the states"),
    (PLAN, "recipe", "recipes of diagrams"),
    (PLAN, "shown_bodies", "example files"),
    (PLAN, "refusal_examples", "example files"),
    (PLAN, "json_text", "example files"),
)
"""Module, pattern of its functions' names, and the part that their CPU time belongs to."""

EXPORTS = "exports"
OTHER = "other"
WARM_UP = 5
"""States of the first run, whose time is thrown away."""


Clock = dict[str, float]
"""Seconds of CPU by part; a part that is not there took none."""


def timed(function: Callable[..., Any], part: str, clock: Clock) -> Callable[..., Any]:
    """The same function, adding what it takes to `clock`; an iterator is used up inside."""

    def measured(*arguments: Any, **options: Any) -> Any:
        began = time.process_time()
        found = function(*arguments, **options)
        if isinstance(found, Iterator):
            found = list(found)
        clock[part] += time.process_time() - began
        return found

    return measured


def wrap(clock: Clock) -> None:
    """Put the clock around every part. Ends the process when Statebook no longer has one of them."""
    modules: dict[str, ModuleType] = {name: importlib.import_module(name) for name in (LOAD, ASSEMBLY, PLAN)}
    for module, pattern, part in PARTS:
        names = fnmatch.filter(vars(modules[module]), pattern)
        if not names:
            sys.exit(f"{module} has no {pattern} any more: bring the table of parts up to date")
        for name in names:
            setattr(modules[module], name, timed(getattr(modules[module], name), part, clock))
    formats = modules[PLAN].formats()
    measured = {name: replace(one, export=timed(one.export, EXPORTS, clock)) for name, one in formats.items()}
    modules[PLAN].formats = lambda: measured  # type: ignore[attr-defined]


def load_and_plan(states: int, clock: Clock) -> tuple[float, float]:
    """CPU seconds of load and of plan. Ends the process when the spec is refused."""
    load_project = importlib.import_module(LOAD).load_project
    plan_project = importlib.import_module(PLAN).plan_project

    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder, "spec")
        place.mkdir()
        (place / "parcel.yaml").write_text(spec_text(states), encoding="utf-8")
        gc.collect()
        clock.clear()
        began = time.process_time()
        project, diagnostics = load_project(Path(folder))
        between = time.process_time()
        planned = plan_project(project)
        ended = time.process_time()
    diagnostics += planned.diagnostics
    if diagnostics or planned.plan is None:
        sys.exit(f"the generated spec is refused: {diagnostics[0].message if diagnostics else 'no plan'}")
    machine = project.machines["parcel"]
    if (len(machine.states), len(machine.transitions)) != (states, states * TRANSITIONS_A_STATE):
        sys.exit("the generated spec is not of the size asked for")
    return between - began, ended - between


def measure(states: int) -> dict[str, Any]:
    """The costs at one size: `load`, `plan` and `parts`, in seconds of CPU."""
    clock: Clock = defaultdict(float)
    wrap(clock)
    load_and_plan(WARM_UP, clock)
    load, plan = load_and_plan(states, clock)
    order = dict.fromkeys([part for _, _, part in PARTS] + [EXPORTS])
    parts = {part: clock[part] for part in order}
    parts[OTHER] = load + plan - sum(parts.values())
    return {"states": states, "load": load, "plan": plan, "parts": parts}


if __name__ == "__main__":
    sys.stdout.write(json.dumps(measure(int(sys.argv[1]))) + os.linesep)
