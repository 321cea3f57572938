"""The door for texts that are not files of the project: a revision's, or standard input.

The same steps as `load`, from text to machines, with the same diagnostics.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path, PurePosixPath

from statebook.diagnostic import Diagnostic, sorted_diagnostics
from statebook.source.compose import compose
from statebook.source.decode import decode
from statebook.source.document.machine import SpecDocument
from statebook.source.load import Project
from statebook.source.nodes import locate
from statebook.source.resolve import folded, resolve
from statebook.source.settings import Settings
from statebook.source.text import SourceText, read_text


def load_texts(root: Path, texts: Mapping[str, SourceText | Diagnostic]) -> tuple[Project, list[Diagnostic]]:
    """The project of these texts, by name; a text that could not be had is the diagnostic that says why.

    Machines that have a flaw are left out; the diagnostics say why, sorted.
    """
    project = Project(root, Settings.model_validate({}))
    diagnostics: list[Diagnostic] = []
    documents: dict[str, SpecDocument] = {}
    for name, source in texts.items():
        if isinstance(source, Diagnostic):
            diagnostics.append(source)
            continue
        project.texts[name] = source
        node, flaws = compose(source)
        diagnostics.extend(flaws)
        if node is None:
            continue
        project.nodes[name] = node
        document, flaws = decode(source, node, SpecDocument)
        diagnostics.extend(flaws)
        if document is not None:
            documents[name] = document
    ids = {document.id: document.identifier for document in documents.values()}
    seen: dict[str, str] = {}
    for name, document in documents.items():
        first = seen.setdefault(folded(document.id), name)
        if first != name:
            place = locate(project.nodes[name], ("id",))
            message = f"{document.id!r} is the id of {first} too"
            diagnostics.append(
                project.texts[name].diagnostic(*place, "duplicate-id", message, "rename one of the machines")
            )
        machine, flaws = resolve(project.texts[name], project.nodes[name], document, ids)
        diagnostics.extend(flaws)
        if machine is not None:
            project.machines.setdefault(machine.id, machine)
    return project, sorted_diagnostics(diagnostics)


def texts_of(root: Path, names: list[str]) -> dict[str, SourceText | Diagnostic]:
    """Files of the project as texts, to stand beside one that is no file."""
    return {name: read_text(root / name, name) for name in names}


def settings_of(source: SourceText) -> tuple[Settings | None, list[Diagnostic]]:
    """The settings that a text holds, or None with its flaws."""
    node, flaws = compose(source)
    if node is None or flaws:
        return None, flaws
    return decode(source, node, Settings)


def matching(names: Mapping[str, object], patterns: list[str]) -> list[str]:
    """The names that patterns of `statebook.yml` match, as `pathlib` matches files on a disk; sorted."""
    return sorted(
        name for name in names if any(_matches(PurePosixPath(name).parts, PurePosixPath(one).parts) for one in patterns)
    )


def _matches(parts: tuple[str, ...], pattern: tuple[str, ...]) -> bool:
    if not pattern:
        return not parts
    if pattern[0] == "**":
        return any(_matches(parts[start:], pattern[1:]) for start in range(len(parts) + 1))
    return bool(parts) and PurePosixPath(parts[0]).match(pattern[0]) and _matches(parts[1:], pattern[1:])
