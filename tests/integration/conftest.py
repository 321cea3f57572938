"""Makes the scripts of the action importable, and keeps git and the runner of the machine out."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from fake_github import FakeGitHub

from git_history import leave_alone

SCRIPTS = Path(__file__).parents[2] / "integrations" / "github"
sys.path.append(str(SCRIPTS))


@pytest.fixture(autouse=True)
def alone(monkeypatch: pytest.MonkeyPatch) -> None:
    leave_alone(monkeypatch, "GITHUB_", "RUNNER_", "STATEBOOK_")


@pytest.fixture
def github() -> Iterator[FakeGitHub]:
    """A fake of GitHub's API on loopback."""
    with FakeGitHub() as running:
        yield running
