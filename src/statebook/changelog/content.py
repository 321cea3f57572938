"""What a changelog says, whatever its format."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime

from statebook.diff.change import Change
from statebook.diff.kinds import Impact, Who
from statebook.model import Machine

UNRELEASED = "Unreleased"


@dataclass(frozen=True, slots=True)
class Entry:
    """One change under its heading. `machine` is the title of the machine that changed, as it was then."""

    heading: str
    change: Change
    machine: str

    @property
    def machine_id(self) -> str:
        """The id of the machine now, or as it was."""
        return self.change.fact.machine

    @property
    def shared(self) -> tuple[Impact, str, str, tuple[Who, ...], str]:
        """What is said once of all entries that have it in common: how grave, of which machine, whom it hits, why."""
        change = self.change
        return change.impact, self.machine_id, change.kind, change.who, change.why


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """What changed in one release or on one day, gravest first.

    `name` is a version's tag or a day; `anchor` names the section for ever. `time` counts seconds
    since 1970, in UTC. `commit` is the newest one in it, `first` the oldest. `hidden` counts changes
    that are left out. `is_partial` says that the history in it is cut off.
    """

    name: str
    anchor: str
    time: int
    commit: str
    first: str
    entries: tuple[Entry, ...]
    hidden: int = 0
    tags: tuple[str, ...] = ()
    is_released: bool = True
    is_partial: bool = False

    @property
    def day(self) -> str:
        """The day, as `YYYY-MM-DD` in UTC."""
        return stamp(self.time)[:10]

    def under(self, heading: str, limit: int) -> list[list[Entry]]:
        """The entries under a heading, of the first `limit` of the section; those that share their reason together."""
        found: dict[object, list[Entry]] = {}
        for entry in self.entries[:limit]:
            if entry.heading == heading:
                found.setdefault(entry.shared, []).append(entry)
        return list(found.values())

    @property
    def counts(self) -> dict[Impact, int]:
        """How many changes there are of each impact, gravest first; what there is none of is left out."""
        found = [entry.change.impact for entry in self.entries]
        return {impact: found.count(impact) for impact in Impact if impact in found}


@dataclass(frozen=True, slots=True)
class Skipped:
    """A commit that cannot be read: where it is wrong and how."""

    commit: str
    flaw: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Changelog:
    """All sections that have something to say, newest first.

    `machines` are those of the newest readable commit. `commit` and `time` are those of the newest
    commit of all. `unshallow` is the command that brings a history that is cut off here; `aside` are
    tags on branches, which no release of this line is.
    """

    title: str
    commit: str
    time: int
    sections: tuple[Section, ...] = ()
    machines: Mapping[str, Machine] = field(default_factory=dict)
    several: bool = False
    """Whether it is about more than one machine."""
    skipped: tuple[Skipped, ...] = ()
    aside: tuple[str, ...] = ()
    unshallow: str = ""
    folder: str = ""
    """The project's folder in its repository."""

    @property
    def published(self) -> tuple[Section, ...]:
        """The sections that say the last word about something that is out."""
        return tuple(one for one in self.sections if one.is_released and not one.is_partial)

    @property
    def notes(self) -> list[str]:
        """What whoever made this changelog should know, in plain text."""
        found = [
            f"commit {one.commit[:10]} is passed over, its specs are not valid: {one.flaw}" for one in self.skipped
        ]
        if self.aside:
            found.append(f"tags on side branches are no releases of this line: {', '.join(self.aside)}")
        if self.unshallow:
            found.append(f"the clone is shallow, older changes are missing; for all of them run: {self.unshallow}")
        return found


def stamp(time: int) -> str:
    """A time as RFC 3339 has it, in UTC and whole seconds."""
    return datetime.fromtimestamp(time, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def hits(change: Change) -> str:
    """Who is hit, in words: `clients that poll or read`."""
    verbs = [verb for who, verb in ((Who.POLLS, "poll"), (Who.ACTS, "act"), (Who.READS, "read")) if who in change.who]
    found = [f"clients that {' or '.join([', '.join(verbs[:-1]), verbs[-1]] if verbs[1:] else verbs)}"] if verbs else []
    if Who.READER in change.who:
        found.append("readers of the pages")
    return ", and ".join(found)


def summary(counts: Mapping[Impact, int]) -> str:
    """`2 breaking, 1 dangerous, 3 safe`."""
    return ", ".join(f"{number} {impact.value}" for impact, number in counts.items())
