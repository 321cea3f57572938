"""Runs a program on DuckDB: in bounded memory, on the files of a log, and nowhere else.

The log is parsed once into narrow rows; then each row meets the one before it in one sorted pass that
keeps nothing but counts and the first rows of each kind of fault. Values that are wrong are read again
from the few lines that have them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, cast

import duckdb

from statebook.conform.dialects import duckdb as dialect
from statebook.conform.logs.rows import Rows
from statebook.conform.program import Log, Program, Question, program_of
from statebook.model import Machine
from statebook.pointer import Step

KEPT = 200
"""Findings of one kind that are kept; the others are counted."""


@dataclass(frozen=True, slots=True)
class RowFault:
    """A line that cannot be judged; `problem` as in `program`, `seen` the start of the state's JSON text."""

    file: int
    line: int
    problem: int
    seen: str


@dataclass(frozen=True, slots=True)
class ValueFault:
    """A value that its state does not allow: which check, what is wrong, the state's number, the text."""

    file: int
    line: int
    check: int
    code: int
    state: int
    seen: str


@dataclass(frozen=True, slots=True)
class StepFault:
    """A step that cannot be: from the row before to this one, of one resource. States are numbers or None."""

    file: int
    line: int
    before_line: int
    id: str
    before_state: int | None
    state: int | None
    wrong: int


@dataclass(frozen=True, slots=True)
class Traffic:
    """How often one state followed another; the same state twice counts where it was left and entered again."""

    source: int
    target: int
    transitions: int
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
    """All that was found. The lists hold the first `KEPT` of each kind; `totals` counts all by kind."""

    observations: int
    resources: int
    seen: dict[int, int]
    """How many observations each state has."""
    rows: tuple[RowFault, ...]
    values: tuple[ValueFault, ...]
    steps: tuple[StepFault, ...]
    traffic: tuple[Traffic, ...]
    stays: tuple[Stay, ...]
    totals: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Fields:
    """Where id, time and status stand in a document, as paths."""

    id: tuple[Step, ...] = ("id",)
    at: tuple[Step, ...] = ("at",)
    status: tuple[Step, ...] = ("status",)


class EngineFailed(Exception):
    """The engine gave up: disk full, out of memory, a file that changed while it was read."""


def judge(
    machine: Machine, logs: Sequence[Rows], fields: Fields, question: Question, scratch: Path, memory: str = "1GB"
) -> tuple[Program, Verdict]:
    """Hold logs against a machine. Raises `NotAskable` and `EngineFailed`.

    `scratch` is a folder that the engine may fill when memory is short; `memory` is DuckDB's limit.
    """
    union = " UNION ALL ".join(
        f"SELECT {number} AS file, line, document FROM ({one.relation})" for number, one in enumerate(logs)
    )
    program = program_of(machine, Log(f"({union})", "document", fields.id, fields.at, fields.status), question, dialect)
    try:
        with _connect(scratch, memory) as connection:
            return program, _Run(connection, program).verdict()
    except duckdb.Error as problem:
        raise EngineFailed(" ".join(str(problem).split())[:400]) from problem


def _connect(scratch: Path, memory: str) -> duckdb.DuckDBPyConnection:
    """A database in memory that loads nothing from outside and spills into `scratch`."""
    connection = duckdb.connect(
        config={
            "memory_limit": memory,
            "temp_directory": str(scratch),
            "autoinstall_known_extensions": "false",
            "autoload_known_extensions": "false",
            "preserve_insertion_order": "true",
        }
    )
    connection.execute("SET TimeZone = 'UTC'")
    return connection


_NARROW = "file, line, id, at_us, since_us, state, is_final, problem, faults"


