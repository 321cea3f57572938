"""A statechart made into a draft: states side by side, in groups.

A transition into a compound state arrives in its first state, one out of a compound state leaves each
state inside, unless an inner transition takes the event first. Regions that are active beside each other
have no place in a spec: a parallel state is one state.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from statebook.importing.charts.chart import Place, PlaceKind, Way
from statebook.importing.draft import Draft, DraftTransition, Object
from statebook.importing.original import BadInput

MOST_WAYS = 200_000
"""Ways that are spelled out: one transition of a compound state can stand for any number of them."""


def flatten(root: Place, draft: Draft) -> None:
    """Add the states, groups and transitions of a chart to a draft.

    Raises `BadInput` when the whole chart is parallel, as a spec has one state at a time.
    """
    if root.kind is PlaceKind.PARALLEL:
        raise BadInput(
            "the whole machine is parallel, and a spec has one state at a time",
            root.line,
            hint="import one of its regions",
        )
    _Flattening(root, draft).fill()


@dataclass
class _Flattening:
    root: Place
    draft: Draft
    leaves: list[Place] = field(default_factory=list)
    groups: list[Place] = field(default_factory=list)
    names: dict[Place, str] = field(default_factory=dict)
    ways: int = 0

    def fill(self) -> None:
        self._collect(self.root)
        self._name(self.leaves)
        self._name(self.groups)
        for one in self.leaves:
            self._state(one)
        self._starts()
        self._transitions()
        left = {source for one in self.draft.transitions for source in one.sources}
        for one in self.leaves:
            state = self.draft.states[self.names[one]]
            if not state.kind and one.kind is PlaceKind.FINAL and state.name not in left:
                state.kind = "final"
            elif not state.kind and state.name in left and (one.leaves_by_itself or one.kind is PlaceKind.FINAL):
                state.kind = "transient"

    def _name(self, places: list[Place]) -> None:
        """A place is called by its own name, or by all that lead to it where others have the same."""
        counts = Counter(one.name for one in places)
        taken = {name for name, count in counts.items() if count == 1}
        for one in places:
            name = one.name
            if counts[name] > 1:
                name = _free(".".join(each.name for each in reversed([*one.chain()][:-1])), taken)
                taken.add(name)
            self.names[one] = name

    def _collect(self, place: Place) -> None:
        inner = place.inner
        for one in place.children:
            if one.kind in (PlaceKind.HISTORY, PlaceKind.START) and one.children:
                raise BadInput(f"{one.name[:60]!r} is {one.kind.value}, and states are inside", one.line)
        if place is not self.root:
            self._note(place)
            (self.groups if inner else self.leaves).append(place)
        for one in inner:
            self._collect(one)

    def _note(self, place: Place) -> None:
        """What of a place has no word in a spec."""
        shown = f"{place.name[:60]!r}"
        if place.kind is PlaceKind.PARALLEL:
            self.draft.leave(
                place.line,
                f"what is inside the parallel state {shown}",
                "a spec has one state at a time: it is one state",
            )
        for one in place.children:
            if one.kind is PlaceKind.HISTORY:
                self.draft.leave(
                    one.line,
                    f"the history state {one.name[:60]!r}",
                    "a spec remembers nothing: its default is the target",
                )
        if place.inner and place.parent is not None and place.parent is not self.root:
            self.draft.leave(
                place.line, f"that {shown} lies in {place.parent.name[:60]!r}", "groups of a spec are not nested"
            )

    def _state(self, place: Place) -> None:
        state = self.draft.state(self.names[place], place.line)
        state.title, state.description = place.title, place.description
        state.kind, state.outcome, state.value = place.state_kind, place.outcome, place.value
        state.more = place.more
        parent = place.parent
        if parent is not None and parent is not self.root:
            state.group = self.names[parent]
            group = self.draft.group(state.group)
            group.title, group.description, group.more = parent.title, parent.description, parent.more

    def _starts(self) -> None:
        start = next((one for one in self.root.children if one.kind is PlaceKind.START), None)
        if start is None:
            if self.leaves:
                self.draft.initial = self.draft.initial or [self.names[self._arrival(self.root)]]
            return
        for way in start.ways:
            for target in way.targets:
                said: Object = {"state": self.names[self._arrival(target)]}
                if way.events:
                    said["trigger"] = self.draft.trigger(way.events[0], way.line).name
                said |= {"description": way.description} if way.description else {}
                self.draft.initial.append(said)

    def _arrival(self, place: Place) -> Place:
        """The state that a way into a place arrives in."""
        seen: set[Place] = set()
        while place not in seen:
            seen.add(place)
            if place.kind is PlaceKind.START:
                raise BadInput(f"a transition leads to {place.name[:60]!r}, {place.kind.value}", place.line)
            outer = next((one for one in place.chain() if one.kind is PlaceKind.PARALLEL), None)
            if outer is not None:
                return self._outermost(outer)
            if place.kind is PlaceKind.HISTORY:
                place = place.initial or (place.parent if place.parent is not None else self.root)
            elif place.inner:
                first = place.inner[0]
                wanted = place.initial if place.initial is not None else first
                place = wanted if wanted.kind is not PlaceKind.START else first
            else:
                return place
        return self._first_leaf(place if place.kind is not PlaceKind.HISTORY else self.root)

    @staticmethod
    def _outermost(place: Place) -> Place:
        """Of parallel states inside each other, the one that counts."""
        return [one for one in place.chain() if one.kind is PlaceKind.PARALLEL][-1]

    @staticmethod
    def _first_leaf(place: Place) -> Place:
        while place.inner:
            place = place.inner[0]
        return place

    def _transitions(self) -> None:
        rows: dict[tuple[Way, tuple[str, ...]], list[Place]] = {}
        for leaf in self.leaves:
            for way, events in self._leaving(leaf):
                rows.setdefault((way, events), []).append(leaf)
                self._count(len(events), way)
        order = {way: number for number, way in enumerate(self._written(self.root))}
        for (way, events), sources in sorted(rows.items(), key=lambda row: order[row[0][0]]):
            self._row(way, events, sources)
        self.draft.transitions = _together(self.draft.transitions)

    def _count(self, ways: int, way: Way) -> None:
        self.ways += ways
        if self.ways > MOST_WAYS:
            raise BadInput(
                f"the machine has more than {MOST_WAYS:,} ways from state to state",
                way.line,
                hint="each transition of a compound state counts for every state inside",
            )

    def _written(self, place: Place) -> Iterator[Way]:
        """All transitions, in the order of the places that they are written in."""
        yield from place.ways
        for one in place.children:
            yield from self._written(one)

    def _leaving(self, leaf: Place) -> Iterator[tuple[Way, tuple[str, ...]]]:
        """The ways out of a state with the events that no inner way takes first, innermost first."""
        taken: set[str] = set()
        for place in leaf.chain():
            for way in self._own(place, leaf):
                self._count(1, way)
                events = tuple(one for one in way.events if one not in taken)
                if way.when_done:
                    if leaf.kind is PlaceKind.FINAL and leaf.parent is place:
                        yield way, events
                elif events or not way.events:
                    yield way, events
            taken.update(event for way in place.ways if not way.guard for event in way.events)

    def _own(self, place: Place, leaf: Place) -> Iterator[Way]:
        """The ways of a place; for a parallel state, those out of its regions, too."""
        yield from place.ways
        if place is leaf and place.kind is PlaceKind.PARALLEL:
            own = set(place.ways)
            for way in self._written(place):
                if way not in own and way.targets and place not in way.targets[0].chain():
                    yield way

    def _row(self, way: Way, events: tuple[str, ...], sources: list[Place]) -> None:
        names = [self.names[one] for one in sources]
        said = {"guard": way.guard, "effect": way.effect, "description": way.description}
        arrivals = list(dict.fromkeys(self.names[self._arrival(one)] for one in way.targets))
        if len(arrivals) > 1:
            self.draft.leave(
                way.line, f"the transition to {len(arrivals)} states at once", "a spec has one state at a time"
            )
            return
        if arrivals:
            self.draft.transition(names, arrivals, events, line=way.line, **said).more = way.more
        elif way.effect or way.guard:
            for name in names:  # it moves nothing, and something happens
                self.draft.transition(name, name, events, line=way.line, **said).more = way.more


def _together(rows: list[DraftTransition]) -> list[DraftTransition]:
    """One row for those that differ in the states that they leave alone, where the first of them stands."""
    found: dict[tuple[object, ...], DraftTransition] = {}
    for one in rows:
        # A way that stays belongs to its state: `from: [a, b], to: [a, b]` would say more than was written.
        own = one.sources if one.sources == one.targets else ()
        key = (*own, *one.targets, "", *one.triggers, "", one.guard, one.effect, one.description, repr(one.more))
        first = found.setdefault(key, one)
        if first is not one:
            first.sources = list(dict.fromkeys((*first.sources, *one.sources)))
    return list(found.values())


def _free(name: str, taken: set[str]) -> str:
    number, free = 1, name
    while free in taken:
        number += 1
        free = f"{name} {number}"
    return free
