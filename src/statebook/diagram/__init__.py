"""Pictures of a machine: DOT text for the whole, a group or a state, and SVG through one renderer."""

from statebook.diagram.engines import DiagramTooCostly, RendererUnavailable, RenderingFailed
from statebook.diagram.group import group_diagram, group_diagrams
from statebook.diagram.neighbourhood import neighbourhood_diagram, neighbourhood_diagrams
from statebook.diagram.picture import Diagram
from statebook.diagram.renderer import Renderer, recipe
from statebook.diagram.whole import Detail, machine_diagram

__all__ = [
    "Detail",
    "Diagram",
    "DiagramTooCostly",
    "Renderer",
    "RendererUnavailable",
    "RenderingFailed",
    "group_diagram",
    "group_diagrams",
    "machine_diagram",
    "neighbourhood_diagram",
    "neighbourhood_diagrams",
    "recipe",
]
