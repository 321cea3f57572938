"""A project in a temporary folder, and the command line run on it in this process."""

from __future__ import annotations

import contextlib
import io
from pathlib import Path

from statebook.cli import main

GOOD = "statebook: 1\nid: good\ntitle: Good\nstate_attribute: status\nstates: {on: {}}\n"


class Folder:
    """Files below a root, and what the commands say about them."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.said = ""
        self.shown = ""

    def write(self, name: str, content: str | bytes) -> Path:
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    def read(self, name: str) -> str:
        return (self.root / name).read_bytes().decode()

    def tree(self, below: str = ".") -> dict[str, bytes]:
        """Every regular file below a folder."""
        base = self.root / below
        return {
            path.relative_to(base).as_posix(): path.read_bytes()
            for path in sorted(base.rglob("*"))
            if path.is_file() and ".statebook-cache" not in path.parts
        }

    def run(self, *arguments: str) -> int:
        """The exit code of one command; `said` is its standard error, `shown` its standard output."""
        error, output = io.StringIO(), io.StringIO()
        with contextlib.redirect_stderr(error), contextlib.redirect_stdout(output):
            code = main([arguments[0], "-C", str(self.root), *arguments[1:]])
        self.said, self.shown = error.getvalue(), output.getvalue()
        return code

    def refused(self) -> list[str]:
        """The lines that `build` says while it refuses; nothing is written, and `check` refuses alike."""
        before = self.tree()
        codes = []
        for command in ("check", "build"):
            codes.append(self.run(command))
            assert self.tree() == before
        assert codes == [2, 2], (codes, self.said)
        assert "this is a bug" not in self.said
        return self.said.splitlines()
