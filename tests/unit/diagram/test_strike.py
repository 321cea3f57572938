"""No line is drawn over the label of another where an order of drawing helps."""

from __future__ import annotations

import pytest

from statebook.diagram.strike import strikers_first
from statebook.diagram.svg import Element


def edge(name: str, path: str, *texts: tuple[float, float, str], anchor: str = "start") -> Element:
    labels = [
        Element("text", {"x": str(x), "y": str(y), "font-size": "10", "text-anchor": anchor}, text=words)
        for x, y, words in texts
    ]
    return Element("g", {"id": name, "class": "edge"}, [Element("path", {"d": path}), *labels])


ACROSS = "M0,-50C30,-50 60,-50 90,-50"
DOWN = "M20,-99C20,-60 20,-40 20,-1"
FAR = "M400,-99C400,-60 400,-40 400,-1"


def order(*edges: Element) -> list[str]:
    return [one.attributes["id"] for one in strikers_first(edges)]


@pytest.mark.parametrize("anchor", ["start", "middle", "end"])
def test_a_line_through_a_label_comes_before_it(anchor: str) -> None:
    x = {"start": 5.0, "middle": 20.0, "end": 40.0}[anchor]
    label = edge("label", FAR, (x, -48, "  waiting"), anchor=anchor)
    assert order(label, edge("line", DOWN, (300, 0, "x"))) == ["line", "label"]


def test_what_need_not_move_stays() -> None:
    apart = [edge(name, FAR, (place, 500, name)) for place, name in enumerate(("c", "a", "b"))]
    assert order(*apart) == ["c", "a", "b"]
    assert order(edge("own", DOWN, (5, -48, "waiting")), apart[0]) == ["own", "c"], "its own line may cross it"
    assert order(edge("above", FAR, (5, -53, "aaa")), edge("line", ACROSS, (300, 0, "x"))) == ["above", "line"]


def test_two_that_strike_each_other_stay_as_they_are() -> None:
    one = edge("one", DOWN, (40, -48, "waiting"))
    other = edge("other", ACROSS, (5, -20, "waiting"))
    assert order(one, other) == ["one", "other"]
    assert order(other, one) == ["other", "one"]


def test_a_path_of_any_kind_is_no_trouble() -> None:
    assert order(edge("dot", "M0,0"), edge("none", "")) == ["dot", "none"]
