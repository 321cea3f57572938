"""From a history to a changelog: the last good state of each release, compared with that of the one before.

Only these states are read, so what was made and undone within a release is not there, and a long
history costs what its releases cost.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from statebook.anchors import file_names
from statebook.changelog.content import Changelog, Entry, Section, Skipped, stamp
from statebook.changelog.groups import Group, by_day, by_release, is_version
from statebook.changelog.headings import heading_of
from statebook.diff.change import Change
from statebook.diff.compare import compare
from statebook.diff.kinds import Impact
from statebook.model import Machine
from statebook.source.history import History
from statebook.source.versions import Versions

MAXIMUM_SKIPPED = 20
"""Unreadable commits that are named."""

Machines = Mapping[str, Machine]


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What is asked of a history. `commit` and `since` are hashes; `since` is empty for all of it.

    `tags` are patterns of tags that name releases, `patterns` those of today's specs. `by` is
    `release`, `day`, or `auto`: releases where there are any. `named` are the only specs to tell of.
    `everything` shows what is left out otherwise: changes of words, and what comes with another change.
    """

    commit: str
    since: str = ""
    title: str = ""
    patterns: Sequence[str] = ()
    tags: Sequence[str] = ()
    by: str = "auto"
    named: Collection[str] = ()
    everything: bool = False


class NoSuchSpec(Exception):
    """A spec that no commit has; its text is the name."""


@dataclass(frozen=True, slots=True)
class _Step:
    """What changed in a group; `titles` are those of its machines by id, `former` their ids before by those after."""

    group: Group
    changes: tuple[Change, ...]
    titles: Mapping[str, str]
    former: Mapping[str, str]

    @classmethod
    def of(cls, group: Group, base: Machines, head: Machines) -> _Step:
        """Compare two states; only what is told of them is kept, not the machines."""
        found = compare(_changed(base, head), _changed(head, base), today=stamp(group.time)[:10])
        titles = {name: machine.title for name, machine in {**base, **head}.items()}
        former = {name: pair.base.id for name, pair in found.pairings.items() if name != pair.base.id}
        return cls(group, found.changes, titles, former)


def gather(history: History, wish: Wish) -> Changelog:
    """The changelog of a history. Raises `RevisionRefused` where git does, and `NoSuchSpec`."""
    versions = Versions(history, wish.commit, since=wish.since, patterns=wish.patterns, named=wish.named)
    line = versions.line
    tags = [one for one in history.tags(wish.commit) if is_version(one.name, wish.tags)]
    on_line = {commit.hash for commit in line}
    mine = [one for one in tags if one.commit in on_line]
    groups = by_release(line, mine) if wish.by == "release" or (mine and wish.by == "auto") else by_day(line)
    is_cut = not wish.since and bool(line) and line[-1].hash in history.ends
    reader = _Reader(versions)
    base: Machines = versions.at(wish.since).machines if wish.since else {}
    if is_cut:
        base = reader.oldest()
    steps, newest = reader.steps(groups, base)
    wanted = _wanted(versions, wish.named)
    shown = set(newest) if wanted is None else set(newest) & wanted
    told = _told(steps, wanted, everything=wish.everything)
    anchors = file_names(group.name for group, _, _ in told)
    sections = [
        Section(
            name=group.name,
            anchor=anchors[group.name],
            time=group.time,
            commit=line[group.newest].hash,
            first=line[group.oldest].hash,
            entries=entries,
            hidden=hidden,
            tags=group.tags,
            is_released=group.is_released,
            is_partial=is_cut and group.oldest == len(line) - 1,
        )
        for group, entries, hidden in told
    ]
    aside = [] if wish.since or is_cut or wish.by == "day" else [one.name for one in tags if one.commit not in on_line]
    return Changelog(
        title=wish.title,
        commit=wish.commit,
        time=line[0].time if line else 0,
        sections=tuple(one for one in sections if one.entries),
        machines=newest,
        several=len({entry.change.fact.machine for one in sections for entry in one.entries} | shown) > 1,
        skipped=tuple(reader.skipped[:MAXIMUM_SKIPPED]),
        aside=tuple(aside),
        unshallow=history.unshallow if is_cut else "",
        folder=history.prefix,
    )


class _Reader:
    """Reads versions of a line, and remembers which it could not."""

    def __init__(self, versions: Versions) -> None:
        self.versions = versions
        self.skipped: list[Skipped] = []

    def steps(self, groups: Sequence[Group], base: Machines) -> tuple[list[_Step], Machines]:
        """The comparison of each group's last good state with that before it, oldest first; and the last state."""
        self.versions.prepare(group.newest for group in groups)
        found = []
        for group in reversed(groups):
            head = self._last_good(group)
            if head is None:
                continue
            found.append(_Step.of(group, base, head))
            base = head
        return found, base

    def oldest(self) -> Machines:
        """The first state that can be read, where the history is cut off before it."""
        for place in range(len(self.versions.line) - 1, -1, -1):
            found = self._good([place])
            if found is not None:
                return found
        return {}

    def _last_good(self, group: Group) -> Machines | None:
        return self._good(range(group.newest, group.oldest + 1))

    def _good(self, places: Iterable[int]) -> Machines | None:
        """The machines at the first of these places where they are valid; None when they are nowhere."""
        before = None
        for place in places:
            files = self.versions.files[place]
            if files is before:
                continue
            before = files
            version = self.versions.version(files)
            if version.flaw is None:
                return version.machines
            flaw = f"{version.flaw.file}:{version.flaw.line}:{version.flaw.column}: {version.flaw.message}"
            one = Skipped(self.versions.line[place].hash, flaw)
            if one not in self.skipped:
                self.skipped.append(one)
        return None


def _changed(one: Machines, other: Machines) -> dict[str, Machine]:
    """The machines that are not the very same object on both sides."""
    return {name: machine for name, machine in one.items() if other.get(name) is not machine}


def _wanted(versions: Versions, named: Collection[str]) -> set[str] | None:
    """The ids of the machines that named specs hold, at the newest commit that has them; None for all."""
    if not named:
        return None
    found: set[str] = set()
    for name in named:
        ids: set[str] = set()
        seen = False
        before = None
        for files in versions.files:
            if files is before:
                continue
            before = files
            if name in files:
                seen = True
                ids = {one.id for one in versions.version(files).machines.values() if one.pointer.file == name}
            if ids:
                break
        if not seen:
            raise NoSuchSpec(name)
        found |= ids
    return found


def _told(
    steps: Sequence[_Step], wanted: set[str] | None, *, everything: bool
) -> list[tuple[Group, tuple[Entry, ...], int]]:
    """What each group says, newest first: its entries, and how many changes are left out."""
    found = []
    for step in reversed(steps):
        changes = [one for one in step.changes if wanted is None or _is_about(one, wanted)]
        if wanted is not None:
            wanted |= {before for after, before in step.former.items() if after in wanted}
        shown = [one for one in changes if everything or not _is_small(one)]
        entries = tuple(
            Entry(heading_of(one.kind), one, step.titles.get(one.fact.machine, one.fact.machine)) for one in shown
        )
        found.append((step.group, entries, len(changes) - len(shown)))
    return found


def _is_about(change: Change, wanted: set[str]) -> bool:
    return change.fact.head_machine in wanted or change.fact.base_machine in wanted


def _is_small(change: Change) -> bool:
    """Words alone, or what an added or removed state or attribute brings along without hurting anybody."""
    return change.impact is Impact.TEXT or (change.impact is Impact.SAFE and bool(change.fact.implied_by))
