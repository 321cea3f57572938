"""Git in temporary folders: nothing of the settings of whoever runs the tests counts.

`GitHistory` makes commits that have the same hashes on every machine; `repository` and `commit` make
plain ones, for tests to which hashes mean nothing.
"""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

AUTHOR = "Ada"
START = 1_488_326_400
"""2017-03-01 00:00:00 UTC."""
DAY = 86_400

ALONE = {
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_CONFIG_SYSTEM": os.devnull,
    "GIT_AUTHOR_NAME": "a",
    "GIT_AUTHOR_EMAIL": "a@example.com",
    "GIT_COMMITTER_NAME": "a",
    "GIT_COMMITTER_EMAIL": "a@example.com",
}


def leave_alone(monkeypatch: pytest.MonkeyPatch, *others: str) -> None:
    """No configuration of git, and none of the programs whose variables begin with `others`."""
    for name in [one for one in os.environ if one.startswith(("GIT_", *others))]:
        monkeypatch.delenv(name)
    for name, value in ALONE.items():
        monkeypatch.setenv(name, value)


def git(folder: Path, *arguments: str) -> str:
    """What one git command says, in the environment as it is: `leave_alone` comes first."""
    done = subprocess.run(["git", *arguments], cwd=folder, check=True, capture_output=True, text=True)
    return done.stdout.strip()


def commit(folder: Path, files: dict[str, str | bytes], message: str = "m") -> str:
    """The hash of a commit of these files."""
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
    git(folder, "add", "-A")
    git(folder, "commit", "-q", "-m", message)
    return git(folder, "rev-parse", "HEAD")


def repository(root: Path, files: dict[str, str | bytes], tag: str) -> None:
    """A repository whose first commit, with a tag, holds these files."""
    root.mkdir(parents=True, exist_ok=True)
    git(root, "init", "-q", "-b", "main")
    commit(root, files)
    git(root, "tag", tag)


class GitHistory:
    """Commits and tags with a day each; nothing of the machine's own settings of git counts."""

    def __init__(self, root: Path) -> None:
        self.root = root
        root.mkdir(parents=True, exist_ok=True)
        self.git("init", "--quiet", "--initial-branch=main", "--object-format=sha1")

    def git(self, *arguments: str, day: int = 0, zone: str = "+0000") -> str:
        """What one git command says."""
        date = f"{START + day * DAY} {zone}"
        environment = {
            "PATH": os.environ["PATH"],
            "HOME": str(self.root),
            "GIT_CONFIG_NOSYSTEM": "1",
            "GIT_CONFIG_GLOBAL": os.devnull,
            **{f"GIT_{who}_NAME": AUTHOR for who in ("AUTHOR", "COMMITTER")},
            **{f"GIT_{who}_EMAIL": "ada@example.org" for who in ("AUTHOR", "COMMITTER")},
            "GIT_AUTHOR_DATE": date,
            "GIT_COMMITTER_DATE": date,
        }
        command = ["git", "-c", "core.autocrlf=false", *arguments]
        done = subprocess.run(command, cwd=self.root, env=environment, capture_output=True, check=False)
        assert done.returncode == 0, (arguments, done.stderr)
        return done.stdout.decode().strip()

    def write(self, name: str, content: str | None) -> None:
        """Write a file; None deletes it."""
        path = self.root / name
        if content is None:
            path.unlink()
            return
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode("utf-8", "surrogateescape"))

    def commit(
        self, day: int, files: dict[str, str | None], message: str = "Edit", tag: str = "", zone: str = "+0000"
    ) -> str:
        """The hash of a commit of these files, tagged or not."""
        for name, content in files.items():
            self.write(name, content)
        self.git("add", "--all")
        self.git("commit", "--quiet", "--allow-empty", "-m", message, day=day, zone=zone)
        if tag:
            self.tag(tag, day)
        return self.git("rev-parse", "HEAD")

    def tag(self, name: str, day: int) -> None:
        """An annotated tag of that day."""
        self.git("tag", "--annotate", "-m", name, "--", name, day=day)
