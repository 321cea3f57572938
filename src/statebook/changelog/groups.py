"""The commits of a history in groups: a release each, by tags that look like versions, or a day each."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase

from statebook.changelog.content import UNRELEASED, stamp
from statebook.source.history import Commit, Tag

_VERSION = re.compile(r"(?:release[-/])?v?\d{1,9}(?:\.\d{1,9})+(?:[-+._a-z]\S*)?\Z", re.ASCII)
"""`1.0`, `v2.13.0`, `release-1.4.2`, `3.0.0-rc.1`, `2026.11.2`."""
_FINAL = re.compile(r"\D*\d+(?:\.\d+)*\Z", re.ASCII)


@dataclass(frozen=True, slots=True)
class Group:
    """Commits that belong together: those at the places `newest` to `oldest` of the line, both included."""

    name: str
    newest: int
    oldest: int
    time: int
    tags: tuple[str, ...] = ()
    is_released: bool = True


def is_version(name: str, patterns: Sequence[str] = ()) -> bool:
    """Whether a tag names a release: it matches a pattern and none that begins with `!`.

    Without patterns, or with exclusions alone, it is whether it looks like a version.
    """
    wanted = [one for one in patterns if not one.startswith("!")]
    if any(fnmatchcase(name, one[1:]) for one in patterns if one.startswith("!")):
        return False
    return any(fnmatchcase(name, one) for one in wanted) if wanted else _VERSION.match(name) is not None


def by_release(line: Sequence[Commit], tags: Sequence[Tag]) -> list[Group]:
    """A group for each tagged commit of the line, newest first, and one for what no tag has yet."""
    tagged: dict[str, list[Tag]] = {}
    for tag in tags:
        tagged.setdefault(tag.commit, []).append(tag)
    starts = [place for place, commit in enumerate(line) if commit.hash in tagged]
    found = []
    if line and starts[:1] != [0]:
        found.append(Group(UNRELEASED, 0, (starts[0] if starts else len(line)) - 1, line[0].time, is_released=False))
    for start, end in zip(starts, [*starts, len(line)][1:], strict=True):
        here = sorted(tagged[line[start].hash], key=_rank)
        names = tuple(one.name for one in reversed(here))
        found.append(Group(names[0], start, end - 1, here[-1].time, names))
    return found


def by_day(line: Sequence[Commit]) -> list[Group]:
    """A group for each day on which specs changed, newest first; no day is before an older commit's."""
    found: list[Group] = []
    latest = 0
    for place in range(len(line) - 1, -1, -1):
        commit = line[place]
        if not commit.edits:
            continue
        latest = max(latest, commit.time)
        day = stamp(latest)[:10]
        if found and found[-1].name == day:
            found[-1] = Group(day, place, found[-1].oldest, latest)
        else:
            found.append(Group(day, place, place, latest))
    return found[::-1]


def _rank(tag: Tag) -> tuple[bool, int, list[int], str]:
    """The last of several tags of one commit names it: final before preliminary, `v1.2.3` before `v1.2`."""
    numbers = [int(one[:18]) for one in re.findall(r"[0-9]+", tag.name)[:20]]
    return _FINAL.match(tag.name) is not None, len(numbers), numbers, tag.name
