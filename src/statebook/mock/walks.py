"""The walks that need no script: all goes well, or anything happens that the machine allows."""

from __future__ import annotations

from statebook.mock.resource import Planned, Resource
from statebook.model import Transition

PERCENT = 100


class Happy:
    """Whatever moves goes the shortest way to where work ends well; whatever rests waits for a client."""

    follows = True

    def begin(self, resource: Resource) -> str:
        """The first initial state."""
        return resource.life.starts()[0]

    def plan(self, resource: Resource) -> Planned | None:
        """On to success after one to two of the looks that the spec advises."""
        life, state = resource.life, resource.state
        ways = life.onward(state)
        if not life.is_moving(state) or not ways:
            return None
        after = life.pace(state) * resource.chance.between(100, 200) // PERCENT
        return Planned(resource.entered + after, life.to_success(state, life.fitting(resource.order, ways)))

    def choose(self, resource: Resource, ways: tuple[Transition, ...]) -> Transition:
        """The way that is on the way to success."""
        return resource.life.to_success(resource.state, ways)


class Chaos:
    """Every documented way may be taken, soon or late; other clients and schedules act too."""

    follows = True
    interrupted = 0.1
    """The share of moving states that a client's call ends, where one may."""

    def begin(self, resource: Resource) -> str:
        """Any initial state."""
        return resource.chance.one_of(resource.life.starts())

    def plan(self, resource: Resource) -> Planned | None:
        """Any way, after a fifth of a look to five looks; out of rest after many. A final state stays."""
        life, state, chance = resource.life, resource.state, resource.chance
        every = life.every(state)
        if not every or life.is_final(state):
            return None
        onward = life.onward(state)
        moving = life.is_moving(state) and bool(onward)
        after = life.pace(state) * (chance.between(20, 500) if moving else chance.between(500, 3_000)) // PERCENT
        ways = onward if moving and not chance.happens(self.interrupted) else every
        way = chance.one_of(life.fitting(resource.order, ways))
        return Planned(resource.entered + max(after, life.grain), way)

    def choose(self, resource: Resource, ways: tuple[Transition, ...]) -> Transition:
        """Any of the ways."""
        return resource.chance.one_of(ways)


HAPPY, CHAOS = Happy(), Chaos()
