"""Two builds of one project never run at once, and a dead one never blocks."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from site_project import Project

from statebook.site.cachefolder import cache_folder
from statebook.site.errors import Busy, WriteFailed
from statebook.site.lock import locked
from statebook.site.write import write

HOLDER = """
import sys, time
from statebook.site.lock import locked
with locked(sys.argv[1], 0):
    print("held", flush=True)
    time.sleep(60)
"""


def test_a_second_build_is_told_who_runs_and_a_killed_one_blocks_nobody(project: Project) -> None:
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    command = [sys.executable, "-c", HOLDER, str(project.root)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, env=environment) as holder:
        assert holder.stdout
        assert holder.stdout.readline().strip() == b"held"
        with pytest.raises(Busy, match=rf"another build of this project is running \(process {holder.pid}\)") as caught:
            project.write({"docs/a.md": "a"})
        assert "wait until it ends" in caught.value.hint
        assert project.files() == {}
        holder.kill()
    assert project.write({"docs/a.md": "a"}).created == ("docs/a.md",)


def test_a_build_waits_for_another(project: Project) -> None:
    taken, done = threading.Event(), threading.Event()

    def hold() -> None:
        with locked(project.root, 0):
            taken.set()
            time.sleep(0.15)
            done.set()

    thread = threading.Thread(target=hold)
    thread.start()
    taken.wait()
    outcome = write(project.plan({"docs/a.md": "a"}), project.manifest, project.root, wait=10)
    assert done.is_set()
    assert outcome.created == ("docs/a.md",)
    thread.join()


def test_a_lock_whose_file_was_removed_while_waiting_is_taken_anew(tmp_path: Path) -> None:
    taken, release = threading.Event(), threading.Event()

    def hold() -> None:
        with locked(tmp_path, 10):
            taken.set()
            release.wait()

    thread = threading.Thread(target=hold)
    with locked(tmp_path, 0):
        thread.start()
        time.sleep(0.1)
        shutil.rmtree(cache_folder(str(tmp_path)))
    taken.wait()
    with pytest.raises(Busy), locked(tmp_path, 0):
        pass
    release.set()
    thread.join()


def test_a_removed_cache_folder_does_not_split_the_lock(tmp_path: Path) -> None:
    with locked(tmp_path, 0):
        shutil.rmtree(cache_folder(str(tmp_path)))
        with locked(tmp_path, 0), pytest.raises(Busy), locked(tmp_path, 0):
            pass


def test_the_cache_folder_keeps_out_of_git_and_backups(tmp_path: Path) -> None:
    with locked(tmp_path, 0):
        pass
    folder = tmp_path / ".statebook-cache"
    assert (folder / ".gitignore").read_text() == "*\n"
    assert (folder / "CACHEDIR.TAG").read_text().startswith("Signature: 8a477f597d28d172789f06886806bc55\n")


@pytest.mark.parametrize("kind", ["link", "fifo"])
def test_something_else_in_place_of_the_lock_is_refused(tmp_path: Path, kind: str) -> None:
    folder = tmp_path / ".statebook-cache"
    folder.mkdir()
    precious = tmp_path / "precious"
    precious.write_text("precious")
    (folder / "lock").symlink_to(precious) if kind == "link" else os.mkfifo(folder / "lock")
    with pytest.raises(WriteFailed, match="cache folder"), locked(tmp_path, 0):
        pass
    assert precious.read_text() == "precious"
