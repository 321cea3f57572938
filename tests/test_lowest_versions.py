"""With the oldest libraries that `pyproject.toml` allows: the same pages, the same site, the same verdicts.

It installs them into an environment of its own, so it needs a registry; it runs in CI, and wherever `STATEBOOK_LOWEST` is set.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
pytestmark = pytest.mark.skipif(
    not (os.environ.get("CI") or os.environ.get("STATEBOOK_LOWEST")), reason="STATEBOOK_LOWEST asks for it"
)


def lowest() -> list[str]:
    """Every runtime requirement with its lowest version, those of the extras `site` and `conform` included."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = project["optional-dependencies"]
    found = []
    for line in [*project["dependencies"], *extras["site"], *extras["conform"]]:
        named = re.fullmatch(r"([\w.-]+)(?:>=|==)([\w.]+)(?:,<[\w.]+)?", line)
        assert named, f"{line}: a requirement has a lowest version and ends before the next great one"
        found.append(f"{named[1]}=={named[2]}")
    return found


@pytest.fixture(scope="module")
def program(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("lowest")
    subprocess.run([sys.executable, "-m", "venv", str(folder / "venv")], check=True, capture_output=True)
    python = folder / "venv" / "bin" / "python"
    done = subprocess.run(
        [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *lowest(), "setuptools>=77"],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    site = next((folder / "venv/lib").glob("python*/site-packages"))
    # The checkout itself, as an editable installation would place it, with the entry points of the installed one.
    done = subprocess.run(
        [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-deps", "--no-build-isolation", "-e", str(ROOT)],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert list(site.glob("statebook-*.dist-info"))
    return folder / "venv" / "bin" / "statebook"


def said(program: Path, *arguments: str, folder: Path) -> str:
    done = subprocess.run([program, *arguments], cwd=folder, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout + done.stderr


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of this repository without its history."""
    folder = tmp_path_factory.mktemp("project") / "here"
    skip = shutil.ignore_patterns(
        ".git", ".venv", "tests", "site", "src", "__pycache__", ".*_cache", ".statebook-cache"
    )
    shutil.copytree(ROOT, folder, ignore=skip)
    return folder


def test_every_committed_page_is_what_they_make(program: Path, project: Path) -> None:
    assert "up to date" in said(program, "check", folder=project)


def test_they_build_the_site_and_find_nothing_to_say(program: Path, project: Path) -> None:
    said(program, "build", "--site", folder=project)
    assert 'class="statebook-example"' in (project / "site/dataset-status/index.html").read_text(encoding="utf-8")


def test_they_hold_a_log_against_the_spec(program: Path, project: Path, tmp_path: Path) -> None:
    body = json.loads((project / "docs/dataset-status/examples/idle.json").read_text(encoding="utf-8"))
    lines = [{"id": "a", "at": f"2026-01-01T00:00:0{second}Z", "status": body} for second in range(3)]
    log = tmp_path / "log.jsonl"
    log.write_text("".join(json.dumps(one) + "\n" for one in lines), encoding="utf-8")
    assert "3 observations" in said(program, "conform", str(log), "--machine", "dataset-status", folder=project)
