"""The plan beside the disk and the manifest: what each path is, before anybody decides anything.

It reads and never writes; `write` and `compare` judge what it found.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from statebook.site.artifact import Artifact, Plan, ancestors, folded, path_flaw
from statebook.site.errors import SiteError
from statebook.site.folder import Folder, Found, temporary_path
from statebook.site.manifest import Entry, Manifest


@dataclass(frozen=True, slots=True)
class Target:
    """A planned path. `sha256` is that of the file on disk, empty when there is no file.

    `entries` is what the manifest knows of it. `trouble` says in words why no file can be put
    there, and is empty when one can.
    """

    artifact: Artifact
    found: Found
    sha256: str
    entries: tuple[Entry, ...]
    trouble: str

    @property
    def is_recorded_content(self) -> bool:
        """Whether the file is as a build left it."""
        return any(entry.sha256 == self.sha256 for entry in self.entries)

    def recorded(self) -> Entry | None:
        """The entry that the file on disk came from by this same recipe, whatever the engine."""
        same = (one for one in self.entries if one.recipe == self.artifact.recipe and one.sha256 == self.sha256)
        return next(same, None) if self.artifact.recipe else None


@dataclass(frozen=True, slots=True)
class Orphan:
    """A path of the manifest that is planned no more.

    `state` is `ours` (as a build left it), `edited`, `gone` (no file is there, perhaps a folder is),
    `blocked` (a link or device stands there or above) or `outside` (not in an output folder).
    """

    path: str
    state: Literal["ours", "edited", "gone", "blocked", "outside"]


@dataclass(frozen=True, slots=True)
class Survey:
    """A plan and the manifest before it: every planned path and every orphan, in path order.

    `others` are the manifest's files that the plan does not speak for.
    """

    plan: Plan
    recorded: Manifest
    targets: tuple[Target, ...]
    orphans: tuple[Orphan, ...]
    others: Mapping[str, tuple[Entry, ...]]


def survey(plan: Plan, manifest: Manifest, folder: Folder) -> Survey:
    """Look at every path of the plan and of the manifest. `OSError` passes through."""
    unplanned = {path: entries for path, entries in manifest.files.items() if path not in plan}
    others = {path: one for path, one in unplanned.items() if not plan.speaks_for(entry.origin for entry in one)}
    orphans = tuple(_orphan(path, one, plan, folder) for path, one in unplanned.items() if path not in others)
    ground = _Ground(plan, manifest, folder, orphans)
    return Survey(plan, manifest, tuple(ground.target(artifact) for artifact in plan), orphans, others)


def check_manifest_path(plan: Plan, path: str) -> None:
    """Raise `SiteError` when the manifest cannot be kept at this path."""
    flaw = path_flaw(path) or ("" if plan.holds(path) else "it is outside the output folders")
    clash = any(folded(path) in {folded(one.path), *map(folded, ancestors(one.path))} for one in plan)
    if flaw or clash:
        message = f"the manifest cannot be kept at {path!r}: {flaw or 'the build has another use for that path'}"
        raise SiteError(message, f"choose a file name inside {' or '.join(plan.roots)}")


def content_digest(content: bytes) -> str:
    """SHA-256 in hexadecimal."""
    return hashlib.sha256(content).hexdigest()


def _orphan(path: str, entries: tuple[Entry, ...], plan: Plan, folder: Folder) -> Orphan:
    if not plan.holds(path):
        return Orphan(path, "outside")
    found = folder.look(path)
    if found.kind in {"link", "special"}:
        return Orphan(path, "blocked")
    if found.kind != "file" or found.at != path:
        return Orphan(path, "gone")
    digest = folder.digest(path)
    return Orphan(path, "ours" if any(entry.sha256 == digest for entry in entries) else "edited")


class _Ground:
    """Tells what stands in a target's way from what the build itself will clear."""

    def __init__(self, plan: Plan, manifest: Manifest, folder: Folder, orphans: tuple[Orphan, ...]) -> None:
        self.manifest = manifest
        self.folder = folder
        self.cleared = {orphan.path for orphan in orphans if orphan.state == "ours"}
        former = [orphan.path for orphan in orphans if orphan.state in {"ours", "gone"}]
        self.former_folders = {above for path in former for above in ancestors(path)}
        self.twins = {folded(orphan.path): orphan.path for orphan in orphans}
        self.temporary = {temporary_path(path) for path in (*manifest.files, *(one.path for one in plan))}

    def target(self, artifact: Artifact) -> Target:
        path = artifact.path
        found = self.folder.look(path)
        entries = self.manifest.files.get(path, ())
        trouble = found.trouble(path)
        if trouble and self._will_be_cleared(found, path):
            trouble = ""
        is_file = found.kind == "file" and found.at == path
        if is_file and not entries and (twin := self.twins.get(folded(path))) and self.folder.same_file(path, twin):
            entries = self.manifest.files[twin]
        return Target(artifact, found, self.folder.digest(path) if is_file else "", entries, trouble)

    def _will_be_cleared(self, found: Found, path: str) -> bool:
        if found.kind == "file":
            return found.at in self.cleared
        if found.kind != "folder" or path not in self.former_folders:
            return False
        folders, others = self.folder.below(path)
        return set(folders) <= self.former_folders and set(others) <= self.cleared | self.temporary
