"""A mock for the tests of a Python client: `with serve(...) as mock:`."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future
from contextlib import contextmanager
from os import PathLike, fspath
from pathlib import Path
from typing import TypeVar, Unpack

from statebook.mock.control import identifier
from statebook.mock.prepare import NotMocked, Wished, Wishes, mocked
from statebook.mock.routes import base_path
from statebook.mock.server import HOST, Server
from statebook.mock.simulation import Simulation
from statebook.model import Json
from statebook.source.load import load_project

Result = TypeVar("Result")

PATIENCE = 30.0
"""Seconds within which the thread of the server has to begin, to answer and to end."""


class Mock:
    """A mock that is being served. Its methods may be called from any thread."""

    def __init__(self, server: Server) -> None:
        self._server = server
        self._simulation = server.simulation
        self._control = server.simulation.control

    @property
    def url(self) -> str:
        """Where it listens, without a slash at the end; paths follow with or without that of the API's base."""
        return f"http://{HOST}:{self._server.port}"

    def base(self, machine: str = "") -> str:
        """The address that stands for the base of the API of a machine, of the first one unless one is named."""
        name = machine or self._simulation.world.mocked[0]
        return self.url + base_path(self._simulation.world.project[name])

    def ids(self, machine: str = "") -> list[str]:
        """The identifiers of the resources of a machine, of the first one unless one is named."""
        world = self._simulation.world
        return self._asked(lambda: [identifier(key) for key in world.resources[machine or world.mocked[0]]])

    def state(self, id_: str, machine: str = "") -> str:
        """The state of a resource now. Raises `KeyError` where there is none of this identifier."""
        world = self._simulation.world
        there = world.resources[machine or world.mocked[0]]
        return self._asked(lambda: {identifier(key): one for key, one in there.items()}[id_].state)

    def create(self, id_: str | None = None, *, machine: str = "", state: str = "") -> str:
        """Add a resource and tell its identifier. Raises `control.Refused` for what cannot be."""
        name = machine or self._simulation.world.mocked[0]
        return self._asked(lambda: identifier(self._control.create(name, id_, state).key))

    def advance(self, seconds: float) -> None:
        """Turn the virtual clock."""
        self._asked(lambda: self._control.advance(seconds))

    def reset(self, seed: int | None = None) -> None:
        """Begin anew, with the same seed unless another is given."""
        self._asked(lambda: self._control.reset(seed))

    def history(self, machine: str = "", of: str = "changes") -> str:
        """What happened as JSON Lines, as `conform` reads them: `changes` of state, or `looks` of clients."""
        return self._asked(lambda: self._control.history(machine, of))

    def calls(self) -> list[dict[str, Json]]:
        """What clients asked lately, oldest first: `method`, `path`, `query`, `headers`, `status`, `fault`, `state`."""
        return self._asked(self._control.calls)

    def _asked(self, work: Callable[[], Result]) -> Result:
        return self._server.asked(work, PATIENCE)


@contextmanager
def serve(
    project: str | PathLike[str] = ".", machines: Sequence[str] = (), *, port: int = 0, **wishes: Unpack[Wished]
) -> Iterator[Mock]:
    """Serve a mock of a project's machines, of all unless some are named, until the block ends.

    `project` is the folder of the project or one of its specs, `port` 0 a free one. The rest is what the command's
    options say: `walks` are `happy`, `chaos` or files (relative to the project), `speed` virtual seconds in a second,
    `tick` a span that each call turns the clock by, `faults` kinds of them, and `share` how many calls they strike.
    Raises `NotMocked` for a spec with flaws or for what cannot be, and `OSError` for a port that cannot be had.
    """
    with serving(_simulation(Path(fspath(project)), machines, Wishes(**wishes)), port) as server:
        yield Mock(server)


def _simulation(path: Path, machines: Sequence[str], wishes: Wishes) -> Simulation:
    root, files = (path, ()) if path.is_dir() else (path.parent, (path.name,))
    found, diagnostics = load_project(root, files)
    errors = [one for one in diagnostics if one.severity == "error"]
    if errors:
        first = errors[0]
        raise NotMocked(f"{first.file}:{first.line}:{first.column}: {first.message}", first.hint, errors)
    missing = next((name for name in machines if name not in found.machines), None)
    if missing is not None:
        raise NotMocked(f"no machine is called {missing!r}", f"known: {', '.join(found.machines)}")
    return mocked(found.machines, tuple(machines) or tuple(found.machines), wishes, str(root))


@contextmanager
def serving(simulation: Simulation, port: int = 0) -> Iterator[Server]:
    """Serve a simulation from a thread of its own until the block ends. Raises `OSError`."""
    server = Server(simulation)
    begun: Future[int] = Future()

    def run() -> None:
        try:
            asyncio.run(server.run(port, begun.set_result))
        except BaseException as problem:  # noqa: BLE001 - the thread that waits has to hear of it
            if not begun.done():
                begun.set_exception(problem)

    thread = threading.Thread(target=run, name="statebook-mock", daemon=True)
    thread.start()
    try:
        begun.result(PATIENCE)
        yield server
    finally:
        server.stop()
        thread.join(PATIENCE)
