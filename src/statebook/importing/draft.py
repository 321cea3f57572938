"""A machine under construction, as an importer finds it: names are those of the original, nothing is legal yet.

Everything keeps the order in which it is added. What the original leaves open stays empty; `spec` marks
it as `todo`. What the spec language has words for and a field here has not stands in `more`, under the
keys of the spec language.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from statebook.model import MISSING, Json

Object = dict[str, Json]


@dataclass(slots=True)
class DraftState:
    """A state by its name in the original, which is also its value in the JSON unless `value` is another.

    `kind`, `outcome` and `group` are empty where the original does not say them. `attributes` are its own, by
    name, each with the keys of the spec language; `examples` are objects with `title` and `body`.
    """

    name: str
    line: int = 0
    title: str = ""
    description: str = ""
    kind: str = ""
    outcome: str = ""
    group: str = ""
    value: Json = MISSING
    attributes: dict[str, Object] = field(default_factory=dict)
    examples: list[Object] = field(default_factory=list)
    more: Object = field(default_factory=dict)


@dataclass(slots=True)
class DraftTrigger:
    """An action (a client's call) or an event, by its name in the original. `by` is who moves, for an event.

    `is_action` is None where the original does not tell: it becomes an event of the system.
    """

    name: str
    line: int = 0
    is_action: bool | None = None
    by: str = ""
    title: str = ""
    description: str = ""
    more: Object = field(default_factory=dict)


@dataclass(slots=True)
class DraftTransition:
    """Ways from each of `sources` to each of `targets` by each of `triggers`; no trigger where none is named."""

    sources: list[str]
    targets: list[str]
    triggers: list[str]
    line: int = 0
    guard: str = ""
    effect: str = ""
    description: str = ""
    more: Object = field(default_factory=dict)


@dataclass(slots=True)
class DraftGroup:
    """A group by its name in the original; its states are those that name it."""

    name: str
    title: str = ""
    description: str = ""
    more: Object = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class LeftOver:
    """Something of the original that the spec does not have. `what` it is, `why` it was left, where it stands."""

    line: int
    what: str
    why: str
    column: int = 1


@dataclass(slots=True)
class Draft:
    """The machine as far as the original tells it.

    `initial` are names of states, or objects with `state`, `trigger`, … as the spec language has them.
    `is_whole`: the original is a machine of ours, so what it leaves open is meant so and not marked `todo`.
    `is_ours`: its texts are those of a spec, so they stay as they are, links included.
    """

    id: str = ""
    title: str = ""
    noun: str = ""
    summary: str = ""
    state_attribute: str = ""
    is_whole: bool = False
    is_ours: bool = False
    initial: list[Json] = field(default_factory=list)
    states: dict[str, DraftState] = field(default_factory=dict)
    groups: dict[str, DraftGroup] = field(default_factory=dict)
    triggers: dict[str, DraftTrigger] = field(default_factory=dict)
    transitions: list[DraftTransition] = field(default_factory=list)
    attributes: dict[str, Object] = field(default_factory=dict)
    more: Object = field(default_factory=dict)
    left_over: list[LeftOver] = field(default_factory=list)

    def state(self, name: str, line: int = 0) -> DraftState:
        """The state of this name; a new one at the end where there is none."""
        found = self.states.get(name)
        if found is None:
            found = self.states[name] = DraftState(name, line)
        return found

    def group(self, name: str) -> DraftGroup:
        """The group of this name; a new one where there is none."""
        return self.groups.setdefault(name, DraftGroup(name))

    def trigger(self, name: str, line: int = 0) -> DraftTrigger:
        """The trigger of this name; a new one where there is none."""
        found = self.triggers.get(name)
        if found is None:
            found = self.triggers[name] = DraftTrigger(name, line)
        return found

    def transition(
        self,
        sources: str | Iterable[str],
        targets: str | Iterable[str],
        triggers: str | Iterable[str] = (),
        *,
        line: int = 0,
        guard: str = "",
        effect: str = "",
        description: str = "",
    ) -> DraftTransition:
        """Add ways. States and triggers that are new are added, too."""
        made = DraftTransition(
            _names(sources), _names(targets), _names(triggers), line, guard.strip(), effect.strip(), description.strip()
        )
        for name in (*made.sources, *made.targets):
            self.state(name, line)
        for name in made.triggers:
            self.trigger(name, line)
        self.transitions.append(made)
        return made

    def leave(self, line: int, what: str, why: str, column: int = 1) -> None:
        """Note what is not carried over. `what` begins with a small letter and has no full stop; `why` likewise."""
        self.left_over.append(LeftOver(line, what, why, column))


def _names(written: str | Iterable[str]) -> list[str]:
    if isinstance(written, str):
        return [written] if written else []
    return list(dict.fromkeys(one for one in written if one))
