"""Runs a program on DuckDB: in bounded memory, on the files of a log, and nowhere else.

The log is parsed once into narrow rows; then each row meets the one before it in one sorted pass that
keeps nothing but counts and the first rows of each kind of fault. Values that are wrong are read again
from the few lines that have them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import duckdb

from statebook.conform.dialects import duckdb as dialect
from statebook.conform.logs.rows import Rows
from statebook.conform.problems import FINAL, ILLEGAL, UNKNOWN
from statebook.conform.program import Program, program_of
from statebook.conform.question import Fields, Log, Question
from statebook.conform.verdict import TIME, RowFault, Stay, StepFault, Traffic, ValueFault, Verdict
from statebook.model import Machine

KEPT = 200
"""Findings of one kind that are kept; the others are counted."""

MOST_THREADS = 8
"""Each has buffers of its own, which have to fit into the memory that the engine may have."""


class EngineFailed(Exception):
    """The engine gave up: disk full, out of memory, a file that changed while it was read."""


def judge(
    machine: Machine, logs: Sequence[Rows], fields: Fields, question: Question, scratch: Path, memory: str = "512MB"
) -> tuple[Program, Verdict]:
    """Hold logs against a machine. Raises `NotAskable` and `EngineFailed`.

    `scratch` is a folder that the engine may fill when memory is short; `memory` is DuckDB's limit.
    """
    union = " UNION ALL ".join(
        f"SELECT {number} AS file, line, document FROM ({one.relation})" for number, one in enumerate(logs)
    )
    sparse = tuple(number for number, one in enumerate(logs) if one.is_sparse)
    program = program_of(machine, Log(f"({union})", fields=fields, sparse=sparse), question, dialect)
    try:
        with _connect(scratch, memory) as connection:
            return program, _Run(connection, program).verdict()
    except duckdb.InterruptException:
        raise KeyboardInterrupt from None
    except duckdb.Error as problem:
        raise EngineFailed(" ".join(str(problem).split())[:400]) from problem
    except RuntimeError as problem:  # the engine's word for Ctrl-C
        if "interrupted" in str(problem):
            raise KeyboardInterrupt from None
        raise


def columns_of(query: str) -> dict[str, str]:
    """The columns of a query, each with an expression that writes its moments as RFC 3339.

    Raises `EngineFailed` where the query cannot be asked.
    """
    try:
        with duckdb.connect() as connection:
            found = connection.sql(query)
            return {
                name: _as_json(dialect.identifier_of(name), kind)
                for name, kind in zip(found.columns, found.types, strict=True)
            }
    except duckdb.Error as problem:
        raise EngineFailed(" ".join(str(problem).split())[:400]) from problem


def _as_json(value: str, kind: Any, depth: int = 0) -> str:
    """An expression for a value whose moments are texts, as JSON has them."""
    if kind.id in {"timestamp", "timestamp with time zone", "timestamp_s", "timestamp_ms", "timestamp_ns"}:
        return f"strftime({value}, '%Y-%m-%dT%H:%M:%S.%fZ')"
    if kind.id == "struct":
        members = ", ".join(
            f"{dialect.identifier_of(name)} := {_as_json(f'{value}.{dialect.identifier_of(name)}', inner, depth)}"
            for name, inner in kind.children
        )
        return f"CASE WHEN {value} IS NOT NULL THEN struct_pack({members}) END"
    if kind.id == "list":
        item = f"item{depth}"
        return f"list_transform({value}, lambda {item}: {_as_json(item, kind.child, depth + 1)})"
    return value


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
    ((threads,),) = connection.execute("SELECT current_setting('threads')").fetchall()
    if threads > MOST_THREADS:
        connection.execute(f"SET threads = {MOST_THREADS}")
    return connection


_NARROW = "file, line, id, at_us, since_us, state, is_final, problem, faults, first"


class _Run:
    def __init__(self, connection: duckdb.DuckDBPyConnection, program: Program) -> None:
        self.connection = connection
        self.program = program.with_step("ways", "SELECT * FROM known_ways")
        self.keep_ways()

    def verdict(self) -> Verdict:
        self.connection.execute(
            f"CREATE TEMP TABLE narrow AS {self.program.statement(f'SELECT {_NARROW} FROM judged', 'judged')}"
        )
        ((observations, bad, wrong),) = self.all(
            "SELECT count(*), count(*) FILTER (WHERE problem <> 0), coalesce(sum(faults), 0) FROM narrow"
        )
        seen = dict(self.all("SELECT state, count(*) FROM narrow WHERE state IS NOT NULL GROUP BY 1 ORDER BY 1"))
        rows, values = self.faults() if bad or wrong else ((), ())
        walk = self.walk()
        total = int(bad) + int(wrong) + walk.faults
        return Verdict(
            observations,
            walk.resources,
            seen,
            rows,
            values,
            walk.steps,
            walk.traffic,
            walk.stays,
            self.unknown(),
            total,
        )

    def keep_ways(self) -> None:
        """The legal steps as a table: of a machine with hundreds of states, their text would take gigabytes to parse."""
        number = {name: index for index, name in enumerate(self.program.states)}
        ways = self.program.ways
        self.connection.execute(
            "CREATE TEMP TABLE known_ways AS SELECT unnest($1::INTEGER[]) AS source, "
            "unnest($2::INTEGER[]) AS target, unnest($3::INTEGER[]) AS transitions",
            [
                [number[way.source] for way in ways],
                [number[way.target] for way in ways],
                [way.length for way in ways],
            ],
        )

    def all(self, query: str) -> list[tuple[Any, ...]]:
        return self.connection.execute(query).fetchall()

    def faults(self) -> tuple[tuple[RowFault, ...], tuple[ValueFault, ...]]:
        """The lines that cannot be judged and the values that are wrong, from a second look at those lines alone."""
        self.connection.execute(
            "CREATE TEMP TABLE chosen AS SELECT DISTINCT one.file, one.line FROM (SELECT unnest("
            f"arg_min({{'file': file, 'line': line}}, {_PLACE}, {KEPT})) AS one "
            "FROM narrow WHERE problem <> 0 OR faults > 0 GROUP BY problem, first)"
        )
        again = self.program.limited_to("chosen")
        codes = "".join(f", c{index}, s{index}" for index, _ in enumerate(self.program.checks))
        found = self.all(
            again.statement(
                "SELECT file, line, problem, seen_state, state, at_wrong, seen_at"
                f"{codes} FROM judged ORDER BY file, line",
                "judged",
            )
        )
        rows: list[RowFault] = []
        values: list[ValueFault] = []
        for file, line, problem, seen, state, *pairs in found:
            if problem:
                rows.append(RowFault(file, line, problem, seen or ""))
            for check, (code, text) in enumerate(zip(pairs[::2], pairs[1::2], strict=True), TIME):
                if code:
                    values.append(ValueFault(file, line, check, code, state, text or ""))
        return tuple(rows), tuple(values)

    def unknown(self) -> dict[str, int]:
        """The first states that the spec does not have, as JSON text, each with its count."""
        kept = self.program.statement(
            f"SELECT seen_state, count(*) FROM judged WHERE problem = {UNKNOWN} GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT {KEPT}",
            "judged",
        )
        has = self.all(f"SELECT 1 FROM narrow WHERE problem = {UNKNOWN} LIMIT 1")
        return dict(self.all(kept)) if has else {}

    def walk(self) -> _Walk:
        """One sorted pass: counts of each step, the first rows of each fault, and how long states lasted.

        A stay is measured where two observations one transition apart say when each state was entered,
        and counted by its length to three digits: exact enough, in the memory of some thousand counts.
        """
        spent = (
            "CASE WHEN wrong = 0 AND transitions = 1 AND since_us > before_since_us THEN since_us - before_since_us END"
        )
        rounded = f"round({spent}, 2 - CAST(floor(log10({spent})) AS INTEGER))"
        row = "{'file': file, 'line': line, 'before_file': before_file, 'before': before_line, 'id': id}"
        found = self.all(
            self.program.statement(
                "SELECT GROUPING(wrong), before_state, state, wrong, transitions, lasted, is_first, count(*), "
                f"arg_min({row}, {_PLACE}, {KEPT}) FILTER (WHERE wrong <> 0) FROM (\n"
                f"SELECT *, {rounded} AS lasted, before_line IS NULL AS is_first FROM stepped "
                "WHERE wrong <> 0 OR before_line IS NULL OR before_state <> state OR since_us <> before_since_us)\n"
                "GROUP BY GROUPING SETS ((before_state, state, wrong, transitions, is_first), (before_state, lasted)) "
                "ORDER BY 1, 2 NULLS FIRST, 3 NULLS FIRST, 4, 5 NULLS FIRST, 6 NULLS FIRST, 7",
                "stepped",
                {"judged": "SELECT * FROM narrow"},
            )
        )
        walk = _Walk()
        lengths: dict[int, list[tuple[float, int]]] = {}
        for is_length, before, state, wrong, transitions, lasted, is_first, count, kept in found:
            if is_length:
                if lasted is not None:
                    lengths.setdefault(before, []).append((float(lasted) / 1e6, count))
                continue
            walk.resources += count if is_first else 0
            if wrong:
                walk.faults += count
                walk.steps += (
                    StepFault(
                        one["file"], one["line"], one["before_file"], one["before"], one["id"], before, state, wrong
                    )
                    for one in kept
                )
            if before is not None and state is not None and wrong in _MOVES:
                walk.traffic.append(Traffic(before, state, transitions, count))
        walk.steps.sort(key=lambda one: (one.file, one.line, one.wrong))
        walk.stays += (
            Stay(state, sum(count for _, count in counts), _quantile(counts, 0.5), _quantile(counts, 0.95))
            for state, counts in sorted(lengths.items())
        )
        return walk


_PLACE = "(file::HUGEINT << 64) + line"
_MOVES = {0, FINAL, ILLEGAL}
"""Steps that happened, allowed or not; of the others the clock makes nobody sure."""


@dataclass(slots=True)
class _Walk:
    resources: int = 0
    faults: int = 0
    steps: list[StepFault] = field(default_factory=list)
    traffic: list[Traffic] = field(default_factory=list)
    stays: list[Stay] = field(default_factory=list)


def _quantile(counts: Sequence[tuple[float, int]], share: float) -> float:
    """The least length that at least this share of all stays does not exceed; `counts` are sorted by length."""
    total = sum(count for _, count in counts)
    passed = 0
    for length, count in counts:
        passed += count
        if passed >= share * total:
            return length
    return counts[-1][0]
