"""DuckDB for a log in which each line is JSON: the first line that is none ends the query.

To be ready for such a line costs a tenth of the whole check, and few logs have one. So the engine asks like
this first, and asks again in the careful way where it has to.
"""

from __future__ import annotations

from collections.abc import Sequence

from statebook.conform.dialects import duckdb
from statebook.conform.dialects.duckdb import as_text, identifier, instant, matches, stranger, text, values
from statebook.pointer import Step

__all__ = ["NAME", "as_text", "identifier", "instant", "matches", "parts", "stranger", "text", "values"]

NAME = "trusting"


def parts(column: str, paths: Sequence[Sequence[Step]], name: str = "parts") -> tuple[str, list[str]]:
    """As DuckDB's, without `TRY`."""
    once, fields = duckdb.parts(column, paths, name)
    return once.removeprefix("TRY(").removesuffix(")"), fields
