"""Bring the disk to the plan: only what changed, each file in one step, nothing of anybody else.

The order of steps makes a kill at any moment harmless. First the manifest is written with what is
there and what will be there, so that no file of ours is ever unknown; then files are replaced and
orphans removed; last the manifest is written with what is there now. The next build reads either.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field

from statebook.site.artifact import Plan, ancestors, folded
from statebook.site.errors import SiteError, WriteFailed, WriteRefused
from statebook.site.folder import Folder, temporary_path
from statebook.site.lock import locked
from statebook.site.manifest import Entry, Manifest, read_manifest
from statebook.site.survey import Orphan, Survey, Target, check_manifest_path, content_digest, survey
from statebook.visible import visible

_KEPT = {
    "edited": "it was edited by hand after it was generated",
    "blocked": "a link or a special file stands there now",
    "outside": "it is outside the output folders",
}


@dataclass(frozen=True, slots=True)
class Kept:
    """A file of the manifest that is wanted no more and was left alone; it is forgotten from now on."""

    path: str
    reason: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a build did, each list in path order.

    `edited` names those of `updated` that somebody had changed by hand. `hashes` gives the SHA-256
    of every file that is ours now, the manifest included, as it was meant to be written.
    """

    created: tuple[str, ...] = ()
    updated: tuple[str, ...] = ()
    unchanged: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    kept: tuple[Kept, ...] = ()
    edited: tuple[str, ...] = ()
    hashes: Mapping[str, str] = field(default_factory=dict)

    @property
    def changed(self) -> bool:
        """Whether any file was made, replaced or removed, the manifest aside."""
        return bool(self.created or self.updated or self.removed)

    def notes(self) -> list[str]:
        """What happened in words, one line each: the counts, then what the user did not expect."""
        lists = {"created": self.created, "updated": self.updated, "removed": self.removed, "unchanged": self.unchanged}
        counts = [f"{len(paths)} {word}" for word, paths in lists.items() if paths]
        lines = [f"files: {', '.join(counts)}"] if counts else []
        lines += [f"{path}: changes made by hand were replaced; change its spec instead" for path in self.edited]
        return lines + [f"{one.path}: no longer generated, but left there: {one.reason}" for one in self.kept]


@dataclass(frozen=True, slots=True)
class _Step:
    """A target and its file to be; `content` is None when the file on disk stays."""

    target: Target
    entry: Entry
    content: bytes | None


def write(
    plan: Plan, manifest: str, root: str | os.PathLike[str], *, adopt: bool = False, wait: float = 10.0
) -> Outcome:
    """Write the plan below the project root, with the manifest at this path relative to it.

    A file that is not in the manifest and differs from the planned one is in the way: then nothing
    is written. `adopt` takes such regular files over instead. `wait` is how many seconds to wait
    for another build of the project.

    Raises `WriteRefused`, `WriteFailed`, `ManifestError`, `Busy`, or what an artifact's `make`
    raises; whatever is raised, every file is old or new.
    """
    check_manifest_path(plan, manifest)
    folder = Folder(root)
    try:
        with locked(root, wait):
            recorded = read_manifest(folder, manifest, merge=True)
            _sweep(folder, plan, recorded, manifest)
            found = survey(plan, recorded, folder)
            steps = [_step(target) for target in found.targets]
            _refuse_foreign(steps, adopt=adopt)
            return _apply(steps, found, manifest, folder)
    except OSError as error:
        raise _failure(error, folder) from error


def _failure(error: OSError, folder: Folder) -> SiteError:
    where = os.path.relpath(os.fsdecode(error.filename), folder.root) if error.filename else "a file"
    why = error.strerror or str(error)
    message = f"cannot write {visible(where.replace(os.sep, '/'))}: {why}"
    return WriteFailed(message, "make the output folder writable and leave room on the disk, then run the build again")


def _sweep(folder: Folder, plan: Plan, recorded: Manifest, manifest: str) -> None:
    """Remove what a killed run left half-written; only names that the writer itself would use."""
    paths = dict.fromkeys((manifest, *recorded.files, *(artifact.path for artifact in plan)))
    for path in paths:
        temporary = temporary_path(path)
        if plan.holds(path) and folder.has_file(temporary):
            folder.remove(temporary)


