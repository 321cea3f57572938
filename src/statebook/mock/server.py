"""A mock at a port of this machine: one loop, one thread, connections that stay open.

Nothing but 127.0.0.1 is listened at. What a client sends is bounded in size, number and time.
"""

from __future__ import annotations

import asyncio
import contextlib
import sys
import time
import traceback
from collections.abc import Callable
from concurrent.futures import Future
from typing import TypeVar

from statebook.mock.http import Malformed, Reader, Received, written
from statebook.mock.request import problem
from statebook.mock.simulation import Simulation
from statebook.mock.spans import SECOND

HOST = "127.0.0.1"
MOST_CONNECTIONS = 500
IDLE_SECONDS = 60.0
"""A connection that sends no whole request for so long is ended."""

SWEEP_SECONDS = 1.0
ENDING_ROUNDS = 10
"""Turns of the loop in which everything ends in good order."""

_CONTINUE = b"HTTP/1.1 100 Continue\r\n\r\n"

Clock = Callable[[], float]
Result = TypeVar("Result")


class Server:
    """Serves one simulation. Its methods run in the loop's thread, but `stop`, which any thread may call."""

    def __init__(self, simulation: Simulation, clock: Clock = time.monotonic) -> None:
        self.simulation = simulation
        self.port = 0
        self._clock = clock
        self._last = clock()
        self._rest = 0.0
        self._is_ending = False
        self._connections: dict[_Connection, None] = {}
        self._loop: asyncio.AbstractEventLoop | None = None
        self._ended: asyncio.Event | None = None

    async def run(self, port: int, listening: Callable[[int], None], seconds: float | None = None) -> None:
        """Serve until `stop`, or for so many seconds. `listening` is told the port.

        Raises `OSError` where the port cannot be had.
        """
        self._loop, self._ended = asyncio.get_running_loop(), asyncio.Event()
        server = await self._loop.create_server(lambda: _Connection(self), HOST, port, backlog=256)
        sweeping = self._loop.create_task(self._sweep())
        try:
            self.port = server.sockets[0].getsockname()[1]
            self._last = self._clock()
            listening(self.port)
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._ended.wait(), seconds)
        finally:
            sweeping.cancel()
            await self._end(server)

    async def _end(self, server: asyncio.Server) -> None:
        """Take no more connections, and end those there are."""
        self._is_ending = True
        # asyncio would leave a connection open for ever that it takes in the very turn in which the server closes.
        with contextlib.suppress(NotImplementedError):
            asyncio.get_running_loop().remove_reader(server.sockets[0].fileno())
        for _ in range(ENDING_ROUNDS):
            for connection in tuple(self._connections):
                connection.end()
            await asyncio.sleep(0)
        server.close()

    def stop(self) -> None:
        """End `run`; any thread may ask for it."""
        if self._loop is not None and self._ended is not None:
            with contextlib.suppress(RuntimeError):  # the loop has ended already
                self._loop.call_soon_threadsafe(self._ended.set)

    def asked(self, work: Callable[[], Result], patience: float) -> Result:
        """What some work on the simulation gives, done between two requests; for other threads.

        Raises what it raises, `RuntimeError` where the server has ended, `TimeoutError` after so many seconds.
        """
        if self._loop is None:
            message = "the server is not running"
            raise RuntimeError(message)
        done: Future[Result] = Future()

        def do() -> None:
            try:
                self.turn_clock()
                done.set_result(work())
            except BaseException as problem:  # noqa: BLE001 - the one who asked has to hear of it
                done.set_exception(problem)

        self._loop.call_soon_threadsafe(do)
        return done.result(patience)

    async def _sweep(self) -> None:
        while True:
            await asyncio.sleep(SWEEP_SECONDS)
            oldest = self._clock() - IDLE_SECONDS
            for connection in tuple(self._connections):
                if connection.heard < oldest:
                    connection.end()

    def turn_clock(self) -> None:
        """Let the virtual clock catch up with the real one."""
        now = self._clock()
        passed = (now - self._last) * self.simulation.options.speed * SECOND + self._rest
        self._last, self._rest = now, passed % 1
        if passed >= 1:
            self.simulation.world.advance(int(passed))

    def reply(self, received: Received) -> bytes | None:
        """The bytes that answer a request; None where the connection is cut instead."""
        request = received.request
        try:
            self.turn_clock()
            answer = self.simulation.answer(request)
        except Exception:  # noqa: BLE001 - a flaw of the mock must not end the tests of others
            sys.stderr.write(f"statebook mock: {request.method} {request.path!r}\n{traceback.format_exc()}")
            answer = problem(
                500, "Internal Server Error", "this is a bug of statebook mock; its terminal has the details"
            )
        return None if answer.is_cut else written(answer, method=request.method, stays=received.stays)

    def opened(self, connection: _Connection) -> bool:
        """Whether there is room for a connection, and time."""
        if len(self._connections) >= MOST_CONNECTIONS or self._is_ending:
            return False
        self._connections[connection] = None
        connection.heard = self._clock()
        return True

    def heard(self, connection: _Connection) -> None:
        """A whole request has come."""
        connection.heard = self._clock()

    def closed(self, connection: _Connection) -> None:
        """A connection has ended."""
        self._connections.pop(connection, None)


class _Connection(asyncio.Protocol):
    """One connection: requests are answered in the order in which they come."""

    def __init__(self, server: Server) -> None:
        self.server = server
        self.reader = Reader()
        self.heard = 0.0
        self.transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)  # noqa: S101 - what a TCP server gives
        self.transport = transport
        if not self.server.opened(self):
            transport.write(
                written(
                    problem(503, "Service Unavailable", "there are too many connections, or the mock is ending"),
                    stays=False,
                )
            )
            transport.close()

    def connection_lost(self, exc: Exception | None) -> None:  # noqa: ARG002 - asyncio's signature
        self.server.closed(self)
        self.transport = None

    def data_received(self, data: bytes) -> None:
        self.reader.feed(data)
        try:
            self._answer_all()
        except Malformed as malformed:
            self._send(written(malformed.answer, stays=False), last=True)

    def _answer_all(self) -> None:
        while self.transport is not None and not self.transport.is_closing():
            received = self.reader.next()
            if received is None:
                break
            self.reader.wants_continue = False
            self.server.heard(self)
            reply = self.server.reply(received)
            if reply is None:
                self.transport.abort()
                return
            self._send(reply, last=not received.stays)
        if self.reader.wants_continue and self.transport is not None:
            self.reader.wants_continue = False
            self.transport.write(_CONTINUE)

    def _send(self, data: bytes, *, last: bool) -> None:
        if self.transport is None:
            return
        self.transport.write(data)
        if last:
            self.transport.close()

    def pause_writing(self) -> None:
        """The client does not read its answers: read no more of its requests."""
        if self.transport is not None:
            self.transport.pause_reading()

    def resume_writing(self) -> None:
        if self.transport is not None:
            self.transport.resume_reading()

    def end(self) -> None:
        """Close the connection; what was written is still sent."""
        if self.transport is not None:
            self.transport.close()
