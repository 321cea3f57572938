"""A resource on its way through its machine, and what it was at one moment."""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol

from statebook.mock.chance import Chance
from statebook.mock.life import Life
from statebook.model import Json, Transition

KEPT_CHILDREN = 20
"""Of the resources that a resource has started, these many latest are shown in its lists."""


@dataclass(frozen=True, slots=True)
class Moment:
    """A resource as it is from one change to the next: all that its body is made from.

    `entered` is in microseconds of virtual time, `names` the values of its path variables and of those of the
    resource that started it, in lower case; `instead` says which values stand in the place of those of the examples.
    `latest` and `all` are the resources that it refers to, by machine.
    """

    life: Life
    key: tuple[str, ...]
    names: Mapping[str, str]
    instead: Mapping[str, str]
    state: str
    entered: int
    trigger: str = ""
    previous: str | None = None
    next: str | None = None
    latest: Mapping[str, Resource] = field(default_factory=dict)
    all: Mapping[str, tuple[Resource, ...]] = field(default_factory=dict)
    extra: Mapping[str, Json] = field(default_factory=dict)
    """What the script of a walk wants in the body besides."""


@dataclass(frozen=True, slots=True)
class Planned:
    """A step that will be taken at a moment unless something comes before it."""

    at: int
    way: Transition


class Walk(Protocol):
    """Who decides what a resource does next. A walk keeps nothing itself: its place is the resource's."""

    @property
    def follows(self) -> bool:
        """Whether a resource that stands for the work of another goes as that does."""

    def begin(self, resource: Resource) -> str:
        """The state that a new resource is in."""

    def plan(self, resource: Resource) -> Planned | None:
        """The next step by itself of a resource that has just entered its state; None to stay."""

    def choose(self, resource: Resource, ways: tuple[Transition, ...]) -> Transition:
        """Which way a call takes, of one or more."""


@dataclass(slots=True, eq=False)
class Resource:
    """One resource. `driver` is the one whose work it stands for."""

    life: Life
    key: tuple[str, ...]
    walk: Walk
    chance: Chance
    trouble: Chance
    """Its own chance of faults, so that looks do not change the walk."""
    names: Mapping[str, str]
    instead: Mapping[str, str]
    parent: Resource | None = None
    driver: Resource | None = None
    state: str = ""
    entered: int = 0
    previous: str | None = None
    order: str = ""
    """What brought it out of rest: an action or an event."""
    trigger: str = ""
    legs: int = 0
    """How many moving states it has been in since it left its rest."""
    agenda: deque[Planned] = field(default_factory=deque)
    turn: int = 0
    """Counts what was planned: a step of an earlier turn is not taken."""
    current: dict[str, Resource] = field(default_factory=dict)
    """By machine, what was started for the work that goes on."""
    companions: dict[str, Resource] = field(default_factory=dict)
    children: dict[str, deque[Resource]] = field(default_factory=dict)
    place: int = 0
    """Where in a script it is; beyond the script's end once it was left."""
    extra: Mapping[str, Json] = field(default_factory=dict)
    faults: deque[str] = field(default_factory=deque)
    """What the script answers instead of this state, one for each look."""
    version: int = 0
    """Of the outermost parent: counts the changes of all its family."""
    made: dict[tuple[str, ...], bytes] = field(default_factory=dict)
    made_for: int = -1
    moment: Moment = field(init=False)

    @property
    def root(self) -> Resource:
        """The outermost of those that started it, or itself."""
        found = self
        while found.parent is not None:
            found = found.parent
        return found

    @property
    def is_moving(self) -> bool:
        """Whether its state is left by itself."""
        return self.life.is_moving(self.state)

    def adopt(self, child: Resource) -> None:
        """Take a resource that it has started."""
        self.children.setdefault(child.life.machine.id, deque(maxlen=KEPT_CHILDREN)).append(child)

    def related(self, machine: str) -> Resource | None:
        """The resource of that machine that its body refers to."""
        found = self.current.get(machine) or self.companions.get(machine)
        outer = self.parent
        while found is None and outer is not None:
            found = outer if outer.life.machine.id == machine else None
            outer = outer.parent
        return found

    def observe(self, mentioned: tuple[str, ...]) -> Moment:
        """Keep what it is now as its moment; `mentioned` are the machines that bodies of its machine refer to."""
        latest = {name: found for name in mentioned if (found := self.related(name)) is not None}
        every = {
            name: tuple(self.children.get(name, ())) or tuple(filter(None, [latest.get(name)])) for name in mentioned
        }
        self.moment = Moment(
            self.life, self.key, self.names, self.instead, self.state, self.entered, self.trigger, self.previous,
            self._forecast(), latest, every, self.extra,
        )  # fmt: skip
        self.root.version += 1
        return self.moment

    def _forecast(self) -> str | None:
        """The state expected next: a failure is no expectation, even where it will come."""
        if not self.is_moving:
            return None
        planned = self.agenda[0].way.target if self.agenda else None
        if planned is not None and self.life.is_moving(planned):
            return planned
        step = self.life.steps.get(self.state)
        return step.target if step is not None else planned
