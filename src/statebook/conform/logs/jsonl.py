"""JSON Lines (https://jsonlines.org): one JSON value a line, plain or compressed with gzip."""

from __future__ import annotations

from pathlib import Path

from statebook.conform.logs.lines import fit_text
from statebook.conform.logs.rows import KEPT_FLAWS, Rows, lines_of

NAME = "jsonl"
ENDINGS = (".jsonl", ".ndjson", ".json", ".log", "")


def rows(path: Path, name: str, scratch: Path) -> Rows:
    """One row a line."""
    fit = fit_text(path, scratch, KEPT_FLAWS)
    return Rows(name, lines_of(fit.path), fit.flaws)
