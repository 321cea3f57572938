"""What a log has shown so far: states, steps between them, and the attributes that came with each state.

Memory grows with the number of resources and of different steps, not with the length of the log.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from statebook.audit.reading.words import as_shown
from statebook.importing.draft import Draft, Object
from statebook.importing.page.attributes import type_of_value
from statebook.model import Json

MOST_ATTRIBUTES = 500
_LONGEST_EXAMPLE = 200


@dataclass(slots=True)
class _Attribute:
    """An attribute: how often it came in each state, its types, whether it was null, a value."""

    states: Counter[str] = field(default_factory=Counter)
    types: dict[str, None] = field(default_factory=dict)
    null: bool = False
    example: Json = None


class Seen:
    """Takes observations one by one; a line that is older than the last one of its resource is no step."""

    def __init__(self) -> None:
        self.attribute = ""
        self.states: dict[str, tuple[Json, int]] = {}
        self.counts: Counter[str] = Counter()
        self.first: Counter[str] = Counter()
        self.steps: Counter[tuple[str, str]] = Counter()
        self.lines: dict[tuple[str, str], int] = {}
        self.attributes: dict[str, _Attribute] = {}
        self.here: dict[str, tuple[str, str]] = {}
        self.backwards = 0
        self.dropped: set[str] = set()

    def take(self, resource: str, moment: str, attribute: str, status: dict[str, Json], line: int) -> None:
        """One observation of a resource, whose status object has its state at `attribute`."""
        self.attribute = self.attribute or attribute
        value = status[attribute]
        name = (
            value if isinstance(value, str) else as_shown(str(value).lower() if isinstance(value, bool) else str(value))
        )
        self.states.setdefault(name, (value, line))
        self.counts[name] += 1
        self._attributes(name, attribute, status)
        before = self.here.get(resource)
        if before is None:
            self.first[name] += 1
        elif moment and before[1] and moment < before[1] and len(moment) == len(before[1]):
            self.backwards += 1
            return
        elif before[0] != name:
            step = (before[0], name)
            self.steps[step] += 1
            self.lines.setdefault(step, line)
        self.here[resource] = (name, moment)

    def _attributes(self, state: str, attribute: str, status: dict[str, Json]) -> None:
        for key, value in status.items():
            if key == attribute:
                continue
            found = self.attributes.get(key)
            if found is None:
                if len(self.attributes) >= MOST_ATTRIBUTES:
                    self.dropped.add(key)
                    continue
                found = self.attributes[key] = _Attribute()
            found.states[state] += 1
            kind = type_of_value(value)
            if not kind:
                found.null = True
                continue
            found.types[kind] = None
            if found.example is None and isinstance(value, str | int | float) and len(str(value)) <= _LONGEST_EXAMPLE:
                found.example = value

    def fill(self, draft: Draft, trigger: str) -> None:
        """Put what was seen into a draft."""
        draft.state_attribute = self.attribute
        for name, (value, line) in self.states.items():
            state = draft.state(name, line)
            state.value = value
            state.more["kind_evidence"] = {"level": "unknown", "note": "A log does not tell how a state ends."}
        self._initial(draft)
        if self.steps:
            said = draft.trigger(trigger)
            said.is_action, said.by = False, "system"
            said.description = "todo: say who or what causes these steps, which were seen in a log"
        for (source, target), count in self.steps.items():
            way = draft.transition(source, target, trigger, line=self.lines[source, target])
            way.more["evidence"] = {"level": "inferred", "note": f"Seen {_times(count)} in a log."}
        self._declare(draft)
        if self.backwards:
            draft.leave(
                1, f"{self.backwards} observations", "they are older than the one before them of the same resource"
            )
        if self.dropped:
            draft.leave(1, f"{len(self.dropped)} attributes", f"there are more than {MOST_ATTRIBUTES}")

    def _initial(self, draft: Draft) -> None:
        """States that were only ever seen first: others may be where the recording began."""
        reached = {target for _, target in self.steps}
        starts = [name for name in self.first if name not in reached] or [
            max(self.first, key=lambda one: self.first[one])
        ]
        for name in self.states:
            if name in starts:
                note = f"{_times(self.first[name]).capitalize()} the first that a log has of a resource."
                draft.initial.append({"state": name, "evidence": {"level": "inferred", "note": note}})

    def _declare(self, draft: Draft) -> None:
        for name, one in self.attributes.items():
            said: Object = {"type": self._type(one)}
            if len(one.states) < len(self.states):
                said["present_in"] = [state for state in self.states if state in one.states]
            if any(count < self.counts[state] for state, count in one.states.items()):
                said["required"] = False
            if one.null:
                said["nullable"] = True
            if one.example is not None:
                said["example"] = one.example
            draft.attributes[name] = said

    def _type(self, one: _Attribute) -> str:
        kinds = list(one.types)
        if set(kinds) == {"integer", "number"}:
            return "number"
        if not kinds or len(kinds) > 3:
            return "any"
        return " | ".join(kinds)


def _times(count: int) -> str:
    return "once" if count == 1 else f"{count} times"
