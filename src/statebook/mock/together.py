"""A resource that stands for the work of another: a job that ends when, and as, its dataset comes to rest."""

from __future__ import annotations

from typing import TYPE_CHECKING

from statebook.mock.resource import Planned, Resource

if TYPE_CHECKING:
    from statebook.mock.world import World


def drive(world: World, job: Resource, driver: Resource) -> None:
    """Let a job follow the resource that it works for, which has just entered a state.

    While that moves, the job waits in its first state until the work has begun, then comes up to its last step. When
    that rests, the job ends with the same outcome, and is its own from there.
    """
    if not driver.is_moving:
        _conclude(world, job, driver)
        return
    ahead = list(job.life.home(job.state, None))[:-1]
    planned = driver.agenda[0] if driver.agenda else None
    if planned is None:
        return
    if driver.life.is_moving(planned.way.target):
        # The work is not yet where it will rest: the first of the job's steps will do, and only once it has begun.
        ahead = ahead[: 1 if driver.legs > 1 and job.previous is None else 0]
    first, room = max(driver.entered, job.entered), max(planned.at - driver.entered, 0)
    steps = [
        Planned(first + room * number // (len(ahead) + 1), way) for number, way in enumerate(ahead, 1)
    ]  # fmt: skip
    world.schedule(job, steps)


def _conclude(world: World, job: Resource, driver: Resource) -> None:
    outcome = driver.life.machine.states[driver.state].outcome
    world.schedule(job, [])
    for way in job.life.home(job.state, outcome):
        world.take(job, way, driver.entered)
    job.driver = None
    if job.is_moving:
        # It has no way to rest by itself; its own walk goes on.
        world.schedule(job, [one for one in (job.walk.plan(job),) if one is not None])
