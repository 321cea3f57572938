"""JSON Lines (https://jsonlines.org): one JSON value a line, plain or compressed with gzip."""

from __future__ import annotations

from statebook.conform.logs.lines import fit_text
from statebook.conform.logs.rows import Rows, Source, lines_of

NAME = "jsonl"
ENDINGS = (".jsonl", ".ndjson", ".json", ".log", "")


def rows(source: Source) -> Rows:
    """One row a line."""
    fit = fit_text(source)
    return Rows(lines_of(fit.path), fit.flaws)
