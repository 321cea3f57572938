"""Apache Spark SQL 4 and Databricks, whose `VARIANT` keeps the types of JSON."""

from __future__ import annotations

from collections.abc import Sequence

from statebook.conform.dialects.dialect import END_OF_TIME, Cell
from statebook.pointer import Step

NAME = "spark"


def text(value: str) -> str:
    """A literal: Spark reads backslashes as escapes, and before that `${…}` as a variable."""
    quoted = value.replace("\\", "\\\\").replace("'", "\\'").replace("\n", "\\n").replace("\r", "\\r")
    return "'" + quoted.replace("${", "\\u0024{") + "'"


def identifier(name: str) -> str:
    """Backquotes."""
    return ".".join("`" + part.replace("`", "``") + "`" for part in name.split("."))


def values(names: Sequence[str], rows: Sequence[Sequence[Cell]]) -> str:
    """`SELECT * FROM VALUES … AS t(…)`."""
    written = ",\n    ".join(f"({', '.join(_cell(cell) for cell in row)})" for row in rows)
    return f"SELECT * FROM VALUES\n    {written}\n  AS t({', '.join(names)})"


def _cell(cell: Cell) -> str:
    return text(cell) if isinstance(cell, str) else "NULL" if cell is None else str(cell)


def parts(column: str, paths: Sequence[Sequence[Step]], name: str = "parts") -> tuple[str, list[str]]:
    """`try_parse_json` once, then `to_json` of what `try_variant_get` finds."""
    return f"try_parse_json({column})", [_at(path, name) for path in paths]


def _at(path: Sequence[Step], name: str) -> str:
    steps = "".join(f"[{step}]" if isinstance(step, int) else f"[{_key(step)}]" for step in path)
    found = f"try_variant_get({name}, {text('$' + steps)}, 'variant')"
    return f"to_json({found})"


def _key(step: str) -> str:
    """A key in brackets, in the quotes that it does not have itself."""
    quote = '"' if "'" in step else "'"
    return f"{quote}{step}{quote}"


def matches(value: str, pattern: str) -> str:
    """Java's regular expressions."""
    return f"{value} RLIKE {text(pattern)}"


def instant(raw: str) -> str:
    """`unix_micros`; the session's time zone has to be UTC for a text without an offset."""
    return (
        f"CASE WHEN {raw} LIKE '\"%' THEN unix_micros(try_to_timestamp(trim(BOTH '\"' FROM {raw}))) "
        f"WHEN abs(try_cast({raw} AS DOUBLE)) < {END_OF_TIME} THEN CAST(round(try_cast({raw} AS DOUBLE) * 1000000) AS BIGINT) END"
    )


def stranger(value: str, known: Sequence[str]) -> str:
    """As a map of texts, whose null members are null."""
    members = f"from_json({value}, 'map<string,string>')"
    keys = f"map_keys(map_filter({members}, (name, held) -> held IS NOT NULL))"
    return f"array_min(array_except({keys}, array({', '.join(map(text, known))})))"


def as_text(value: str) -> str:
    """A value of any type as text."""
    return f"CAST({value} AS STRING)"
