"""DuckDB: what `conform` itself runs on."""

from __future__ import annotations

from collections.abc import Sequence

from statebook.conform.dialects.dialect import END_OF_TIME, Cell, literal
from statebook.conform.pointers import pointer_text
from statebook.pointer import Step

NAME = "duckdb"


def text(value: str) -> str:
    """A standard literal."""
    return literal(value)


def identifier(name: str) -> str:
    """Double quotes."""
    return ".".join(map(identifier_of, name.split(".")))


def identifier_of(name: str) -> str:
    """One name in double quotes, dots and all."""
    return '"' + name.replace('"', '""') + '"'


def values(names: Sequence[str], rows: Sequence[Sequence[Cell]]) -> str:
    """`SELECT * FROM (VALUES …) AS t(…)`."""
    written = ",\n    ".join(f"({', '.join(literal(cell) for cell in row)})" for row in rows)
    return f"SELECT * FROM (VALUES\n    {written}\n  ) AS t({', '.join(names)})"


def parts(column: str, paths: Sequence[Sequence[Step]], name: str = "parts") -> tuple[str, list[str]]:
    """One `json_extract` for all paths parses each text once: twice as fast as one for each path."""
    pointers = ", ".join(literal(pointer_text(path)) for path in paths)
    return (
        f"TRY(json_extract({column}, [{pointers}]))",
        [f"CAST({name}[{number}] AS VARCHAR)" for number, _ in enumerate(paths, 1)],
    )


def matches(text: str, pattern: str) -> str:
    """RE2."""
    return f"regexp_matches({text}, {literal(pattern)})"


def instant(raw: str) -> str:
    """`TIMESTAMPTZ` reads RFC 3339; its session has to be in UTC for a text without an offset.

    A cast to `TIMESTAMP` would be cheaper and drops the offset. `substr` costs a sixth of `trim`.
    """
    return (
        f"CASE WHEN {raw} LIKE '\"%' THEN epoch_us(TRY_CAST(substr({raw}, 2, length({raw}) - 2) AS TIMESTAMPTZ)) "
        f"WHEN abs(TRY_CAST({raw} AS DOUBLE)) < {END_OF_TIME} THEN CAST(round(TRY_CAST({raw} AS DOUBLE) * 1000000) AS BIGINT) END"
    )


def stranger(value: str, known: Sequence[str]) -> str:
    """A merge patch (RFC 7396) of nothing drops what is null."""
    keys = f"json_keys(json_merge_patch('{{}}', {value}))"
    return f"list_min(list_filter({keys}, lambda name: name NOT IN ({', '.join(map(literal, known))})))"


def as_text(value: str) -> str:
    """A value of any type as text."""
    return f"CAST({value} AS VARCHAR)"
