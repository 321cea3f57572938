"""A build may be killed, or refused by the system, at any step: every file is old or new, the next build repairs."""

from __future__ import annotations

import errno
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from site_project import Project

from statebook.site import folder
from statebook.site.artifact import Artifact, Plan
from statebook.site.errors import WriteFailed

OLD = {
    "docs/same.md": "same",
    "docs/changed.md": "old",
    "docs/gone/away.md": "gone",
    "docs/swap": "file",
    "docs/b/a/c.md": "c",
}
NEW = {
    "docs/same.md": "same",
    "docs/changed.md": "new",
    "docs/fresh/made.md": "made",
    "docs/swap/in.md": "in",
    "docs/b/a": "c",
}
LATER = {"docs/same.md": "third", "docs/changed.md": "third", "docs/fresh/made.md": "third", "docs/swap": "third"}
FOREIGN = {"docs/index.md": "hand-written", "docs/gone/note.txt": "mine"}

STEPS = {"open", "write", "fsync", "close", "replace", "unlink", "mkdir", "rmdir"}


class Killed(BaseException):
    """Stands for the end of the process: nothing may catch it for long."""


class FailingSystem:
    """The `os` module, whose step number `last` does not happen; `fail` says what happens instead."""

    def __init__(self, last: int, fail: Callable[[str], None]) -> None:
        self.left = last
        self.fail = fail

    def __getattr__(self, name: str) -> object:
        real = getattr(os, name)
        if name not in STEPS:
            return real

        def step(*arguments: object, **options: object) -> object:
            self.left -= 1
            if self.left < 0:
                if name == "write" and self.left == -1:
                    descriptor, data = arguments
                    os.write(descriptor, bytes(data)[: len(data) // 2])  # type: ignore[arg-type, call-overload]
                self.fail(name)
            return real(*arguments, **options)

        return step


def kill(_: str) -> None:
    raise Killed


def steps_of_a_whole_build(project: Project, monkeypatch: pytest.MonkeyPatch) -> int:
    system = FailingSystem(10_000, kill)
    with monkeypatch.context() as patch:
        patch.setattr(folder, "os", system)
        project.write(NEW)
    return 10_000 - system.left


def prepared(root: Path) -> Project:
    root.mkdir()
    project = Project(root)
    project.write(OLD)
    for path, text in FOREIGN.items():
        project.put(path, text)
    return project


def check_old_or_new(project: Project) -> None:
    found = {path: text for path, text in project.files().items() if not path.endswith(".tmp")}
    for path, text in found.items():
        assert text in {OLD.get(path), NEW.get(path), FOREIGN.get(path)}, path
    assert FOREIGN.items() <= found.items()
    assert found["docs/same.md"] == "same"
    assert "docs/changed.md" in found


@pytest.mark.parametrize("then", [NEW, OLD, LATER, {}], ids=["again", "back", "on", "away"])
def test_killed_at_any_step_the_next_build_repairs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, then: dict[str, str]
) -> None:
    count = steps_of_a_whole_build(prepared(tmp_path / "whole"), monkeypatch)
    assert count > 40
    clean = prepared(tmp_path / "clean")
    clean.write(then)
    prepared(tmp_path / "before")
    for last in range(count):
        project = Project(Path(shutil.copytree(tmp_path / "before", tmp_path / str(last))))
        with monkeypatch.context() as patch:
            patch.setattr(folder, "os", FailingSystem(last, kill))
            with pytest.raises(Killed):
                project.write(NEW)
        check_old_or_new(project)
        outcome = project.write(then)
        assert (outcome.kept, outcome.edited) == ((), ())
        assert project.files() == then | FOREIGN
        assert project.compare(then).fresh
        assert project.folders() == clean.folders()
        assert (project.root / project.manifest).read_bytes() == (clean.root / clean.manifest).read_bytes()


@pytest.mark.parametrize(
    ("number", "why"),
    [(errno.EROFS, "Read-only file system"), (errno.ENOSPC, "No space left"), (errno.EACCES, "denied")],
)
def test_a_refused_step_is_a_clear_error_and_leaves_no_rest(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, why: str
) -> None:
    def refuse_once(_: str) -> None:
        if system.left == -1:
            raise OSError(number, os.strerror(number), str(project.root / "docs/x"))

    count = steps_of_a_whole_build(prepared(tmp_path / "whole"), monkeypatch)
    harmless = 0
    for last in range(number % 3, count, 3):
        project = prepared(tmp_path / f"p{last}")
        system = FailingSystem(last, refuse_once)
        with monkeypatch.context() as patch:
            patch.setattr(folder, "os", system)
            try:
                project.write(NEW)
                harmless += 1
            except WriteFailed as error:
                assert error.message.startswith("cannot write docs/")
                assert why in error.message or "Is a directory" in error.message
                assert ".tmp" not in error.message
                assert "writable" in error.hint
        assert not [path for path in project.files() if path.endswith(".tmp")]
        check_old_or_new(project)
        project.write(NEW)
        assert project.files() == NEW | FOREIGN
    assert harmless < count // 10


CHILD = """
import sys
from site_project import Project
from pathlib import Path
project = Project(Path(sys.argv[1]))
print("ready", flush=True)
turn = 0
while True:
    turn += 1
    project.write({f"docs/{turn % 3}/{number}.md": f"{turn} {number} " * 3000 for number in range(6)})
"""


@pytest.mark.skipif(os.name == "nt", reason="needs SIGKILL")
def test_killed_by_the_system_at_random_moments(tmp_path: Path) -> None:
    project = Project(tmp_path)
    project.put("docs/1/mine.md", "mine")
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([*sys.path, str(Path(__file__).parent)])}
    moments = random.Random(7)
    for _ in range(4):
        with subprocess.Popen(
            [sys.executable, "-c", CHILD, str(tmp_path)], stdout=subprocess.PIPE, env=environment
        ) as child:
            assert child.stdout
            assert child.stdout.readline() == b"ready\n"
            time.sleep(moments.uniform(0.005, 0.08))
            child.send_signal(signal.SIGKILL)
        for path, text in project.files().items():
            if path.endswith(".md") and text not in {"mine", "now"}:
                turn, number = text.split(" ")[:2]
                assert text == f"{turn} {number} " * 3000
                assert path == f"docs/{int(turn) % 3}/{number}.md"
        files = {"docs/0/0.md": "now", "docs/2/7.md": "now"}
        assert project.write(files).kept == ()
        assert project.files() == files | {"docs/1/mine.md": "mine"}


def test_a_failing_artifact_leaves_the_lock_free(project: Project) -> None:
    def fail() -> bytes:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        project.write(Plan([Artifact("docs/a.svg", "spec/x.yaml", fail, "r", "e")], ["docs"]))
    assert project.write({"docs/a.md": "x"}).created == ("docs/a.md",)
