"""A statechart of any depth, as formats of statecharts give it: `Place`s inside each other, and `Way`s between them.

A format builds them, and `statechart_draft.flatten` makes a draft of them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import Enum

from statebook.importing.draft import Object
from statebook.model import MISSING, Json


class PlaceKind(Enum):
    """What a place is."""

    STATE = "a state"
    PARALLEL = "a parallel state"
    FINAL = "a final state"
    HISTORY = "a history state"
    START = "the state before all others, whose ways out are the ways in"


@dataclass(slots=True, eq=False)
class Way:
    """A transition as it is written: `targets` is empty where it moves nothing.

    `when_done`: it is taken when the last of the states inside is reached.
    """

    events: tuple[str, ...]
    targets: tuple[Place, ...] = ()
    guard: str = ""
    effect: str = ""
    description: str = ""
    line: int = 0
    when_done: bool = False
    more: Object = field(default_factory=dict)


@dataclass(slots=True, eq=False)
class Place:
    """A state, or several. `initial` is where a compound state begins: its first, unless it is said.

    `leaves_by_itself` says that the state waits for nobody's call.
    """

    name: str
    line: int
    kind: PlaceKind = PlaceKind.STATE
    parent: Place | None = None
    children: list[Place] = field(default_factory=list)
    initial: Place | None = None
    ways: list[Way] = field(default_factory=list)
    title: str = ""
    description: str = ""
    state_kind: str = ""
    outcome: str = ""
    value: Json = MISSING
    leaves_by_itself: bool = False
    more: Object = field(default_factory=dict)

    @property
    def inner(self) -> list[Place]:
        """The states inside that a resource can be in; none of a parallel state, which counts as one."""
        if self.kind is PlaceKind.PARALLEL:
            return []
        return [one for one in self.children if one.kind not in (PlaceKind.HISTORY, PlaceKind.START)]

    def chain(self) -> Iterator[Place]:
        """The place and what it lies in, innermost first."""
        here: Place | None = self
        while here is not None:
            yield here
            here = here.parent
