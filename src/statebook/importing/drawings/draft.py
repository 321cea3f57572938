"""From a state diagram that was read to a draft: names, groups of one level, starts and ends, ways through choices."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field

from statebook.importing.draft import Draft, DraftTransition
from statebook.importing.drawings.drawn import (
    DEEPEST,
    MOST_WAYS,
    POINT,
    Arrow,
    Box,
    Drawn,
    Words,
    dressed,
    identity,
    mover,
)
from statebook.model import Json, Kind

_NO_PLACE = {
    "fork": "a fork, which makes two states of one",
    "join": "a join, which makes one state of two",
    "history": "a history, which goes back to where it was",
}


def draft_of(drawn: Drawn) -> Draft:
    """The machine that a diagram draws, as far as a lifecycle can be it."""
    return _Maker(drawn).made()


@dataclass(slots=True)
class _Maker:
    drawn: Drawn
    draft: Draft = field(init=False)
    ids: dict[str, str] = field(default_factory=dict)
    leaving: dict[str, list[Arrow]] = field(default_factory=dict)
    starts: dict[str, list[Arrow]] = field(default_factory=dict)
    ends: dict[str, list[Arrow]] = field(default_factory=dict)
    left: dict[str, set[str]] = field(default_factory=dict)
    """The states that each state leads to."""
    endings: list[tuple[str, list[str], Words, Arrow]] = field(default_factory=list)
    """Arrows to an end: inside of what, from which states, with which words."""
    work: int = 0
    last: tuple[DraftTransition, tuple[object, ...], set[str]] | None = None

    def __post_init__(self) -> None:
        self.draft = self.drawn.rest

    def made(self) -> Draft:
        self.draft.title, self.draft.summary = self.drawn.title, self.drawn.summary
        self._sort()
        self._states()
        for one in self.starts.get("", []):
            self._initial(one)
        for one in self.drawn.arrows:
            if one.source != POINT and self._is_state(one.source, one):
                self._arrow(one)
        for inside, sources, words, arrow in self.endings:
            self._end(inside, sources, words, arrow)
        return self.draft

    def _sort(self) -> None:
        """Know the arrows by where they come from; a box that is a start or an end is the point of what it stands in."""
        boxes = self.drawn.boxes
        for one in self.drawn.arrows:
            for side in ("source", "target"):
                box = boxes.get(getattr(one, side))
                if box is not None and box.pseudo in ("start", "end"):
                    setattr(one, side, POINT)
                    one.inside = box.inside
            if one.source == POINT:
                self.starts.setdefault(one.inside, []).append(one)
            elif one.target == POINT:
                self.ends.setdefault(one.inside, []).append(one)
            if one.source != POINT:
                self.leaving.setdefault(one.source, []).append(one)

    def _states(self) -> None:
        taken: set[str] = set()
        noted: set[str] = set()
        for box in self.drawn.states():
            name = identity(box)
            name = box.name if name in taken else name
            taken.add(name)
            self.ids[box.name] = name
            state = self.draft.state(name, box.line)
            dressed(state, box)
            around = list(self.drawn.outer(box.name))[1:]
            if around:
                state.group = self._group(self.drawn.boxes[around[-1]])
                for inner in around[:-1]:
                    if inner not in noted:
                        noted.add(inner)
                        self._nested(inner, around[-1])

    def _nested(self, inner: str, outer: str) -> None:
        box = self.drawn.boxes[inner]
        self.draft.leave(
            box.line,
            f"the state {inner[:60]!r} around others",
            f"groups have one level: its states belong to {outer[:60]!r}",
        )

    def _group(self, box: Box) -> str:
        name = identity(box)
        if name not in self.draft.groups:
            group = self.draft.group(name)
            group.title = box.label if box.label != name else ""
            group.description = "\n\n".join([*box.texts, *box.notes])
        return name

    def _is_state(self, name: str, arrow: Arrow) -> bool:
        """Whether arrows from this name are ways; those of a choice are part of others, those of a fork none."""
        pseudo = self.drawn.boxes[name].pseudo
        if pseudo in _NO_PLACE:
            self._leave_arrow(arrow, f"it leaves {_NO_PLACE[pseudo]}")
        return not pseudo

    def _leave_arrow(self, arrow: Arrow, why: str) -> None:
        self.draft.leave(arrow.line, f"the arrow from {arrow.source[:60]!r} to {arrow.target[:60]!r}", why)

    def _entered(self, arrow: Arrow, name: str, depth: int = 0) -> list[str]:
        """The boxes of states in which one is after an arrow to this name."""
        if not self.drawn.boxes[name].holds:
            return [name]
        starts = self.starts.get(name, []) if depth < DEEPEST else []
        first = [inner for one in starts for inner, _, _ in self._through(one) if inner != POINT]
        found = [state for inner in first for state in self._entered(arrow, inner, depth + 1)]
        if not found:
            self._leave_arrow(arrow, f"the diagram does not say in which state of {name[:60]!r} it arrives")
        return list(dict.fromkeys(found))

    def _sources(self, arrow: Arrow) -> list[str]:
        """The ids of the states that an arrow leaves; from a group without a trigger, those that are at its end."""
        ended = [one.source for one in self.ends.get(arrow.source, [])] if not arrow.words.said else []
        found = [state for one in ended for state in self.drawn.members(one)]
        return [self.ids[one] for one in dict.fromkeys(found or self.drawn.members(arrow.source))]

    def _through(self, arrow: Arrow) -> Iterator[tuple[str, Words, Arrow]]:
        """The names at which an arrow arrives at last, the words on the way there, and the last arrow of the way."""
        waiting: deque[tuple[Arrow, Words, frozenset[str]]] = deque([(arrow, arrow.words, frozenset())])
        while waiting and self._affordable(arrow, 1):
            last, words, seen = waiting.popleft()
            name = last.target
            pseudo = self.drawn.boxes[name].pseudo if name != POINT else ""
            if pseudo in _NO_PLACE:
                self._leave_arrow(arrow, f"it leads to {_NO_PLACE[pseudo]}")
            elif pseudo != "choice":
                yield name, words, last
            elif name not in seen:
                waiting.extend((one, _joined(words, one.words), seen | {name}) for one in self.leaving.get(name, []))

    def _affordable(self, arrow: Arrow, ways: int) -> bool:
        """Whether there may be so many ways more: choices in a row and arrows between groups can make any number."""
        before = self.work
        self.work += ways
        if before <= MOST_WAYS < self.work:
            self._leave_arrow(arrow, f"there are more than {MOST_WAYS:,} ways; it and those behind it are left")
        return self.work <= MOST_WAYS

    def _arrow(self, arrow: Arrow) -> None:
        sources = self._sources(arrow)
        if not sources:
            self._leave_arrow(arrow, "no state stands inside of what it leaves")
            return
        for name, words, last in self._through(arrow):
            if name == POINT:
                self.endings.append((last.inside, sources, words, arrow))
                continue
            targets = [self.ids[one] for one in self._entered(arrow, name)]
            if targets and self._affordable(arrow, len(sources) * len(targets)):
                self._add(sources, targets, words, arrow.line)

    def _add(self, sources: list[str], targets: list[str], words: Words, line: int) -> None:
        """Add ways; those that differ from the ones before in the state they leave alone are one row with them."""
        for one in sources:
            self.left.setdefault(one, set()).update(targets)
        same = (targets, words.trigger, words.guard, words.effect, words.description)
        if self.last is not None and self.last[1] == same and self.last[2].isdisjoint(sources):
            self.last[0].sources.extend(sources)
            self.last[2].update(sources)
            return
        made = self.draft.transition(
            sources,
            targets,
            words.trigger,
            line=line,
            guard=words.guard,
            effect=words.effect,
            description=words.description,
        )
        self._moved(words)
        self.last = (made, same, set(sources))

    def _moved(self, words: Words) -> None:
        trigger = self.draft.triggers.get(words.trigger)
        if trigger is not None and trigger.is_action is None:
            trigger.is_action, trigger.by = mover(words.by)

    def _initial(self, arrow: Arrow) -> None:
        if arrow.target == POINT:
            return
        for name, words, _ in self._through(arrow):
            for state in self._entered(arrow, name) if name != POINT else ():
                found: dict[str, Json] = {"state": self.ids[state]}
                if words.trigger:
                    self.draft.trigger(words.trigger, arrow.line)
                    self._moved(words)
                    found["trigger"] = words.trigger
                said = "\n\n".join(one for one in (words.description, words.guard, words.effect) if one)
                if said:
                    found["description"] = said
                self.draft.initial.append(found if len(found) > 1 else self.ids[state])

    def _end(self, inside: str, sources: list[str], words: Words, arrow: Arrow) -> None:
        """An arrow to the end: of the machine, or of the states around it, which then go on by themselves."""
        onward = [one for name in self.drawn.outer(inside) for one in self.leaving.get(name, [])]
        if not onward:
            self._ended(sources, words, arrow)
        elif not any(not one.words.said and one.source == inside for one in onward):
            self._leave_arrow(arrow, "no arrow without a trigger goes on from there")

    def _ended(self, sources: list[str], words: Words, arrow: Arrow) -> None:
        """States after which nothing comes. A trigger that leads to the end leads to a state, which gets a name."""
        if words.trigger:
            name = "end"
            while name in self.draft.states and self.draft.states[name].kind != Kind.FINAL:
                name += "_"
            self.draft.state(name, arrow.line).kind = Kind.FINAL.value
            self.draft.leave(
                arrow.line, f"the end behind {words.trigger[:60]!r}", f"it has no name: here it is {name!r}"
            )
            self._add(sources, [name], words, arrow.line)
            return
        for one in sources:
            state = self.draft.states[one]
            if state.kind == Kind.FINAL:
                continue
            if self.left.get(one, set()) - {one}:
                self.draft.leave(
                    arrow.line, f"the end after {one[:60]!r}", "other arrows leave the state, so it is not final"
                )
            elif not state.kind:
                state.kind = Kind.FINAL.value


def _joined(before: Words, behind: Words) -> Words:
    """The words of two arrows with a choice between them; what stands behind it is a condition."""
    conditions = [one for one in (before.guard, behind.guard or behind.trigger) if one]
    effects = [one for one in (before.effect, behind.effect) if one]
    return Words(before.trigger, " and ".join(conditions), " and ".join(effects), before.description, before.by)
