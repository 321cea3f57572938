"""Runs whole processes and says what they cost: CPU seconds, elapsed seconds and peak memory.

Costs come from the system's own accounts of each process, so that neither the harness nor a sibling counts.
It knows no benchmark, and what is measured only as a command.
"""
# ruff: noqa: INP001 - a folder of scripts is no package

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

LAUNCHER = [sys.executable, "-I", "-S", str(Path(__file__).with_name("launch.py"))]


SHOWN = 400
"""Characters of a failed process's own words that are passed on."""


class Broken(Exception):
    """A measured process failed or did other work than it was meant to; the message says which."""


@dataclass(frozen=True, slots=True)
class Usage:
    """What one process took: seconds of CPU (all its threads), seconds elapsed, peak memory in MiB, and what it said."""

    cpu: float
    elapsed: float
    memory: float
    output: str
    errors: str


@dataclass(frozen=True, slots=True)
class Spread:
    """Several measurements of one thing."""

    median: float
    low: float
    high: float

    @classmethod
    def of(cls, values: Sequence[float]) -> Spread:
        """The spread of at least one value."""
        return cls(median(values), min(values), max(values))


def run_process(command: Sequence[str], folder: Path, changes: Mapping[str, str] | None = None) -> Usage:
    """Run a command to its end in `folder`, with `changes` made to the environment.

    Raises `Broken` when it cannot be started or ends with anything but 0.
    """
    environment = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
    environment.update(changes or {})
    with tempfile.TemporaryDirectory() as place:
        account = Path(place, "account")
        done = subprocess.run(  # noqa: S603 - commands of this harness
            [*LAUNCHER, str(account), *command],
            cwd=folder,
            env=environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            check=False,
        )
        said, complained = (stream.decode("utf-8", "replace") for stream in (done.stdout, done.stderr))
        if done.returncode != 0:
            words = " ".join((complained.strip() or said.strip() or "no message").split())
            message = f"{Path(command[0]).name} ended with {done.returncode}: {words[:SHOWN]}"
            raise Broken(message)
        cpu, elapsed, memory = (float(number) for number in account.read_text("ascii").split())
    unit = 1 << 20 if sys.platform == "darwin" else 1 << 10
    return Usage(cpu, elapsed, memory / unit, said, complained)


def interleaved(jobs: Mapping[str, Callable[[], Usage]], rounds: int) -> dict[str, list[Usage]]:
    """Every job once, then every job again, …: what else the machine does meets all of them alike."""
    found: dict[str, list[Usage]] = {name: [] for name in jobs}
    for _ in range(rounds):
        for name, job in jobs.items():
            found[name].append(job())
    return found


def ratio(ours: Sequence[float], reference: Sequence[float]) -> Spread:
    """Ours by the reference, round by round."""
    return Spread.of([one / other for one, other in zip(ours, reference, strict=True)])
