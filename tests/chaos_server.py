"""A server that walks a machine at random and fails in every way a server can: for the tests of clients.

Each look may be answered with an error, with nothing, with garbage or with a state; each answer may
move the resource on. The walk depends on the seed alone, not on the time.
"""

from __future__ import annotations

import json
import random
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from statebook.machine import Graph
from statebook.model import Kind, Machine, Mover


class Walk:
    """Where the resource is, and what the next look sees."""

    def __init__(self, machine: Machine, seed: int, *, chaos: bool = True) -> None:
        self.machine, self.graph, self.chance = machine, Graph(machine), random.Random(seed)
        self.state, self.turn, self.chaos = "queued", 0, chaos
        self.looks: list[str] = []
        self.headers: dict[str, str] = {}

    def answer(self) -> tuple[int, bytes | None, dict[str, str]]:
        """Status, body (None: the connection is cut) and headers of one look."""
        kind = self.chance.random() if self.chaos else 1.0
        if kind < 0.3:
            found: tuple[int, bytes | None, dict[str, str]] = self.chance.choice(
                [(503, b"", {}), (429, b"{}", {"Retry-After": "0"}), (200, b"<html>", {}), (200, b"[]", {}), (200, None, {})]
            )  # fmt: skip
            self.looks.append(f"{found[0]}")
            return found
        if kind < 0.33:
            self.looks.append("gone")
            return 404, b"", {}
        name = "mystery" if kind < 0.4 else self.state
        self.looks.append(name)
        body = {"name": name, "since": f"turn {self.turn}", "published": True, "message": "why"}
        moves = [one for one in self.graph.leaving(self.state) if one.by is not Mover.CLIENT]
        if moves and self.machine.states[self.state].kind is Kind.TRANSIENT and self.chance.random() < 0.6:
            self.state = self.chance.choice(moves).target
            self.turn += 1
        return 200, json.dumps(body).encode(), {}


@contextmanager
def serving(walk: Walk) -> Iterator[str]:
    """The base of the address of a server of this walk, until the block ends."""
    lock = threading.Lock()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            with lock:
                status, body, headers = walk.answer()
                walk.headers = {"path": self.path, "authorization": self.headers.get("Authorization", "")}
            if body is None:
                self.close_connection = True
                self.connection.close()
                return
            self.send_response(status)
            for name, value in {**headers, "Content-Length": str(len(body)), "Connection": "close"}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: Any) -> None:
            """Say nothing."""

        def finish(self) -> None:
            try:
                super().finish()
            except (OSError, ValueError):
                """The connection was cut on purpose."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