def _step(target: Target) -> _Step:
    artifact = target.artifact
    same = target.recorded()
    if same and artifact.engine in {"", same.engine}:
        return _Step(target, Entry(same.sha256, artifact.origin, artifact.recipe, same.engine), None)
    content = artifact.make()
    digest = content_digest(content)
    entry = Entry(digest, artifact.origin, artifact.recipe, artifact.engine)
    return _Step(target, entry, None if digest == target.sha256 else content)


def _refuse_foreign(steps: list[_Step], *, adopt: bool) -> None:
    reasons = {}
    for step in steps:
        target = step.target
        if target.trouble:
            reasons[target.artifact.path] = target.trouble
        elif target.sha256 and not target.entries and step.content is not None and not adopt:
            reasons[target.artifact.path] = "it exists with other content and was not written by a build"
    if reasons:
        lines = [f"  {path}: {reason}" for path, reason in reasons.items()]
        message = "nothing was written, because these files are not the build's own:\n" + "\n".join(lines)
        raise WriteRefused(message, "move them away or delete them, then run the build again", tuple(reasons))


def _apply(steps: list[_Step], found: Survey, manifest: str, folder: Folder) -> Outcome:
    final = Manifest({**found.others, **{step.target.artifact.path: (step.entry,) for step in steps}})
    final_text = final.text()
    old_text = _manifest_text(folder, manifest)
    doomed = [orphan for orphan in found.orphans if orphan.state in {"ours", "gone"}]
    changes = [step for step in steps if step.content is not None]
    if changes or doomed:
        journal = _journal(found.recorded, final).text()
        if journal != old_text:
            folder.replace(manifest, journal, durable=True)
            old_text = journal
    first, last = _in_the_way(doomed, found.plan)
    _remove(first, folder, found.plan)
    for step in changes:
        folder.replace(step.target.artifact.path, step.content or b"")
    _remove(last, folder, found.plan)
    if old_text != final_text:
        folder.replace(manifest, final_text)
    return _outcome(steps, found, final, {manifest: content_digest(final_text)})


def _manifest_text(folder: Folder, manifest: str) -> bytes:
    return folder.read(manifest, 1 << 30) if folder.has_file(manifest) else b""


def _journal(recorded: Manifest, final: Manifest) -> Manifest:
    """What is there and what will be there, so that either is known to be ours."""
    paths = sorted({*recorded.files, *final.files})
    return Manifest({path: (*recorded.files.get(path, ()), *final.files.get(path, ())) for path in paths})


def _in_the_way(orphans: list[Orphan], plan: Plan) -> tuple[list[Orphan], list[Orphan]]:
    """Orphans that must go before the files are written, and those that go after.

    The first kind stands where a folder or a differently cased name of the plan will be.
    """
    files = {folded(artifact.path) for artifact in plan}
    folders = {above for path in files for above in ancestors(path)}
    first: list[Orphan] = []
    last: list[Orphan] = []
    for orphan in orphans:
        path = folded(orphan.path)
        early = path in files or path in folders or not files.isdisjoint(ancestors(path))
        (first if early else last).append(orphan)
    return first, last


def _remove(orphans: list[Orphan], folder: Folder, plan: Plan) -> None:
    for orphan in orphans:
        if orphan.state == "ours":
            folder.remove(orphan.path)
        folder.prune(orphan.path, plan.roots)


def _outcome(steps: list[_Step], found: Survey, final: Manifest, more: dict[str, str]) -> Outcome:
    changed = [step.target for step in steps if step.content is not None]
    return Outcome(
        created=tuple(target.artifact.path for target in changed if not target.sha256),
        updated=tuple(target.artifact.path for target in changed if target.sha256),
        unchanged=tuple(step.target.artifact.path for step in steps if step.content is None),
        removed=tuple(orphan.path for orphan in found.orphans if orphan.state == "ours"),
        kept=tuple(Kept(orphan.path, _KEPT[orphan.state]) for orphan in found.orphans if orphan.state in _KEPT),
        edited=tuple(one.artifact.path for one in changed if one.sha256 and not one.is_recorded_content),
        hashes={**{path: entries[0].sha256 for path, entries in final.files.items()}, **more},
    )
