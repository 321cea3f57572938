"""Whole builds: `cases/<slug>/project` gives exactly `cases/<slug>/expected`, and building again changes nothing."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from project_folder import Folder

CASES = Path(__file__).parent / "cases"
SLUGS = sorted(path.name for path in CASES.iterdir() if path.is_dir())


def built(slug: str, root: Path) -> tuple[Folder, dict[str, bytes]]:
    """A copy of a case's project after one build, and the files that the build made."""
    shutil.copytree(CASES / slug / "project", root, dirs_exist_ok=True)
    folder = Folder(root)
    before = folder.tree()
    assert folder.run("build") == 0, folder.said
    return folder, {name: content for name, content in folder.tree().items() if before.get(name) != content}


@pytest.mark.parametrize("slug", SLUGS)
def test_a_build_is_as_expected(slug: str, tmp_path: Path, *, update: bool) -> None:
    _, made = built(slug, tmp_path)
    expected = CASES / slug / "expected"
    if update:
        shutil.rmtree(expected, ignore_errors=True)
        for name, content in made.items():
            (expected / name).parent.mkdir(parents=True, exist_ok=True)
            (expected / name).write_bytes(content)
    known = Folder(expected).tree()
    assert sorted(made) == sorted(known), "other files than expected: pytest --update, if that is meant"
    changed = [name for name in made if made[name] != known[name]]
    assert not changed, "other content than expected: pytest --update, if that is meant"


@pytest.mark.parametrize("slug", SLUGS)
def test_a_second_build_writes_nothing(slug: str, tmp_path: Path) -> None:
    folder, made = built(slug, tmp_path)
    times = {name: (folder.root / name).stat().st_mtime_ns for name in made}
    assert folder.run("build") == 0
    assert "created" not in folder.said
    assert "updated" not in folder.said
    shutil.rmtree(folder.root / ".statebook-cache")
    assert folder.run("build") == 0
    assert "created" not in folder.said
    assert "updated" not in folder.said
    assert folder.run("check") == 0
    assert {name: (folder.root / name).stat().st_mtime_ns for name in made} == times
