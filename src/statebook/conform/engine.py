"""Runs a program on DuckDB: in bounded memory, on the files of a log, and nowhere else.

The log is read in one pass: each row is parsed, judged, made narrow and sorted beside the one before it of
the same resource. Only counts and the places of the first faults of each kind are kept (`walk`). Values
that are wrong are read again from the few lines that have them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import duckdb

from statebook.conform import trusting
from statebook.conform.closer import Looked, look_closer
from statebook.conform.contents import Contents
from statebook.conform.dialects import duckdb as dialect
from statebook.conform.logs.rows import Rows
from statebook.conform.problems import UNKNOWN
from statebook.conform.program import Program, all_checks, program_of
from statebook.conform.question import Fields, Log, Question
from statebook.conform.verdict import TIME, RowFault, ValueFault, Verdict
from statebook.conform.walk import PLACE_BITS, Walk, place_number, place_text, walk_of, walk_query
from statebook.examples.project import Machines
from statebook.model import Kind, Machine

KEPT = 200
"""Findings of one kind that are kept; the others are counted."""

WAYS = "known_ways"
"""The table of the steps of one transition. Whether a longer way is legal is asked for the pairs that were seen."""

MOST_THREADS = 8
"""Each has buffers of its own, which have to fit into the memory that the engine may have."""


class EngineFailed(Exception):
    """The engine gave up: disk full, out of memory, a file that changed while it was read."""


def judge(
    project: Machines,
    machine: Machine,
    logs: Sequence[Rows],
    fields: Fields,
    question: Question,
    scratch: Path,
    memory: str = "512MB",
) -> tuple[Program, Verdict]:
    """Hold logs against a machine. Raises `NotAskable` and `EngineFailed`.

    `scratch` is a folder that the engine may fill when memory is short; `memory` is DuckDB's limit.
    """
    union = " UNION ALL ".join(
        f"SELECT {number} AS file, line, document FROM ({one.relation})" for number, one in enumerate(logs)
    )
    sparse = tuple(number for number, one in enumerate(logs) if one.is_sparse)
    log = Log(f"({union})", fields=fields, sparse=sparse)
    contents = Contents(project, machine, all_checks(machine, question))
    program = program_of(machine, log, question, trusting, WAYS, contents.looks)
    try:
        with _connect(scratch, memory) as connection:
            if not any(one.flaws for one in logs):
                try:
                    return program, _Run(connection, machine, program, contents).verdict()
                except duckdb.InvalidInputException:
                    connection.execute(
                        f"DROP TABLE IF EXISTS chosen; DROP TABLE IF EXISTS bad_values; DROP TABLE {WAYS}"
                    )
            program = program_of(machine, log, question, dialect, WAYS, contents.looks)
            return program, _Run(connection, machine, program, contents).verdict()
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
    connection.execute("SET TimeZone = 'UTC'; SET enable_progress_bar = false")
    ((threads,),) = connection.execute("SELECT current_setting('threads')").fetchall()
    if threads > MOST_THREADS:
        connection.execute(f"SET threads = {MOST_THREADS}")
    return connection


@dataclass(frozen=True, slots=True)
class Census:
    """What rows have of faults of their own; `places` are those of the first of each kind."""

    faults: int = 0
    has_unknown: bool = False
    places: frozenset[int] = frozenset()


class _Run:
    def __init__(
        self, connection: duckdb.DuckDBPyConnection, machine: Machine, program: Program, contents: Contents
    ) -> None:
        self.connection = connection
        self.program = program
        self.contents = contents
        self.finals = tuple(number for number, state in enumerate(machine.states.values()) if state.kind is Kind.FINAL)
        self.keep_ways()

    def verdict(self) -> Verdict:
        walk = self.walk()
        census = self.census() if walk.is_suspect else Census()
        rows, values = self.faults(walk, census)
        looked = look_closer(self.connection, self.program, self.contents, KEPT) if walk.is_open else Looked()
        return Verdict(
            walk.observations,
            walk.resources,
            dict(sorted(walk.seen.items())),
            rows,
            values,
            looked.kept,
            walk.steps,
            walk.traffic,
            walk.stays,
            self.unknown() if census.has_unknown else {},
            walk.faults + census.faults + looked.faults,
        )

    def keep_ways(self) -> None:
        """The steps of one transition as a table: of a large machine, their text would take long to parse."""
        number = {name: index for index, name in enumerate(self.program.states)}
        ways = list(self.program.ways.direct())
        self.connection.execute(
            f"CREATE TEMP TABLE {WAYS} AS SELECT unnest($1::INTEGER[]) AS source, "
            "unnest($2::INTEGER[]) AS target, 1 AS transitions",
            [[number[source] for source, _ in ways], [number[target] for _, target in ways]],
        )

    def all(self, query: str) -> list[tuple[Any, ...]]:
        return self.connection.execute(query).fetchall()

    def walk(self) -> Walk:
        """Everything that can be counted, from one pass over the log."""
        found = self.all(walk_query(self.program, self.finals, KEPT))
        return walk_of(found, self.program.states, self.program.ways, KEPT)

    def census(self) -> Census:
        """How many rows cannot be judged and how many values are wrong, and where the first of each kind are."""
        place = place_text()
        found = self.all(
            self.program.statement(
                f"SELECT problem, count(*), sum(faults), arg_min({place}, {place}, {KEPT}) FROM judged "
                "WHERE problem <> 0 OR faults > 0 GROUP BY problem, first",
                "judged",
            )
        )
        return Census(
            sum(int(faults) + (count if problem else 0) for problem, count, faults, _ in found),
            any(problem == UNKNOWN for problem, *_ in found),
            frozenset(place for *_, places in found for place in places),
        )

    def faults(self, walk: Walk, census: Census) -> tuple[tuple[RowFault, ...], tuple[ValueFault, ...]]:
        """The lines that cannot be judged and the values that are wrong, from a second look at those lines alone.

        The steps that cannot be get the names of their resources.
        """
        places = sorted({*census.places, *(place_number(one.file, one.line) for one in walk.steps)})
        if not places:
            return (), ()
        self.connection.execute(
            f"CREATE TEMP TABLE chosen AS SELECT place >> {PLACE_BITS} AS file, place & {(1 << PLACE_BITS) - 1} AS line "
            "FROM (SELECT unnest($1::BIGINT[]) AS place)",
            [places],
        )
        again = self.program.limited_to("chosen")
        codes = "".join(f", c{index}, s{index}" for index, _ in enumerate(self.program.checks))
        found = self.all(
            again.statement(
                "SELECT file, line, id, problem, seen_state, state, at_wrong, seen_at"
                f"{codes} FROM judged ORDER BY file, line",
                "judged",
            )
        )
        rows: list[RowFault] = []
        values: list[ValueFault] = []
        names: dict[tuple[int, int], str] = {}
        for file, line, name, problem, seen, state, *pairs in found:
            names[file, line] = name
            if place_number(file, line) not in census.places:
                continue
            if problem:
                rows.append(RowFault(file, line, problem, seen or ""))
            for check, (code, text) in enumerate(zip(pairs[::2], pairs[1::2], strict=True), TIME):
                if code:
                    values.append(ValueFault(file, line, check, code, state, text or ""))
        walk.steps[:] = [replace(one, id=names[one.file, one.line]) for one in walk.steps]
        return tuple(rows), tuple(values)

    def unknown(self) -> dict[str, int]:
        """The first states that the spec does not have, as JSON text, each with its count."""
        kept = self.program.statement(
            f"SELECT seen_state, count(*) FROM judged WHERE problem = {UNKNOWN} GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT {KEPT}",
            "judged",
        )
        return dict(self.all(kept))
