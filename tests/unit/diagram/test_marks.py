"""The classes by which a page lights lines: from-nN and to-nN name the boxes that a line joins."""

from __future__ import annotations

from itertools import product
from pathlib import Path

import pytest

from statebook.anchors import Anchors
from statebook.diagram import look
from statebook.diagram.picture import Diagram
from statebook.diagram.renderer import Renderer
from statebook.diagram.svg import Element, read
from statebook.diagram.whole import machine_diagram
from statebook.machine import Graph
from statebook.source.load import load_project

ROOT = Path(__file__).parents[3]


@pytest.fixture(scope="module")
def graph() -> Graph:
    project, _ = load_project(ROOT)
    return Graph(project.machines["dataset-status"])


def marks(element: Element, start: str) -> list[str]:
    return [one.removeprefix(start) for one in element.classes() if one.startswith(start)]


def joined(diagram: Diagram) -> set[tuple[str, str]]:
    """The pairs of states that the arrows of a picture join."""
    groups = [one for one in read(Renderer().svg(diagram), own_style=look.style_sheet()).walk() if one.name == "g"]
    titles = {name: group.children[0].text.partition(":")[0] for group in groups for name in marks(group, "box-")}
    found: set[tuple[str, str]] = set()
    for group in groups:
        arrow = any(child.name == "polygon" for child in group.children)
        if "edge" in group.classes() and arrow:
            found |= set(
                product((titles[one] for one in marks(group, "from-")), (titles[one] for one in marks(group, "to-")))
            )
    return found


def test_the_lines_of_the_whole_machine_join_what_its_transitions_join(graph: Graph) -> None:
    wanted = {(one.source, one.target) for one in graph.machine.transitions}
    assert joined(machine_diagram(graph, Anchors(graph.machine))) == wanted


def test_boxes_of_the_whole_machine_are_numbered_like_its_states(graph: Graph) -> None:
    svg = read(Renderer().svg(machine_diagram(graph, Anchors(graph.machine))), own_style=look.style_sheet())
    titles = {name: group.children[0].text for group in svg.walk() for name in marks(group, "box-")}
    for number, state in enumerate(graph.machine.states):
        assert titles[f"n{number}"].partition(":")[0] == state
