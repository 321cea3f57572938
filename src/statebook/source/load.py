"""The one door from files to machines: all files, all diagnostics."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from statebook.anchors import file_names
from statebook.diagnostic import Diagnostic, sorted_diagnostics
from statebook.model import Machine
from statebook.pointer import Pointer
from statebook.source.assembly import assemble, parse
from statebook.source.compose import compose
from statebook.source.decode import decode
from statebook.source.nodes import Node, locate
from statebook.source.settings import Settings
from statebook.source.text import SourceText, read_text

SETTINGS_FILE = "statebook.yml"


@dataclass(slots=True)
class Project:
    """Everything that was read: settings, machines by id, and the positions of what they say."""

    root: Path
    settings: Settings
    machines: dict[str, Machine] = field(default_factory=dict)
    texts: dict[str, SourceText] = field(default_factory=dict)
    nodes: dict[str, Node] = field(default_factory=dict)

    def position(self, pointer: Pointer, *, key: bool = True) -> tuple[int, int]:
        """Line and column, from 1, of what a pointer leads to: of its key, unless told otherwise."""
        root = self.nodes.get(pointer.file)
        return locate(root, pointer.steps, key=key) if root is not None else (1, 1)

    def diagnostic(self, pointer: Pointer, rule: str, message: str, hint: str = "") -> Diagnostic:
        """A diagnostic at what a pointer leads to."""
        line, column = self.position(pointer, key=False)
        source = self.texts.get(pointer.file)
        if source is None:
            return Diagnostic(pointer.file, line, column, rule, message, hint)
        return source.diagnostic(line, column, rule, message, hint)


def load_settings(root: Path) -> tuple[Settings, list[Diagnostic]]:
    """The settings of the project at `root`; all defaults where there is no `statebook.yml`."""
    path = root / SETTINGS_FILE
    if not os.path.lexists(path):
        return Settings.model_validate({}), []
    source = read_text(path, SETTINGS_FILE)
    if isinstance(source, Diagnostic):
        return Settings.model_validate({}), [source]
    settings, flaws = settings_of(source)
    return settings or Settings.model_validate({}), flaws


def settings_of(source: SourceText) -> tuple[Settings | None, list[Diagnostic]]:
    """The settings that a text holds, or None with its flaws."""
    node, flaws = compose(source)
    if node is None or flaws:
        return None, flaws
    return decode(source, node, Settings)


def spec_files(root: Path, patterns: Sequence[str]) -> list[str]:
    """The files that the patterns match, relative to `root`, sorted, each once."""
    found = {
        path.relative_to(root).as_posix()
        for pattern in patterns
        for path in root.glob(pattern)
        if path.is_file() and path.name != SETTINGS_FILE
    }
    return sorted(found)


def load_project(root: Path, files: Sequence[str] = ()) -> tuple[Project, list[Diagnostic]]:
    """Read the settings and the spec files at `root`, or just these files.

    Machines that have a flaw are left out; the diagnostics say why, sorted. `files` are paths
    relative to `root` or absolute; a path outside `root` keeps the name it was given by.
    """
    settings, diagnostics = load_settings(root)
    project = Project(root, settings)
    names = list(files) or spec_files(root, settings.specs)
    if not names:
        patterns = ", ".join(settings.specs)
        message = f"no spec file matches {patterns}"
        diagnostics.append(
            Diagnostic(SETTINGS_FILE, 1, 1, "unreadable", message, "add one, or name its pattern in `specs:`")
        )
    if not files:
        names = _inside(root, names, diagnostics)
    texts = texts_of(root, names)
    return assembled(project, texts, diagnostics)


def texts_of(root: Path, names: Sequence[str]) -> dict[str, SourceText | Diagnostic]:
    """The texts of files, by the name that they are shown under, or why they could not be had."""
    shown = {Path(name).as_posix(): root / name for name in names}
    return {name: read_text(path, name) for name, path in shown.items()}


def assembled(
    project: Project, texts: Mapping[str, SourceText | Diagnostic], diagnostics: Sequence[Diagnostic] = ()
) -> tuple[Project, list[Diagnostic]]:
    """The project with the machines of these texts.

    A text that could not be had is the diagnostic that says why. Machines that have a flaw are left
    out; the diagnostics say why, sorted, together with those given.
    """
    parsed = {name: parse(text) for name, text in texts.items()}
    project.texts |= {name: one.source for name, one in parsed.items() if one.source is not None}
    project.nodes |= {name: one.root for name, one in parsed.items() if one.root is not None}
    project.machines, flaws = assemble(parsed)
    return project, sorted_diagnostics([*diagnostics, *flaws])


def _inside(root: Path, names: Sequence[str], diagnostics: list[Diagnostic]) -> list[str]:
    """The files that really lie in the project: what a pattern matches may be anybody's link to anything."""
    here = root.resolve()
    found = []
    for name in names:
        if (root / name).resolve().is_relative_to(here):
            found.append(name)
        else:
            message = "is a link that leads out of the project"
            diagnostics.append(
                Diagnostic(name, 1, 1, "unreadable", message, "put the file itself here, or name it as an argument")
            )
    return found


def page_names(project: Project) -> dict[str, str]:
    """The file name, without extension, of each machine's page."""
    return file_names(project.machines)
