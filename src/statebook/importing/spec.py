"""A draft to the mapping that a spec file holds: legal ids, keys in the order of the language, `todo` where nothing is said."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from statebook.importing.attributes import checked_attributes, checked_examples, chosen
from statebook.importing.draft import Draft, DraftState, DraftTransition, LeftOver, Object
from statebook.importing.links import moved
from statebook.importing.names import is_machine_id, legal_ids, machine_id
from statebook.importing.original import BadInput
from statebook.model import MISSING, Json, Kind, Mover

KEYS = (
    "statebook", "id", "title", "noun", "summary", "state_attribute", "state_derivation", "since_attribute", "identifier",
    "initial", "openness", "api", "sources", "objects", "errors", "actions", "events", "attributes", "groups", "states",
    "transitions", "evidence", "deprecated", "formerly", "tags",
)  # fmt: skip
"""The keys of a spec in the order of the language."""

UNSTATED = "unstated"
"""The event that stands for every trigger that the original does not name."""
LONG_TITLE = 40
"""Characters of a title that still makes a good name of files."""
MOST_WAYS = 200_000
"""Ways that a spec is given: a few rows can name any number of them."""


@dataclass(frozen=True, slots=True)
class Made:
    """The mapping of a spec, what is left over, and how many texts are marked `todo`."""

    spec: Object
    left_over: tuple[LeftOver, ...]
    todo: int


def make_spec(draft: Draft, stem: str, chosen_id: str = "") -> Made:
    """The spec of a draft. `stem` is the original's name, for a machine without one; `chosen_id` the user's word.

    Raises `BadInput` for a draft without a state.
    """
    if not draft.states:
        raise BadInput("no state was found", hint="is this the right file, and the right format (--from)?")
    return _Maker(draft, stem, chosen_id).made()


@dataclass
class _Maker:
    """One draft on its way."""

    draft: Draft
    stem: str
    chosen_id: str
    todo: int = 0
    ids: dict[str, str] = field(default_factory=dict)
    triggers: dict[str, str] = field(default_factory=dict)
    groups: dict[str, str] = field(default_factory=dict)
    values: dict[tuple[str, Json], str] = field(default_factory=dict)
    """Whose each value is, by its type and itself."""

    def made(self) -> Made:
        draft = self.draft
        for initial in draft.initial:
            draft.state(initial if isinstance(initial, str) else initial["state"])
        for state in draft.states.values():
            if state.group:
                draft.group(state.group)
        self.ids, self.groups = self._legal(draft.states), self._legal(draft.groups)
        self.triggers = self._legal(draft.triggers)
        title = draft.title.strip() or _words(self.stem)
        spec: Object = {
            "statebook": 1,
            "id": self.chosen_id
            or (
                draft.id
                if is_machine_id(draft.id)
                else machine_id(draft.id, title if len(title) <= LONG_TITLE else self.stem, self.stem)
            ),
            "title": title,
        }
        _say(spec, noun=draft.noun.strip())
        spec["summary"] = draft.summary.strip() or self._todo("say what the resource is")
        if not spec["summary"]:
            del spec["summary"]
        self._where(spec)
        initial = [self._initial(one) for one in draft.initial]
        _say(spec, initial=initial[0] if len(initial) == 1 else initial)
        spec |= self._movers()
        _say(spec, attributes=checked_attributes(draft.attributes, draft, self.ids, self._todo))
        _say(spec, groups=self._groups())
        spec["states"] = {self.ids[name]: self._state(one) for name, one in draft.states.items()}
        _say(spec, transitions=self._transitions())
        spec |= {key: value for key, value in draft.more.items() if key not in spec}
        if not (draft.is_whole or draft.is_ours):
            _words_of(spec, self._linkable(spec))
        known = [key for key in KEYS if key in spec]
        ordered = {key: spec[key] for key in (*known, *(key for key in spec if key not in KEYS))}
        return Made(ordered, tuple(draft.left_over), self.todo)

    def _linkable(self, spec: Object) -> dict[str, str]:
        """What text may link by its name in brackets: states by their names, and what else the spec declares."""
        others = [name for key in ("actions", "attributes", "objects", "errors") for name in spec.get(key) or ()]
        found = {**{name: name for name in others}, **self.ids}
        return {name: one for name, one in found.items() if "`" not in one}

    def _legal(self, names: Iterable[str]) -> dict[str, str]:
        """Ids for names; those of a machine of ours are ids already."""
        return {name: name for name in names} if self.draft.is_whole else legal_ids(names)

    def _todo(self, what: str) -> str:
        """What stands for a text that is missing; nothing where that is meant."""
        if self.draft.is_whole:
            return ""
        self.todo += 1
        return f"todo: {what}"

    def _where(self, spec: Object) -> None:
        if self.draft.state_attribute:
            spec["state_attribute"] = self.draft.state_attribute
        elif "state_derivation" not in self.draft.more:
            spec["state_attribute"] = "status"
            self.draft.leave(
                1, "where the state stands in the JSON", "the original does not say it; `status` is assumed"
            )

    def _initial(self, written: Json) -> Json:
        if isinstance(written, str):
            return self.ids[written]
        found = {**written, "state": self.ids[written["state"]]}
        if found.get("trigger"):
            found["trigger"] = self.triggers[found["trigger"]]
        return found

    def _movers(self) -> Object:
        """The actions and the events."""
        actions: Object = {}
        events: Object = {}
        for name, one in self.draft.triggers.items():
            said: Object = {}
            if not one.is_action:
                said["by"] = one.by if one.by in set(Mover) - {"client"} else "system"
            elif one.by and one.by != "client":
                said["by"] = one.by
            whose = " and who does it" if one.is_action is None and not one.by else ""
            _say(
                said,
                title=_title(one.title, name, self.triggers[name]),
                description=one.description.strip() or self._todo(f"say what happens{whose}"),
            )
            (actions if one.is_action else events)[self.triggers[name]] = said | one.more
        if any(not one.triggers for one in self.draft.transitions):
            name = legal_ids([UNSTATED], self.triggers.values())[UNSTATED]
            self.triggers[""] = name
            unnamed = self._todo("say what triggers these transitions; the original names nothing")
            events[name] = {"by": "system", **({"description": unnamed} if unnamed else {})}
        found: Object = {}
        _say(found, actions=actions, events=events)
        return found

    def _groups(self) -> Object:
        found: Object = {}
        members: dict[str, list[str]] = {}
        for name, state in self.draft.states.items():
            if state.group:
                members.setdefault(state.group, []).append(self.ids[name])
        for name, one in self.draft.groups.items():
            if name not in members:
                self.draft.leave(1, f"the group {name[:60]!r}", "it has no states of its own")
                continue
            said: Object = {}
            _say(said, title=_title(one.title, name, self.groups[name]))
            said["states"] = members[name]
            _say(said, description=one.description.strip() or self._todo("say what these states share"))
            found[self.groups[name]] = said | one.more
        return found

    def _state(self, state: DraftState) -> Object:
        name = self.ids[state.name]
        said: Object = {}
        said |= self._value(state, name)
        _say(said, title=_title(state.title, state.name, name))
        _say(said, kind=state.kind if state.kind in set(Kind) else "", outcome=state.outcome)
        if not state.kind and not self.draft.transitions and not self.draft.is_whole:
            said["kind_evidence"] = {"level": "unknown", "note": self._todo("say how the state ends")}
        said["description"] = state.description.strip() or self._todo("say what it means and what leads here")
        if not said["description"]:
            del said["description"]
        _say(said, attributes=checked_attributes(state.attributes, self.draft, self.ids, self._todo))
        _say(said, examples=checked_examples(state.examples, self.draft, state.line))
        return said | state.more

    def _value(self, state: DraftState, name: str) -> Object:
        """The value of a state, where it is not its id; each value once, for clients could not tell the states apart."""
        value = state.name if state.value is MISSING else state.value
        key = (type(value).__name__, value)
        if key in self.values and not self.draft.is_whole:
            self.draft.leave(
                state.line,
                f"the value of {state.name[:60]!r}",
                f"{self.values[key][:60]!r} has it, and it is one state's",
            )
            return {}
        self.values.setdefault(key, state.name)
        return {} if value == name and isinstance(value, str) else {"value": value}

    def _transitions(self) -> list[Json]:
        found: list[Json] = []
        seen: set[tuple[object, ...]] = set()
        ways = 0
        for one in self.draft.transitions:
            key = (tuple(one.sources), tuple(one.targets), tuple(one.triggers), one.guard, one.effect, one.description)
            if not one.sources or not one.targets or (key in seen and not one.more):
                continue
            seen.add(key)
            ways += len(one.sources) * len(one.targets) * max(len(one.triggers), 1)
            if ways > MOST_WAYS:
                self.draft.leave(one.line, "transitions from here on", f"there are more than {MOST_WAYS:,}")
                break
            found.append(self._transition(one))
        return found

    def _transition(self, one: DraftTransition) -> Object:
        every = len(one.sources) == len(self.draft.states) > 1
        ids = [self.ids[name] for name in one.sources]
        sources: list[Json] = [chosen(name) for name in ids]
        said: Object = {
            "from": "*" if every else _one_or_all(sources),
            "to": _one_or_all([self.ids[name] for name in one.targets]),
            "trigger": _one_or_all([self.triggers[name] for name in one.triggers or ("",)]),
        }
        _say(said, guard=one.guard, effect=one.effect, description=one.description)
        return said | one.more


_PROSE = ("summary", "description", "guard", "effect", "next_step", "note", "when", "state_derivation")


def _words_of(value: Json, states: dict[str, str]) -> None:
    """Make the links in all text of a spec such as it may have; examples and `x-` keys are data."""
    waiting = [value]
    while waiting:
        here = waiting.pop()
        if isinstance(here, dict):
            for key, one in here.items():
                if key in _PROSE and isinstance(one, str):
                    here[key] = moved(one, states)
                elif key not in ("examples", "example", "default", "enum") and not key.startswith("x-"):
                    waiting.append(one)
        elif isinstance(here, list):
            waiting += here


def _words(stem: str) -> str:
    """A title made from a file's name."""
    words = " ".join(stem.replace("_", " ").replace("-", " ").split())
    return words[:1].upper() + words[1:] or "Machine"


def _title(title: str, name: str, legal: str) -> str:
    """A title, unless it only repeats the id; the original name where the id is another."""
    found = title.strip() or (" ".join(name.split()) if name != legal else "")
    return "" if found == legal else found


def _say(holder: Object, **values: Json) -> None:
    """Add what says something."""
    holder.update({key: value for key, value in values.items() if value not in ("", None) and value not in ([], {})})


def _one_or_all(names: Iterable[Json]) -> Json:
    found = list(names)
    return found[0] if len(found) == 1 else found


Todo = Callable[[str], str]
"""What makes a text that stands for a missing one, from what has to be said."""
