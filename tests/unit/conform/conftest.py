"""The printer in a project of its own."""

from __future__ import annotations

from pathlib import Path

import pytest

from conform_case import Case


@pytest.fixture
def case(tmp_path: Path) -> Case:
    return Case(tmp_path)
