"""Runs a page of the manual as its reader would: writes the files it shows and runs its commands, in order.

What a page has to do for this:

* a fence with a title, such as ```` ```yaml title="spec/lamp.yaml" ````, is the whole file of that name;
* in a fence of the language `sh` each line is a command, and all must end well; `# exit code 1` at its end says otherwise;
* a fence of the language `text` behind one holds lines that the commands print, in this order. `…` stands for whatever.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

_FENCE = re.compile(
    r'^(?P<mark>`{3,})(?P<language>\S+)(?: +title="(?P<title>[^"]+)")?[^\n]*\n(?P<text>.*?)^(?P=mark)$',
    re.MULTILINE | re.DOTALL,
)
_EXIT = re.compile(r"# exit code (\d+)$")


@dataclass(frozen=True)
class Step:
    """A file to write, commands to run, or lines that must have been printed."""

    language: str
    title: str
    text: str
    line: int


def steps(page: str) -> Iterator[Step]:
    """What the page's fences ask for."""
    for found in _FENCE.finditer(page):
        line = page.count("\n", 0, found.start()) + 1
        yield Step(found["language"], found["title"] or "", found["text"], line)


def follow(page: str, folder: Path) -> int:
    """Follow a page in a folder; the number of commands that were run. Raises `AssertionError` with the page's line."""
    shown, count = "", 0
    for step in steps(page):
        if step.title:
            path = folder / step.title
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(step.text, encoding="utf-8")
        elif step.language == "sh":
            shown = ""
            for command in step.text.replace("\\\n", " ").splitlines():
                if command and not command.startswith("#"):
                    shown += _run(command, folder, step.line)
                    count += 1
        elif step.language == "text":
            _expect(step.text, shown, step.line)
    return count


def _run(command: str, folder: Path, line: int) -> str:
    wanted = int(found[1]) if (found := _EXIT.search(command)) else 0
    path = os.pathsep.join((str(Path(sys.executable).parent), os.environ["PATH"]))
    environment = {**os.environ, "PATH": path, "NO_COLOR": "1", "COLUMNS": "100"}
    done = subprocess.run(
        ["sh", "-c", command], cwd=folder, env=environment, capture_output=True, text=True, stdin=subprocess.DEVNULL, check=False
    )  # fmt: skip
    shown = done.stdout + done.stderr
    assert done.returncode == wanted, f"line {line}: `{command}` ended with {done.returncode}\n{shown}"
    return shown


def _expect(text: str, shown: str, line: int) -> None:
    at = 0
    for wanted in text.splitlines():
        pattern = r"[^\n]*".join(re.escape(part) for part in wanted.rstrip().split("…"))
        found = re.compile(rf"^{pattern}[ \t]*$", re.MULTILINE).search(shown, at)
        assert found, f"line {line}: nothing printed {wanted!r} here\n{shown[at:]}"
        at = found.end()
