"""Same input, same bytes: whatever the hash seed, the locale, the time zone or the folder."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from project_folder import Folder

CASES = Path(__file__).parents[1] / "cases"
SURROUNDINGS = [
    {"PYTHONHASHSEED": "0", "LC_ALL": "C", "LANG": "C", "TZ": "UTC"},
    {"PYTHONHASHSEED": "1", "LC_ALL": "C.UTF-8", "LANG": "tr_TR.UTF-8", "TZ": "Pacific/Chatham", "NO_COLOR": "1"},
    {
        "PYTHONHASHSEED": "4242",
        "LC_ALL": "POSIX",
        "LANG": "",
        "TZ": "America/St_Johns",
        "PYTHONUTF8": "0",
        "PYTHONIOENCODING": "ascii",
    },
]


def built(root: Path, surroundings: dict[str, str]) -> dict[str, bytes]:
    (root / "spec").mkdir(parents=True)
    for slug in ("odd-ids", "two-machines", "every-type", "wildcards"):
        for path in (CASES / slug / "project/spec").iterdir():
            shutil.copy(path, root / "spec")
    environment = {key: value for key, value in os.environ.items() if not key.startswith(("LC_", "LANG", "PYTHON"))}
    done = subprocess.run(
        [sys.executable, "-m", "statebook", "build", "-C", str(root)],
        env={**environment, **surroundings},
        capture_output=True,
        check=False,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr.decode()
    assert b"Traceback" not in done.stderr
    return Folder(root).tree("docs")


def reported(root: Path, surroundings: dict[str, str]) -> dict[str, bytes]:
    """What `lint` and `diff` say of the same specs in every format of a program."""
    for side in ("base", "head"):
        (root / side / "spec").mkdir(parents=True)
    for slug in ("odd-ids", "hostile", "two-machines"):
        for path in (CASES / slug / "project/spec").iterdir():
            shutil.copy(path, root / "head/spec")
    for path in (CASES / "two-machines/project/spec").iterdir():
        shutil.copy(path, root / "base/spec")
    environment = {key: value for key, value in os.environ.items() if not key.startswith(("LC_", "LANG", "PYTHON"))}
    found = {}
    for command in (["lint", "-C", "head"], ["diff", "./base/", "./head/", "--all"]):
        pairs = [part for name in FORMATS for part in ("-f", name, "-o", f"{command[0]}.{name}")]
        done = subprocess.run(
            [sys.executable, "-m", "statebook", *command, "--today", "2026-01-01", *pairs],
            cwd=root,
            env={**environment, **surroundings},
            capture_output=True,
            check=False,
            timeout=120,
        )
        assert done.returncode in (0, 1), done.stderr.decode()
        found |= {f"{command[0]}.{name}": (root / f"{command[0]}.{name}").read_bytes() for name in FORMATS}
    return found


FORMATS = ("counts", "github", "gitlab", "json", "junit", "markdown", "sarif", "text")


@pytest.mark.parametrize("surroundings", SURROUNDINGS[1:], ids=lambda one: one["TZ"])
def test_reports_are_the_same_bytes_everywhere(surroundings: dict[str, str], tmp_path: Path) -> None:
    first = reported(tmp_path / "a project", SURROUNDINGS[0])
    assert all(first.values())
    again = reported(tmp_path / "ein Ordner é", surroundings)
    assert [name for name in first if first[name] != again[name]] == []


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    return built(tmp_path_factory.mktemp("first") / "a project", SURROUNDINGS[0])


@pytest.mark.parametrize("surroundings", SURROUNDINGS[1:], ids=lambda one: one["TZ"])
def test_the_surroundings_do_not_matter(first: dict[str, bytes], surroundings: dict[str, str], tmp_path: Path) -> None:
    assert len(first) > 100
    again = built(tmp_path / "ein Ordner é", surroundings)
    assert sorted(again) == sorted(first)
    assert [name for name in first if first[name] != again[name]] == []
