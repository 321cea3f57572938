"""What the three kinds of diagram show, for small, odd, large and hostile machines."""

from __future__ import annotations

import random
from itertools import pairwise

import pytest
from diagram_machines import ACTIONS, DELETING, PROCESSING, dataset_graph, dataset_machine, machine

from statebook.anchors import Anchors
from statebook.diagram import (
    Detail,
    Diagram,
    Renderer,
    group_diagram,
    group_diagrams,
    look,
    machine_diagram,
    neighbourhood_diagram,
    neighbourhood_diagrams,
)
from statebook.diagram.svg import Element, read
from statebook.diagram.whole import detail_of
from statebook.machine import Graph
from statebook.model import Machine
from steps import steps

RENDERER = Renderer()


def drawn(diagram: Diagram) -> Element:
    return read(RENDERER.svg(diagram), own_style=look.style_sheet())


def whole(spec: Machine, detail: Detail | None = None) -> Diagram:
    return machine_diagram(Graph(spec), Anchors(spec), detail=detail)


def texts(diagram: Diagram) -> list[str]:
    """Every line of text in the picture, without the blanks that keep labels off lines."""
    return [one.text.strip() for one in drawn(diagram).walk() if one.name == "text"]


def boxes(diagram: Diagram) -> list[str]:
    """The labels of the boxes, lines joined, in document order."""
    return [
        "".join(one.text for one in group.walk() if one.name == "text")
        for group in drawn(diagram).walk()
        if "state" in group.classes()
    ]


def test_the_whole_dataset() -> None:
    diagram = whole(dataset_machine())
    assert diagram.detail == "full"
    assert (diagram.nodes, diagram.edges, diagram.borders) == (23, 27, 3)
    shown = boxes(diagram)
    assert len(shown) == 18, "15 states, and idle, error and limit_reached again"
    assert shown.count("idle") == shown.count("× error") == shown.count("~ limit_reached") == 2
    lines = texts(diagram)
    for trigger in (*ACTIONS, "schedule_due", "worker_available", "job_succeeded", "job_failed", "quota_reached"):
        assert lines.count(trigger) == 1, "each of them is read once"
    assert "(all 3)" in lines
    assert "(any of 4)" in lines


def test_without_groups_every_trigger_is_still_readable() -> None:
    spec = dataset_machine({})
    lines = texts(whole(spec))
    assert {one.trigger for one in spec.transitions} <= set(lines)
    assert lines.count("publish") == 1, "three resting states share it"


def test_the_words_say_it_too() -> None:
    description = whole(dataset_machine()).description
    assert description.startswith("15 states, 66 transitions, starting in idle. Each of resting (3): publish, ")
    assert "queued: worker_available to any of processing (4), any of deleting (3)," in description
    assert len(description) < 1700


def test_one_state() -> None:
    spec = machine({"only": "final"}, [], initial=["only"])
    for diagram in (
        whole(spec),
        neighbourhood_diagram(Graph(spec), Anchors(spec), "only"),
        whole(spec, Detail.REDUCED),
        whole(spec, Detail.OVERVIEW),
    ):
        assert boxes(diagram) == ["only"]


def test_a_machine_without_any_start() -> None:
    spec = machine({"a": "resting", "b": "resting"}, [("a", "b", "go"), ("b", "a", "back")])
    diagram = whole(spec)
    assert boxes(diagram) == ["a", "b"], "one way back needs no second box"
    assert {"go", "back"} <= set(texts(diagram))


def test_self_transitions() -> None:
    spec = machine({"a": "resting"}, [("a", "a", "touch"), ("a", "a", "poke")], initial=["a"], actions=["touch"])
    for diagram in (whole(spec), neighbourhood_diagram(Graph(spec), Anchors(spec), "a")):
        assert boxes(diagram) == ["a"]
        assert {"touch", "poke"} <= set(texts(diagram))


def test_several_starts_with_triggers() -> None:
    spec = machine(
        {"draft": "resting", "open": "resting", "closed": "final"},
        [("draft", "open", "publish"), ("open", "closed", "close")],
        initial=[("draft", "create"), ("open", "import")],
    )
    lines = texts(whole(spec))
    assert {"create", "import", "publish", "close"} <= set(lines)


def test_several_triggers_share_one_line() -> None:
    spec = machine({"a": "resting", "b": "final"}, [("a", "b", one) for one in ("x", "y", "z")], initial=["a"])
    diagram = whole(spec)
    assert diagram.edges == 2
    assert {"x", "y", "z"} <= set(texts(diagram))


