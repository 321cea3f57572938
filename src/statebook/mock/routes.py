"""Which action a request means: by its method and path, with or without the path of the API's base."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import quote, unquote, unquote_to_bytes, urlsplit

from statebook.export.calls import Path, method_of, split_path
from statebook.model import Action, Machine

_KEPT = "!$&'()*+,;=:@"
"""What a path segment may hold unescaped besides letters, digits and `-._~` (RFC 3986, pchar)."""

_PLAIN = re.compile(r"[A-Za-z0-9/\-._~!$&'()*+,;=:@]*\Z")
MOST_TRIES = 1_000_000
"""In how many ways a path segment may be cut into the values of several variables: that bounds their length."""

_VALUE = "([^/]+)"
REMEMBERED = 4_096
"""Paths whose routes are remembered."""


@dataclass(frozen=True, slots=True)
class Route:
    """One action at one path. `query` are pairs that the request must have.

    `names` are the variables; those of the API's base, and second ones of a name, have a NUL and a number behind them.
    """

    machine: Machine
    action: Action
    method: str
    pattern: re.Pattern[str]
    names: tuple[str, ...]
    shown: str
    query: tuple[tuple[str, str], ...] = ()

    @property
    def key(self) -> tuple[str, str, tuple[tuple[str, str], ...]]:
        """What actions have in common that take the same requests."""
        return self.method, self.pattern.pattern, self.query

    @property
    def own(self) -> tuple[str, ...]:
        """The variables of the action's own path."""
        return tuple(name for name in self.names if "\0" not in name)


@dataclass(frozen=True, slots=True)
class Match:
    """A route whose path is that of a request, with the values of its variables, decoded."""

    route: Route
    values: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Found:
    """What a path means: its routes, the most literal first, and the methods that it takes, as `Allow` lists them."""

    matches: tuple[Match, ...]
    allowed: str
    methods: frozenset[str]


class Routes:
    """All actions of some machines that HTTP can call. `hidden` are those whose calls mean another machine."""

    def __init__(self, machines: tuple[Machine, ...]) -> None:
        self.all: list[Route] = []
        self.hidden: list[Route] = []
        bases = {machine.id: base_path(machine) for machine in machines}
        for with_base in (True, False):
            for machine in machines:
                if with_base or bases[machine.id]:
                    self._add(machine, bases[machine.id] if with_base else "", count=with_base)
        # A literal segment is meant rather than a variable.
        self.all.sort(key=lambda one: len(one.names))
        self._found: dict[str, Found] = {}

    def _add(self, machine: Machine, base: str, *, count: bool) -> None:
        taken = {one.key: one.machine.id for one in self.all}
        for action in machine.actions.values():
            method = method_of(action)
            if not method or not action.path:
                continue
            route = _route(machine, action, method, split_path(action.path), base)
            if taken.setdefault(route.key, machine.id) == machine.id:
                self.all.append(route)
            elif count:
                self.hidden.append(route)

    def find(self, path: str) -> Found:
        """The routes with this path, whatever their method."""
        found = self._found.get(path)
        if found is None:
            if len(self._found) >= REMEMBERED:
                self._found.clear()
            found = self._found[path] = _found(tuple(self._search(canonical(path))))
        return found

    def _search(self, path: str) -> list[Match]:
        found = []
        for route in self.all:
            match = route.pattern.match(path)
            if match is not None:
                values = [unquote(value, errors="replace") for value in match.groups()]
                found.append(Match(route, dict(zip(route.names, values, strict=True))))
        return found


def _found(matches: tuple[Match, ...]) -> Found:
    methods = dict.fromkeys(one.route.method for one in matches)
    if "GET" in methods:
        methods["HEAD"] = None
    methods["OPTIONS"] = None
    return Found(matches, ", ".join(methods), frozenset(methods))


def canonical(path: str) -> str:
    """The path with the same octets always written alike: escaped where they must be."""
    if _PLAIN.match(path):
        return path
    return "/".join(quote(unquote_to_bytes(one), safe=_KEPT) for one in path.split("/"))


def base_path(machine: Machine) -> str:
    """The path of the API's base, without a slash at its end; its variables are left as they are."""
    try:
        return urlsplit(machine.api.base).path.rstrip("/")
    except ValueError:  # brackets that hold no address
        return ""


def _route(machine: Machine, action: Action, method: str, path: Path, base: str) -> Route:
    ahead = split_path(base) if base else Path(("",))
    pieces = [*ahead.pieces[:-1], ahead.pieces[-1] + path.pieces[0], *path.pieces[1:]]
    names: list[str] = []
    shared = _shared(pieces)
    written, shown = [], []
    for at, piece in enumerate(pieces):
        if at % 2 == 0:
            written.append(re.escape(canonical(piece)))
            shown.append(piece)
            continue
        # A name may stand twice; the one in the action's own path counts.
        own = at >= len(ahead.pieces)
        names.append(piece if own and piece not in names else f"{piece}\0{at}")
        written.append(_VALUE if shared[at] == 1 else f"([^/]{{1,{int(MOST_TRIES ** (1 / shared[at]))}}})")
        shown.append(f"{{{piece}}}")
    return Route(
        machine, action, method, re.compile("".join(written) + r"\Z"), tuple(names), "".join(shown), path.query
    )


def _shared(pieces: list[str]) -> dict[int, int]:
    """For each variable, at an odd place, how many there are in its path segment."""
    found: dict[int, int] = {}
    segment: list[int] = []
    for at in range(1, len(pieces), 2):
        if "/" in pieces[at - 1]:
            segment = []
        segment.append(at)
        found.update(dict.fromkeys(segment, len(segment)))
    return found
