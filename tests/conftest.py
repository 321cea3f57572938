"""What all tests share: an empty project, and `--update`, which rewrites expected files instead of comparing."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from project_folder import Folder

settings.register_profile(
    "statebook",
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
settings.load_profile("statebook")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update", action="store_true", help="rewrite the expected files; then read the difference")


@pytest.fixture
def update(request: pytest.FixtureRequest) -> bool:
    """Whether expected files are to be rewritten."""
    return bool(request.config.getoption("--update"))


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    """An empty project; tests that want more in it have a fixture of this name of their own."""
    return Folder(tmp_path)


Golden = Callable[[Path, str], None]


@pytest.fixture
def golden(*, update: bool) -> Golden:
    """Compare a text with an expected file, or write it there."""

    def compare(path: Path, found: str) -> None:
        if update:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(found.encode())
        assert path.is_file(), f"{path.name} is not there yet: pytest --update"
        assert found == path.read_bytes().decode(), f"{path.name} differs: pytest --update, if that is meant"

    return compare
