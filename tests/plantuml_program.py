"""PlantUML, Debian's package, as a judge of diagrams. Without it the tests are skipped, but for CI, which installs it."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path
from xml.etree import ElementTree

import pytest

PROGRAM = shutil.which("plantuml") or ""
needs_plantuml = pytest.mark.skipif(
    not PROGRAM and os.environ.get("CI") != "true", reason="there is no plantuml: apt-get install plantuml"
)
_SCXML = "{http://www.w3.org/2005/07/scxml}"

Read = tuple[list[str], list[tuple[str, str, str]]]


def read(texts: Sequence[str], folder: Path) -> list[Read]:
    """What PlantUML read in each text: what states are called, and arrows as (from, to, words).

    PlantUML calls a state by its label and tells what it read as SCXML; codes stand in it as they were written.
    """
    assert PROGRAM, "CI is set, but there is no plantuml: see .ci/run"
    for at, text in enumerate(texts):
        (folder / f"{at}.puml").write_text(text, "utf-8")
    files = [folder / f"{at}.puml" for at in range(len(texts))]
    done = subprocess.run(
        [PROGRAM, "-charset", "UTF-8", "-tscxml", *map(str, files)],
        capture_output=True,
        encoding="utf-8",
        timeout=180,
        check=False,
        env={**os.environ, "LC_ALL": "C.UTF-8"},
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return [_read(folder / f"{at}.scxml") for at in range(len(texts))]


def _read(file: Path) -> Read:
    root = ElementTree.fromstring(file.read_bytes())
    states = []
    arrows = []
    for state in root.iter(f"{_SCXML}state"):
        states.append(state.get("id", ""))
        arrows += [
            (state.get("id", ""), one.get("target", ""), one.get("event", ""))
            for one in state.iter(f"{_SCXML}transition")
        ]
    return states, arrows
