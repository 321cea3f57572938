"""How the pictures look: settings, colours and the one style sheet.

Only constants stand here: Graphviz puts some of these values into the SVG unescaped, so none may
come from a spec. Colours are attributes, for viewers that know no CSS, and custom properties with
fallbacks, so that a page's palette wins where the SVG is inlined and the reader's preference where
it stands alone.
"""

from __future__ import annotations

FONT = "Arial"
"""Exactly this name: Graphviz measures it from a built-in table; anything else counts as Times."""

FONT_STACK = "Arial, Liberation Sans, Helvetica, sans-serif"

NODE_SIZE = 11.0
EDGE_SIZE = 9.5

GRAPH = {
    "newrank": "true",
    "compound": "true",
    "nodesep": "0.2",
    "bgcolor": "transparent",
    "outputorder": "edgesfirst",
    "fontname": FONT,
    "pad": "0.06",
}
NODE = {"shape": "box", "fontname": FONT, "fontsize": "11", "height": "0.3", "width": "0.4", "margin": "0.1,0.045"}
EDGE = {"fontname": FONT, "fontsize": "9.5", "arrowsize": "0.65", "penwidth": "1.1"}
BORDER = {"style": "rounded,dashed", "margin": "8", "fontsize": "10"}

HEAVY = "2.2"
"""Pen width of a line that stands for all members of a group."""

PALETTE: dict[str, tuple[str, str]] = {
    "text": ("#1c2128", "#e6e9ef"),
    "halo": ("#ffffff", "#14171d"),
    "border": ("#77808d", "#8a94a3"),
    "resting-fill": ("#e7f5ec", "#15301f"),
    "resting-line": ("#25734a", "#5fc48c"),
    "transient-fill": ("#edeefb", "#23284a"),
    "transient-line": ("#4b54ae", "#a3acf6"),
    "final-fill": ("#eceef1", "#2b313a"),
    "final-line": ("#4a5361", "#b3bcc8"),
    "success-fill": ("#e7f5ec", "#15301f"),
    "success-line": ("#25734a", "#5fc48c"),
    "partial-fill": ("#fff3dd", "#38290f"),
    "partial-line": ("#955200", "#efb45c"),
    "failure-fill": ("#fdecee", "#3d1b20"),
    "failure-line": ("#b92536", "#ff8f9a"),
    "client-line": ("#0b5cbd", "#7fb2ff"),
    "system-line": ("#596270", "#a6b0bd"),
}
"""Name → colour on a light and on a dark page. Each is `--statebook-NAME` to the page.

`halo` is the ground of the picture and of the labels that cross a line: the page's own colour.
"""

STATE_CLASSES = ("resting", "transient", "final", "success", "partial", "failure")
LINE_CLASSES = ("system", "success", "partial", "failure", "client")
"""From the weakest to the strongest rule."""

SIGNS = {"failure": "×", "partial": "~", "success": "✓"}  # noqa: RUF001
"""Before the name of a state with an outcome: the same that its colour says."""


def light(name: str) -> str:
    """The colour for a light page, as an attribute."""
    return PALETTE[name][0]


def _variables(index: int) -> str:
    return "".join(f"--sd-{name}:{colours[index]};" for name, colours in PALETTE.items())


def _use(name: str) -> str:
    return f"var(--statebook-{name},var(--sd-{name}))"


def style_sheet() -> str:
    """The text of the SVG's `<style>`: the same for every diagram, scoped to `statebook-diagram`."""
    root = ".statebook-diagram"
    rules = [
        f"{root}{{{_variables(0)}}}",
        f"@media (prefers-color-scheme:dark){{{root}{{{_variables(1)}}}}}",
        f"{root}{{background:{_use('halo')}}}",
        f"{root} text{{fill:{_use('text')}}}",
        (
            f"{root} .transition text,{root} .group>text{{paint-order:stroke;stroke:{_use('halo')};"
            "stroke-width:3px;stroke-linejoin:round}"
        ),
        f"{root} .group path{{stroke:{_use('border')}}}",
        f"{root} .joint ellipse{{fill:{_use('system-line')};stroke:{_use('system-line')}}}",
        f"{root} .initial ellipse{{fill:{_use('text')};stroke:{_use('text')}}}",
    ]
    for name in STATE_CLASSES:
        shape = f"{root} .state.{name} :is(path,polygon)"
        rules.append(f"{shape}{{stroke:{_use(name + '-line')}}}")
        rules.append(f"{shape}:not([fill=none]){{fill:{_use(name + '-fill')}}}")
    for name in LINE_CLASSES:
        line = f"{root} .transition.line-{name}"
        colour = _use(f"{name}-line")
        rules.append(f"{line} path{{stroke:{colour}}}")
        rules.append(f"{line} polygon{{fill:{colour};stroke:{colour}}}")
        rules.append(f"{line} text{{fill:{colour}}}")
    rules.append(f"{root} .transition polygon{{stroke-width:1px}}")
    rules.append(f"{root} .transition.by-event text{{font-style:italic}}")
    rules.append(f"{root} a:hover text,{root} a:focus text{{text-decoration:underline}}")
    return "\n".join(rules)


def state_classes(kind: str, outcome: str) -> tuple[str, ...]:
    """The classes of a state's box: its kind, then its outcome, if any."""
    return ("state", kind, outcome) if outcome else ("state", kind)


def state_attributes(classes: tuple[str, ...]) -> dict[str, str]:
    """Shape and colours of a box: resting rounded, transient square, final with a double border."""
    colour = next((one for one in reversed(classes) if f"{one}-fill" in PALETTE), "transient")
    style = "filled" if "transient" in classes else "rounded,filled"
    if "copy" in classes:
        style += ",dashed"
    found = {"style": style, "fillcolor": light(f"{colour}-fill"), "color": light(f"{colour}-line")}
    if "final" in classes:
        found["peripheries"] = "2"
    if "focus" in classes or ("resting" in classes and "copy" not in classes):
        found["penwidth"] = "2.2" if "focus" in classes else "1.4"
    return found


def line_attributes(classes: tuple[str, ...]) -> dict[str, str]:
    """Colour and arrow of a line: a client's arrow is a triangle, an event's a barb."""
    colour = next((light(f"{name}-line") for name in reversed(LINE_CLASSES) if f"line-{name}" in classes), "")
    found = {"color": colour or light("system-line"), "fontcolor": colour or light("system-line")}
    if "by-event" in classes:
        found["arrowhead"] = "vee"
    return found
