"""Fewer lines that say the same: what many states share is drawn once.

A picture of every transition is a ball of wool. Three rewritings keep each fact and drop its
repetitions: what every member of a group does leaves from (or leads to) the group's border; states
that share triggers and targets meet in a joint; one trigger that leads to several states parts in
a joint. Nothing here knows where things are placed or what DOT is.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from statebook.model import Mover, Transition


class Place(StrEnum):
    """Which of a state's boxes is meant: a picture may show one state twice."""

    HERE = "here"
    COPY = "copy"
    """The dashed second box at the end, for transitions that return."""
    BEFORE = "before"
    AFTER = "after"


@dataclass(frozen=True, slots=True)
class End:
    """Where a line starts or ends: a state's box, or the border around a group."""

    id: str
    place: Place = Place.HERE
    is_group: bool = False


@dataclass(frozen=True, slots=True)
class Trigger:
    """The id of an action or event, and who it is."""

    id: str
    by: Mover


@dataclass(frozen=True, slots=True)
class Way:
    """One end to one end, by these triggers."""

    source: End
    target: End
    triggers: tuple[Trigger, ...]


@dataclass(frozen=True, slots=True)
class Merge:
    """Every source has every one of these targets by these triggers."""

    sources: tuple[End, ...]
    targets: tuple[tuple[End, tuple[Trigger, ...]], ...]


@dataclass(frozen=True, slots=True)
class Fan:
    """These triggers lead from one source to any of the targets."""

    source: End
    triggers: tuple[Trigger, ...]
    targets: tuple[End, ...]


@dataclass(frozen=True, slots=True)
class Frame:
    """A group's border: its own end and the ends inside, in order."""

    end: End
    members: tuple[End, ...]


Step = tuple[End, End, Trigger]
Bundle = Way | Merge | Fan


def steps(transitions: Iterable[Transition], source: Place = Place.HERE, target: Place = Place.HERE) -> list[Step]:
    """The transitions between boxes at these places, each trigger once a pair."""
    return list(
        dict.fromkeys(
            (End(one.source, source), End(one.target, target), Trigger(one.trigger, one.by)) for one in transitions
        )
    )


def lifted(found: Sequence[Step], frames: Sequence[Frame]) -> list[Step]:
    """The steps with those that all members of a frame share moved to the frame, once.

    A step inside a frame stays where it is. Frames of one member are left alone.
    """
    framed = {member: frame for frame in frames if len(frame.members) > 1 for member in frame.members}
    result = list(found)
    for side in (0, 1):
        count: dict[tuple[End, End, Trigger], int] = {}
        for step in result:
            key = _shared(step, side, framed)
            if key is not None:
                count[key] = count.get(key, 0) + 1
        size = {frame.end: len(frame.members) for frame in framed.values()}
        moved: dict[Step, None] = {}
        for step in result:
            key = _shared(step, side, framed)
            if key is None or count[key] < size[key[0]]:
                moved[step] = None
            else:
                moved[(key[0], key[1], key[2]) if side == 0 else (key[1], key[0], key[2])] = None
        result = list(moved)
    return result


def _shared(step: Step, side: int, framed: dict[End, Frame]) -> tuple[End, End, Trigger] | None:
    """The frame around one side of a step, the other side, and the trigger; None inside a frame."""
    own, other = (step[0], step[1]) if side == 0 else (step[1], step[0])
    frame = framed.get(own)
    if frame is None or other == frame.end or framed.get(other) is frame:
        return None
    return frame.end, other, step[2]


def ways(found: Iterable[Step]) -> list[Way]:
    """One way for each pair of ends, with all its triggers in order."""
    pairs: dict[tuple[End, End], list[Trigger]] = {}
    for source, target, trigger in found:
        pairs.setdefault((source, target), []).append(trigger)
    return [Way(source, target, tuple(triggers)) for (source, target), triggers in pairs.items()]


def _worth(ends: int, lines: int) -> bool:
    """A joint pays when it saves two lines of label or more; for two ends alone, three."""
    return (ends - 1) * lines >= (3 if ends == 2 else 2)


def bundled(direct: Sequence[Way], *, merge: bool = True, fan: bool = True) -> list[Bundle]:
    """The ways, with joints where states share triggers and targets; order of first appearance."""
    order = {way: index for index, way in enumerate(direct)}
    kept = dict.fromkeys(direct)
    found: list[tuple[int, Bundle]] = []
    if merge:
        for sources, rows in _sharing(direct).items():
            if _worth(len(sources), sum(len(triggers) for _, triggers in rows)):
                used = [Way(source, target, triggers) for source in sources for target, triggers in rows]
                found.append((min(order[way] for way in used), Merge(sources, tuple(rows))))
                for way in used:
                    kept.pop(way)
    if fan:
        parting: dict[tuple[End, tuple[Trigger, ...]], list[Way]] = {}
        for way in kept:
            if way.source != way.target:
                parting.setdefault((way.source, way.triggers), []).append(way)
        for (source, triggers), used in parting.items():
            if _worth(len(used), len(triggers)):
                found.append((order[used[0]], Fan(source, triggers, tuple(way.target for way in used))))
                for way in used:
                    kept.pop(way)
    found.extend((order[way], way) for way in kept)
    return [bundle for _, bundle in sorted(found, key=lambda pair: pair[0])]


def _sharing(direct: Sequence[Way]) -> dict[tuple[End, ...], list[tuple[End, tuple[Trigger, ...]]]]:
    """For each set of two or more sources: the targets and triggers that all of them have."""
    sources: dict[tuple[End, tuple[Trigger, ...]], list[End]] = {}
    for way in direct:
        if way.source != way.target:
            sources.setdefault((way.target, way.triggers), []).append(way.source)
    rank: dict[End, int] = {}
    for way in direct:
        rank.setdefault(way.source, len(rank))
    sharing: dict[tuple[End, ...], list[tuple[End, tuple[Trigger, ...]]]] = {}
    for row, ends in sources.items():
        if len(ends) > 1:
            sharing.setdefault(tuple(sorted(ends, key=rank.__getitem__)), []).append(row)
    return sharing
