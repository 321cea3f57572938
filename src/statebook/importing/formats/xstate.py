"""XState, version 5 or 4: the JSON of a machine's configuration, states of any depth, guards and actions by their names.

`always` is an event of the system, `after` one of a timer, and the end of what a state invokes is one of completion.
Context, what runs on the way in and out, and the rest of what XState does is left over. Only JSON is read: print the
configuration of a machine in code with `JSON.stringify(machine.config)`.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from statebook.audit.page.jsontree import Node
from statebook.importing.charts.chart import Place, PlaceKind, Way
from statebook.importing.charts.draft import flatten
from statebook.importing.charts.xstate_facts import Facts, state_facts
from statebook.importing.charts.xstate_targets import Targets
from statebook.importing.charts.xstate_ways import Written, named, ways_of
from statebook.importing.draft import Draft
from statebook.importing.original import BadInput, Original
from statebook.importing.shape import Shape, kind_of, refusal

NAME = "xstate"
ENDINGS = (".xstate.json", ".json")

_KINDS = {"parallel": PlaceKind.PARALLEL, "final": PlaceKind.FINAL, "history": PlaceKind.HISTORY}
_SIGNS = ("initial", "type", "on", "context", "invoke", "id", "entry", "always")
_WHY = {
    "context": "a spec has no variables",
    "entry": "what happens on the way in is no part of a spec; say it as effect of the transitions",
    "exit": "what happens on the way out is no part of a spec; say it as effect of the transitions",
    "onEntry": "what happens on the way in is no part of a spec; say it as effect of the transitions",
    "onExit": "what happens on the way out is no part of a spec; say it as effect of the transitions",
    "activities": "what a state does is no part of a spec; say it in the description",
    "invoke": "what a state starts is not run; say it in the description",
    "output": "a spec has no data of its end",
    "data": "a spec has no data of its end",
    "schemas": "a spec has no types of events",
    "types": "a spec has no types of events",
}


def recognise(original: Original) -> int:
    """Sure where `states` is an object of objects in which transitions stand, and the whole is an object like it."""
    root = original.json_or_none if '"states"' in original.text else None
    states = root.members.get("states") if root is not None else None
    if root is None or states is None or not isinstance(states.value, dict) or not states.members:
        return 0
    if not all(isinstance(one.value, dict) for one in states.members.values()):
        return 0
    moving = any(
        {"on", "always", "after", "invoke", "states", "type"} & set(one.members) for one in states.members.values()
    )
    return (
        80
        if moving and any(one in root.members for one in _SIGNS)
        else 25
        if moving or "initial" in root.members
        else 0
    )


def read(original: Original) -> Draft:
    """The machine of a configuration."""
    root = Shape.of(original.json(), "the machine")
    if "states" not in root:
        raise BadInput(
            "the machine has no states", root.line, 1, 'the file is the configuration: {"id": …, "states": {…}}'
        )
    return _Reader(root).draft()


@dataclass
class _Reader:
    root: Shape
    made: Draft = field(default_factory=Draft)
    read: list[tuple[Shape, Place]] = field(default_factory=list)
    keys: dict[str, Place] = field(default_factory=dict)
    facts: Facts = field(init=False)
    targets: Targets = field(init=False)

    def draft(self) -> Draft:
        root, draft = self.root, self.made
        draft.id = draft.title = root.text("id") or root.text("key")
        draft.summary = root.text("description")
        self.facts = Facts(root, draft)
        chart = Place(draft.id, root.line, _KINDS.get(root.text("type"), PlaceKind.STATE))
        self.targets = Targets(chart)
        self.targets.ids[draft.id or "(machine)"] = chart
        self.read.append((root, chart))
        self._inside(root, chart)
        for shape, place in self.read:
            self._initial(shape, place)
            for written in ways_of(shape, draft):
                self._way(written, place)
        flatten(chart, draft)
        self.facts.start({key: place.name for key, place in self.keys.items() if place.name in draft.states})
        return draft

    def _inside(self, shape: Shape, place: Place) -> None:
        for key, why in _WHY.items():
            if shape.value(key) not in (None, [], {}, ""):
                draft_line, column = shape.node.keys[key]
                self.made.leave(draft_line + 1, f"{key!r} of {place.name[:60] or 'the machine'!r}", why, column + 1)
        inner = shape.inner("states", "what holds the states")
        for key, node in inner.node.members.items() if inner is not None else ():
            self._place(key, Shape.of(node, "a state"), place)

    def _place(self, key: str, shape: Shape, parent: Place) -> None:
        kind = _KINDS.get(shape.text("type"), PlaceKind.STATE)
        if "history" in shape and shape.value("history") is not False:
            kind = PlaceKind.HISTORY
        start = self.facts.start_key == key and parent.parent is None
        place = Place(key, shape.line, PlaceKind.START if start else kind, parent)
        place.description = shape.text("description")
        state_facts(shape, place, whole=self.made.is_whole)
        parent.children.append(place)
        self.keys[key] = place
        self.targets.add(key, place, shape.text("id"))
        self.read.append((shape, place))
        self._inside(shape, place)

    def _initial(self, shape: Shape, place: Place) -> None:
        """Where a compound state begins, and what a history state falls back to."""
        if place.kind is PlaceKind.HISTORY:
            place.initial = self._target(shape.node.members["target"], place) if "target" in shape else None
            return
        node = shape.node.members.get("initial")
        if node is not None and isinstance(node.value, dict):
            node = node.members.get("target")
        if node is not None and isinstance(node.value, list):
            node = next(iter(node.items), None)
        if node is None or node.value is None:
            return
        if not isinstance(node.value, str):
            raise refusal(node, f"'initial' is the key of a state, and here stands {kind_of(node.value)}")
        found = self.targets.child(place, node.value)
        place.initial = found or self.targets.find(node.value if node.value[:1] == "#" else f".{node.value}", place)
        if place.initial is None:
            raise refusal(node, f"no state inside is called {node.value[:60]!r}", "is the file whole?")

    def _target(self, node: Node, place: Place) -> Place:
        if not isinstance(node.value, str):
            raise refusal(node, f"a target is text, and here stands {kind_of(node.value)}")
        found = self.targets.find(node.value, place)
        if found is None:
            raise refusal(node, f"no state is called {node.value[:60]!r}", "is the file whole?")
        return found

    def _way(self, written: Written, place: Place) -> None:
        targets = tuple(self._target(one, place) for one in written.targets)
        event = self.facts.trigger(written.event)
        if place.kind is PlaceKind.START and event not in self.made.triggers:
            events: tuple[str, ...] = ()  # a start that no trigger of the spec makes
        else:
            events = (event,) if event else ()
        if events and written.by and not self.made.is_whole:
            trigger = self.made.trigger(event, written.line)
            trigger.by, trigger.description = written.by, written.says
        guard, more = self.facts.guard(written)
        effect = "; ".join(named(one, "an action") for one in written.actions)
        place.ways.append(
            Way(
                events,
                targets,
                guard,
                effect,
                written.description,
                written.line,
                when_done=written.when_done,
                more=more,
            )
        )
        place.leaves_by_itself |= bool(written.by) and not written.when_done
