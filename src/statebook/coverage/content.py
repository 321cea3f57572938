"""The coverage of a machine by a log, as data."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from statebook.machine import Graph
from statebook.model import Machine, Poll, Visibility

if TYPE_CHECKING:  # it knows the engine, which writers do without
    from statebook.conform.program import Program
    from statebook.conform.verdict import Stay, Verdict

TOO_OFTEN = 100
"""Looks during a median stay beyond which the advice to poll is called too eager."""

_SPAN = re.compile(r"([0-9]+(?:\.[0-9]+)?)\s*(ms|s|m|h|d)")
_SECONDS = {"ms": 0.001, "s": 1.0, "m": 60.0, "h": 3600.0, "d": 86400.0}


@dataclass(frozen=True, slots=True)
class Stayed:
    """How long resources stayed in a state, in seconds."""

    count: int
    median: float
    p95: float


@dataclass(frozen=True, slots=True)
class StateSeen:
    """A state: in how many observations it was, how long it lasted, and what the spec advises to do meanwhile.

    `every` is the documented pause between polls, `hint` what is wrong with it; both may be empty.
    """

    id: str
    kind: str
    count: int
    can_be_seen: bool
    stayed: Stayed | None
    every: str
    hint: str


@dataclass(frozen=True, slots=True)
class StepSeen:
    """A documented step, and how often it was seen as one step.

    `between` is how often it may have happened unseen between two observations, on the shortest way.
    """

    source: str
    target: str
    triggers: tuple[str, ...]
    count: int
    between: int


@dataclass(frozen=True, slots=True)
class Undocumented:
    """A step that was seen and that the spec does not have."""

    source: str
    target: str
    count: int


@dataclass(frozen=True, slots=True)
class Coverage:
    """Everything. `unknown` are states that the spec does not have, as JSON text, with their observations."""

    machine: Machine
    observations: int
    resources: int
    states: tuple[StateSeen, ...]
    steps: tuple[StepSeen, ...]
    undocumented: tuple[Undocumented, ...]
    unknown: Mapping[str, int]

    def states_never_seen(self) -> list[StateSeen]:
        """The documented states that no observation has; reserved ones are not meant to be seen."""
        return [one for one in self.states if not one.count and one.can_be_seen]

    def steps_never_seen(self) -> list[StepSeen]:
        """The documented steps that were never seen as one step."""
        return [one for one in self.steps if not one.count]


def coverage_of(machine: Machine, program: Program, verdict: Verdict) -> Coverage:
    """The coverage by the logs of a verdict."""
    stays = {program.states[one.state]: one for one in verdict.stays}
    direct, between, strange = _steps(machine, program, verdict)
    return Coverage(
        machine,
        verdict.observations,
        verdict.resources,
        tuple(
            StateSeen(
                state.id,
                state.kind.value,
                verdict.seen.get(number, 0),
                state.visibility is not Visibility.RESERVED,
                _stayed(stays.get(state.id)),
                state.poll.every if state.poll else "",
                _hint(state.poll, stays.get(state.id)),
            )
            for number, state in enumerate(machine.states.values())
        ),
        tuple(
            StepSeen(*pair, triggers, direct.get(pair, 0), between.get(pair, 0))
            for pair, triggers in _documented(machine).items()
        ),
        tuple(Undocumented(*pair, count) for pair, count in strange.items()),
        dict(verdict.unknown),
    )


Pair = tuple[str, str]


def _documented(machine: Machine) -> dict[Pair, tuple[str, ...]]:
    """Each step of the spec with its triggers, in the order of the spec's states."""
    graph = Graph(machine)
    found: dict[Pair, dict[str, None]] = {}
    for state in machine.states:
        for one in graph.leaving(state):
            found.setdefault((one.source, one.target), {})[one.trigger] = None
    return {pair: tuple(triggers) for pair, triggers in found.items()}


def _steps(
    machine: Machine, program: Program, verdict: Verdict
) -> tuple[dict[Pair, int], dict[Pair, int], dict[Pair, int]]:
    """How often each pair was one documented step, lay unseen on a longer way, or is not documented at all."""
    direct: dict[Pair, int] = {}
    between: dict[Pair, int] = {}
    strange: dict[Pair, int] = {}
    for one in verdict.traffic:
        pair = (program.states[one.source], program.states[one.target])
        way = program.ways.way(*pair)
        if way is None:
            strange[pair] = strange.get(pair, 0) + one.count
        elif way.length == 1:
            direct[pair] = direct.get(pair, 0) + one.count
        else:
            for step in zip(way.states, way.states[1:], strict=False):
                between[step] = between.get(step, 0) + one.count
    documented = {(one.source, one.target) for one in machine.transitions}
    return direct, between, {pair: count for pair, count in strange.items() if pair not in documented}


def _stayed(stay: Stay | None) -> Stayed | None:
    return None if stay is None else Stayed(stay.count, stay.median, stay.p95)


def seconds_of(span: str) -> float | None:
    """Seconds of a span such as `10s` or `1h30m`; None for other text."""
    parts = _SPAN.findall(span)
    if not parts or "".join(f"{number}{unit}" for number, unit in parts) != span.replace(" ", ""):
        return None
    return sum(float(number) * _SECONDS[unit] for number, unit in parts)


def span_of(seconds: float) -> str:
    """Seconds in the largest unit that leaves a readable number, such as `90s`, `2.5m`, `3h`."""
    for unit, size, enough in (("d", 86400.0, 172800.0), ("h", 3600.0, 7200.0), ("m", 60.0, 120.0), ("s", 1.0, 1.0)):
        if seconds >= enough:
            return f"{_short(seconds / size)}{unit}"
    return f"{_short(seconds * 1000)}ms"


def _short(number: float) -> str:
    return f"{number:.0f}" if number >= 100 else f"{number:.3g}"


def _hint(poll: Poll | None, stay: Stay | None) -> str:
    """What is wrong with the advice to poll, if it is far off."""
    every = seconds_of(poll.every) if poll and poll.every else None
    if poll is None or not every or stay is None:
        return ""
    if every > stay.median:
        return (
            f"half of the stays end within {span_of(stay.median)}, so looking every {poll.every} comes late: "
            f"every {span_of(stay.median / 2)} would see the end soon"
        )
    if stay.median > TOO_OFTEN * every:
        looks = round(stay.median / every)
        return f"looking every {poll.every} asks {looks} times in a stay: every {span_of(stay.median / 20)} would do"
    return ""
