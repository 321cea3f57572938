"""The JSON of state-machine-cat, as `smcat -T json` and `statebook export smcat` write it.

States with labels, notes and classes, states inside states, initial and final states, choices, and events with
conditions and actions come back. States inside states become groups. Classes that are called as kinds, outcomes,
visibilities or movers are. Labels that say `event [condition] / action` are taken apart where the parts are not
given. Colours and widths are passed over; forks, joins, histories and what states do inside are left over.
"""

from __future__ import annotations

from collections.abc import Iterable

from statebook.importing.draft import Draft
from statebook.importing.drawings.draft import draft_of
from statebook.importing.drawings.drawn import Box, Drawn, Words, is_known_mark, words_of
from statebook.importing.original import Original
from statebook.importing.shape import Shape, refusal
from statebook.model import Mover

NAME = "smcat"
ENDINGS = (".smcat.json", ".json")

_PSEUDO = {
    "initial": "start", "choice": "choice", "junction": "choice", "fork": "fork", "join": "join", "forkjoin": "fork",
    "history": "history", "deephistory": "history",
}  # fmt: skip
_STATES = frozenset(("regular", "final", "terminate", "parallel"))
_KEYS = frozenset(("states", "transitions"))


def recognise(original: Original) -> int:
    """Sure where states are objects with a name and a type of state-machine-cat."""
    root = original.json_or_none if '"states"' in original.text else None
    if root is None or not isinstance(root.value, dict) or not set(root.value) <= _KEYS:
        return 0
    states = root.value.get("states")
    if not isinstance(states, list) or not states:
        return 0
    typed = all(isinstance(one, dict) and "name" in one and one.get("type") in _STATES | set(_PSEUDO) for one in states)
    return 95 if typed else 0


def read(original: Original) -> Draft:
    """The machine of a file."""
    reader = _Reader()
    reader.machine(Shape.of(original.json(), "the state machine"))
    reader.close()
    return draft_of(reader.drawn)


class _Reader:
    """One machine on its way. Names are unique in all of it, so its states come first, then its transitions."""

    def __init__(self) -> None:
        self.drawn = Drawn()
        self.ends: dict[str, Box] = {}
        self.waiting: list[Shape] = []

    def machine(self, one: Shape) -> None:
        """One machine, which may stand inside a state."""
        for state in one.objects("states", "a state"):
            self._state(state)
        self.waiting.extend(one.objects("transitions", "a transition"))

    def close(self) -> None:
        """Take the transitions, once it is known which states are ends."""
        rows = [(row, row.text("from", needed=True), row.text("to", needed=True), _words(row)) for row in self.waiting]
        named = {target for _, _, target, words in rows if words.said}
        for name, box in self.ends.items():
            # An end that an event leads to, or that is described, is a state of its own.
            if name in named or box.label or box.texts or box.notes:
                box.marks.append("final")
            else:
                box.pseudo = "end"
        for row, source, target, words in rows:
            for name in dict.fromkeys((source, target)):
                if name not in self.drawn.boxes:
                    self.drawn.leave(
                        row.line, f"the type of {name[:60]!r}", "nothing describes it; it is taken for a state"
                    )
            self.drawn.arrow(source, target, words, row.line)

    def _state(self, state: Shape) -> None:
        name = state.text("name", needed=True)
        if name in self.drawn.boxes:
            raise refusal(state.node, f"two states are called {name[:60]!r}", "names are unique in the whole machine")
        kind = state.text("type") or "regular"
        if kind not in _STATES and kind not in _PSEUDO:
            raise refusal(state.node.members["type"], f"{kind[:60]!r} is no type of a state")
        box = self.drawn.declare(name, state.line)
        box.pseudo = _PSEUDO.get(kind, "")
        box.label = state.text("label")
        box.marks = [one for one in state.text("class").split() if is_known_mark(one)]
        box.notes = _note(state)
        if kind in ("final", "terminate"):
            self.ends[name] = box
        for action in state.objects("actions", "an action"):
            what = {"entry": "entry", "exit": "exit"}.get(action.text("type"), "do")
            self.drawn.says(box, f"{what} / {action.text('body') or '?'}", action.line)
        inside = state.inner("statemachine", "the machine inside a state")
        if inside is not None:
            if kind == "parallel":
                self.drawn.leave(
                    state.line,
                    f"that the regions of {name[:60]!r} are parallel",
                    "a lifecycle is in one state at a time",
                )
            self.drawn.opened(name, state.line, state.node.column + 1)
            self.machine(inside)
            self.drawn.closed(inside.line)


def _words(row: Shape) -> Words:
    """Event, condition and action, from the label where they are not given, and who moves."""
    found = Words(row.text("event"), row.text("cond"), row.text("action"))
    if not found.said:
        found = words_of(row.text("label"))
    found.description = "\n".join(_note(row))
    found.by = next((one for one in row.text("class").split() if one in set(Mover)), "")
    return found


def _note(one: Shape) -> list[str]:
    """A note, which is a list of lines, as one text; none where it is empty."""
    if "note" not in one:
        return []
    node = one.node.members["note"]
    lines: Iterable[str] = [node.value] if isinstance(node.value, str) else one.texts("note")
    text = "\n".join(lines).strip()
    return [text] if text else []
