"""Which line would strike through the label of another, by the geometry that an engine wrote.

Knows paths and texts of a drawing, nothing of machines. A label is as wide here as its font usually sets it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from statebook.diagram.svg import Element

STEPS = 24
"""Points looked at on each curve of a path."""
WIDTH, ASCENT, DESCENT = 0.56, 0.74, 0.2
"""Of a usual character and its line, by the size of the font."""

_NUMBER = re.compile(r"-?[0-9]+(?:\.[0-9]+)?")
Box = tuple[float, float, float, float]
Point = tuple[float, float]


def strikers_first(edges: Sequence[Element]) -> list[Element]:
    """The lines in an order in which each that meets a label is drawn before that label, where there is one.

    Else the order stays: nothing moves that does not have to.
    """
    paths = [_points(edge) for edge in edges]
    bounds = [_bounds(points) for points in paths]
    labels = [_labels(edge) for edge in edges]
    before = [
        {
            other
            for other, points in enumerate(paths)
            if other != place and any(_overlap(bounds[other], box) and _meet(points, box) for box in boxes)
        }
        for place, boxes in enumerate(labels)
    ]
    waiting, found = list(range(len(edges))), []
    while waiting:
        free = next((place for place in waiting if not before[place] & set(waiting)), waiting[0])
        waiting.remove(free)
        found.append(edges[free])
    return found


def _bounds(points: Sequence[Point]) -> Box:
    xs, ys = [x for x, _ in points] or [0.0], [y for _, y in points] or [0.0]
    return min(xs), min(ys), max(xs), max(ys)


def _overlap(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _meet(points: Sequence[Point], box: Box) -> bool:
    left, top, right, bottom = box
    return any(left < x < right and top < y < bottom for x, y in points)


def _labels(edge: Element) -> list[Box]:
    """The boxes of an edge's lines of text."""
    found = []
    for text in edge.walk():
        words = text.text.strip()
        if text.name != "text" or not words:
            continue
        size, x, y = (float(text.attributes.get(key, "0")) for key in ("font-size", "x", "y"))
        width = WIDTH * size * len(words)
        indent = WIDTH / 2 * size * (len(text.text) - len(text.text.lstrip()))
        left = {"middle": x - width / 2, "end": x - width}.get(text.attributes.get("text-anchor", ""), x + indent)
        found.append((left, y - ASCENT * size, left + width, y + DESCENT * size))
    return found


def _points(edge: Element) -> list[Point]:
    """Points along the curves of an edge, which Graphviz writes as `M` and one `C` of all its cubics."""
    found: list[Point] = []
    for path in edge.walk():
        if path.name != "path":
            continue
        numbers = [float(one) for one in _NUMBER.findall(path.attributes.get("d", ""))]
        corners = list(zip(numbers[::2], numbers[1::2], strict=False))
        for start in range(0, len(corners) - 3, 3):
            found += (_at(corners[start : start + 4], step / STEPS) for step in range(STEPS + 1))
    return found


def _at(cubic: Sequence[Point], t: float) -> Point:
    weights = ((1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t**2 * (1 - t), t**3)
    x, y = (sum(weight * point[axis] for weight, point in zip(weights, cubic, strict=True)) for axis in (0, 1))
    return x, y
