"""What a spec folder gives a site: every file of the plan by its place in the folder of the pages, in memory.

Knows projects and plans, not MkDocs. Drawings are kept by recipe for as long as the process lives, so
that a rebuild draws only what changed.
"""

from __future__ import annotations

import posixpath
from collections import OrderedDict
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from statebook.columns.source import is_generated
from statebook.diagnostic import Diagnostic, Severity

if TYPE_CHECKING:
    from statebook.site.artifact import Artifact
    from statebook.source.load import Project

MAXIMUM_DRAWINGS = 2000
"""Drawings that are kept; the one asked for longest ago goes first."""

_drawings: OrderedDict[tuple[str, str], bytes] = OrderedDict()


@dataclass(slots=True)
class Generated:
    """The files of a project, by path inside the folder of the pages, or the reasons why there are none.

    `files` is empty when a diagnostic is an error. `known` are the files on disk that a build wrote:
    the ones in `files` stand for them, the others are orphans. `specs` are the names of the spec
    files that were read.
    """

    files: dict[str, bytes] = field(default_factory=dict)
    known: frozenset[str] = frozenset()
    diagnostics: list[Diagnostic] = field(default_factory=list)
    specs: tuple[str, ...] = ()

    @property
    def errors(self) -> list[Diagnostic]:
        """The diagnostics that stand in the way of a build."""
        return [one for one in self.diagnostics if one.severity is Severity.ERROR]


def generate(root: Path, docs: Path) -> Generated:
    """The files of the project at `root` for the pages folder `docs`; nothing is written.

    Where the project's output folder is not inside `docs`, its pages come to the top of the site.
    """
    from statebook.site.plan import plan_project
    from statebook.source.load import load_project

    project, diagnostics = load_project(root)
    found = Generated(diagnostics=diagnostics, specs=tuple(project.texts))
    if found.errors:
        return found
    planned = plan_project(project)
    found.diagnostics = [*diagnostics, *planned.diagnostics]
    if planned.plan is None or found.errors:
        return found
    output = project.settings.output
    artifacts = [one for one in planned.plan if one.path.startswith(f"{output}/")]
    prefix = prefix_of(root, docs, output)
    files = {}
    for artifact in artifacts:
        content = _content(artifact, found.diagnostics)
        if content is not None:
            files[posixpath.join(prefix, artifact.path[len(output) + 1 :])] = content
    found.known = _known(project, root, planned.manifest, prefix)
    _refuse_taken(files, found, docs)
    if not found.errors:
        found.files = files
    return found


def is_committed(root: Path, docs: Path) -> bool:
    """Whether the pages in the folder `docs` are files: their manifest is there, or nothing to make them from."""
    from statebook.site.place import DEFAULT_MANIFEST

    name = posixpath.basename(DEFAULT_MANIFEST)
    if (root / DEFAULT_MANIFEST).exists() or (docs / name).exists() or any(docs.glob(f"*/{name}")):
        return True
    return not ((root / "statebook.yml").exists() or any(any(root.glob(f"spec/*.{one}")) for one in ("yaml", "yml")))


def prefix_of(root: Path, docs: Path, output: str) -> str:
    """The folder below the folder of the pages that the output goes to; empty for that folder itself."""
    try:
        inside = (root / output).resolve().relative_to(docs.resolve()).as_posix()
    except ValueError:
        return ""
    return "" if inside == "." else inside


def _content(artifact: Artifact, diagnostics: list[Diagnostic]) -> bytes | None:
    """The content of an artifact; a drawing comes from memory when it was made before."""
    from statebook.diagram import DiagramTooCostly, RendererUnavailable, RenderingFailed

    key = (artifact.recipe, artifact.engine)
    if artifact.recipe and key in _drawings:
        _drawings.move_to_end(key)
        return _drawings[key]
    try:
        content = artifact.make()
    except DiagramTooCostly as problem:
        hint = "group states, or set `diagrams: {detail: overview}` in statebook.yml"
        diagnostics.append(Diagnostic(artifact.origin, 1, 1, "diagram", str(problem), hint))
        return None
    except (RendererUnavailable, RenderingFailed) as problem:
        diagnostics.append(Diagnostic(artifact.origin, 1, 1, "diagram", str(problem)))
        return None
    if artifact.recipe:
        _drawings[key] = content
        while len(_drawings) > MAXIMUM_DRAWINGS:
            _drawings.popitem(last=False)
    return content


def _known(project: Project, root: Path, manifest: str, prefix: str) -> frozenset[str]:
    """The files that a build wrote into the folder of the pages, by their path in there."""
    from statebook.site.errors import SiteError
    from statebook.site.folder import Folder
    from statebook.site.manifest import read_manifest

    output = project.settings.output
    try:
        listed = read_manifest(Folder(root), manifest, merge=True).files
    except (SiteError, OSError):
        return frozenset()
    return frozenset(
        posixpath.join(prefix, path[len(output) + 1 :]) for path in listed if path.startswith(f"{output}/")
    )


def _refuse_taken(files: dict[str, bytes], found: Generated, docs: Path) -> None:
    """A file that somebody wrote by hand is never replaced, not even in memory."""
    for path, content in files.items():
        place = docs / path
        if path in found.known or not place.is_file() or _is_ours(place, content):
            continue
        message = f"{path} is generated, and a file of that name was written by hand"
        found.diagnostics.append(
            Diagnostic(f"{docs.name}/{path}", 1, 1, "unwritable", message, "rename one of them, or delete the file")
        )


def _is_ours(place: Path, content: bytes) -> bool:
    try:
        there = place.read_bytes()
    except OSError:
        return False
    return there == content or (place.suffix == ".md" and is_generated(there[:200].decode("utf-8", "replace")))
