"""Runs `action.yml` step by step as the runner of GitHub Actions does, so that the file itself is tested.

It knows what this action uses of it: `run` steps with `shell: bash`, `env`, `id`, `if` comparing one value with a
text, and `${{ }}` of inputs, of outputs of former steps, and of the token. Anything else fails loudly.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

import yaml

ROOT = Path(__file__).parents[2]
ACTION = ROOT / "action.yml"
_EXPRESSION = re.compile(r"\$\{\{ ([\w.-]+) \}\}")
_CONDITION = re.compile(r"\$\{\{ ([\w.-]+) (==|!=) '([^']*)' \}\}")
_BASH = ["bash", "--noprofile", "--norc", "-e", "-o", "pipefail"]


@dataclass
class Ran:
    """What a run leaves behind. `commands` are the workflow commands that the runner would have obeyed."""

    code: int = 0
    outputs: dict[str, str] = field(default_factory=dict)
    log: str = ""
    summary: str = ""
    commands: list[str] = field(default_factory=list)
    steps: dict[str, dict[str, str]] = field(default_factory=dict)
    uses: list[str] = field(default_factory=list)


def run_action(workspace: Path, inputs: dict[str, str], event: dict[str, object], **variables: str) -> Ran:
    """Run the action in a checkout; `variables` are further environment variables of the runner."""
    action = yaml.safe_load(ACTION.read_text())
    values = {f"inputs.{name}": str(one.get("default", "")) for name, one in action["inputs"].items()}
    unknown = set(inputs) - set(action["inputs"])
    assert not unknown, f"action.yml has no input {unknown}"
    values |= {f"inputs.{name}": value for name, value in inputs.items()}
    values["github.token"] = variables.pop("token", "")
    values = {name: _filled(value, values) for name, value in values.items()}
    place = workspace.parent / "runner"
    (place / "temp").mkdir(parents=True, exist_ok=True)
    (place / "event.json").write_text(json.dumps(event))
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith(("GITHUB_", "STATEBOOK_"))},
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        "PYTHONPATH": str(ROOT / "src"),
        "CI": "true",
        "GITHUB_ACTIONS": "true",
        "GITHUB_ACTION_PATH": str(ROOT),
        "GITHUB_EVENT_NAME": "pull_request",
        "GITHUB_EVENT_PATH": str(place / "event.json"),
        "GITHUB_REPOSITORY": "team/api",
        "GITHUB_RUN_ID": "42",
        "GITHUB_SERVER_URL": "https://github.example",
        "GITHUB_WORKSPACE": str(workspace),
        "RUNNER_TEMP": str(place / "temp"),
        **variables,
    }
    ran = Ran()
    for number, step in enumerate(action["runs"]["steps"]):
        assert set(step) <= {"id", "if", "uses", "with", "shell", "run", "env"}, step
        if ran.code or not _holds(step.get("if", ""), values):
            continue
        if "uses" in step:
            ran.uses.append(step["uses"])
            continue
        _run_step(ran, step, place / f"step-{number}", workspace, environment, values)
    ran.outputs = {name: _filled(one["value"], values) for name, one in action["outputs"].items()}
    return ran


def _run_step(
    ran: Ran, step: dict, place: Path, workspace: Path, environment: dict[str, str], values: dict[str, str]
) -> None:
    assert step["shell"] == "bash"
    assert "${{" not in step["run"], "an expression in a script is an injection"
    place.mkdir(exist_ok=True)
    files = {"GITHUB_OUTPUT": place / "output", "GITHUB_STEP_SUMMARY": place / "summary"}
    for path in files.values():
        path.write_bytes(b"")
    (place / "run.sh").write_text(step["run"])
    own = {name: _filled(value, values) for name, value in step.get("env", {}).items()}
    done = subprocess.run(
        [*_BASH, str(place / "run.sh")],
        cwd=workspace,
        env={**environment, **own, **{name: str(path) for name, path in files.items()}},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        check=False,
    )
    text = done.stdout.decode()
    ran.code = done.returncode
    ran.log += text
    ran.summary += files["GITHUB_STEP_SUMMARY"].read_text()
    ran.commands += obeyed(text)
    found = dict(line.split("=", 1) for line in files["GITHUB_OUTPUT"].read_text().splitlines())
    if "id" in step:
        ran.steps[step["id"]] = found
        for name, value in found.items():
            values[f"steps.{step['id']}.outputs.{name}"] = value


def obeyed(log: str) -> list[str]:
    """The lines that the runner takes for commands: trimmed, and not between stop-commands and its token."""
    found, waits_for = [], ""
    for line in log.splitlines():
        text = line.lstrip()
        if waits_for:
            waits_for = "" if text == f"::{waits_for}::" else waits_for
        elif text.startswith("::stop-commands::"):
            waits_for = text.removeprefix("::stop-commands::")
        elif text.startswith("::") or "##[" in text:
            found.append(text)
    assert not waits_for, "commands stay switched off"
    return found


def _filled(text: str, values: dict[str, str]) -> str:
    """Expressions replaced; an output that no step has set is empty, as it is there."""

    def value(found: re.Match[str]) -> str:
        name = found[1]
        assert name in values or re.fullmatch(r"steps\.\w+\.outputs\.\w+", name), f"unknown expression {name}"
        return values.get(name, "")

    filled = _EXPRESSION.sub(value, text)
    assert "${{" not in filled or text not in values, f"unknown expression in {text}"
    return filled


def _holds(condition: str, values: dict[str, str]) -> bool:
    if not condition:
        return True
    found = _CONDITION.fullmatch(condition)
    assert found, f"unknown condition {condition}"
    return (values[found[1]] == found[3]) is (found[2] == "==")
