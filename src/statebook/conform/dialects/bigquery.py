"""Google BigQuery (GoogleSQL)."""

from __future__ import annotations

from collections.abc import Sequence

from statebook.conform.dialects.dialect import END_OF_TIME, Cell
from statebook.pointer import Step

NAME = "bigquery"


def text(value: str) -> str:
    """A literal: GoogleSQL reads backslashes as escapes."""
    return "'" + value.replace("\\", "\\\\").replace("'", "\\'").replace("\n", "\\n").replace("\r", "\\r") + "'"


def identifier(name: str) -> str:
    """Backquotes."""
    return ".".join("`" + part.replace("`", "\\`") + "`" for part in name.split("."))


def values(names: Sequence[str], rows: Sequence[Sequence[Cell]]) -> str:
    """`UNNEST` of an array of structures: BigQuery has no table of `VALUES`."""
    named = [
        f"STRUCT({', '.join(f'{_cell(cell)} AS {name}' for name, cell in zip(names, row, strict=True))})"
        for row in rows
    ]
    written = ",\n    ".join(named)
    return f"SELECT * FROM UNNEST([\n    {written}\n  ])"


def _cell(cell: Cell) -> str:
    return text(cell) if isinstance(cell, str) else "NULL" if cell is None else str(cell)


def parts(column: str, paths: Sequence[Sequence[Step]], name: str = "parts") -> tuple[str, list[str]]:
    """`PARSE_JSON` once, then `TO_JSON_STRING` of what `JSON_QUERY` finds; of nothing it would say `null`."""
    return f"SAFE.PARSE_JSON({column}, wide_number_mode => 'round')", [_at(path, name) for path in paths]


def _at(path: Sequence[Step], name: str) -> str:
    steps = "".join(f"[{step}]" if isinstance(step, int) else f'."{_key(step)}"' for step in path)
    found = f"JSON_QUERY({name}, {text('$' + steps)})"
    return f"IF({found} IS NULL, NULL, TO_JSON_STRING({found}))"


def _key(step: str) -> str:
    return step.replace("\\", "\\\\").replace('"', '\\"')


def matches(value: str, pattern: str) -> str:
    """RE2."""
    return f"REGEXP_CONTAINS({value}, {text(pattern)})"


def instant(raw: str) -> str:
    """`UNIX_MICROS`; a text without an offset is taken for UTC."""
    return (
        f"CASE WHEN {raw} LIKE '\"%' THEN UNIX_MICROS(SAFE_CAST(TRIM({raw}, '\"') AS TIMESTAMP)) "
        f"WHEN ABS(SAFE_CAST({raw} AS FLOAT64)) < {END_OF_TIME} THEN CAST(ROUND(SAFE_CAST({raw} AS FLOAT64) * 1000000) AS INT64) END"
    )


def stranger(value: str, known: Sequence[str]) -> str:
    """`JSON_KEYS` one level deep, of what `JSON_STRIP_NULLS` leaves."""
    keys = f"JSON_KEYS(JSON_STRIP_NULLS(PARSE_JSON({value}, wide_number_mode => 'round'), remove_empty => FALSE), 1)"
    return f"(SELECT MIN(name) FROM UNNEST({keys}) AS name WHERE name NOT IN ({', '.join(map(text, known))}))"


def as_text(value: str) -> str:
    """A value of any type as text."""
    return f"CAST({value} AS STRING)"
