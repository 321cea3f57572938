"""Trino, Athena and Presto's descendants."""

from __future__ import annotations

from collections.abc import Sequence

from statebook.conform.dialects.dialect import END_OF_TIME, Cell, literal
from statebook.pointer import Step

NAME = "trino"


def text(value: str) -> str:
    """A standard literal."""
    return literal(value)


def identifier(name: str) -> str:
    """Double quotes."""
    return ".".join('"' + part.replace('"', '""') + '"' for part in name.split("."))


def values(names: Sequence[str], rows: Sequence[Sequence[Cell]]) -> str:
    """`SELECT * FROM (VALUES …) AS t(…)`; the first row tells the types, so texts are cast to one of any length."""
    written = ",\n    ".join(f"({', '.join(_cell(cell) for cell in row)})" for row in rows)
    return f"SELECT * FROM (VALUES\n    {written}\n  ) AS t({', '.join(names)})"


def _cell(cell: Cell) -> str:
    return f"CAST({literal(cell)} AS VARCHAR)" if isinstance(cell, str) else literal(cell)


def parts(column: str, paths: Sequence[Sequence[Step]], name: str = "parts") -> tuple[str, list[str]]:
    """`json_parse` once, then `json_format` of what `json_extract` finds."""
    return f"TRY(json_parse({column}))", [_at(path, name) for path in paths]


def _at(path: Sequence[Step], name: str) -> str:
    steps = "".join(f"[{step}]" if isinstance(step, int) else f'["{_key(step)}"]' for step in path)
    return f"json_format(json_extract({name}, {literal('$' + steps)}))"


def _key(step: str) -> str:
    return step.replace("\\", "\\\\").replace('"', '\\"')


def matches(value: str, pattern: str) -> str:
    """RE2 or Joni."""
    return f"regexp_like({value}, {literal(pattern)})"


def instant(raw: str) -> str:
    """`from_iso8601_timestamp_nanos` reads an offset and fractions; the session's zone counts where there is none."""
    moment = f"TRY(from_iso8601_timestamp_nanos(replace(trim(BOTH '\"' FROM {raw}), ' ', 'T')))"
    return (
        f"CASE WHEN {raw} LIKE '\"%' THEN CAST(floor(to_unixtime({moment}) * 1000000) AS BIGINT) "
        f"WHEN abs(TRY_CAST({raw} AS DOUBLE)) < {END_OF_TIME} THEN CAST(round(TRY_CAST({raw} AS DOUBLE) * 1000000) AS BIGINT) END"
    )


def stranger(value: str, known: Sequence[str]) -> str:
    """As a map of JSON values."""
    members = f"CAST(json_parse({value}) AS MAP(VARCHAR, JSON))"
    keys = f"map_keys(map_filter({members}, (name, held) -> json_format(held) <> 'null'))"
    return f"array_min(array_except({keys}, ARRAY[{', '.join(map(_cell, known))}]))"


def as_text(value: str) -> str:
    """A value of any type as text."""
    return f"CAST({value} AS VARCHAR)"
