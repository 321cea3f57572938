"""One run of the harness: its folder and sizes, and the processes that several benchmarks look at, each run once.

It decides what takes turns with what; what the numbers mean is for the benchmarks.
"""
# ruff: noqa: INP001 - a folder of scripts is no package

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from measure import Usage, interleaved, run_process
from references import (
    Job,
    graphviz_pure,
    pm4py_python,
    python_statemachine,
    state_machine_cat,
    state_machine_cat_reading,
)
from sites import WITH, WITHOUT, Site, reason_against
from sizes import spec_text
from workspace import Workspace

OURS, REFERENCE = "ours", "reference"
COMPILED, NOT_COMPILED = "compiled", "not compiled"
SITES, TINY_SITES = (15, 500), (6,)
"""States of the machines whose pages become a site."""
PROJECT = "this project"
PAGES, TINY_PAGES = (1_250, 5_000, 20_000), (640,)
"""Lines of the pages that are audited."""
REQUESTS, TINY_REQUESTS = 10_000, 40
CAT, PURE, LIBRARY = "state-machine-cat", "graphviz-pure", "python-statemachine"
LOOP, PM4PY = "plain loop", "pm4py"
LARGEST_REPLAY = 100_000
"""Observations that pm4py still replays in reasonable time."""


@dataclass
class Bench:
    """`rounds` is how often each process is run; short ones are run three times as often. `tiny` is a trial run."""

    folder: Path
    rounds: int
    tiny: bool
    sizes: tuple[int, ...]
    log_sizes: tuple[int, ...] = (200,)
    skipped: list[str] = field(default_factory=list)
    """What could not be run, and why."""

    @cached_property
    def workspace(self) -> Workspace:
        """The copy of the project, built once."""
        return Workspace(self.folder, tiny=self.tiny)

    @cached_property
    def no_op_runs(self) -> dict[str, list[Usage]]:
        """Builds without a change (`OURS`) and the imports of the reference."""
        work = self.workspace
        rounds = 1 if self.tiny else self.rounds * 3
        return interleaved({OURS: work.no_op_build, REFERENCE: work.reference_import}, rounds)

    @cached_property
    def full_runs(self) -> dict[str, list[Usage]]:
        """Builds of everything (`COMPILED`, `NOT_COMPILED`) and every program at hand that draws one SVG."""
        work = self.workspace
        jobs: dict[str, Job] = {COMPILED: work.full_build}
        if not self.tiny:
            jobs[NOT_COMPILED] = work.uncompiled_build
        machine = work.machines()[0]
        offers: dict[str, Callable[[], tuple[Job | None, str]]] = {
            CAT: lambda: state_machine_cat(machine, self.folder),
            PURE: lambda: graphviz_pure(work.dot_file(machine), self.folder),
        }
        if self.tiny:
            offers[CAT] = lambda: (None, "a trial run installs nothing")
        for name, offer in offers.items():
            job, reason = offer()
            if job is None:
                self.skipped.append(f"{name}: {reason}")
            else:
                jobs[name] = job
        return interleaved(jobs, self.rounds)

    @cached_property
    def conform_runs(self) -> dict[str, list[Usage]]:
        """Logs of each size judged by `conform` and by each reference that finishes them: `ours 1000`, `loop 1000`."""
        program = Path(__file__).parent
        project = self.workspace.folder
        machine = self.workspace.machines()[0]["id"]
        python, reason = (None, "a trial run installs nothing") if self.tiny else pm4py_python()
        if python is None:
            self.skipped.append(f"{PM4PY}: {reason}")
        jobs: dict[str, Job] = {}
        for size in self.log_sizes:
            log = str(self.folder / f"{size}.jsonl")
            run_process([sys.executable, str(program / "observations.py"), str(project), str(size), log], program)
            command = [sys.executable, "-m", "statebook", "conform", log, "--machine", machine]
            jobs[f"{OURS} {size}"] = lambda command=command: run_process(command, project)  # type: ignore[misc]
            loop = [sys.executable, str(program / "conform_loop.py"), str(project), log]
            jobs[f"{LOOP} {size}"] = self._running(loop)
            if python is not None and size <= LARGEST_REPLAY:
                data = str(project / "docs" / machine / "machine.json")
                jobs[f"{PM4PY} {size}"] = self._running([python, str(program / "conform_replay.py"), data, log])
        return interleaved(jobs, self.rounds)

    @cached_property
    def growth_runs(self) -> dict[int, list[tuple[Usage, dict[str, Any]]]]:
        """Each size loaded and planned in processes of its own, with what they measured of themselves."""
        program = str(Path(__file__).with_name("growth.py"))
        jobs = {str(size): self._running([sys.executable, program, str(size)]) for size in self.sizes}
        runs = interleaved(jobs, self.rounds)
        return {int(size): [(one, json.loads(one.output)) for one in found] for size, found in runs.items()}

    @cached_property
    def review_runs(self) -> dict[int, dict[str, list[dict[str, float]]]]:
        """Each size reviewed (`OURS`) and loaded by python-statemachine (`LIBRARY`), as they measured themselves."""
        program = str(Path(__file__).with_name("review.py"))
        place, reason = (None, "a trial run installs nothing") if self.tiny else python_statemachine()
        if place is None:
            self.skipped.append(f"{LIBRARY}: {reason}")
        jobs: dict[str, Job] = {}
        for size in self.sizes:
            command = [sys.executable, program, str(size)]
            jobs[f"{size} {OURS}"] = self._running(command)
            if place is not None:
                jobs[f"{size} {LIBRARY}"] = self._running([*command, REFERENCE], {"PYTHONPATH": str(place)})
        found: dict[int, dict[str, list[dict[str, float]]]] = {size: {} for size in self.sizes}
        for name, runs in interleaved(jobs, self.rounds).items():
            size, _, whose = name.partition(" ")
            found[int(size)][whose] = [json.loads(one.output) for one in runs]
        return found

    @cached_property
    def audit_runs(self) -> dict[int, list[dict[str, Any]]]:
        """Generated pages of each length audited in processes of their own, with what they measured of themselves."""
        program = str(Path(__file__).with_name("audit_page.py"))
        lines = TINY_PAGES if self.tiny else PAGES
        jobs = {str(length): self._running([sys.executable, program, str(length)]) for length in lines}
        runs = interleaved(jobs, self.rounds)
        return {int(length): [json.loads(one.output) for one in found] for length, found in runs.items()}

    @cached_property
    def sites(self) -> dict[str, Site]:
        """Sites of committed pages: this project's machines, and generated ones of each size."""
        reason = reason_against()
        if reason:
            self.skipped.append(f"sites: {reason}")
            return {}
        found = {} if self.tiny else {PROJECT: Site(self.workspace.pages_alone(self.folder / "site-own"))}
        for size in TINY_SITES if self.tiny else SITES:
            folder = self.folder / f"site-{size}"
            (folder / "spec").mkdir(parents=True)
            (folder / "spec" / "parcel.yaml").write_text(spec_text(size), encoding="utf-8")
            found[f"{size} states"] = Site(folder)
        return found

    @cached_property
    def site_runs(self) -> dict[str, dict[str, list[Usage]]]:
        """Each site built with the plugin (`WITH`) and without (`WITHOUT`) in turns; small ones three times as often."""
        found = {}
        for name, site in self.sites.items():
            rounds = self.rounds if self.tiny or name.startswith("500") else self.rounds * 3
            jobs: dict[str, Job] = {one: lambda one=one, site=site: site.build(one) for one in (WITHOUT, WITH)}  # type: ignore[misc]
            found[name] = interleaved(jobs, rounds)
        return found

    @cached_property
    def mock_runs(self) -> dict[str, list[dict[str, float]]]:
        """Seconds of a request to `statebook mock` (`OURS`) and to a bare handler of `http.server` (`REFERENCE`)."""
        program = str(Path(__file__).with_name("mock_requests.py"))
        project, count = str(self.workspace.folder), str(TINY_REQUESTS if self.tiny else REQUESTS)
        kinds = {OURS: "ours", REFERENCE: "bare"}
        jobs = {name: self._running([sys.executable, program, kind, project, count]) for name, kind in kinds.items()}
        runs = interleaved(jobs, self.rounds)
        return {name: [json.loads(one.output) for one in found] for name, found in runs.items()}

    @cached_property
    def exchange_runs(self) -> dict[int, dict[str, list[Usage]]]:
        """Each size exported and imported in every format (`OURS`), and read by others (`CAT`, `LIBRARY`), as processes."""
        program = str(Path(__file__).with_name("exchange.py"))
        place, reason = (None, "a trial run installs nothing") if self.tiny else python_statemachine()
        if place is None:
            self.skipped.append(f"{LIBRARY}: {reason}")
        found = {}
        for size in self.sizes:
            file = self.folder / f"parcel-{size}.smcat.json"
            ours = self._running([sys.executable, program, str(size), str(file)])
            if not self.tiny:
                ours()  # writes the file that the others read
            jobs: dict[str, Job] = {OURS: ours}
            cat, reason = (None, "a trial run installs nothing") if self.tiny else state_machine_cat_reading(file)
            if cat is None:
                self.skipped.append(f"{CAT}: {reason}")
            else:
                jobs[CAT] = cat
            if place is not None:
                command = [sys.executable, str(Path(__file__).with_name("review.py")), str(size), REFERENCE]
                jobs[LIBRARY] = self._running(command, {"PYTHONPATH": str(place)})
            found[size] = interleaved(jobs, self.rounds)
        return found

    @cached_property
    def project_exports(self) -> list[dict[str, Any]]:
        """The project's own machine in every format, each time in a process of its own."""
        known = [str(one["id"]) for one in self.workspace.machines()]
        machine = "dataset-status" if "dataset-status" in known else known[0]
        program = str(Path(__file__).with_name("exchange.py"))
        command = [sys.executable, program, "project", str(self.workspace.folder), machine]
        runs = interleaved({OURS: self._running(command)}, self.rounds)
        return [json.loads(one.output) for one in runs[OURS]]

    def _running(self, command: list[str], changes: dict[str, str] | None = None) -> Job:
        return lambda: run_process(command, self.folder, changes)
