"""Programs of other formats from npm: what the tests hold written text against.

`tests/node/package.json` pins them. `.ci/run` installs them into a cache and names that folder in `STATEBOOK_NODE`.
Without the variable, which is a developer's choice, tests marked with `needs_node` are skipped.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

FOLDER = os.environ.get("STATEBOOK_NODE", "")
needs_node = pytest.mark.skipif(not FOLDER, reason="STATEBOOK_NODE names no folder of npm packages: see .ci/run")


def node() -> str:
    """The program `node`."""
    found = shutil.which("node")
    assert found, "STATEBOOK_NODE is set, but there is no node"
    return found


def package(path: str) -> Path:
    """A file of an installed package, such as `typescript/lib/tsc.js`."""
    found = Path(FOLDER) / "node_modules" / path
    assert found.exists(), f"{found} is missing: run .ci/run, or npm ci with tests/node/package.json"
    return found


def run_node(*arguments: str | Path, text: str = "", seconds: int = 120) -> subprocess.CompletedProcess[str]:
    """What node says when it runs a script, whose imports are looked for among the pinned packages.

    A bare `import` is resolved beside the script, so give it a copy in a folder whose `node_modules` is a link to that
    of `FOLDER`, or import by the path that `package` gives.
    """
    return subprocess.run(
        [node(), *map(str, arguments)],
        input=text,
        capture_output=True,
        encoding="utf-8",
        timeout=seconds,
        check=False,
        env={**os.environ, "NODE_PATH": str(Path(FOLDER) / "node_modules"), "NO_COLOR": "1"},
    )
