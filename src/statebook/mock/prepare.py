"""From what a user asks for, in words, to a mock: the project is read, the words are checked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypedDict

from statebook.diagnostic import Diagnostic
from statebook.examples.project import Machines, Project
from statebook.mock.faults import Faults, is_kind
from statebook.mock.resource import Walk
from statebook.mock.script_file import faults_hint, read_script
from statebook.mock.simulation import FASTEST, Options, Simulation
from statebook.mock.spans import span_of
from statebook.mock.walks import CHAOS, HAPPY

MOST_AT_FIRST = 1_000
"""Resources of a machine that a mock begins with, at most."""

NAMED: dict[str, Walk] = {"happy": HAPPY, "chaos": CHAOS}


class NotMocked(ValueError):
    """A mock cannot be made so. `diagnostics` say it of a file, where one is wrong."""

    def __init__(self, message: str, hint: str = "", diagnostics: Sequence[Diagnostic] = ()) -> None:
        super().__init__(f"{message}; {hint}" if hint else message)
        self.message = message
        self.hint = hint
        self.diagnostics = tuple(diagnostics)


@dataclass(frozen=True, slots=True)
class Wishes:
    """What a user may ask for. `walks` are `happy`, `chaos` or files; `tick` is a span, `faults` are kinds."""

    walks: Sequence[str] = ()
    seed: int = 0
    resources: int = 1
    speed: float = 1.0
    tick: str = ""
    faults: Sequence[str] = ()
    share: float = 0.2


class Wished(TypedDict, total=False):
    """The same by keyword, each of which may be left out."""

    walks: Sequence[str]
    seed: int
    resources: int
    speed: float
    tick: str
    faults: Sequence[str]
    share: float


def mocked(project: Machines, machines: Sequence[str], wishes: Wishes, folder: str = "") -> Simulation:
    """The mock of some machines of a project. Files of walks are relative to `folder`. Raises `NotMocked`."""
    if not machines:
        raise NotMocked("there is no machine to mock", "write a spec, or name one")
    if not 1 <= wishes.resources <= MOST_AT_FIRST:
        raise NotMocked(f"{wishes.resources} resources cannot be mocked", f"ask for 1 to {MOST_AT_FIRST}")
    if not 0 <= wishes.speed <= FASTEST:
        raise NotMocked(f"the speed {wishes.speed:g} is out of range", f"0 to {FASTEST:g} virtual seconds in a second")
    if not 0 <= wishes.share <= 1:
        raise NotMocked(f"{wishes.share:g} is no share of calls", "write a number from 0 to 1")
    return Simulation(
        project,
        machines,
        Options(
            seed=wishes.seed,
            resources=wishes.resources,
            speed=wishes.speed,
            tick=span(wishes.tick) if wishes.tick else 0,
            walks=_walks(project, machines, wishes.walks, folder),
            faults=Faults(_faults(wishes.faults), wishes.share),
        ),
    )


def span(text: str) -> int:
    """The microseconds of a span. Raises `NotMocked`."""
    try:
        return span_of(text)
    except ValueError:
        raise NotMocked(
            f"{text!r} is no span of time", "write a number and ms, s, m, h or d, such as 10s or 500ms"
        ) from None


def _faults(kinds: Sequence[str]) -> tuple[str, ...]:
    for kind in kinds:
        if not is_kind(kind):
            raise NotMocked(f"no fault is called {kind!r}", faults_hint(kind))
    return tuple(dict.fromkeys(kinds))


def _walks(project: Machines, machines: Sequence[str], asked: Sequence[str], folder: str) -> dict[str, Walk]:
    """Who decides for each machine: a script for its own, the named walk for all others."""
    named = [one for one in asked if one in NAMED]
    if len(set(named)) > 1:
        raise NotMocked("a walk cannot be happy and chaos", "choose one; scripts may stand beside it")
    walks: dict[str, Walk] = dict.fromkeys(project, NAMED[named[0]] if named else HAPPY)
    scripted: dict[str, str] = {}
    for one in asked:
        if one in NAMED:
            continue
        if not Path(folder, one).exists() and not one.endswith((".yaml", ".yml")):
            raise NotMocked(f"no walk is called {one!r}", "write happy, chaos, or the name of a YAML file")
        found = read_script(Path(folder, one), one, Project.of(project), tuple(machines))
        if isinstance(found, list):
            raise NotMocked(f"the walk {one} cannot be followed", diagnostics=found)
        if found.machine in scripted:
            raise NotMocked(f"{scripted[found.machine]} and {one} both walk {found.machine}", "leave one of them out")
        scripted[found.machine] = one
        walks[found.machine] = found
    return walks
