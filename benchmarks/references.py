"""The programs of others: those that a full build is held against draw one SVG of the whole machine.

state-machine-cat comes from npm and python-statemachine from PyPI into a cache folder of this harness, graphviz-pure
from the environment. A program
that cannot be had is None, with the reason in words. The input of state-machine-cat is written here, from the
machine as data; graphviz-pure reads the DOT of the build.
"""
# ruff: noqa: INP001 - a folder of scripts is no package

from __future__ import annotations

import os
import shutil
import sys
import sysconfig
from collections.abc import Callable
from importlib import metadata
from pathlib import Path
from typing import Any

from measure import Broken, Usage, run_process

PYTHON_STATEMACHINE = "python-statemachine==3.2.2"
"""A library that runs state machines; loading one is what a program pays before anything happens."""

STATE_MACHINE_CAT = "state-machine-cat@12.0.10"
"""The last version that runs on the Node.js 20 of a stable Linux."""

PM4PY = "pm4py==2.7.23.11"

Job = Callable[[], Usage]


def cache_folder() -> Path:
    """Where npm packages are kept between runs: in the user's cache, never in the repository."""
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "statebook-benchmarks"


def state_machine_cat(machine: dict[str, Any], folder: Path) -> tuple[Job | None, str]:
    """How to draw the machine with state-machine-cat, or why not."""
    command, reason = _smcat()
    if command is None:
        return None, reason
    (folder / "machine.smcat").write_text(state_machine_cat_text(machine), encoding="utf-8")
    drawing = [*command, "-T", "svg", "-o", "machine-by-smcat.svg", "machine.smcat"]
    return _drawing(drawing, folder, "machine-by-smcat.svg"), ""


def state_machine_cat_reading(file: Path) -> tuple[Job | None, str]:
    """How state-machine-cat reads its JSON and writes SCXML of it, or why not."""
    command, reason = _smcat()
    if command is None:
        return None, reason
    written = f"{file.name}.scxml"
    reading = [*command, "-I", "json", "-T", "scxml", "-o", written, file.name]

    def read() -> Usage:
        used = run_process(reading, file.parent)
        if "<scxml" not in (file.parent / written).read_text("utf-8", "replace"):
            message = "state-machine-cat wrote nothing"
            raise Broken(message)
        return used

    return read, ""


def _smcat() -> tuple[list[str] | None, str]:
    """The command of state-machine-cat, or why there is none."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if node is None or npm is None:
        return None, "npm and node are not installed"
    place = cache_folder() / STATE_MACHINE_CAT.replace("@", "-")
    program = place / "node_modules" / "state-machine-cat" / "bin" / "smcat.mjs"
    if not program.is_file():
        place.mkdir(parents=True, exist_ok=True)
        quiet = ["--no-audit", "--no-fund", "--ignore-scripts", "--loglevel=error"]
        try:
            run_process([npm, "install", "--prefix", str(place), *quiet, STATE_MACHINE_CAT], place)
        except Broken as problem:
            return None, f"npm could not install it ({problem})"
    return [node, str(program)], ""


def state_machine_cat_text(machine: dict[str, Any]) -> str:
    """A machine in the language of state-machine-cat: states in their groups, then every transition with its trigger."""
    grouped: dict[str, list[str]] = {}
    for state in machine["states"]:
        grouped.setdefault(state["group"] or "", []).append(_quoted(state["id"]))
    items = ["initial", *grouped.pop("", [])]
    items += [f"{_quoted(f'group {name}')} {{\n  {', '.join(members)};\n}}" for name, members in grouped.items()]
    lines = [",\n".join(items) + ";"]
    lines += [f"initial => {_quoted(one['state'])};" for one in machine["initial"]]
    lines += [
        f"{_quoted(one['from'])} => {_quoted(one['to'])}: {_quoted(one['trigger'])};" for one in machine["transitions"]
    ]
    return "\n".join(lines) + "\n"


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def python_statemachine() -> tuple[Path | None, str]:
    """The folder that holds python-statemachine, or why there is none."""
    place = cache_folder() / PYTHON_STATEMACHINE.replace("==", "-")
    if not (place / "statemachine").is_dir():
        quiet = ["--quiet", "--disable-pip-version-check", "--no-deps", "--only-binary", ":all:"]
        place.mkdir(parents=True, exist_ok=True)
        try:
            run_process(
                [sys.executable, "-m", "pip", "install", *quiet, "--target", str(place), PYTHON_STATEMACHINE], place
            )
        except Broken as problem:
            return None, f"pip could not install it ({problem})"
    return place, ""


def graphviz_pure(dot: Path, folder: Path) -> tuple[Job | None, str]:
    """How to draw a DOT file with graphviz-pure, or why not."""
    try:
        metadata.version("graphviz-pure")
    except metadata.PackageNotFoundError:
        return None, "the optional package graphviz-pure is not installed"
    scripts = sysconfig.get_path("scripts")
    program = shutil.which("graphviz-pure", path=scripts) or shutil.which("graphviz-pure")
    if program is None:
        return None, "graphviz-pure has no program here"
    own = folder / "machine.dot"
    shutil.copy(dot, own)
    picture = "machine-by-pure.svg"
    return _drawing([program, "-Kdot", "-Tsvg", "-o", picture, own.name], folder, picture), ""


def pm4py_python() -> tuple[str | None, str]:
    """A Python of this harness that has pm4py, or why there is none. It is kept between runs, as npm packages are."""
    place = cache_folder() / PM4PY.replace("==", "-")
    python = place / "bin" / "python"
    try:
        if not python.is_file():
            run_process([sys.executable, "-m", "venv", str(place)], Path.cwd())
        run_process([str(python), "-m", "pip", "install", "--quiet", PM4PY], Path.cwd())
    except Broken as problem:
        return None, f"pip could not install it ({problem})"
    return str(python), ""


def _drawing(command: list[str], folder: Path, picture: str) -> Job:
    def draw() -> Usage:
        (folder / picture).unlink(missing_ok=True)
        used = run_process(command, folder)
        if "<svg" not in (folder / picture).read_text("utf-8", "replace"):
            message = f"{Path(command[0]).name} drew nothing"
            raise Broken(message)
        return used

    return draw
