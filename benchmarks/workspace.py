"""A copy of a project in a temporary folder, and the two builds that are measured: without a change, and of all.

It runs Statebook as its users do, `python build.py`, and reads what the build says, so that a build that did other
work than it should is noticed. It does not import Statebook.
"""
# ruff: noqa: INP001 - a folder of scripts is no package

from __future__ import annotations

import json
import re
import shutil
import sys
from pathlib import Path
from typing import Any

from measure import Broken, Usage, run_process
from sizes import spec_text

REPOSITORY = Path(__file__).resolve().parent.parent
COPIED = ("spec", "templates", "statebook.yml", "build.py")
MADE = ("docs", "schema", ".statebook-cache")
REFERENCE_IMPORT = "import yaml, jinja2"
TINY = 4
"""States of the spec that takes the place of the real ones in a trial run."""


class Workspace:
    """A project of its own in `folder`, built once when it is made."""

    def __init__(self, folder: Path, *, tiny: bool) -> None:
        self.folder = folder / "project"
        self.folder.mkdir()
        for name in COPIED:
            source, target = REPOSITORY / name, self.folder / name
            if source.is_dir():
                shutil.copytree(source, target, ignore=shutil.ignore_patterns("__pycache__"))
            else:
                shutil.copy(source, target)
        # The gallery would measure the number of its machines.
        shutil.rmtree(self.folder / "spec" / "gallery")
        settings = self.folder / "statebook.yml"
        settings.write_text(settings.read_text(encoding="utf-8").replace(", spec/gallery/*.yaml", ""), encoding="utf-8")
        if tiny:
            shutil.rmtree(self.folder / "spec")
            (self.folder / "spec").mkdir()
            (self.folder / "spec" / "parcel.yaml").write_text(spec_text(TINY), encoding="utf-8")
        self.caches = folder / "no-compiled-module"
        self._uncached = 0
        self.full_build()

    def no_op_build(self) -> Usage:
        """A build of a project that has not changed. Raises `Broken` when it was looked at any further."""
        used = self._build()
        if "up to date" not in used.errors:
            # A change of Statebook itself counts as one; the build just made has taken it in.
            used = self._build()
        if "up to date" not in used.errors:
            message = f"a second build was not a no-op: {used.errors.strip()!r}"
            raise Broken(message)
        return used

    def full_build(self) -> Usage:
        """A build of everything: no output, no stamp; the renderer's compiled module is where the last run left it."""
        self._clear()
        return self._checked(self._build())

    def uncompiled_build(self) -> Usage:
        """A build of everything by a user who has never drawn a diagram: the renderer has to be compiled."""
        self._clear()
        self._uncached += 1
        cache = self.caches / str(self._uncached)
        cache.mkdir(parents=True)
        used = self._checked(self._build({"XDG_CACHE_HOME": str(cache)}))
        if not any(cache.iterdir()):
            message = "the renderer keeps its compiled module elsewhere than in XDG_CACHE_HOME on this system"
            raise Broken(message)
        return used

    def pages_alone(self, folder: Path) -> Path:
        """A copy of the project in `folder` whose site has no pages but those of the folder `docs`: no changelog."""
        shutil.copytree(self.folder, folder, ignore=shutil.ignore_patterns(*MADE))
        settings = folder / "statebook.yml"
        text = settings.read_text("utf-8")
        settings.write_text(re.sub(r"^changelog:\n(?:[ ].*\n)*", "", text, flags=re.MULTILINE), encoding="utf-8")
        return folder

    def reference_import(self) -> Usage:
        """The least that any program of this kind has to import."""
        return run_process([sys.executable, "-c", REFERENCE_IMPORT], self.folder)

    def machines(self) -> list[dict[str, Any]]:
        """The machines of the project as data, from its own output, the largest first."""
        found = [json.loads(path.read_text("utf-8")) for path in sorted((self.folder / "docs").glob("*/machine.json"))]
        return sorted(found, key=lambda machine: -len(machine["states"]))

    def dot_file(self, machine: dict[str, Any]) -> Path:
        """The DOT file of a whole machine."""
        return self.folder / "docs" / str(machine["id"]) / "diagrams" / "machine.dot"

    def _build(self, changes: dict[str, str] | None = None) -> Usage:
        return run_process([sys.executable, "build.py"], self.folder, changes)

    def _clear(self) -> None:
        for name in MADE:
            shutil.rmtree(self.folder / name, ignore_errors=True)

    def _checked(self, used: Usage) -> Usage:
        if "created" not in used.errors or not list((self.folder / "docs").glob("*/diagrams/machine.svg")):
            message = f"a full build did not make everything: {used.errors.strip()!r}"
            raise Broken(message)
        return used
