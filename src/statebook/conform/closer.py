"""The closer look at values: each one that is not as usual is fetched once, in batches, and judged by `contents`."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Protocol

from statebook.conform.contents import Contents, Inner
from statebook.conform.program import Program
from statebook.conform.verdict import InnerFault
from statebook.conform.walk import place_of, place_text

BATCH = 10_000
"""Values that are in memory at a time."""


class Connection(Protocol):
    """The engine, as far as it is asked here."""

    def execute(self, query: str, parameters: object = None, /) -> Any:
        """Ask, with values for `$1`, `$2` and so on."""


@dataclass(slots=True)
class Looked:
    """How many faults there are inside of values, and the first of each kind."""

    faults: int = 0
    kept: list[InnerFault] = field(default_factory=list)


def look_closer(connection: Connection, program: Program, contents: Contents, kept: int) -> Looked:
    """Judge all values that are not as usual; of each check and kind of fault, keep the first `kept`."""
    bad, faults = _bad_values(connection, program, contents, kept)
    if not bad:
        return Looked()
    connection.execute(
        "CREATE TEMP TABLE bad_values AS SELECT unnest($1::INTEGER[]) AS look, unnest($2::INTEGER[]) AS state, "
        "unnest($3::VARCHAR[]) AS value",
        [list(column) for column in zip(*bad, strict=True)],
    )
    place = place_text()
    rows = connection.execute(
        program.statement(
            f"SELECT look, state, value, arg_min({place}, {place}, {kept}) FROM ({program.unusual}) "
            "SEMI JOIN bad_values USING (look, state, value) GROUP BY look, state, value",
            "coded",
        )
    ).fetchall()
    found: dict[tuple[int, int, tuple[Any, ...]], list[InnerFault]] = {}
    for number, state, value, places in rows:
        check = contents.looks[number].check
        for place_number in places:
            file, line = place_of(place_number)
            for one in bad[number, state, value]:
                kind = (check, one.code, tuple(step for step in one.path if isinstance(step, str)))
                fault = InnerFault(file, line, check, one.path, one.code, state, one.expected, one.seen)
                found.setdefault(kind, []).append(fault)
    first = [sorted(faults, key=_order)[:kept] for faults in found.values()]
    return Looked(faults, sorted((one for ones in first for one in ones), key=_order))


def _bad_values(
    connection: Connection, program: Program, contents: Contents, kept: int
) -> tuple[dict[tuple[int, int, str], list[Inner]], int]:
    """The first values of each check that something is wrong with, and how many faults all of them make."""
    place = place_text()
    rows = connection.execute(
        program.statement(
            f"SELECT look, state, value, count(*), min({place}) FROM ({program.unusual}) "
            "GROUP BY look, state, value ORDER BY 5, 1",
            "coded",
        )
    )
    bad: dict[tuple[int, int, str], list[Inner]] = {}
    remembered: dict[int, int] = {}
    faults = 0
    while batch := rows.fetchmany(BATCH):
        for number, state, value, count, _ in batch:
            found = contents.faults(contents.looks[number], value)
            faults += count * len(found)
            if found and remembered.get(number, 0) < kept:
                remembered[number] = remembered.get(number, 0) + 1
                bad[number, state, value] = found
    return bad, faults


def _order(one: InnerFault) -> tuple[Any, ...]:
    return (one.file, one.line, one.check, [(isinstance(step, str), str(step).zfill(9)) for step in one.path], one.code)
