"""Coverage as Markdown, for a pull request or a wiki."""

from __future__ import annotations

from statebook.coverage.content import Coverage
from statebook.coverage.paste import paste
from statebook.coverage.tables import Grid, grids, summary
from statebook.render.escape import fence, html_text

ENDING = ".md"


def render(content: Coverage) -> str:
    """Headings and pipe tables; every text of a spec or a log is escaped."""
    parts = [f"# Coverage of {html_text(content.machine.title)}", summary(content), *map(_grid, grids(content))]
    yaml = paste(content)
    if yaml:
        parts += ["## To paste into the spec", fence(yaml, "yaml")]
    return "\n\n".join(parts) + "\n"


def _grid(grid: Grid) -> str:
    rules = ["---:" if column in grid.numbers else "---" for column in range(len(grid.headings))]
    rows = [grid.headings, tuple(rules), *(tuple(map(html_text, row)) for row in grid.rows)]
    table = "\n".join(f"| {' | '.join(row)} |" for row in rows)
    return "\n\n".join(filter(None, (f"## {grid.title}", grid.lead, table)))
