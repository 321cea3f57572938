"""SCXML, the W3C's State Chart XML: states of any depth, final states, and transitions with their conditions.

A transition of a compound state leaves each state inside. Conditions are guards by their words. Scripts, the data
model and all else that an interpreter would run is left over and never run; nothing outside the file is read.
What `statebook export scxml` writes comes back with titles, kinds, descriptions, calls and guards.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field

from statebook.importing.charts.chart import Place, PlaceKind, Way
from statebook.importing.charts.draft import flatten
from statebook.importing.charts.xml_tree import Element, read_xml
from statebook.importing.draft import Draft, Object
from statebook.importing.original import BadInput, Original
from statebook.model import MISSING, Json

NAME = "scxml"
ENDINGS = (".scxml", ".xml")

HOME = "http://www.w3.org/2005/07/scxml"
OURS = "{https://statebook.github.io/statebook/scxml/1}"
"""The namespace of what Statebook writes beside SCXML, as names in it begin here."""

ALWAYS = "always"
"""What a transition without an event is called."""

_ROOT = re.compile(r"<(?:[\w.-]+:)?scxml[\s>/]")
_KINDS = {
    "state": PlaceKind.STATE,
    "parallel": PlaceKind.PARALLEL,
    "final": PlaceKind.FINAL,
    "history": PlaceKind.HISTORY,
}
_WHY = {
    "datamodel": "a spec has no variables",
    "script": "nothing is run",
    "onentry": "what happens on the way in is no part of a spec; say it as effect of the transitions",
    "onexit": "what happens on the way out is no part of a spec; say it as effect of the transitions",
    "invoke": "what a state starts is not run; say it in the description",
    "donedata": "a spec has no data of its end",
}
_DONE = re.compile(r"(?:done|error)(?:\.|\Z)")


def recognise(original: Original) -> int:
    """Sure where the document's element is SCXML."""
    if not original.head.startswith("<") or not _ROOT.search(original.head):
        return 0
    return 95 if HOME in original.head else 70


def read(original: Original) -> Draft:
    """The machine of a document."""
    root = read_xml(original.text, HOME)
    if root.name != "scxml":
        raise BadInput(f"the document is `{root.name[:60]}`, and SCXML begins with `scxml`", root.line, root.column)
    return _Reader(root).draft()


