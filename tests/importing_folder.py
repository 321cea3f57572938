"""A folder in which files are imported; what was imported must be a spec that loads, lints and builds."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from project_folder import Folder
from statebook.export.format import formats, subject
from statebook.model import Machine
from statebook.source.load import load_project


class Importing(Folder):
    """A folder, and the machine that an import made of a file."""

    def take(self, name: str, content: str | bytes, *options: str) -> Machine:
        """Import a file and give the machine that its spec says; the spec loads without a flaw."""
        self.write(name, content)
        code = self.run("import", *options, str(self.root / name))
        assert code == 0, self.said
        return self.machine()

    def machine(self) -> Machine:
        """The only machine of the project."""
        machines = self.machines()
        assert len(machines) == 1, list(machines)
        return next(iter(machines.values()))

    def machines(self) -> dict[str, Machine]:
        project, flaws = load_project(self.root)
        assert not flaws, flaws
        return project.machines

    def builds(self, *missing: str) -> None:
        """The spec lints without an error, but for rules that tell what the original does not say, and builds at once."""
        assert self.run("lint") in (0, 1), self.said
        errors = [line for line in (self.said + self.shown).splitlines() if "error[" in line]
        assert not [line for line in errors if not any(f"error[{one}]" in line for one in missing)], errors
        assert self.run("build") == 0, self.said
        assert self.run("check") == 0, self.said

    def refuses(self, name: str, content: str | bytes, *options: str) -> str:
        """Import a file that cannot be; exit code 2, nothing is written, and what is said."""
        self.write(name, content)
        before = self.tree()
        code = self.run("import", *options, str(self.root / name))
        assert code == 2, (code, self.said)
        assert self.tree() == before
        assert "this is a bug" not in self.said
        return self.said


def exported(machine: Machine, machines: dict[str, Machine] | None = None) -> dict[str, Any]:
    """A machine as JSON."""
    text = formats()["json"].export(subject(machines or {machine.id: machine}, machine)).text
    found: dict[str, Any] = json.loads(text)
    return found


def ways(machine: Machine) -> list[tuple[str, str, str]]:
    """The transitions of a machine: from, to, trigger."""
    return [(one.source, one.target, one.trigger) for one in machine.transitions]


def left_over(folder: Folder) -> list[tuple[int, str]]:
    """The lines of the original of which the last import says that something is left over, and what."""
    return [(int(line), what) for line, what in re.findall(r":(\d+):\d+: info\[[^]]*\] left over: (.*)", folder.said)]


def copy_of(source: Path) -> dict[str, str]:
    """The specs of a project, by file name."""
    return {path.name: path.read_text(encoding="utf-8") for path in sorted((source / "spec").glob("*.y*ml"))}
