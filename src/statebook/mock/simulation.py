"""The whole mock without a socket: requests in, answers out, and a clock that somebody turns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from statebook.examples.project import Machines, Project
from statebook.mock.answers import Answers
from statebook.mock.control import PREFIX, Control
from statebook.mock.faults import Faults
from statebook.mock.history import Call
from statebook.mock.request import Answer, Request
from statebook.mock.resource import Walk
from statebook.mock.routes import Routes
from statebook.mock.world import Setup, World

FASTEST = 100_000.0
"""Virtual seconds in a second, at most."""


@dataclass(frozen=True, slots=True)
class Options:
    """How a mock behaves.

    `speed` is how many virtual seconds pass in a second of the server, `tick` how many microseconds each call of a
    client adds; with speed 0 the clock stands but for these. `walks` says who decides, by machine.
    """

    seed: int = 0
    resources: int = 1
    speed: float = 1.0
    tick: int = 0
    walks: Mapping[str, Walk] = field(default_factory=dict)
    faults: Faults = field(default_factory=Faults)


class Simulation:
    """A world with its routes. Calls must come one after the other."""

    def __init__(self, project: Machines, machines: Sequence[str], options: Options) -> None:
        self.options = options
        whole = Project.of(project)
        self.world = World(whole, tuple(machines), Setup(options.seed, options.resources, options.walks))
        self.routes = Routes(tuple(whole[name] for name in machines))
        # A client that is told to wait a second waits a second of its own: on a faster clock that is too long.
        pause = 1 if 0 < options.speed <= 1 and not options.tick else 0
        self.answers = Answers(self.world, self.routes, options.faults, pause)
        self.control = Control(self.answers)

    def answer(self, request: Request) -> Answer:
        """The answer to a request. Those about the mock itself take no time."""
        if request.path.startswith(PREFIX):
            return self.control.answer(request)
        if self.options.tick:
            self.world.advance(self.options.tick)
        answer = self.answers.answer(request)
        self.world.history.calls.append(Call(self.world.now, request, answer))
        return answer
