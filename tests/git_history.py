"""A git repository in a temporary folder whose commits have the same hashes on every machine."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

AUTHOR = "Ada"
START = 1_488_326_400
"""2017-03-01 00:00:00 UTC."""
DAY = 86_400


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
