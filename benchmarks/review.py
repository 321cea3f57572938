"""One size in one process: `python review.py STATES` prints what a review of two versions of a spec costs.

`python review.py STATES reference` prints what python-statemachine takes for the machine of the same size: its class
from declarations that are at hand as Python, and one instance. Both as JSON, in seconds of this process's CPU.
Imports are paid for by a tiny run before the clock starts, and the clock runs as the commands do.
"""
# ruff: noqa: INP001 - a folder of scripts is no package

from __future__ import annotations

import datetime
import importlib
import json
import os
import sys
import time
from itertools import count
from pathlib import Path
from typing import Any

from sizes import GROUP, spec_text

WARM_UP = 5
"""States of the first run, whose time is thrown away."""

TODAY = datetime.date(2026, 1, 1)
SKIPPED, TIGHTENED = 7, 3
"""Of ten entries of transitions, which one the later version lacks, and which one asks for more there."""


def later(text: str) -> str:
    """The same spec after an edit: every tenth entry of `transitions:` went, and every tenth has another guard."""
    places = count()
    lines = []
    for line in text.splitlines():
        place = next(places) % 10 if line.startswith("  - {from:") else -1
        if place != SKIPPED:
            lines.append(line.replace("open orders.", "open orders and is paid.") if place == TIGHTENED else line)
    return "\n".join(lines) + "\n"


def review(states: int) -> dict[str, Any]:
    """Load both versions, lint the later one, compare the two."""
    common = importlib.import_module("statebook.commands.common")
    judge = importlib.import_module("statebook.rules.judge").judge
    compare = importlib.import_module("statebook.diff.compare").compare
    with common.uncollected():
        began = time.process_time()
        base = machines(spec_text(states))
        head = machines(later(spec_text(states)))
        loaded = time.process_time()
        found = judge(head, TODAY)
        linted = time.process_time()
        changes = compare(base, head, today=TODAY.isoformat()).changes
        ended = time.process_time()
    if not found or len(changes) < states // 2:
        sys.exit("lint or diff did not see what is there")
    return {"load": loaded - began, "lint": linted - loaded, "diff": ended - linted}


def machines(text: str) -> dict[str, Any]:
    """The machines of a text. Ends the process when it is refused."""
    load_texts = importlib.import_module("statebook.source.snapshot").load_texts
    source = importlib.import_module("statebook.source.text").SourceText.of("parcel.yaml", text)
    project, diagnostics = load_texts(Path(), {"parcel.yaml": source})
    if diagnostics:
        sys.exit(f"the generated spec is refused: {diagnostics[0].message}")
    found: dict[str, Any] = project.machines
    return found


def reference(states: int) -> dict[str, Any]:
    """The class of the same machine, made by python-statemachine, and one instance of it."""
    library = importlib.import_module("statemachine")
    triggers = ("start", "stop", "resume", "refresh")
    began = time.process_time()
    known = {f"s{number}": library.State(initial=number == 0) for number in range(states)}
    events: dict[str, Any] = {}
    for number in range(states):
        for target, trigger in (
            ((number + 1) % states, "worker_available" if number % 2 else "done"),
            (number // GROUP * GROUP, "cancel"),
            ((number * 7 + 3) % states, triggers[number % len(triggers)]),
        ):
            way = known[f"s{number}"].to(known[f"s{target}"])
            events[trigger] = events[trigger] | way if trigger in events else way
    made = type(library.StateMachine)("Parcel", (library.StateMachine,), {**known, **events})
    one = made()
    ended = time.process_time()
    if len(list(one.states)) != states:
        sys.exit("the reference did not make the machine")
    return {"load": ended - began}


if __name__ == "__main__":
    size, measured = int(sys.argv[1]), reference if sys.argv[2:] == ["reference"] else review
    measured(WARM_UP)
    sys.stdout.write(json.dumps(measured(size)) + os.linesep)
