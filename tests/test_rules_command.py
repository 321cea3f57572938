"""`rules` from the command line: the table, the page of a rule, and a name that nothing has."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from project_folder import Folder
from statebook.rules.registry import rules

ROOT = Path(__file__).resolve().parents[1]


def test_rules_lists_every_rule_gravest_first(folder: Folder) -> None:
    assert folder.run("rules") == 0
    lines = folder.shown.splitlines()
    assert sorted(line.split()[1] for line in lines) == sorted(rules())
    grades = [line.split()[0] for line in lines]
    assert grades == sorted(grades, key=["error", "warning", "info"].index)


@pytest.mark.parametrize("name", sorted(rules()))
def test_rules_explains_one(folder: Folder, name: str) -> None:
    assert folder.run("rules", "--of", "lint", name) == 0
    rule = rules()[name]
    assert folder.shown.startswith(f"# {name}\n\n{rule.summary} Severity: **{rule.severity.value}**.\n\n## Why\n")
    sections = re.split(r"(?m)^## .*\n", rule.page)[1:]
    for part in (*(one.strip() for one in sections), rule.good, f"[{name}]", f"--rule {name}=off"):
        assert part in folder.shown


def test_rules_speaks_to_a_terminal_without_unicode() -> None:
    environment = {**os.environ, "PYTHONIOENCODING": "ascii", "PYTHONPATH": str(ROOT / "src")}
    done = subprocess.run(
        [sys.executable, "-m", "statebook", "rules", "confusable-id"], env=environment, capture_output=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert rb"d\u0430rk" in done.stdout


def test_rules_knows_what_was_meant(folder: Folder) -> None:
    assert folder.run("rules", "broken-lnik") == 2
    assert "did you mean 'broken-link'?" in folder.said
