"""A project's machines at any commit of its history.

Which files are specs is decided anew at each commit, by the settings of that commit; a file that was
moved is followed to where it was. A content is fetched once, and parsed once for all commits in a row
that have it, however many commits and machines there are.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from statebook.diagnostic import Diagnostic
from statebook.model import Machine
from statebook.source.assembly import Parsed, Resolved, Spec, assemble, parse, resolve_spec
from statebook.source.history import Commit, History
from statebook.source.load import SETTINGS_FILE, settings_of
from statebook.source.revision import REGULAR, Entry
from statebook.source.settings import Settings
from statebook.source.snapshot import matching
from statebook.source.text import decode_bytes

PATTERNS = (SETTINGS_FILE, "**/*.yaml", "**/*.yml")
"""What may be a spec, or say so, at any commit; the patterns of today come on top."""

KEPT = 64
"""Parsed specs that are kept besides those of two versions: enough for what is undone soon."""

Files = dict[str, Entry]
_Key = tuple[str, str]
"""A file's path and the hash of its content."""


@dataclass(frozen=True, slots=True)
class Version:
    """The machines at one commit. `flaw` is the first thing that is wrong there, None when all is well."""

    machines: Mapping[str, Machine]
    flaw: Diagnostic | None = None


class Versions:
    """The specs on the way back from `commit`, as far as its first parents go, or to `since`; both are hashes.

    `patterns` are those of today, `named` are specs that count whatever the patterns say. Raises
    `RevisionRefused` where git does.
    """

    def __init__(
        self,
        history: History,
        commit: str,
        *,
        since: str = "",
        patterns: Sequence[str] = (),
        named: Collection[str] = (),
    ) -> None:
        self.history = history
        self.named = frozenset(named)
        self._patterns = tuple(dict.fromkeys((*PATTERNS, *patterns)))
        self.line = history.line(commit, [*self._patterns, *sorted(named)], since)
        self._contents: dict[str, bytes] = {}
        self._settings: dict[str, Settings | Diagnostic] = {}
        self._parsed: dict[_Key, Parsed] = {}
        self._machines: dict[tuple[_Key, tuple[tuple[str, str], ...]], Resolved] = {}
        self._matches: dict[tuple[str, tuple[str, ...]], bool] = {}

    @cached_property
    def files(self) -> list[Files]:
        """The spec files at each commit of the line, by path; the same object where nothing changed."""
        if not self.line:
            return []
        tree = self._tree(self.line[0].hash)
        before = [one.before for commit in self.line for one in commit.edits]
        settings = [one.hash for one in (tree.get(SETTINGS_FILE), *before) if one and one.path == SETTINGS_FILE]
        self._fetch(settings)
        found: list[Files] = []
        followed = frozenset(self.named)
        specs = self._specs(tree, followed)
        for commit in self.line:
            found.append(specs)
            if commit.edits:
                followed = _followed(commit, followed, specs)
                _undo(tree, commit)
                specs = self._specs(tree, followed)
        return found

    def at(self, commit: str) -> Version:
        """The machines at a commit that may stand beside the line."""
        tree = self._tree(commit)
        if SETTINGS_FILE in tree:
            self._fetch([tree[SETTINGS_FILE].hash])
        return self.version(self._specs(tree, self.named))

    def prepare(self, places: Iterable[int]) -> None:
        """Fetch at once what the versions at these places of the line need."""
        self._fetch(entry.hash for place in places for entry in self.files[place].values())

    def version(self, files: Files) -> Version:
        """The machines of these files."""
        self._fetch(entry.hash for entry in files.values())
        for kept in (self._parsed, self._machines):
            _trim(kept, KEPT + 2 * len(files))
        parsed = {path: self._parse(entry) for path, entry in files.items()}

        def resolve_kept(path: str, spec: Spec, ids: Mapping[str, str]) -> Resolved:
            key = (_key(files[path]), tuple(sorted(ids.items())))
            found = self._machines.pop(key, None) or resolve_spec(path, spec, ids)
            self._machines[key] = found
            return found

        machines, flaws = assemble(parsed, resolve_kept)
        return Version(machines, next(iter(flaws), None))

    def _tree(self, commit: str) -> Files:
        """The files of a commit that may be specs at some commit."""
        found = self.history.files(commit)
        return {path: one for path, one in found.items() if path in self.named or self._is_spec(path, self._patterns)}

    def _specs(self, tree: Files, followed: frozenset[str]) -> Files:
        """The specs of all files there are; empty where the settings are broken, which `version` reports."""
        settings = self._settings_of(tree.get(SETTINGS_FILE))
        if isinstance(settings, Diagnostic):
            return {SETTINGS_FILE: tree[SETTINGS_FILE]}
        patterns = tuple(settings.specs)
        return {
            path: entry
            for path, entry in sorted(tree.items())
            if entry.mode in REGULAR and path != SETTINGS_FILE and (path in followed or self._is_spec(path, patterns))
        }

    def _is_spec(self, path: str, patterns: tuple[str, ...]) -> bool:
        key = (path, patterns)
        if key not in self._matches:
            self._matches[key] = bool(matching({path: None}, list(patterns)))
        return self._matches[key]

    def _settings_of(self, entry: Entry | None) -> Settings | Diagnostic:
        if entry is None:
            return Settings.model_validate({})
        if entry.hash not in self._settings:
            source = decode_bytes(self._contents.get(entry.hash, b""), SETTINGS_FILE)
            found, flaws = (None, [source]) if isinstance(source, Diagnostic) else settings_of(source)
            self._settings[entry.hash] = found or next(
                iter(flaws), Diagnostic(SETTINGS_FILE, 1, 1, "syntax", "is empty")
            )
        return self._settings[entry.hash]

    def _fetch(self, digests: Iterable[str]) -> None:
        missing = [one for one in dict.fromkeys(digests) if one not in self._contents]
        if missing:
            self._contents.update(self.history.contents(missing))

    def _parse(self, entry: Entry) -> Parsed:
        key = _key(entry)
        found = self._parsed.pop(key, None) or self._parsed_anew(entry)
        self._parsed[key] = found  # the last one used is the last one forgotten
        return found

    def _parsed_anew(self, entry: Entry) -> Parsed:
        if entry.path == SETTINGS_FILE:
            broken = self._settings_of(entry)
            return Parsed(flaws=[broken] if isinstance(broken, Diagnostic) else [])
        if entry.hash not in self._contents:
            return parse(Diagnostic(entry.path, 1, 1, "unreadable", "its content is missing here"))
        return parse(decode_bytes(self._contents[entry.hash], entry.path))


def _key(entry: Entry) -> _Key:
    return entry.path, entry.hash


def _trim(kept: dict[Any, Any], size: int) -> None:
    """Forget what was read longest ago."""
    for key in list(kept)[: max(len(kept) - size, 0)]:
        del kept[key]


def _followed(commit: Commit, followed: frozenset[str], specs: Files) -> frozenset[str]:
    """The names under which the specs of a commit count before it, whatever the patterns say there."""
    moved = {
        one.before.path
        for one in commit.edits
        if one.before is not None
        and one.after is not None
        and one.before.path != one.after.path
        and one.after.path in specs
        and one.before.path != SETTINGS_FILE
    }
    return followed | moved if moved else followed


def _undo(tree: Files, commit: Commit) -> None:
    """The files before a commit, from those after it."""
    for one in commit.edits:
        if one.after is not None:
            tree.pop(one.after.path, None)
    for one in commit.edits:
        if one.before is not None:
            tree[one.before.path] = one.before
