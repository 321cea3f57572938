"""All resources of a mock, moved by a clock that somebody else turns: no socket, no real time.

What happens depends on the seed, on how far the clock was turned, and on the calls, in their order.
"""

from __future__ import annotations

import contextlib
import heapq
from collections.abc import Mapping
from dataclasses import dataclass, field

from statebook.examples.project import Project
from statebook.export.calls import method_of
from statebook.mock.chance import Chance
from statebook.mock.history import History
from statebook.mock.identity import Identity, identity_of
from statebook.mock.life import Life
from statebook.mock.references import mentioned, needed
from statebook.mock.resource import Planned, Resource, Walk
from statebook.mock.together import drive
from statebook.mock.walks import HAPPY
from statebook.model import Action, Transition

KEPT_RESOURCES = 1_000
"""Of a machine whose resources calls start, these many are kept; the oldest that have ended go first."""

SHORTEST_NAME = 4
"""A text of an example that is shorter may be alike by accident."""

MOST_RESOURCES = 10_000
"""No machine has more resources than this."""

MOST_STEPS = 20_000
"""One turn of the clock takes these many steps at most; then it stops short."""


class Full(Exception):
    """There is no room for another resource."""


@dataclass(frozen=True, slots=True)
class Setup:
    """How a world begins. `walks` says who decides, by machine; all goes well for the machines that it leaves out."""

    seed: int = 0
    resources: int = 1
    walks: Mapping[str, Walk] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a call. `started` is the resource that it has started."""

    is_accepted: bool
    has_moved: bool = False
    started: Resource | None = None


class World:
    """The resources of some machines of a project, which may refer to each other and to machines beside them."""

    def __init__(self, project: Project, machines: tuple[str, ...], setup: Setup) -> None:
        self.project = project
        self.setup = setup
        self.mocked = machines
        self.lives = {name: Life(project, machine) for name, machine in project.items()}
        self.started_by_calls = self._started_by_calls()
        self.identities: dict[str, Identity] = {
            name: identity_of(project, life, many=name in self.started_by_calls or name not in machines)
            for name, life in self.lives.items()
        }
        self._mentioned = {name: mentioned(life.machine, self.lives) for name, life in self.lives.items()}
        self._needed = {
            (name, state): needed(life.machine, state, self.lives)
            for name, life in self.lives.items()
            for state in life.machine.states
        }
        self.reset(setup.seed)

    def _started_by_calls(self) -> frozenset[str]:
        """The machines whose resources come into being by calls of other machines."""
        found = set()
        for name in self.mocked:
            for action in self.project[name].actions.values():
                if action.starts in self.project and action.starts != name and method_of(action) and action.path:
                    found.add(action.starts)
        return frozenset(found)

    def reset(self, seed: int) -> None:
        """Begin anew: the clock at zero, the first resources in their first states."""
        self.seed = seed
        self.now = 0
        self.history = History()
        self.trouble = Chance(str(seed), "faults")
        """Of calls that mean no resource that is there."""
        self.resources: dict[str, dict[tuple[str, ...], Resource]] = {name: {} for name in self.lives}
        self._numbers = dict.fromkeys(self.lives, 0)
        self._queue: list[tuple[int, int, int, Resource]] = []
        self._serial = 0
        for name in self.mocked:
            if name not in self.started_by_calls:
                for _ in range(self.setup.resources if self.identities[name].variables else 1):
                    self.create(name)

    def create(
        self,
        machine: str,
        key: tuple[str, ...] | None = None,
        state: str = "",
        *,
        parent: Resource | None = None,
        ahead: tuple[str, ...] = (),
    ) -> Resource:
        """A new resource, in a state of its walk unless one is named. Raises `Full`.

        Without a key, or where another has it, the next free one is taken; `ahead` are its parts but the last.
        """
        if len(self.resources[machine]) >= MOST_RESOURCES:
            message = f"there are {MOST_RESOURCES} of {machine} already"
            raise Full(message)
        life = self.lives[machine]
        while key is None or key in self.resources[machine]:
            self._numbers[machine] += 1
            key = self.identities[machine].key(self._numbers[machine], ahead)
        chance = Chance(str(self.seed), machine, *key)
        walk = self.setup.walks.get(machine, HAPPY)
        trouble = Chance(str(self.seed), machine, *key, "faults")
        names, instead = self._names(machine, key, parent), self._instead(machine, key, parent)
        resource = Resource(life, key, walk, chance, trouble, names, instead, parent)
        resource.state = state or walk.begin(resource)
        self.resources[machine][key] = resource
        if parent is not None:
            parent.adopt(resource)
        self._arrive(resource, max(self.now, parent.entered if parent is not None else 0))
        return resource

    def _names(self, machine: str, key: tuple[str, ...], parent: Resource | None) -> dict[str, str]:
        outer = dict(parent.names) if parent is not None else {}
        return {
            **outer,
            **{name.lower(): value for name, value in zip(self.identities[machine].variables, key, strict=True)},
        }

    def _instead(self, machine: str, key: tuple[str, ...], parent: Resource | None) -> dict[str, str]:
        """What stands in its bodies where the examples name the first resource, as nested identifiers do."""
        pairs = zip(self.identities[machine].first, key, strict=True)
        own = {first: value for first, value in pairs if first != value and len(first) >= SHORTEST_NAME}
        return {**(parent.instead if parent is not None else {}), **own}

    def advance(self, by: int) -> None:
        """Turn the clock by so many microseconds and take every step that falls into them."""
        end, steps = self.now + by, 0
        while self._queue and self._queue[0][0] <= end:
            at, _, turn, resource = heapq.heappop(self._queue)
            if turn != resource.turn:
                continue
            if steps == MOST_STEPS:
                end = max(self.now, at)
                heapq.heappush(self._queue, (at, self._next_serial(), turn, resource))
                break
            steps += 1
            self.now = max(self.now, at)
            self.take(resource, resource.agenda.popleft().way, at)
        self.now = max(self.now, end)

    def call(self, resource: Resource, action: Action) -> Outcome:
        """A client's call of an action. What nobody knows to be refused is accepted, and moves nothing."""
        life = resource.life
        if life.refuses(resource.state, action):
            return Outcome(is_accepted=False)
        started = self._started(resource, action.starts)
        ways = life.targets(resource.state, action)
        if ways:
            self.take(resource, resource.walk.choose(resource, ways), self.now, started)
        elif started is not None:
            resource.current[started.life.machine.id] = started
            resource.observe(self._mentioned[life.machine.id])
        return Outcome(is_accepted=True, has_moved=bool(ways), started=started)

    def _started(self, resource: Resource, machine: str) -> Resource | None:
        if machine not in self.lives:
            return None
        self._make_room(machine)
        try:
            return self.create(machine, parent=resource)
        except Full:
            return None

    def _make_room(self, machine: str) -> None:
        there = self.resources[machine]
        if len(there) >= KEPT_RESOURCES:
            over = (one.key for one in there.values() if one.life.is_final(one.state) and one.parent is not None)
            oldest = next(over, None)
            if oldest is not None:
                self.remove(there[oldest])

    def take(self, resource: Resource, way: Transition, at: int, started: Resource | None = None) -> None:
        """Let a resource take a way. What an action on it starts comes into being, whoever calls it."""
        action = resource.life.machine.actions.get(way.trigger)
        if started is None and action is not None and action.starts:
            started = self._started(resource, action.starts)
        if not resource.is_moving:
            resource.current.clear()
            resource.order, resource.legs = way.trigger, 0
        elif action is not None:
            resource.order = way.trigger
        if started is not None:
            resource.current[started.life.machine.id] = started
            if started.walk.follows:
                started.driver = resource
                self._plan(started)
        resource.previous, resource.state, resource.trigger = resource.state, way.target, way.trigger
        resource.legs += resource.is_moving
        self._arrive(resource, max(at, resource.entered + resource.life.grain))

    def _arrive(self, resource: Resource, at: int) -> None:
        """A resource has entered its state: what comes next, what goes with it, what is told of it."""
        resource.entered = at
        resource.extra = {}
        resource.faults.clear()
        self._plan(resource)
        name = resource.life.machine.id
        for other in self._needed[name, resource.state]:
            if resource.related(other) is None and other != name:
                with contextlib.suppress(Full):  # then the body shows that of the example
                    resource.companions[other] = self.create(other, parent=resource)
        self.history.changed(resource.observe(self._mentioned[name]))
        for one in tuple(resource.current.values()):
            if one.driver is resource:
                drive(self, one, resource)

    def _plan(self, resource: Resource) -> None:
        """Ask the walk for the next step, but of a resource that another drives."""
        if resource.driver is None:
            planned = resource.walk.plan(resource)
            self.schedule(resource, [planned] if planned is not None else [])
        elif not resource.agenda:
            self.schedule(resource, [])
        else:
            self._wait(resource)

    def schedule(self, resource: Resource, steps: list[Planned]) -> None:
        """Plan these steps, one after the other, and nothing else."""
        resource.agenda.clear()
        resource.agenda.extend(steps)
        self._wait(resource)

    def _wait(self, resource: Resource) -> None:
        resource.turn += 1
        if resource.agenda:
            heapq.heappush(self._queue, (resource.agenda[0].at, self._next_serial(), resource.turn, resource))

    def _next_serial(self) -> int:
        self._serial += 1
        return self._serial

    def remove(self, resource: Resource) -> None:
        """Take a resource away for good, as a DELETE does."""
        self.resources[resource.life.machine.id].pop(resource.key, None)
        self.schedule(resource, [])
        for one in resource.current.values():
            if one.driver is resource:
                one.driver = None
                self._plan(one)
