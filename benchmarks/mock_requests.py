"""One server in one process: `python mock_requests.py ours|bare PROJECT COUNT` prints as JSON what a request costs.

`ours` is `statebook mock` of a project, `bare` a handler of `http.server` that writes one fixed answer of the same size.
Both are asked the same by this process, one request after the other: over one kept connection, and over a new connection
for each. Seconds are those of the clock, a request's whole way there and back.
"""
# ruff: noqa: INP001 - a folder of scripts is no package

from __future__ import annotations

import json
import os
import re
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

HOST = "127.0.0.1"
PATIENCE = 60.0
WARM_UP = 100

BARE = """
import http.server, sys
class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    wbufsize = -1
    def do_GET(self):
        body = b"x" * 159
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)
        self.wfile.flush()
    def log_message(self, *_):
        pass
server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
open(sys.argv[1] + ".new", "w").write(str(server.server_address[1]))
import os
os.replace(sys.argv[1] + ".new", sys.argv[1])
server.serve_forever()
"""


def command(whose: str, project: str, port_file: str) -> list[str]:
    """What starts a server that writes its port."""
    if whose == "bare":
        return [sys.executable, "-c", BARE, port_file]
    return [
        *(sys.executable, "-m", "statebook", "mock", "-q", "-C", project),
        *("--port", "0", "--port-file", port_file, "--for", "10m"),
    ]


def asked_path(port: int) -> str:
    """The path of the first resource that can be read; any will do for a server that answers all alike."""
    with urllib.request.urlopen(f"http://{HOST}:{port}/__statebook/") as answer:
        body = answer.read()
    for machine in json.loads(body)["machines"] if body.startswith(b"{") else ():
        for call in machine["calls"]:
            if call["method"] == "GET" and machine["resources"]:
                return re.sub(r"\{[^}]*\}", machine["resources"][0]["id"], call["path"])
    return "/"


def request(path: str, *, kept: bool) -> bytes:
    """A request as clients send it."""
    connection = "" if kept else "Connection: close\r\n"
    head = (
        f"GET {path} HTTP/1.1\r\nHost: {HOST}\r\nAccept: application/json\r\nUser-Agent: benchmark\r\n{connection}\r\n"
    )
    return head.encode()


def ask(connection: socket.socket, asked: bytes) -> None:
    """One request and its whole answer."""
    connection.sendall(asked)
    found = b""
    while (end := found.find(b"\r\n\r\n")) < 0:
        found += received(connection)
    head = found[:end].lower()
    if not head.startswith(b"http/1.1 200"):
        raise SystemExit(f"another answer than was meant: {head[:80]!r}")
    length = int(head.partition(b"content-length:")[2].split(b"\r\n", 1)[0])
    while len(found) < end + 4 + length:
        found += received(connection)


def received(connection: socket.socket) -> bytes:
    """Some bytes; there have to be some."""
    data = connection.recv(65536)
    if not data:
        raise SystemExit("the connection ended before the answer did")
    return data


def measured(port: int, count: int) -> dict[str, float]:
    """Seconds of a request over a kept connection, and over a new one."""
    path = asked_path(port)
    with socket.create_connection((HOST, port)) as connection:
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        asked = request(path, kept=True)
        for _ in range(WARM_UP):
            ask(connection, asked)
        began = time.perf_counter()
        for _ in range(count):
            ask(connection, asked)
        kept = (time.perf_counter() - began) / count
    fewer, asked = max(count // 4, 1), request(path, kept=False)
    began = time.perf_counter()
    for _ in range(fewer):
        with socket.create_connection((HOST, port)) as connection:
            ask(connection, asked)
    return {"kept": kept, "new": (time.perf_counter() - began) / fewer}


def main() -> None:
    """Measure one server."""
    whose, project, count = sys.argv[1], sys.argv[2], int(sys.argv[3])
    with tempfile.TemporaryDirectory() as folder:
        port_file = Path(folder, "port")
        with subprocess.Popen(command(whose, project, str(port_file))) as server:  # noqa: S603 - of this harness
            try:
                end = time.monotonic() + PATIENCE
                while not port_file.exists():
                    if server.poll() is not None or time.monotonic() > end:
                        raise SystemExit(f"the server {whose} did not begin")
                    time.sleep(0.01)
                found = measured(int(port_file.read_text(encoding="ascii")), count)
            finally:
                server.terminate()
    sys.stdout.write(json.dumps(found) + os.linesep)


if __name__ == "__main__":
    main()
