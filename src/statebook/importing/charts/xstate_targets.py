"""Where a target of XState leads: a neighbour, an inner state, or an absolute id, with paths whose dots can be escaped."""

from __future__ import annotations

from collections.abc import Mapping

from statebook.importing.charts.chart import Place


def path_of(text: str) -> list[str]:
    r"""The parts of a path between its dots; `\.` is a dot of a name."""
    parts = [""]
    signs = iter(text)
    for sign in signs:
        if sign == ".":
            parts.append("")
        else:
            parts[-1] += next(signs, "") if sign == "\\" else sign
    return parts


class Targets:
    """The states of a machine by their keys and ids."""

    def __init__(self, root: Place) -> None:
        self.root = root
        self.ids: dict[str, Place] = {}
        self.inside: dict[Place, dict[str, Place]] = {root: {}}

    def add(self, key: str, place: Place, chosen_id: str) -> None:
        """Know a state by its key in its parent, and by the id that the file gives it, if it gives one."""
        self.inside[place] = {}
        if place.parent is not None:
            self.inside[place.parent][key] = place
        if chosen_id:
            self.ids[chosen_id] = place

    def find(self, text: str, place: Place) -> Place | None:
        """The state that a target means in a transition of `place`; None where there is none."""
        if text.startswith("#"):
            return self._by_id(text[1:])
        if text.startswith("."):
            return self._walk(place, path_of(text[1:]))
        return self._walk(place.parent if place.parent is not None else self.root, path_of(text))

    def child(self, place: Place, key: str) -> Place | None:
        """The state of this key in another."""
        return self.inside[place].get(key)

    def _by_id(self, text: str) -> Place | None:
        # An id may have dots of its own, and a path may follow it: the whole text is tried first.
        exact = self.ids.get(text) or self.ids.get(".".join(path_of(text)))
        if exact is not None:
            return exact
        first, *rest = path_of(text)
        start = self.ids.get(first)
        return self._walk(start, rest) if start is not None else None

    def _walk(self, place: Place, path: list[str]) -> Place | None:
        here: Place | None = place
        for key in path:
            inside: Mapping[str, Place] = self.inside[here] if here is not None else {}
            here = inside.get(key)
        return here
