"""One of three steps of the action: `report.py check`, `lint` or `diff`.

Each runs one command of Statebook, and tells its result everywhere a reviewer looks: annotations at
the lines, the summary of the step, outputs, the log. None of them fails: the last step does, so that
one finding never hides another. Each is a step of its own because GitHub shows ten annotations of a
level for a step.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import runner

CLEAN, FINDINGS, UNUSABLE = 0, 1, 2
MAXIMUM_SHOWN = 60_000
"""Characters of what `check` prints that go into the summary."""

_NOT_FOR_COMMANDS = ("GITHUB_OUTPUT", "GITHUB_STEP_SUMMARY", "GITHUB_ENV", "GITHUB_PATH", "GITHUB_TOKEN")


def main(arguments: Sequence[str]) -> int:
    """Run one of the steps. The exit code of the command is its output `code`."""
    steps = {"check": check, "lint": lint, "diff": diff}
    runner.output("code", str(steps[arguments[0]]()))
    return 0


def check() -> int:
    """Whether generated files are fresh. Output: `stale`."""
    code, said = _run("check", ["github"])
    runner.output("stale", "true" if code == FINDINGS else "false")
    if code == FINDINGS:
        runner.summarize(
            f"### Generated files are stale\n\nRun `statebook build` and commit what it writes.\n\n{_block(said)}"
        )
    return code


def lint() -> int:
    """The rules, with the gate that the workflow names.

    All findings count and stand in the summary. Where there is a base, only those that it did not have
    become annotations: they are this change's, and GitHub shows ten.
    """
    base, gate = os.environ.get("STATEBOOK_BASE", ""), os.environ.get("STATEBOOK_LINT", "error")
    code, said = _run("lint", ["markdown"] if base else ["github", "markdown"], "--fail-on", gate)
    if base:
        if code == UNUSABLE:
            _run("lint", ["github"], is_logged=False)
        else:
            new, _ = _run("lint", ["github"], "--fail-on", gate, "--since", base, is_logged=False)
            if code == FINDINGS and new == CLEAN:
                runner.annotate(
                    "error", "lint fails for flaws that were there before: the summary of this step has them"
                )
    found = _read("lint.markdown")
    if found:
        runner.summarize(found)
    elif code == UNUSABLE:
        runner.summarize(f"### The specs cannot be read\n\n{_block(said)}")
    return code


def diff() -> int:
    """What changed since the base. Outputs: `breaking`, `dangerous`, `safe`, `changed`."""
    base, gate = os.environ.get("STATEBOOK_BASE", ""), os.environ.get("STATEBOOK_FAIL_ON", "breaking")
    code, said = CLEAN, ""
    if base:
        code, said = _run("diff", ["github", "json", "markdown"], "--fail-on", gate, base, is_annotated=False)
    if code != UNUSABLE or not _is_unreadable(base):
        _annotate("diff", code, said)
    else:
        # A pull request that repairs the specs, or brings the first ones, must not fail for what was before.
        runner.annotate("warning", f"at the base {base} there is no valid spec to compare with: nothing was compared")
        runner.summarize(f"### Nothing was compared\n\nAt the base there is no valid spec.\n\n{_block(said)}")
        code = CLEAN
        for name in ("json", "markdown"):  # they tell of the base's flaws alone
            (runner.scratch() / f"diff.{name}").unlink(missing_ok=True)
    text = _read("diff.json")
    counts: dict[str, Any] = json.loads(text)["summary"] if text and code != UNUSABLE else {}
    for impact in ("breaking", "dangerous", "safe"):
        runner.output(impact, str(counts.get(impact, 0)))
    runner.output("changed", "true" if any(counts.get(one) for one in ("breaking", "dangerous", "safe")) else "false")
    if _read("diff.markdown"):
        runner.summarize(_read("diff.markdown"))
    return code


def _run(
    command: str, formats: Sequence[str], *options: str, is_logged: bool = True, is_annotated: bool = True
) -> tuple[int, str]:
    """Run a command with its text in the log and its annotations shown; other formats go to files.

    The exit code and what the command printed.
    """
    program = os.environ["STATEBOOK_PROGRAM"]
    reports = ["-f", "text", "-o", "-"]
    for name in formats:
        path = runner.scratch() / f"{command}.{name}"
        path.unlink(missing_ok=True)
        reports += ["-f", name, "-o", str(path)]
    done = subprocess.run(
        [program, command, *reports, *options],
        cwd=Path(os.environ.get("STATEBOOK_FOLDER") or "."),
        env={name: value for name, value in os.environ.items() if name not in _NOT_FOR_COMMANDS},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        check=False,
    )
    said = done.stdout.decode("utf-8", "replace")
    if is_logged:
        runner.log(said)
    if is_annotated:
        _annotate(command, done.returncode, said)
    return done.returncode, said


def _annotate(command: str, code: int, said: str) -> None:
    """Show the annotations that a command wrote, or that it could not go on."""
    shown = _read(f"{command}.github")
    runner.pass_on(shown)
    if code not in (CLEAN, FINDINGS) and not shown:
        lines = [line for line in said.splitlines() if line.strip()]
        runner.annotate("error", "\n".join([f"statebook {command} could not go on", *lines[:10]]))


def _is_unreadable(base: str) -> bool:
    """Whether it is the base, by itself, that no comparison can be made with."""
    nothing = runner.scratch() / "no-approvals.yaml"
    nothing.write_text("", encoding="utf-8")
    done = subprocess.run(
        [os.environ["STATEBOOK_PROGRAM"], "diff", "--approvals", str(nothing), base, base],
        cwd=Path(os.environ.get("STATEBOOK_FOLDER") or "."),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=False,
    )
    return done.returncode == UNUSABLE


def _read(name: str) -> str:
    path = runner.scratch() / name
    return path.read_text(encoding="utf-8") if path.is_file() else ""


def _block(text: str) -> str:
    """A code block that nothing in the text can end."""
    shown = text[:MAXIMUM_SHOWN]
    longest = max((len(run) for run in re.findall("~+", shown)), default=0)
    fence = "~" * max(longest + 1, 3)
    return f"{fence}text\n{shown.rstrip(chr(10))}\n{fence}\n"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
