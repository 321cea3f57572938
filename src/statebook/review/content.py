"""What a review says, whatever its format."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from statebook.diff.change import Change
from statebook.diff.kinds import GRAVITY, Impact, Who
from statebook.diff.renames import Proposal
from statebook.report.content import Surface

HITS = {
    Who.POLLS: "clients that poll",
    Who.ACTS: "clients that act",
    Who.READS: "clients that read",
    Who.READER: "readers of the pages",
}


@dataclass(frozen=True, slots=True)
class Place:
    """A position in a file: line and column count from 1.

    `revision` is the git revision that the file is of, as the user wrote it; `file` begins with it
    and a colon then, and `path` does without.
    """

    file: str
    line: int
    column: int
    revision: str = ""

    @property
    def path(self) -> str:
        """The file as it is called in the working tree."""
        return self.file.removeprefix(f"{self.revision}:") if self.revision else self.file

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"


@dataclass(frozen=True, slots=True)
class Approval:
    """An accepted change. `until` is the last day on which it counts (`YYYY-MM-DD`); empty for ever."""

    fingerprint: str
    reason: str
    by: str
    until: str = ""

    def holds(self, today: str) -> bool:
        """Whether it still counts."""
        return not self.until or today <= self.until


@dataclass(frozen=True, slots=True)
class Item:
    """A change and where it is on both sides; None on a side that has no such machine.

    Where the element itself is not, the place is that of what would hold it.
    """

    change: Change
    base: Place | None = None
    head: Place | None = None
    approval: Approval | None = None

    @property
    def place(self) -> Place | None:
        """Where to point a reader: the head, which is what is under review."""
        return self.head or self.base


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """Everything that a format tells.

    `base` and `head` are the names of the sides as the user wrote them. `hidden` counts changes of
    text that are left out. `pictures` are Mermaid texts by machine. `gate` is the gravest impact that
    is let pass no more, None where none fails. `expired` are approvals that count no more and
    `unused` those that approve nothing here. `files` are the specs under review, whether they
    changed or not, and `folder` leads from the top of the repository to where their names start.
    """

    base: str
    head: str
    items: tuple[Item, ...] = ()
    hidden: int = 0
    proposals: tuple[Proposal, ...] = ()
    pictures: Mapping[str, str] = field(default_factory=dict)
    gate: Impact | None = None
    expired: tuple[Approval, ...] = ()
    unused: tuple[Approval, ...] = ()
    approvals_file: str = "approvals.yaml"
    files: tuple[str, ...] = ()
    folder: str = ""

    @property
    def counts(self) -> dict[Impact, int]:
        """How many changes there are of each impact, approved ones included, gravest first."""
        found = [item.change.impact for item in self.items]
        return {impact: found.count(impact) for impact in Impact}

    @property
    def failing(self) -> tuple[Item, ...]:
        """The changes that the gate stops."""
        if self.gate is None:
            return ()
        limit = GRAVITY[self.gate]
        return tuple(item for item in self.items if item.approval is None and GRAVITY[item.change.impact] <= limit)

    @property
    def is_empty(self) -> bool:
        """Nothing to say."""
        return not self.items and not self.expired


Paper = Surface
"""What the place can show that a review goes to: the same as for a report."""


def summary(review: Review) -> str:
    """`2 breaking, 1 dangerous, 3 safe`; what there is none of is left out."""
    counts = [f"{number} {impact.value}" for impact, number in review.counts.items() if number]
    approved = sum(item.approval is not None for item in review.items)
    text = ", ".join(counts) if counts else "no changes"
    return f"{text} ({approved} approved)" if approved else text


def hit(change: Change) -> str:
    """Who is hit, in words."""
    return ", ".join(HITS[one] for one in change.who)


def entries(items: Sequence[Item]) -> str:
    """What to write into the file of approvals, exactly, to accept these changes."""
    lines = []
    for fingerprint, subjects in _by_fingerprint(items).items():
        lines += [f"- fingerprint: {fingerprint}  # {subjects}", "  reason: TODO", "  by: TODO"]
    return "".join(f"{line}\n" for line in lines)


def _by_fingerprint(items: Sequence[Item]) -> dict[str, str]:
    """Each fingerprint once, quoted where YAML would take it for a number, with what it stands for."""
    found: dict[str, str] = {}
    for item in items:
        one = item.change
        subject = "".join(character if character.isprintable() else "?" for character in one.subject)
        found.setdefault(f'"{one.fingerprint}"', f"{one.kind}: {subject}")
    return found