class _Run:
    def __init__(self, connection: duckdb.DuckDBPyConnection, program: Program) -> None:
        self.connection = connection
        self.program = program

    def verdict(self) -> Verdict:
        self.connection.execute(
            f"CREATE TEMP TABLE narrow AS {self.program.statement(f'SELECT {_NARROW} FROM judged', 'judged')}"
        )
        ((observations, resources),) = self.all("SELECT count(*), approx_count_distinct(id) FROM narrow")
        seen = dict(self.all("SELECT state, count(*) FROM narrow WHERE state IS NOT NULL GROUP BY 1 ORDER BY 1"))
        totals: dict[str, int] = {}
        rows, values = self.faults(totals)
        steps, traffic, stays = self.steps(totals)
        return Verdict(observations, resources, seen, rows, values, steps, traffic, stays, totals)

    def all(self, query: str) -> list[tuple[Any, ...]]:
        return cast("list[tuple[Any, ...]]", self.connection.execute(query).fetchall())

    def faults(self, totals: dict[str, int]) -> tuple[tuple[RowFault, ...], tuple[ValueFault, ...]]:
        """The lines that cannot be judged and the values that are wrong, from a second look at those lines alone."""
        for problem, count in self.all("SELECT problem, count(*) FROM narrow WHERE problem <> 0 GROUP BY 1 ORDER BY 1"):
            totals[f"row {problem}"] = count
        rows: list[RowFault] = []
        values: list[ValueFault] = []
        self.connection.execute(
            "CREATE TEMP TABLE chosen AS SELECT file, line FROM ("
            "SELECT file, line, row_number() OVER (PARTITION BY problem ORDER BY file, line) AS place "
            f"FROM narrow WHERE problem <> 0 OR faults > 0) WHERE place <= {KEPT}"
        )
        if not self.all("SELECT count(*) FROM chosen")[0][0]:
            return (), ()
        again = self.program.limited_to("chosen")
        codes = ", ".join(f"c{index}, s{index}" for index, _ in enumerate(self.program.checks))
        found = self.all(
            again.statement(
                f"SELECT file, line, problem, seen_state, state{', ' if codes else ''}{codes} "
                "FROM judged ORDER BY file, line",
                "judged",
            )
        )
        for file, line, problem, seen, state, *pairs in found:
            if problem:
                rows.append(RowFault(file, line, problem, seen or ""))
            for check, (code, text) in enumerate(zip(pairs[::2], pairs[1::2], strict=True)):
                if code:
                    values.append(ValueFault(file, line, check, code, state, text or ""))
        ((faults,),) = self.all("SELECT coalesce(sum(faults), 0) FROM narrow")
        totals["values"] = int(faults)
        return tuple(rows), tuple(values)

    def steps(
        self, totals: dict[str, int]
    ) -> tuple[tuple[StepFault, ...], tuple[Traffic, ...], tuple[Stay, ...]]:
        """One sorted pass: counts of each step, the first rows of each fault, and how long states lasted.

        A stay is measured where two observations one transition apart say when each state was entered.
        """
        spent = (
            "CASE WHEN wrong = 0 AND transitions = 1 AND since_us > before_since_us "
            "THEN (since_us - before_since_us) / 1e6 END"
        )
        row = "{'file': file, 'line': line, 'before': before_line, 'id': id}"
        found = self.all(
            self.program.statement(
                "SELECT GROUPING(wrong), before_state, state, wrong, transitions, count(*), "
                f"min_by({row}, (file::HUGEINT << 64) + line, {KEPT}) FILTER (WHERE wrong <> 0), "
                f"count({spent}), approx_quantile({spent}, 0.5), approx_quantile({spent}, 0.95) "
                "FROM stepped WHERE wrong <> 0 OR before_state <> state OR since_us <> before_since_us "
                "GROUP BY GROUPING SETS ((before_state, state, wrong, transitions), (before_state)) "
                "ORDER BY 1, 2 NULLS FIRST, 3 NULLS FIRST, 4, 5 NULLS FIRST",
                "stepped",
                {"judged": "SELECT * FROM narrow"},
            )
        )
        faults: list[StepFault] = []
        traffic: list[Traffic] = []
        stays: list[Stay] = []
        for is_sum, before, state, wrong, transitions, count, kept, measured, median, p95 in found:
            if is_sum:
                stays += [Stay(before, measured, float(median), float(p95))] if measured else []
            elif wrong:
                totals[f"step {wrong}"] = totals.get(f"step {wrong}", 0) + count
                faults += [
                    StepFault(one["file"], one["line"], one["before"], one["id"], before, state, wrong) for one in kept
                ]
            elif before is not None and state is not None and transitions is not None:
                traffic.append(Traffic(before, state, transitions, count))
        faults.sort(key=lambda one: (one.file, one.line, one.wrong))
        return tuple(faults), tuple(traffic), tuple(stays)
