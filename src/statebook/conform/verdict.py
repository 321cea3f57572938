"""What a log told of a machine, as numbers: faults, traffic and stays. Words are for `findings` and `coverage`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from statebook.pointer import Step

TIME = -1
"""Stands for the check of the time of an observation."""


@dataclass(frozen=True, slots=True)
class RowFault:
    """A line that cannot be judged; `problem` as in `program`, `seen` the start of the state's JSON text."""

    file: int
    line: int
    problem: int
    seen: str


@dataclass(frozen=True, slots=True)
class ValueFault:
    """A value that its state does not allow: which check (or `TIME`), what is wrong, the state's number, the text."""

    file: int
    line: int
    check: int
    code: int
    state: int | None
    seen: str


@dataclass(frozen=True, slots=True)
class InnerFault:
    """Something wrong inside a value: which check, the path inside, what is wrong, the words for it and the JSON text."""

    file: int
    line: int
    check: int
    path: tuple[Step, ...]
    code: int
    state: int
    expected: str
    seen: str


@dataclass(frozen=True, slots=True)
class StepFault:
    """A step that cannot be: from the row before to this one, of one resource. States are numbers or None."""

    file: int
    line: int
    before_file: int | None
    before_line: int | None
    id: str
    before_state: int | None
    state: int | None
    wrong: int


@dataclass(frozen=True, slots=True)
class Traffic:
    """How often one state followed another; the same state twice counts where it was left and entered again.

    `transitions` is the length of the shortest legal way, None where there is none.
    """

    source: int
    target: int
    transitions: int | None
    count: int


@dataclass(frozen=True, slots=True)
class Stay:
    """How long resources stayed in a state, in seconds: how many stays were measured, median, 95th percentile."""

    state: int
    count: int
    median: float
    p95: float


@dataclass(frozen=True, slots=True)
class Verdict:
    """All that was found. Of faults the lists hold the first of each kind; `faults` counts all."""

    observations: int
    resources: int
    seen: dict[int, int]
    """How many observations each state has."""
    rows: tuple[RowFault, ...]
    values: tuple[ValueFault, ...]
    inner: Sequence[InnerFault]
    steps: Sequence[StepFault]
    traffic: Sequence[Traffic]
    stays: Sequence[Stay]
    unknown: dict[str, int]
    """States that the spec does not have, as JSON text, with how many observations have them."""
    faults: int
