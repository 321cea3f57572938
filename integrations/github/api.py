"""The few calls of GitHub's REST API that a comment needs, with the standard library alone.

The token goes to one host and nowhere else: redirects are not followed, and plain HTTP is for
loopback only. Answers are bounded.
"""

from __future__ import annotations

import json
import re
import urllib.error
import urllib.request
from collections.abc import Mapping
from email.message import Message
from typing import Any
from urllib.parse import urlsplit

PATIENCE = 30
"""Seconds that one call may take."""

MAXIMUM_ANSWER = 64 * 1024 * 1024
VERSION = "2022-11-28"

_REPOSITORY = re.compile(r"[A-Za-z0-9_.-]+/[A-Za-z0-9_.-]+\Z")


class Refused(Exception):
    """The service answered and will not do it: no right to, or not so. Trying again does not help."""


class Unavailable(Exception):
    """The service is down or busy. `after` are the seconds that it asks to wait."""

    def __init__(self, message: str, after: float = 0) -> None:
        super().__init__(message)
        self.after = after


class _Stay(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_: Any) -> None:
        return None


class Api:
    """One repository. `call` raises `Refused` and `Unavailable`."""

    def __init__(self, root: str, repository: str, token: str) -> None:
        parts = urlsplit(root)
        is_loopback = parts.scheme == "http" and parts.hostname in ("127.0.0.1", "::1")
        if not (parts.scheme == "https" or is_loopback) or not parts.hostname:
            raise ValueError(f"{root!r} is no https address of an API")
        if not _REPOSITORY.match(repository):
            raise ValueError(f"{repository!r} is no repository")
        if not token.isascii() or not token.isprintable():
            raise ValueError("the token has characters that no token has")
        self._root = f"{root.rstrip('/')}/repos/{repository}/"
        self._token = token
        handlers: list[urllib.request.BaseHandler] = [_Stay()]
        if is_loopback:
            handlers.append(urllib.request.ProxyHandler({}))
        self._opener = urllib.request.build_opener(*handlers)

    @classmethod
    def of_environment(cls, environment: Mapping[str, str]) -> Api:
        """The repository that the workflow runs in. Raises `ValueError`."""
        return cls(
            environment.get("GITHUB_API_URL") or "https://api.github.com",
            environment.get("GITHUB_REPOSITORY", ""),
            environment.get("STATEBOOK_TOKEN", ""),
        )

    def call(self, method: str, path: str, content: object = None) -> Any:
        """The JSON of an answer, None where it is empty. A comment that is gone already counts as deleted."""
        request = urllib.request.Request(  # noqa: S310 - the scheme was checked
            self._root + path,
            method=method,
            data=None if content is None else json.dumps(content).encode(),
            headers={
                "Accept": "application/vnd.github+json",
                "Authorization": f"Bearer {self._token}",
                "Content-Type": "application/json",
                "User-Agent": "statebook-action",
                "X-GitHub-Api-Version": VERSION,
            },
        )
        try:
            with self._opener.open(request, timeout=PATIENCE) as answer:
                text = answer.read(MAXIMUM_ANSWER + 1)
        except urllib.error.HTTPError as problem:
            with problem:
                if method == "DELETE" and problem.code == 404:
                    return None
                raise _failure(problem.code, problem.headers) from None
        except OSError as problem:  # no connection, no name, time is over
            raise Unavailable(f"no answer: {problem}") from None
        if len(text) > MAXIMUM_ANSWER:
            raise Refused("the answer is larger than anybody reads")
        return json.loads(text) if text.strip() else None


def _failure(code: int, headers: Message) -> Exception:
    said = f"GitHub answers {code}"
    after = headers.get("Retry-After", "")
    is_busy = code == 429 or (code == 403 and (bool(after) or headers.get("X-RateLimit-Remaining") == "0"))
    if code >= 500 or is_busy:
        return Unavailable(said, float(after) if after.isascii() and after.isdigit() else 0)
    return Refused(said)
