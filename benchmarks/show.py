"""Rows as a table for people and as JSON for programs. It measures nothing."""
# ruff: noqa: INP001 - a folder of scripts is no package

from __future__ import annotations

import os
import platform
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from comparisons import Row
from measure import Spread

THREE_DIGITS = 100
"""Amounts from here on need no decimals."""


def machine_line() -> str:
    """What the numbers depend on, without anything that names the machine."""
    processors = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    python = f"{platform.python_implementation()} {platform.python_version()}"
    return f"{python}, {processors} CPUs, {platform.system()} {platform.machine()}"


def tables(rows: Sequence[Row]) -> str:
    """The rows as Markdown tables that also read well as they are: parts by size, then comparisons."""
    sized = [row for row in rows if row.size is not None]
    plain = [row for row in rows if row.size is None]
    return "\n\n".join(show(found) for show, found in ((_by_size, sized), (_comparisons, plain)) if found)


def _by_size(rows: Sequence[Row]) -> str:
    """One line for each part, one column for each size: cost a state, and how many times that of the reference size."""
    sizes = list(dict.fromkeys(row.size for row in rows))
    lines = [(f"{rows[0].unit} (times that at {rows[0].against})", *(f"{size} states" for size in sizes))]
    for name in dict.fromkeys(row.name for row in rows):
        cells = [row for row in rows if row.name == name]
        lines.append((name, *(f"{row.ours.median:.0f} ({row.ratio.median:.2f})" for row in cells if row.ratio)))
    return _aligned(lines)


def _comparisons(rows: Sequence[Row]) -> str:
    lines = [("what", "ours", "against", "reference", "ratio, median (min–max)", "aim")]  # noqa: RUF001 - a range
    for row in rows:
        reference = _amount(row.reference, row.unit) if row.reference else ""
        ratio = f"{row.ratio.median:.2f} ({row.ratio.low:.2f}–{row.ratio.high:.2f})" if row.ratio else ""  # noqa: RUF001
        against = f"`{row.against}`" if row.against.startswith("python ") else row.against
        lines.append((row.name, _amount(row.ours, row.unit), against, reference, ratio, _aim(row)))
    return _aligned(lines)


def _aligned(lines: Sequence[tuple[str, ...]]) -> str:
    """The first line is the head."""
    widths = [max(len(line[column]) for line in lines) for column in range(len(lines[0]))]
    ruled = [lines[0], tuple("-" * width for width in widths), *lines[1:]]
    shown = [" | ".join(text.ljust(width) for text, width in zip(line, widths, strict=True)) for line in ruled]
    return "\n".join(f"| {line} |" for line in shown)


def _amount(found: Spread, unit: str) -> str:
    digits = 0 if found.median >= THREE_DIGITS else 1
    return f"{found.median:.{digits}f} {unit}"


def _aim(row: Row) -> str:
    if row.aim is None:
        return ""
    unit = "" if row.ratio else f" {row.unit}"
    return f"under {row.aim:g}{unit}: {'yes' if row.met else 'NO'}"


def as_json(rows: Sequence[Row], skipped: Sequence[str]) -> dict[str, Any]:
    """Everything that was measured, for programs."""
    return {
        "machine": machine_line(),
        "rows": [{**asdict(row), "met": row.met} for row in rows],
        "skipped": list(skipped),
    }
