"""A project to import into."""

from __future__ import annotations

from pathlib import Path

import pytest

from importing_folder import Importing


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Importing:
    monkeypatch.chdir(tmp_path)
    return Importing(tmp_path)