@dataclass
class _Reader:
    root: Element
    places: dict[str, Place] = field(default_factory=dict)
    elements: list[tuple[Element, Place]] = field(default_factory=list)
    triggers: dict[str, str] = field(default_factory=dict)
    """The ids of the triggers by the events that stand for them."""
    strangers: set[str] = field(default_factory=set)
    made: Draft = field(default_factory=Draft)

    def draft(self) -> Draft:
        root, draft = self.root, self.made
        draft.id = draft.title = root.get("name")
        chart = Place(draft.id, root.line)
        self._ours()
        self._inside(root, chart)
        for element, place in self.elements:
            self._ways(element, place)
        chart.initial = self._initial(root)
        flatten(chart, draft)
        start = next((one for one in root.children if one.name == f"{OURS}start"), None)
        if start is not None:  # nothing said of it: the spec knows no start
            said = _said(trigger=start.raw("trigger"), description=start.raw("description"))
            draft.initial = [{"state": one, **said} for one in draft.initial] if said else []
        self._movers()
        return draft

    def _ours(self) -> None:
        """What Statebook wrote into the document beside SCXML."""
        root, draft = self.root, self.made
        if f"{OURS}title" not in root.attributes:
            return
        draft.is_whole = True
        draft.title = root.get(f"{OURS}title")
        draft.noun = root.get(f"{OURS}noun") or draft.title
        draft.summary = root.get(f"{OURS}description")
        draft.state_attribute = root.get(f"{OURS}state-attribute")
        draft.more = _said(state_derivation=root.get(f"{OURS}state-derivation"))
        for one in root.children:
            if one.name in (f"{OURS}action", f"{OURS}event"):
                name = one.raw("id") or one.get("event")
                if not name:
                    raise BadInput("a trigger has no event", one.line, one.column)
                self.triggers[one.get("event")] = name
                trigger = draft.trigger(name, one.line)
                trigger.is_action = one.name == f"{OURS}action"
                trigger.by, trigger.title, trigger.description = one.get("by"), one.get("title"), one.get("description")
                trigger.more = {key: one.get(key) for key in ("method", "path") if one.get(key)}

    def _inside(self, element: Element, place: Place) -> None:
        """The states inside an element, and what is left over."""
        for one in element.children:
            if one.name in _KINDS:
                self._place(one, place)
            elif one.name in _WHY:
                self.made.leave(one.line, f"<{one.name}>", _WHY[one.name], one.column)
            else:
                self._stranger(one)

    def _stranger(self, element: Element) -> bool:
        """Whether an element is none of SCXML's; the first of a name is left over for all."""
        name = element.name
        if name.startswith("{") and not name.startswith(OURS) and name not in self.strangers:
            self.strangers.add(name)
            self.made.leave(element.line, f"elements such as {name[:100]!r}", "they are not SCXML", element.column)
        return name.startswith("{")

    def _place(self, element: Element, parent: Place) -> None:
        name = element.get("id") or f"{element.name} in line {element.line}"
        if name in self.places:
            raise BadInput(
                f"two states are called {name[:60]!r}", element.line, element.column, "ids are unique in XML"
            )
        kind = PlaceKind.START if element.get(f"{OURS}kind") == "start" else _KINDS[element.name]
        place = Place(element.raw(f"{OURS}spelled") or name, element.line, kind, parent)
        place.title = element.get(f"{OURS}title")
        place.description = element.get(f"{OURS}description")
        place.state_kind = "" if kind is PlaceKind.START else element.get(f"{OURS}kind")
        place.outcome = element.get(f"{OURS}outcome")
        place.value = self._value(element)
        place.more = _said(visibility=element.get(f"{OURS}visibility"), next_step=element.get(f"{OURS}next-step"))
        place.leaves_by_itself = any(one.name == "invoke" for one in element.children)
        parent.children.append(place)
        self.places[name] = place
        self.elements.append((element, place))
        self._inside(element, place)

    @staticmethod
    def _value(element: Element) -> Json:
        written = element.get(f"{OURS}value")
        try:
            value = json.loads(written) if written else MISSING
        except (ValueError, RecursionError):
            raise BadInput("the value of the state is no JSON", element.line, element.column) from None
        if isinstance(value, dict | list):
            raise BadInput("the value of a state is text, a number, true, false or null", element.line, element.column)
        return value

    def _initial(self, element: Element) -> Place | None:
        """Where a compound state begins: its attribute, its element, or nothing said."""
        inner = next((one for one in element.children if one.name == "initial"), None)
        way = next((one for one in inner.children if one.name == "transition"), None) if inner is not None else None
        for holder, name in ((element, "initial"), (way, "target")):
            if holder is not None and holder.get(name):
                return self._targets(holder, name)[0]
        return None

    def _targets(self, element: Element, name: str) -> tuple[Place, ...]:
        found = []
        for target in element.get(name).split():
            if target not in self.places:
                raise BadInput(
                    f"no state is called {target[:60]!r}", element.line, element.column, "is the document whole?"
                )
            found.append(self.places[target])
        return tuple(found)

    def _ways(self, element: Element, place: Place) -> None:
        place.initial = self._initial(element)
        for one in element.children:
            if one.name != "transition":
                continue
            if place.kind is PlaceKind.HISTORY:
                place.initial = next(iter(self._targets(one, "target")), None)
            else:
                self._way(one, place, element.get("id"))

    def _way(self, element: Element, place: Place, own_id: str) -> None:
        for one in element.children:
            self.made.leave(
                one.line, f"<{one.name[:60]}> of a transition", "what is run is no part of a spec", one.column
            )
        written = element.get("event").split()
        events = []
        for event in written:
            plain = event.removesuffix(".*").removesuffix(".") if event != "*" else ""
            if not plain:
                self.made.leave(element.line, "a transition on any event", "a spec names each event", element.column)
            events.append(plain)
        kept = tuple(dict.fromkeys(filter(None, events)))
        if written and not kept:
            return
        trigger = element.raw(f"{OURS}trigger")
        names = (trigger,) if trigger else tuple(self.triggers.get(one, one) for one in kept)
        if not written and place.kind is not PlaceKind.START:
            names = (ALWAYS,)
            at_once = self.made.trigger(ALWAYS, element.line)
            at_once.by, at_once.description = "system", "Nothing is waited for: the guard alone decides."
        if place.kind is PlaceKind.START and self.made.is_whole and not trigger:
            names = tuple(self.triggers[one] for one in kept if one in self.triggers)
        place.ways.append(
            Way(
                names,
                self._targets(element, "target"),
                element.get(f"{OURS}guard") or element.get("cond"),
                element.get(f"{OURS}effect"),
                element.get(f"{OURS}description"),
                element.line,
                when_done=bool(own_id) and kept == (f"done.state.{own_id}",),
            )
        )
        place.leaves_by_itself |= not written or any(_DONE.match(one) for one in kept)

    def _movers(self) -> None:
        """Who moves, where the document tells: time for what is sent later, the end of work for `done`."""
        later = {
            one.get("event")
            for one in self.root.every()
            if one.name == "send" and (one.get("delay") or one.get("delayexpr"))
        }
        for name, trigger in self.made.triggers.items():
            if not self.made.is_whole and not trigger.by:
                trigger.by = "timer" if name in later else "completion" if _DONE.match(name) else ""


def _said(**values: str) -> Object:
    return {key: value for key, value in values.items() if value}
