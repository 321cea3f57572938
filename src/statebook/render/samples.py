"""Code samples: one template a language, found by its file name."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from markupsafe import Markup

from statebook.examples.requests import Auth, Request
from statebook.model import MISSING, Json
from statebook.render.environment import make_environment, render
from statebook.render.sandbox import Sandbox

REQUEST_FOLDER = "samples"
WAITING_FOLDER = "waiting"


@dataclass(frozen=True, slots=True)
class Sample:
    """A request in one language: the language as the fence names it, and the code."""

    language: str
    code: Markup


class SampleRequest:
    """What the template of a language may ask of a request. Values are plain; filters quote them."""

    def __init__(self, request: Request, *, answers: bool) -> None:
        self._request = request
        self.method = request.method
        self.example_url = request.example_url
        self.headers = request.headers
        self.has_body = request.body is not MISSING
        self.body: Json = request.body if self.has_body else None
        self.has_pattern = any(sign in request.example_url for sign in "[]{}")
        self.answers = answers

    @property
    def auth(self) -> Auth:
        """How the call says who calls; a bearer token comes as `header`."""
        auth = self._request.auth
        return Auth("header", header=f"Bearer {auth.token}") if auth.kind == "bearer" else auth

    @property
    def all_headers(self) -> dict[str, str]:
        """The headers with the authorization, if a header carries it."""
        own = {"Authorization": self.auth.header} if self.auth.header else {}
        return {**own, **dict(self.headers)}


@dataclass(frozen=True, slots=True)
class Waiting:
    """What a loop that waits needs: how often, for which values, and where the state stands.

    `path` are the keys and indexes to the state in the body; `every` is in seconds. `next_steps` has a
    pair for each of `failures`: the value, and what to do there as plain text.
    """

    path: tuple[str | int, ...]
    every: float
    rest: list[Json]
    failures: list[Json]
    next_steps: list[Json] = field(default_factory=list)


def languages(folders: list[Path], kind: str = REQUEST_FOLDER) -> tuple[str, ...]:
    """The languages that have a template, sorted."""
    found = {path.stem for folder in folders for path in (folder / kind).glob("*.j2")}
    return tuple(sorted(found))


class Samples:
    """Renders requests in the languages of one machine."""

    def __init__(self, folders: list[Path], wanted: tuple[str, ...]) -> None:
        self._folders = folders
        self.languages = wanted

    @cached_property
    def _environment(self) -> Sandbox:
        return make_environment(self._folders)

    @cached_property
    def _waiting(self) -> tuple[str, ...]:
        return languages(self._folders, WAITING_FOLDER)

    def of_request(self, request: Request, *, answers: bool) -> list[Sample]:
        """One call in every language."""
        view = SampleRequest(request, answers=answers)
        return [self._render(REQUEST_FOLDER, name, {"request": view}) for name in self.languages]

    def of_waiting(self, request: Request, waiting: Waiting) -> list[Sample]:
        """A loop that polls until the state rests, in every language that has one."""
        view = SampleRequest(request, answers=True)
        return [
            self._render(WAITING_FOLDER, name, {"request": view, "waiting": waiting})
            for name in self.languages
            if name in self._waiting
        ]

    def _render(self, folder: str, name: str, context: dict[str, object]) -> Sample:
        return Sample(name, Markup(render(self._environment, f"{folder}/{name}.j2", context).rstrip("\n")))
