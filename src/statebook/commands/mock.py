"""`mock`: a local server for the tests of a client, that walks the machine."""

from __future__ import annotations

import os
import sys

from statebook.commands.common import (
    CLEAN,
    UNUSABLE,
    Unusable,
    load_named,
    machines_of,
    report,
    root_of,
    worst,
    write_whole,
)
from statebook.commands.options import add_specs

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse

    from statebook.mock.server import Server
    from statebook.mock.simulation import Simulation

NAME = "mock"
HELP = "serve an API that walks the machine, for the tests of a client"
DEFAULT_PORT = 8410
MAXIMUM_PORT = 65_535


def configure(parser: argparse.ArgumentParser) -> None:
    """The options of the command."""
    parser.add_argument(
        "--port",
        type=int,
        default=DEFAULT_PORT,
        metavar="N",
        help=f"where to listen at 127.0.0.1, {DEFAULT_PORT} by default; 0 takes a free port",
    )
    parser.add_argument("--port-file", default="", metavar="FILE", help="write the port here once it is listened at")
    parser.add_argument("--for", dest="lasts", default="", metavar="SPAN", help="end after this time, such as 30s")
    parser.add_argument(
        "--walk",
        action="append",
        default=[],
        metavar="WALK",
        help="happy (all goes well, the default), chaos (anything that the machine allows) or a YAML file; repeats",
    )
    parser.add_argument("--seed", type=int, default=0, metavar="N", help="another seed, another walk (default: 0)")
    parser.add_argument(
        "--resources", type=int, default=1, metavar="N", help="how many there are at first (default: 1)"
    )
    parser.add_argument(
        "--speed",
        type=float,
        default=1.0,
        metavar="N",
        help="virtual seconds in a second; 0 stops the clock (default: 1)",
    )
    parser.add_argument("--tick", default="", metavar="SPAN", help="how far each call turns the clock besides")
    parser.add_argument(
        "--faults",
        nargs="?",
        const="",
        default=None,
        metavar="KINDS",
        help="let calls fail: statuses, cut, lost, html, list, state, gone (default: 429,503)",
    )
    parser.add_argument(
        "--fault-share", type=float, default=0.2, metavar="SHARE", help="the share of calls that fail (default: 0.2)"
    )
    add_specs(parser)


def run(options: argparse.Namespace) -> int:
    """Serve until Ctrl-C, a request to terminate, or the end of `--for`: each is a clean end."""
    from statebook.commands.targets import spelled_out
    from statebook.mock.faults import USUAL
    from statebook.mock.prepare import NotMocked, Wishes, mocked, span

    if not 0 <= options.port <= MAXIMUM_PORT:
        raise Unusable(f"{options.port} is no port", f"write a number from 1 to {MAXIMUM_PORT}, or 0 for a free one")
    root = root_of(options)
    project, diagnostics, named = load_named(root, spelled_out(options.specs))
    if worst(diagnostics):
        report(options, NAME, diagnostics)
        return UNUSABLE
    faults = () if options.faults is None else tuple(filter(None, options.faults.split(","))) or USUAL
    wishes = Wishes(
        options.walk, options.seed, options.resources, options.speed, options.tick, faults, options.fault_share
    )
    try:
        seconds = span(options.lasts) / 1_000_000 if options.lasts else None
        simulation = mocked(project.machines, [one.id for one in machines_of(project, named)], wishes)
    except NotMocked as problem:
        if problem.diagnostics:
            report(options, NAME, problem.diagnostics)
            return UNUSABLE
        raise Unusable(problem.message, problem.hint) from None
    return _serve(options, simulation, seconds)


def _serve(options: argparse.Namespace, simulation: Simulation, seconds: float | None) -> int:
    import asyncio
    import gc

    from statebook.mock.server import Server

    gc.freeze()  # what was read is there to the end: no search for cycles needs to look at it again
    server = Server(simulation)
    told: list[str] = []

    def listening(port: int) -> None:
        if options.port_file:
            write_whole(options.port_file, f"{port}\n")
            told.append(options.port_file)
        if not options.quiet:
            _introduce(simulation, port)

    async def serve() -> None:
        _end_on_signals(server)
        await server.run(options.port, listening, seconds)

    try:
        asyncio.run(serve())
    except OSError as problem:
        hint = "another program has the port? `--port 0` takes a free one"
        raise Unusable(f"cannot listen at 127.0.0.1:{options.port}: {problem.strerror or problem}", hint) from None
    except KeyboardInterrupt:
        pass
    finally:
        for path in told:
            _remove(path)
    return CLEAN


def _end_on_signals(server: Server) -> None:
    """Let Ctrl-C and a request to terminate end the server in good order."""
    import asyncio
    import contextlib
    import signal

    loop = asyncio.get_running_loop()
    for name in (signal.SIGINT, signal.SIGTERM):
        # On Windows Ctrl-C raises KeyboardInterrupt; signals are the business of the main thread alone.
        with contextlib.suppress(NotImplementedError, RuntimeError, ValueError):
            loop.add_signal_handler(name, server.stop)


def _introduce(simulation: Simulation, port: int) -> None:
    """Say where what is served."""
    from statebook.mock.control import PREFIX, identifier
    from statebook.mock.routes import base_path

    world = simulation.world
    for name in world.mocked:
        ids = [identifier(key) or "(one)" for key in world.resources[name]]
        more = f" and {len(ids) - 5} more" if len(ids) > 5 else ""
        there = f"{', '.join(ids[:5])}{more}" if ids else "comes into being by calls"
        if any(route.machine.id == name for route in simulation.routes.all):
            sys.stderr.write(f"{name}: http://127.0.0.1:{port}{base_path(world.project[name])}  {there}\n")
        else:
            sys.stderr.write(f"{name}: no action has a method and a path, so only its history can be seen\n")
    for route in simulation.routes.hidden:
        sys.stderr.write(f"{route.machine.id}: {route.action.id} has the method and path of another machine's action\n")
    sys.stderr.write(f"Serving a mock at http://127.0.0.1:{port}{PREFIX}\n")
    sys.stderr.flush()


def _remove(path: str) -> None:
    import contextlib

    with contextlib.suppress(OSError):
        os.unlink(path)
