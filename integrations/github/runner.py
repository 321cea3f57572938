"""How a step talks with the runner of GitHub Actions: event, outputs, summary, annotations, log.

What is printed may hold text of strangers, and a line that begins with `::` is a command to the
runner. So everything goes through here: `log` switches commands off, `annotate` escapes. Only the
standard library, and nothing of Statebook: these scripts run beside it, not in it.
"""

from __future__ import annotations

import json
import os
import re
import secrets
import sys
from pathlib import Path
from typing import Any

MAXIMUM_SUMMARY = 1024 * 1024
"""Bytes of the summary of one step; GitHub refuses a longer one as a whole."""

_HASH = re.compile(r"[0-9a-f]{40}(?:[0-9a-f]{24})?\Z")
_ESCAPES = {"%": "%25", "\r": "%0D", "\n": "%0A"}


def event() -> dict[str, Any]:
    """What made the workflow run; empty outside of one."""
    path = os.environ.get("GITHUB_EVENT_PATH", "")
    if not path or not Path(path).is_file():
        return {}
    found = json.loads(Path(path).read_text(encoding="utf-8"))
    return found if isinstance(found, dict) else {}


def looked_up(found: object, *keys: str) -> Any:
    """A value deep in an event; None where any step of the way is missing."""
    for key in keys:
        found = found.get(key) if isinstance(found, dict) else None
    return found


def hash_in(found: object, *keys: str) -> str:
    """A commit's hash in an event, or nothing: what is no hash never becomes an argument of git."""
    value = looked_up(found, *keys)
    return value if isinstance(value, str) and _HASH.match(value) and value.strip("0") else ""


def scratch() -> Path:
    """The folder through which the steps of one run hand files on; outside of the checkout."""
    folder = Path(os.environ["RUNNER_TEMP"], "statebook-review")
    folder.mkdir(exist_ok=True)
    return folder


def output(name: str, value: str) -> None:
    """Set an output of the step. Values of several lines are refused: they could set others."""
    if len(value.splitlines()) > 1:
        raise ValueError(f"the output {name} has several lines")
    _append("GITHUB_OUTPUT", f"{name}={value}\n")


def summarize(markdown: str) -> None:
    """Add to the step's summary what still fits, in whole paragraphs."""
    path = os.environ.get("GITHUB_STEP_SUMMARY", "")
    used = Path(path).stat().st_size if path and Path(path).is_file() else 0
    room = MAXIMUM_SUMMARY - used - 200
    if len(markdown.encode()) > room:
        kept = markdown.encode()[: max(room, 0)].decode("utf-8", "ignore")
        markdown = kept.rpartition("\n\n")[0] + "\n\nThe rest is in the log of this step."
    _append("GITHUB_STEP_SUMMARY", markdown.rstrip("\n") + "\n\n")


def _append(variable: str, text: str) -> None:
    path = os.environ.get(variable, "")
    if path:
        with Path(path).open("a", encoding="utf-8", newline="\n") as stream:
            stream.write(text)


def annotate(level: str, text: str) -> None:
    """An annotation without a place. `level` is error, warning or notice."""
    escaped = "".join(_ESCAPES.get(one, one) for one in text)
    _print(f"::{level} title=statebook::{escaped}\n")


def pass_on(text: str) -> None:
    """Annotations as `statebook -f github` writes them, and no other command of the runner."""
    for line in text.splitlines():
        if line.startswith(("::error ", "::warning ", "::notice ")):
            _print(f"{line}\n")


def log(text: str) -> None:
    """Print to the log, with no line of it taken for a command."""
    if text:
        token = secrets.token_hex(16)
        _print(f"::stop-commands::{token}\n{text.rstrip(chr(10))}\n::{token}::\n")


def _print(text: str) -> None:
    sys.stdout.buffer.write(text.encode("utf-8", "backslashreplace"))
    sys.stdout.buffer.flush()
