"""How the disk differs from a fresh build, and what repairs it; writes nothing.

A rendered artifact whose recorded engine is not the one at hand is judged by its recipe: its bytes
cannot be checked here, and that is said.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal

from statebook.diagnostic import Diagnostic, Severity
from statebook.site.artifact import Artifact, Plan
from statebook.site.errors import SiteError
from statebook.site.folder import Folder
from statebook.site.manifest import Entry, Manifest, read_manifest
from statebook.site.survey import Survey, Target, check_manifest_path, content_digest, survey
from statebook.site.unified import MAXIMUM_BYTES, first_difference, unified
from statebook.visible import visible

BUILD = "statebook build"
LINES_PER_FILE = 60
LINES_IN_ALL = 600

Flaw = Literal["stale", "missing", "orphaned", "foreign", "unverified"]

_MESSAGES: dict[Flaw, str] = {
    "stale": "differs from a fresh build",
    "missing": "is not there",
    "orphaned": "was generated once and is wanted no more",
    "foreign": "is in the way of a generated file",
    "unverified": "was drawn by another engine, so its bytes cannot be checked here",
}


_COLORS = {"+": "\x1b[32m", "-": "\x1b[31m", "@": "\x1b[36m"}


def _painted(line: str) -> str:
    color = "\x1b[1m" if line.startswith(("--- ", "+++ ")) else _COLORS.get(line[:1], "")
    return f"{color}{line}\x1b[0m" if color else line


@dataclass(frozen=True, slots=True)
class Difference:
    """One path that is not as a fresh build would leave it.

    `origin` is the spec file that the path comes from, if it is planned. `note` says more in words
    and may be empty. `line` is where the file first differs, from 1. `diff` makes the unified diff
    from the disk to a fresh build, in lines.
    """

    path: str
    flaw: Flaw
    diff: Callable[[], list[str]]
    origin: str = ""
    note: str = ""
    line: int = 1


@dataclass(frozen=True, slots=True)
class Comparison:
    """All differences in path order, and the command that repairs them."""

    differences: tuple[Difference, ...]
    command: str = BUILD

    def _paths(self, flaw: Flaw) -> tuple[str, ...]:
        return tuple(one.path for one in self.differences if one.flaw == flaw)

    @property
    def stale(self) -> tuple[str, ...]:
        """Files that differ from what a build would write."""
        return self._paths("stale")

    @property
    def missing(self) -> tuple[str, ...]:
        """Planned files that are not there."""
        return self._paths("missing")

    @property
    def orphaned(self) -> tuple[str, ...]:
        """Files of the manifest that are planned no more."""
        return self._paths("orphaned")

    @property
    def foreign(self) -> tuple[str, ...]:
        """Planned paths at which something stands that no build wrote; a build would refuse."""
        return self._paths("foreign")

    @property
    def unverified(self) -> tuple[str, ...]:
        """Rendered files with the right recipe whose bytes only another engine can confirm."""
        return self._paths("unverified")

    @property
    def fresh(self) -> bool:
        """Whether a build would change nothing; `unverified` files count as unchanged."""
        return all(one.flaw == "unverified" for one in self.differences)

    def diagnostics(self) -> list[Diagnostic]:
        """One diagnostic for each difference, for reports; rules are `stale-file`, `missing-file` and so on."""
        return [self._diagnostic(one) for one in self.differences]

    def _diagnostic(self, one: Difference) -> Diagnostic:
        note = f" ({one.note})" if one.note else ""
        return Diagnostic(
            file=one.path,
            line=one.line,
            column=1,
            rule=f"{one.flaw}-file",
            message=f"`{one.path}` {_MESSAGES[one.flaw]}{note}",
            hint=self._hint(one.flaw),
            severity=Severity.INFO if one.flaw == "unverified" else Severity.ERROR,
        )

    def _hint(self, flaw: Flaw) -> str:
        if flaw == "foreign":
            return f"move it away or delete it, then run `{self.command}`"
        if flaw == "unverified":
            return f"use the recorded engine, or run `{self.command}` to draw it with the one at hand"
        return f"run `{self.command}`"

    def text(self, *, lines_per_file: int = LINES_PER_FILE, lines: int = LINES_IN_ALL, colored: bool = False) -> str:
        """The unified diffs, then what they cannot show, then the command; empty when all is well.

        Long diffs end in "… N more lines". Nothing in it acts on a terminal but, with `colored`, colours.
        """
        diffs = self._diffs(lines_per_file, lines)
        shown = [*(map(_painted, diffs) if colored else diffs), *self._words()]
        if not self.fresh:
            first = "move the foreign files away, then " if self.foreign else ""
            shown += ["", f"{self._counts()}. Repair: {first}{self.command}"]
        return "".join(f"{line}\n" for line in shown)

    def _diffs(self, lines_per_file: int, lines: int) -> Iterator[str]:
        left = lines
        for number, one in enumerate(self.differences):
            if left <= 0:
                yield f"… {len(self.differences) - number} more files"
                return
            diff = one.diff()
            room = min(lines_per_file, left)
            yield from diff[:room]
            if len(diff) > room:
                yield f"… {len(diff) - room} more lines"
            left -= len(diff[:room])

    def _words(self) -> Iterator[str]:
        for one in self.differences:
            if one.note or one.flaw in {"orphaned", "foreign", "unverified"}:
                yield f"{visible(one.path)} {_MESSAGES[one.flaw]}" + (f" ({visible(one.note)})" if one.note else "")

    def _counts(self) -> str:
        flaws: tuple[Flaw, ...] = ("stale", "missing", "orphaned", "foreign", "unverified")
        counts = [(len(self._paths(flaw)), flaw) for flaw in flaws]
        return ", ".join(f"{count} {flaw}" for count, flaw in counts if count)


def compare(
    plan: Plan, manifest: str, root: str | os.PathLike[str], *, command: str = BUILD, render: bool = True
) -> Comparison:
    """Compare the disk below the project root with the plan; `manifest` is relative to the root.

    `command` is named as the repair. Without `render`, rendered artifacts are trusted when recipe,
    engine and recorded hash agree; with it, they are drawn again, which also finds a manifest that
    was changed together with the picture. Raises `ManifestError`, `SiteError`, or what an
    artifact's `make` raises.
    """
    check_manifest_path(plan, manifest)
    folder = Folder(root)
    try:
        recorded = read_manifest(folder, manifest)
        found = survey(plan, recorded, folder)
        judge = _Judge(folder, render=render)
        differences = [one for target in found.targets if (one := judge.target(target))]
        differences += judge.orphans(found)
        if all(one.flaw == "unverified" for one in differences):
            differences += judge.manifest(manifest, found)
    except OSError as error:
        where = os.path.relpath(os.fsdecode(error.filename), folder.root) if error.filename else "a file"
        message = f"cannot read {visible(where.replace(os.sep, '/'))}: {error.strerror or error}"
        raise SiteError(message, "make the output folder readable") from error
    return Comparison(tuple(sorted(differences, key=lambda one: one.path)), command)


class _Judge:
    def __init__(self, folder: Folder, *, render: bool) -> None:
        self.folder = folder
        self.render = render
        self.entries: dict[str, tuple[Entry, ...]] = {}

    def target(self, target: Target) -> Difference | None:
        artifact = target.artifact
        same = target.recorded()
        if same and artifact.engine != same.engine:
            self.entries[artifact.path] = (Entry(same.sha256, artifact.origin, artifact.recipe, same.engine),)
            note = f"recorded: {same.engine or 'none'}; here: {artifact.engine or 'none'}"
            return Difference(artifact.path, "unverified", list, artifact.origin, note)
        if same and not self.render:
            self.entries[artifact.path] = (Entry(same.sha256, artifact.origin, artifact.recipe, same.engine),)
            return None
        if target.trouble:
            return Difference(artifact.path, "foreign", list, artifact.origin, target.trouble)
        if artifact.recipe and not artifact.engine:
            return self._undrawable(target)
        content = artifact.make()
        digest = content_digest(content)
        self.entries[artifact.path] = (Entry(digest, artifact.origin, artifact.recipe, artifact.engine),)
        return None if digest == target.sha256 else self._different(target, content)

    @staticmethod
    def _undrawable(target: Target) -> Difference:
        note = "its recipe or its bytes are not those of the manifest, and no engine is here to draw it"
        return Difference(
            target.artifact.path, "stale" if target.sha256 else "missing", list, target.artifact.origin, note
        )

    def _different(self, target: Target, content: bytes) -> Difference:
        artifact = target.artifact
        if not target.sha256:
            return Difference(artifact.path, "missing", lambda: unified(artifact.path, None, content), artifact.origin)
        line = first_difference(self._read(artifact.path), content)
        if not target.entries:
            note = "it is not in the manifest and its content differs"
            return Difference(artifact.path, "foreign", list, artifact.origin, note, line)
        note = "" if target.is_recorded_content else "edited by hand or merged"
        return Difference(artifact.path, "stale", self._diff(artifact, content), artifact.origin, note, line)

    def _read(self, path: str) -> bytes:
        return self.folder.read(path, MAXIMUM_BYTES + 1)

    def _diff(self, artifact: Artifact, content: bytes) -> Callable[[], list[str]]:
        return lambda: unified(artifact.path, self._read(artifact.path), content)

    def orphans(self, found: Survey) -> Iterator[Difference]:
        """What a build would remove, or keep and forget."""
        for orphan in found.orphans:
            if orphan.state == "ours":
                yield Difference(orphan.path, "orphaned", self._removal(orphan.path))
            elif orphan.state == "edited":
                yield Difference(orphan.path, "orphaned", list, note="edited by hand: a build keeps it and forgets it")
            elif orphan.state == "blocked":
                yield Difference(
                    orphan.path, "orphaned", list, note="no regular file now: a build keeps it and forgets it"
                )

    def _removal(self, path: str) -> Callable[[], list[str]]:
        return lambda: unified(path, self._read(path), None)

    def manifest(self, path: str, found: Survey) -> Iterator[Difference]:
        """The manifest itself, when every other file is as it should be."""
        final = Manifest({**found.others, **self.entries}).text()
        if self.folder.look(path).kind == "absent":
            yield Difference(path, "missing", lambda: unified(path, None, final))
        elif (old := self._read(path)) != final and old.replace(b"\r\n", b"\n") != final:
            yield Difference(path, "stale", lambda: unified(path, old, final), line=first_difference(old, final))
