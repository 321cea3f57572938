"""A small project on disk, and short ways to plan, write and look at it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from statebook.site.artifact import Artifact, Plan
from statebook.site.compare import Comparison, compare
from statebook.site.place import DEFAULT_MANIFEST
from statebook.site.write import Outcome, write

ORIGIN = "spec/x.yaml"


class Project:
    """A project folder whose output is `docs/`; contents are given as a mapping of path to text."""

    manifest = DEFAULT_MANIFEST

    def __init__(self, root: Path) -> None:
        self.root = root

    @staticmethod
    def plan(files: Mapping[str, str]) -> Plan:
        return Plan([Artifact.plain(path, text, ORIGIN) for path, text in files.items()], ["docs"])

    def write(self, files: Mapping[str, str] | Plan, *, adopt: bool = False) -> Outcome:
        plan = files if isinstance(files, Plan) else self.plan(files)
        return write(plan, self.manifest, self.root, adopt=adopt, wait=0)

    def compare(self, files: Mapping[str, str] | Plan, *, render: bool = True) -> Comparison:
        plan = files if isinstance(files, Plan) else self.plan(files)
        return compare(plan, self.manifest, self.root, render=render)

    def put(self, path: str, text: str) -> Path:
        place = self.root / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(text.encode())
        return place

    def files(self) -> dict[str, str]:
        """Every file but the manifest and the cache, by path."""
        found = sorted(path for path in self.root.rglob("*") if path.is_file() or path.is_symlink())
        named = {path.relative_to(self.root).as_posix(): path for path in found}
        return {
            name: path.read_bytes().decode()
            for name, path in named.items()
            if name != self.manifest and not name.startswith(".statebook-cache/")
        }

    def folders(self) -> list[str]:
        found = (path.relative_to(self.root).as_posix() for path in self.root.rglob("*") if path.is_dir())
        return sorted(name for name in found if name != ".statebook-cache")
