"""Coverage as one page that stands alone: no script, nothing loaded, light and dark."""

from __future__ import annotations

from html import escape

from statebook.coverage.content import Coverage
from statebook.coverage.paste import paste
from statebook.coverage.tables import Grid, grids, summary
from statebook.diagram import DiagramTooCostly, Renderer, RenderingFailed
from statebook.diagram.heat import HeatBox, HeatLine, heat_diagram
from statebook.visible import visible

ENDING = ".html"

_STYLE = """
:root { color-scheme: light dark; --ground: #fff; --text: #1c2128; --quiet: #57606a; --border: #d0d7de; --strange: #b92536;
  --heat-0: #fff; --heat-1: #fdf1d8; --heat-2: #fbdca4; --heat-3: #f8be6c; --heat-4: #f09a4c; --heat-5: #e2703a; }
@media (prefers-color-scheme: dark) { :root { --ground: #14171d; --text: #e6e9ef; --quiet: #a6b0bd; --border: #3d4653; --strange: #ff8f9a;
  --heat-0: #14171d; --heat-1: #2e2718; --heat-2: #47341a; --heat-3: #63401c; --heat-4: #7f4a1f; --heat-5: #9b4f25; } }
body { margin: 0 auto; max-width: 72rem; padding: 1.5rem; background: var(--ground); color: var(--text);
  font: 1rem/1.5 system-ui, sans-serif; }
h1 { font-size: 1.6rem; } h2 { font-size: 1.2rem; margin-top: 2rem; }
p.lead { color: var(--quiet); margin: 0 0 .5rem; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; }
th, td { border-bottom: 1px solid var(--border); padding: .3rem .8rem .3rem 0; text-align: left; vertical-align: top; }
td.number, th.number { text-align: right; font-variant-numeric: tabular-nums; }
td { overflow-wrap: anywhere; }
pre { border: 1px solid var(--border); border-radius: .4rem; padding: .8rem; overflow-x: auto; }
svg { max-width: 100%; height: auto; }
svg .transition path { stroke: var(--quiet); } svg .transition polygon { stroke: var(--quiet); fill: var(--quiet); }
svg .line-strange path { stroke: var(--strange); } svg .line-strange polygon { stroke: var(--strange); fill: var(--strange); }
svg .heat-0 path { fill: var(--heat-0); } svg .heat-1 path { fill: var(--heat-1); } svg .heat-2 path { fill: var(--heat-2); }
svg .heat-3 path { fill: var(--heat-3); } svg .heat-4 path { fill: var(--heat-4); } svg .heat-5 path { fill: var(--heat-5); }
""".strip()

_LEGEND = (
    "The number in a box counts observations, the number at a line counts steps; a stronger colour and a wider line are more. "
    "Dashed was never seen. Dotted, with an exclamation mark, was seen and is not documented."
)


def render(content: Coverage) -> str:
    """A whole HTML document. Raises `RendererUnavailable` where no diagram can be drawn on this machine."""
    title = f"Coverage of {_text(content.machine.title)}"
    yaml = paste(content)
    parts = [
        f"<h1>{title}</h1>",
        f"<p>{_text(summary(content))}</p>",
        f'<h2>Traffic</h2>\n<p class="lead">{_LEGEND}</p>\n{_picture(content)}',
        *map(_grid, grids(content)),
        *([f"<h2>To paste into the spec</h2>\n<pre><code>{_text(yaml, keep=chr(10))}</code></pre>"] if yaml else []),
    ]
    body = "\n".join(parts)
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n"
        f"<title>{title}</title>\n<style>\n{_STYLE}\n</style>\n</head>\n<body>\n<main>\n{body}\n</main>\n</body>\n</html>\n"
    )


def _text(text: str, keep: str = "") -> str:
    return escape(visible(text, keep))


def _picture(content: Coverage) -> str:
    """The machine heated by traffic; a sentence where it is too large to draw."""
    places = {state.id: number for number, state in enumerate(content.states)}
    boxes = [HeatBox(state.id, state.count) for state in content.states]
    lines = [
        *(HeatLine(places[one.source], places[one.target], one.count, is_documented=True) for one in content.steps),
        *(
            HeatLine(places[one.source], places[one.target], one.count, is_documented=False)
            for one in content.undocumented
        ),
    ]
    try:
        diagram = heat_diagram(content.machine.id, f"Traffic of {visible(content.machine.title)}", boxes, lines)
        svg = Renderer().svg(diagram).decode("utf-8")
    except (DiagramTooCostly, RenderingFailed) as problem:
        return f"<p>No picture: {_text(str(problem))}. The tables say the same.</p>"
    return f'<div class="scroll">{svg[svg.index("<svg") :]}</div>'


def _grid(grid: Grid) -> str:
    kinds = [' class="number"' if column in grid.numbers else "" for column in range(len(grid.headings))]
    heads = "".join(
        f'<th scope="col"{kind}>{_text(cell)}</th>' for kind, cell in zip(kinds, grid.headings, strict=True)
    )
    rows = "\n".join(
        "<tr>" + "".join(f"<td{kind}>{_text(cell)}</td>" for kind, cell in zip(kinds, row, strict=True)) + "</tr>"
        for row in grid.rows
    )
    lead = f'<p class="lead">{_text(grid.lead)}</p>\n' if grid.lead else ""
    return (
        f"<h2>{_text(grid.title)}</h2>\n{lead}"
        f'<div class="scroll"><table>\n<thead><tr>{heads}</tr></thead>\n<tbody>\n{rows}\n</tbody>\n</table></div>'
    )
