"""A new Python, for what a running one cannot show: other hash seeds, another locale, an import not yet made."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

TESTS = Path(__file__).parent
SOURCES = TESTS.parent / "src"


def fresh(*arguments: str | Path, seed: str = "0", code: int = 0, **environment: str) -> bytes:
    """The standard output of `python ARGUMENT…`, which must end with this exit code; it finds the sources and the tests."""
    path = os.pathsep.join(map(str, (SOURCES, TESTS)))
    done = subprocess.run(
        [sys.executable, *map(str, arguments)],
        env={**os.environ, "PYTHONPATH": path, "PYTHONHASHSEED": seed, **environment},
        capture_output=True,
        check=False,
    )
    assert done.returncode == code, done.stderr.decode()
    return done.stdout
