"""Coverage as plain text, for a terminal or a log."""

from __future__ import annotations

from statebook.coverage.content import Coverage
from statebook.coverage.paste import paste
from statebook.coverage.tables import Grid, grids, summary
from statebook.visible import visible

ENDING = ".txt"


def render(content: Coverage) -> str:
    """Tables in aligned columns."""
    parts = [f"{visible(content.machine.title)}: {summary(content)}\n", *map(_grid, grids(content))]
    yaml = paste(content)
    if yaml:
        parts.append(f"To paste into the spec\n\n{yaml}")
    return "\n".join(parts)


def _grid(grid: Grid) -> str:
    rows = [grid.headings, *(tuple(map(visible, row)) for row in grid.rows)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(grid.headings))]
    lines = [
        "  ".join(
            cell.rjust(width) if column in grid.numbers else cell.ljust(width)
            for column, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in rows
    ]
    return f"{grid.title}\n\n" + "".join(f"  {line}\n" for line in lines)
