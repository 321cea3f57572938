"""Every machine that the repository has: those of the cases and the real ones, as formats want them."""

from __future__ import annotations

import functools
from pathlib import Path

from statebook.examples.project import Project
from statebook.export.format import Subject, subject
from statebook.render.environment import template_folders
from statebook.source.load import load_project

ROOT = Path(__file__).parents[1]


@functools.cache
def every_machine() -> dict[str, Subject]:
    """Subjects by case and machine; the real spec is `real/dataset-status`."""
    found: dict[str, Subject] = {}
    for case in [*sorted((ROOT / "tests" / "cases").glob("*/project")), ROOT]:
        project, _ = load_project(case)
        machines = Project(project.machines)
        folders = template_folders(project.root, project.settings.templates)
        name = case.parent.name if case != ROOT else "real"
        found.update({f"{name}/{one.id}": subject(machines, one, None, folders) for one in machines.values()})
    assert len(found) > 12
    return found
