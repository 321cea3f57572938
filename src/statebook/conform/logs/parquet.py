"""Parquet: one observation a row; the status object is a structure or JSON text.

The engine reads the file itself. Moments are written as RFC 3339, as they would stand in JSON. A
structure has all its fields in every row, so null may stand for nothing.
"""

from __future__ import annotations

from statebook.conform.logs.rows import LogRefused, Rows, Source, plain_name, sql_text
from statebook.conform.logs.tables import refuse_wrong_columns

NAME = "parquet"
ENDINGS = (".parquet", ".pq")

_MAGIC = b"PAR1"


def rows(source: Source) -> Rows:
    """One row a row; rows count as lines do, from 1."""
    with source.path.open("rb") as stream:
        if stream.read(4) != _MAGIC:
            raise LogRefused("the file is no Parquet", "name its format with --from")
    from statebook.conform.engine import EngineFailed, columns_of

    read = f"read_parquet({sql_text(str(plain_name(source)))}, hive_partitioning = false)"
    try:
        columns = columns_of(f"SELECT * FROM {read}")
    except EngineFailed as problem:
        raise LogRefused(f"the file cannot be read: {problem}", "is it complete?") from None
    refuse_wrong_columns(list(columns), source.fields)
    status = source.fields.status[:1]
    members = [
        f"{sql_text(name)}, {_json_text(column) if (name,) == status else column}" for name, column in columns.items()
    ]
    return Rows(
        f"SELECT row_number() OVER () AS line, CAST(json_object({', '.join(members)}) AS VARCHAR) AS document FROM {read}",
        is_sparse=True,
    )


def _json_text(column: str) -> str:
    """A text that is JSON counts as what it says."""
    return f"CASE WHEN json_valid(CAST({column} AS VARCHAR)) AND typeof({column}) = 'VARCHAR' THEN CAST(CAST({column} AS VARCHAR) AS JSON) ELSE to_json({column}) END"
