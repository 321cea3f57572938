"""A walk that somebody wrote: states in order, how long each lasts, and what goes wrong meanwhile."""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, field

from statebook.mock.resource import Planned, Resource
from statebook.mock.walks import HAPPY
from statebook.model import Json, Transition


@dataclass(frozen=True, slots=True)
class Step:
    """One state of a script.

    `lasts` is in microseconds; None for a state that waits for a client. `ways` are those to the next step, none
    behind the last one. `faults` are answered instead of the state, one for each look; `extra` goes into its body.
    """

    state: str
    lasts: int | None = None
    ways: tuple[Transition, ...] = ()
    faults: tuple[str, ...] = ()
    extra: Mapping[str, Json] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Script:
    """The walk of all resources of one machine. Whoever leaves it, or comes to its end, goes on happily."""

    machine: str
    steps: tuple[Step, ...]
    follows: bool = False

    def begin(self, resource: Resource) -> str:  # noqa: ARG002 - all resources begin alike
        """The state of the first step."""
        return self.steps[0].state

    def plan(self, resource: Resource) -> Planned | None:
        """The way to the next step when this one has lasted; a resource elsewhere goes on happily."""
        resource.place = self._place(resource)
        step = self._at(resource)
        if step is None:
            return HAPPY.plan(resource)
        resource.faults = deque(step.faults)
        resource.extra = step.extra
        if resource.place + 1 == len(self.steps):
            return HAPPY.plan(resource)
        if step.lasts is None:
            return None
        return Planned(resource.entered + max(step.lasts, resource.life.grain), step.ways[0])

    def choose(self, resource: Resource, ways: tuple[Transition, ...]) -> Transition:
        """The way to the next step where the call may take it, else away from the script."""
        step = self._at(resource)
        wanted = [one for one in ways if step is not None and any(one is way for way in step.ways)]
        return wanted[0] if wanted else HAPPY.choose(resource, ways)

    def _at(self, resource: Resource) -> Step | None:
        return self.steps[resource.place] if resource.place < len(self.steps) else None

    def _place(self, resource: Resource) -> int:
        """The step that a resource has come to; the number of all steps once it went elsewhere."""
        off = len(self.steps)
        if resource.previous is None:
            return next((place for place, one in enumerate(self.steps) if one.state == resource.state), off)
        before = self._at(resource)
        came = before is not None and any(
            one.target == resource.state and one.trigger == resource.trigger for one in before.ways
        )
        return resource.place + 1 if came else off