def test_a_state_that_is_before_and_after_is_drawn_twice() -> None:
    spec = machine({"a": "resting", "b": "resting"}, [("a", "b", "go"), ("b", "a", "back")], initial=["a"])
    assert boxes(neighbourhood_diagram(Graph(spec), Anchors(spec), "a")) == ["b", "a", "b"]


def test_neighbourhood_of_queued() -> None:
    graph = dataset_graph()
    diagram = neighbourhood_diagram(graph, Anchors(graph.machine), "queued")
    assert diagram.id == "state-queued"
    assert len(boxes(diagram)) == 3 + 1 + 10
    assert texts(diagram).count("publish") == texts(diagram).count("worker_available") == 1
    assert diagram.borders == 3


def test_bulk_and_single_agree() -> None:
    graph = dataset_graph()
    anchors = Anchors(graph.machine)
    assert neighbourhood_diagrams(graph, anchors)["error"] == neighbourhood_diagram(graph, anchors, "error")
    assert group_diagrams(graph, anchors)["deleting"] == group_diagram(graph, anchors, "deleting")


def test_group_of_processing() -> None:
    graph = dataset_graph()
    diagram = group_diagram(graph, Anchors(graph.machine), "processing")
    assert diagram.id == "group-processing"
    shown = boxes(diagram)
    assert set(PROCESSING) <= set(shown)
    assert set(DELETING[1:]) <= set(shown)
    lines = texts(diagram)
    assert "job_succeeded (all 4)" in lines
    assert lines.count("abort_processing") == 1


def test_a_group_with_transitions_inside_and_a_start() -> None:
    spec = machine(
        {"a": "transient", "b": "transient", "c": "final"},
        [("a", "b", "on"), ("b", "a", "off"), ("b", "c", "end")],
        groups={"g": ["a", "b"]},
        initial=["a"],
    )
    diagram = group_diagram(Graph(spec), Anchors(spec), "g")
    assert {"on", "off", "end"} <= set(texts(diagram))
    assert boxes(diagram) == ["a", "b", "c"]


def test_a_crowd_before_a_state_shares_a_box() -> None:
    states = [f"s{number}" for number in range(200)]
    spec = machine(
        {**dict.fromkeys(states, "transient"), "end": "final"},
        [*((one, "end", "stop") for one in states), ("s0", "end", "crash")],
        initial=["s0"],
    )
    diagram = neighbourhood_diagram(Graph(spec), Anchors(spec), "end")
    assert boxes(diagram) == ["s0", "199 states", "end"]
    assert "199 other states: stop to end" in diagram.description


