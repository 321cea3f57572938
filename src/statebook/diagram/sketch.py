"""What a picture of a change shows, before it is DOT or Mermaid: boxes and lines, each with what became of it.

States that became one are one box; a way is there once for each pair of boxes and status. A large
machine is reduced to what changed and its neighbours. Nothing here knows how anything looks.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum

from statebook.diagram.label import NODE_LINE, elided, visible, wrapped
from statebook.diff.change import Change
from statebook.diff.facts.transitions import trigger_names
from statebook.diff.kinds import Impact
from statebook.diff.pairing import Pairing
from statebook.model import Transition

MAXIMUM_WHOLE = 30
"""States up to which the picture shows those too that did not change."""

MAXIMUM_BOXES = 60
"""Boxes beyond which there is no picture: nobody could read it."""

MAXIMUM_LINES = 160
MAXIMUM_FORMER = 6
"""Former names in one box; the rest is counted."""


class Status(StrEnum):
    """What became of a state or of a way."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"
    SAME = "same"


SIGNS = {Status.ADDED: "+ ", Status.REMOVED: "− ", Status.CHANGED: "~ ", Status.SAME: ""}  # noqa: RUF001 - a minus


@dataclass(slots=True)
class Box:
    """A state, or states that became one: by its cluster and its name."""

    lines: tuple[str, ...]
    status: Status
    tooltip: str


@dataclass(slots=True)
class Sketch:
    """What to draw. Lines lead from box to box, or from the start, which is -1, and are signed by status."""

    boxes: list[Box] = field(default_factory=list)
    lines: dict[tuple[int, int, Status], list[str]] = field(default_factory=dict)
    left_out: int = 0


def sketched(pairing: Pairing, changes: Iterable[Change]) -> Sketch | None:
    """What to draw of a change; None when there is nothing to draw, or too much."""
    own = [one for one in changes if one.fact.machine == pairing.head.id]  # others may have states of the same names
    touched = {one.fact.name for one in own if one.impact is not Impact.TEXT and one.fact.sort == "state"}
    guarded = {one.fact.name for one in own if one.kind.startswith("guard-")}
    boxes, base, head = _boxes(pairing, touched)
    lines = _lines(pairing, base, head, guarded)
    statuses = {one for _, _, one in lines} | {box.status for box in boxes}
    if statuses <= {Status.SAME}:
        return None
    sketch = Sketch(boxes, lines)
    if len(boxes) > MAXIMUM_WHOLE or len(lines) > MAXIMUM_LINES:
        _reduce(sketch)
    return sketch if len(sketch.boxes) <= MAXIMUM_BOXES and len(sketch.lines) <= MAXIMUM_LINES else None


def _boxes(pairing: Pairing, touched: set[tuple[str, ...]]) -> tuple[list[Box], dict[str, int], dict[str, int]]:
    """The boxes in the order of the head, and the box of each state of both sides."""
    boxes: list[Box] = []
    base: dict[str, int] = {}
    head: dict[str, int] = {}
    for cluster in pairing.states:
        for name in cluster.head or cluster.base:
            place = len(boxes)
            former = [one for one in cluster.base if one not in cluster.head] if cluster.head else []
            status = Status.SAME
            if not cluster.base:
                status = Status.ADDED
            elif not cluster.head:
                status = Status.REMOVED
            elif former or len(cluster.head) > 1 or (name,) in touched:
                status = Status.CHANGED
            lines = [*wrapped(f"{SIGNS[status]}{visible(name)}", NODE_LINE + 2)]
            lines += _former(former)
            boxes.append(Box(tuple(lines), status, f"{status.value}: {name}" if status is not Status.SAME else name))
            if cluster.head:
                head[name] = place
        for name in cluster.base:
            base[name] = head[cluster.head[0]] if cluster.head and name not in head else head.get(name, len(boxes) - 1)
    return boxes, base, head


def _former(names: list[str]) -> list[str]:
    """The names that a state had, or that those had that became it."""
    if not names:
        return []
    shown = [elided(visible(one), NODE_LINE + 8) for one in names[:MAXIMUM_FORMER]]
    rest = len(names) - len(shown)
    told = [f"{one}," for one in shown[:-1]] + [f"{shown[-1]}," if rest else shown[-1]]
    return [f"was {told[0]}", *told[1:], *([f"and {rest} more"] if rest else [])]


def _lines(
    pairing: Pairing, base: dict[str, int], head: dict[str, int], guarded: set[tuple[str, ...]]
) -> dict[tuple[int, int, Status], list[str]]:
    """The lines between boxes with their triggers, in the order of the head, then of the base."""
    before = {
        _key(pairing, one.source, one.target, trigger, is_head=False): one
        for one, trigger in _ways(pairing, is_head=False)
    }
    found: dict[tuple[int, int, Status], list[str]] = {}
    seen = set()
    for one, trigger in _ways(pairing, is_head=True):
        key = _key(pairing, one.source, one.target, trigger, is_head=True)
        seen.add(key)
        status = Status.ADDED if key not in before else Status.SAME
        if (one.source, one.target, one.trigger) in guarded:
            status = Status.CHANGED
        _add(found, (head[one.source], head[one.target], status), one.trigger)
    for key, one in before.items():
        if key not in seen and not _inside(pairing, key):
            _add(found, (base[one.source], base[one.target], Status.REMOVED), one.trigger)
    starts = {pairing.base_state[one.state]: base[one.state] for one in pairing.base.initial}
    goals = {pairing.head_state[one.state]: head[one.state] for one in pairing.head.initial}
    for cluster, place in goals.items():
        _add(found, (-1, place, Status.SAME if cluster in starts else Status.ADDED), "")
    for cluster, place in starts.items():
        if cluster not in goals:
            _add(found, (-1, place, Status.REMOVED), "")
    return found


def _ways(pairing: Pairing, *, is_head: bool) -> list[tuple[Transition, str]]:
    names = trigger_names(pairing, is_head=is_head)
    machine = pairing.head if is_head else pairing.base
    return [(one, names[one.trigger]) for one in machine.transitions]


def _key(pairing: Pairing, source: str, target: str, trigger: str, *, is_head: bool) -> tuple[int, int, str]:
    clusters = pairing.head_state if is_head else pairing.base_state
    return clusters[source], clusters[target], trigger


def _inside(pairing: Pairing, key: tuple[int, int, str]) -> bool:
    """A way between states that became one is no way any more, and none that anybody misses."""
    return key[0] == key[1] and len(pairing.states[key[0]].base) > 1


def _add(found: dict[tuple[int, int, Status], list[str]], key: tuple[int, int, Status], trigger: str) -> None:
    triggers = found.setdefault(key, [])
    if trigger and trigger not in triggers:
        triggers.append(trigger)


def _reduce(sketch: Sketch) -> None:
    """Keep what changed, the boxes that changed lines touch, and the lines among those."""
    kept = {place for place, box in enumerate(sketch.boxes) if box.status is not Status.SAME}
    for source, target, status in sketch.lines:
        if status is not Status.SAME:
            kept |= {source, target}
    order = [place for place in range(len(sketch.boxes)) if place in kept]
    new = {place: index for index, place in enumerate(order)} | {-1: -1}
    sketch.left_out = len(sketch.boxes) - len(order)
    sketch.boxes = [sketch.boxes[place] for place in order]
    lines = {
        (new[source], new[target], status): triggers
        for (source, target, status), triggers in sketch.lines.items()
        if source in new and target in new
    }
    if len(lines) > MAXIMUM_LINES:
        lines = {key: triggers for key, triggers in lines.items() if key[2] is not Status.SAME}
    sketch.lines = lines
