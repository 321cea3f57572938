"""GitHub's comments on loopback: pages, rights, limits and outages, with every call recorded."""

from __future__ import annotations

import json
import re
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any, Self
from urllib.parse import parse_qs, urlsplit

BOT = "github-actions[bot]"
TOKEN = "ghs_secret"


class FakeGitHub:
    """The repository `team/api` with its pull request 7.

    `faults` are answers to the next calls in place of the real ones: a status, and headers. `readonly` is what a
    fork's token may do.
    """

    def __init__(self) -> None:
        self.comments: list[dict[str, Any]] = []
        self.calls: list[str] = []
        self.faults: list[tuple[int, dict[str, str]]] = []
        self.readonly = False
        self._next = 1000
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def _any(self) -> None:
                content = self.rfile.read(int(self.headers.get("Content-Length") or 0))
                status, headers, answer = outer._answer(self.command, self.path, self.headers, content)
                text = b"" if answer is None else json.dumps(answer).encode()
                self.send_response(status)
                for name, value in {**headers, "Content-Length": str(len(text))}.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(text)

            do_GET = do_POST = do_PATCH = do_DELETE = _any  # noqa: N815 - names of the standard library

            def log_message(self, *_: object) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_port}"

    def __enter__(self) -> Self:
        Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()

    def add(self, body: str, login: str = "someone") -> int:
        self._next += 1
        self.comments.append({"id": self._next, "body": body, "user": {"login": login}})
        return self._next

    @property
    def bodies(self) -> list[str]:
        return [one["body"] for one in self.comments]

    def _answer(self, method: str, path: str, headers: Any, content: bytes) -> tuple[int, dict[str, str], Any]:
        self.calls.append(f"{method} {path}")
        if self.faults:
            status, more = self.faults.pop(0)
            return status, more, {"message": "no"}
        if headers.get("Authorization") != f"Bearer {TOKEN}":
            return 401, {}, {"message": "Bad credentials"}
        if method != "GET" and self.readonly:
            return 403, {}, {"message": "Resource not accessible by integration"}
        parts = urlsplit(path)
        if parts.path == "/repos/team/api/issues/7/comments":
            if method == "GET":
                query = {name: int(values[0]) for name, values in parse_qs(parts.query).items()}
                size, page = min(query.get("per_page", 30), 100), query.get("page", 1)
                return 200, {}, self.comments[(page - 1) * size : page * size]
            body = json.loads(content)["body"]
            if len(body.encode("utf-16-le")) // 2 > 65_536:
                return 422, {}, {"message": "Validation Failed"}
            self.add(body, BOT)
            return 201, {}, self.comments[-1]
        one = re.fullmatch(r"/repos/team/api/issues/comments/(\d+)", parts.path)
        found = [comment for comment in self.comments if one and comment["id"] == int(one[1])]
        if not found:
            return 404, {}, {"message": "Not Found"}
        if method == "DELETE":
            self.comments.remove(found[0])
            return 204, {}, None
        found[0]["body"] = json.loads(content)["body"]
        return 200, {}, found[0]