def chain(length: int, group_size: int = 0) -> Machine:
    """Steps in a row that all may fail or be cancelled: the worst case for a layout."""
    names = [f"step_{number}" for number in range(length - 2)]
    rows = [("idle", names[0], "start"), ("error", "idle", "reset")]
    rows += [(one, other, "next") for one, other in pairwise(names)]
    rows += [row for one in names for row in ((one, "error", "fail"), (one, "idle", "cancel"))]
    groups = {
        f"phase_{number}": names[number * group_size : (number + 1) * group_size]
        for number in range(len(names) // group_size if group_size else 0)
    }
    return machine(
        {"idle": "resting", "error": "resting/failure", **dict.fromkeys(names, "transient")},
        rows,
        groups=groups,
        initial=["idle"],
        actions=["start", "cancel", "reset"],
    )


@pytest.mark.parametrize(
    ("states", "lines", "detail"),
    [
        (60, 100, Detail.FULL),
        (61, 100, Detail.REDUCED),
        (150, 300, Detail.REDUCED),
        (151, 0, Detail.OVERVIEW),
        (10, 300, Detail.REDUCED),
        (60, 2000, Detail.OVERVIEW),
    ],
)
def test_detail_follows_size(states: int, lines: int, detail: Detail) -> None:
    assert detail_of(states, lines) is detail


def test_sixty_states_into_hubs_say_so_in_their_boxes() -> None:
    diagram = whole(chain(60))
    assert diagram.detail == "full"
    assert diagram.nodes == 61, "the states and the start"
    shown = boxes(diagram)
    assert "step_7fail → errorcancel → idle" in shown


def test_a_hundred_and_fifty_states_have_no_labels() -> None:
    diagram = whole(chain(150, 10))
    assert diagram.detail == "reduced"
    lines = texts(diagram)
    assert "next" not in lines
    assert sum(line.startswith("phase_") for line in lines) == 14


def test_three_hundred_states_are_counted_by_group() -> None:
    diagram = whole(chain(302, 10))
    assert diagram.detail == "overview"
    shown = boxes(diagram)
    assert len(shown) == 32
    assert "phase_110 states9 transitions inside10× → error10× → idle" in shown


def test_three_hundred_states_without_groups_are_counted_by_kind() -> None:
    assert boxes(whole(chain(300))) == [
        "resting states2 states1 transition inside",
        "transient states298 states297 transitions inside",
    ]


def test_a_caller_may_ask_for_less() -> None:
    assert whole(dataset_machine(), Detail.OVERVIEW).detail == "overview"


def test_the_work_of_dot_text_grows_with_the_machine() -> None:
    def work(count: int) -> int:
        choose = random.Random(7)
        names = [f"state_{number}" for number in range(count)]
        rows = [(choose.choice(names), choose.choice(names), f"event_{choose.randrange(40)}") for _ in range(3 * count)]
        spec = machine(dict.fromkeys(names, "transient"), rows, initial=[names[0]])
        graph, anchors = Graph(spec), Anchors(spec)
        return steps(lambda: machine_diagram(graph, anchors))

    work(60)
    assert work(480) < 4.4 * work(120)


HOSTILE = [
    "a|b",
    '"quoted"',
    "'single'",
    "<b>bold</b>",
    "</svg>",
    "<script>x</script>",
    "\\N",
    "\\G\\L\\l\\n",
    "ends with \\",
    "&amp;",
    "&copy;&#60;",
    "]]>",
    "<!-- c -->",
    "{rec|ord}",
    "n0",
    "j0",
    "g0",
    "edge",
    "graph",
    "null",
    "-1.5e3",
    "😀 ok",
    "状態",
    "שלום",
    "%n$s",
    "url(#x)",
    "javascript:0",
]


def test_hostile_ids_are_shown_as_they_are() -> None:
    spec = machine(
        dict.fromkeys(HOSTILE, "transient"),
        [(one, other, f"{one}!") for one, other in pairwise(HOSTILE)],
        groups={"<g>&amp;\\N": HOSTILE[2:4], '"': HOSTILE[6:8]},
        initial=[(HOSTILE[0], "\\G<i>")],
        noun="<noun> & \\N",
    )
    diagram = whole(spec)
    shown = texts(diagram)
    for one in HOSTILE:
        assert one in shown or one in ["".join(label) for label in boxes(diagram)], one
    for one in HOSTILE[:-1]:
        assert f"{one}!" in shown
    assert {"<g>&amp;\\N", '"', "\\G<i>"} <= set(shown)
    graph, anchors = Graph(spec), Anchors(spec)
    for one, found in neighbourhood_diagrams(graph, anchors).items():
        assert one in boxes(found)
    for found in group_diagrams(graph, anchors).values():
        assert drawn(found)


@pytest.mark.parametrize("nasty", ["", "  ", "\x00", "a\nb", "\u202eevil", "\ud800", "x" * 5000, "é" * 400])
def test_what_cannot_be_shown_is_made_visible(nasty: str) -> None:
    spec = machine({nasty: "resting", "b": "final"}, [(nasty, "b", nasty)], initial=[nasty])
    graph, anchors = Graph(spec), Anchors(spec)
    for diagram in (
        whole(spec),
        neighbourhood_diagram(graph, anchors, nasty),
        neighbourhood_diagram(graph, anchors, "b"),
    ):
        shown = "".join(texts(diagram))
        assert shown
        assert len(shown) < 400
        assert "\u202e" not in RENDERER.svg(diagram).decode()
        assert len(diagram.description) < 2000


def test_wide_letters_fit_their_box() -> None:
    spec = machine({"状態処理中データ更新": "resting", "aaaaaaaaaa": "resting"}, [])
    polygons = [one for one in drawn(whole(spec)).walk() if one.name == "path"]
    widths = []
    for one in polygons:
        numbers = [
            float(pair.split(",")[0]) for pair in one.attributes["d"].replace("M", " ").replace("C", " ").split()
        ]
        widths.append(max(numbers) - min(numbers))
    assert widths[0] > 10 * 11, "ten letters of eleven points"
    assert widths[1] < widths[0]


def test_ids_in_dot_are_made_up() -> None:
    dot = whole(dataset_machine()).dot
    assert "\tidle " not in dot
    assert "n0 [label=idle" in dot
