"""What rows say that their ways are taken by, and which actions and events of a machine that is."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from statebook.audit.page.model import Inline, Place
from statebook.audit.reading.calls import METHODS
from statebook.audit.reading.cells import CellName, is_identifier, names_in
from statebook.audit.reading.names import Names
from statebook.audit.reading.words import NOTHING, as_shown, folded

if TYPE_CHECKING:
    from statebook.audit.reading.ways import Way
    from statebook.model import Action, Event, Machine

_MORE = re.compile(
    r"(?i)[,;/|•·]|\b(?:or|and|also|any|other|otherwise|except|unless|not|but|e\.g|such as|for example)\b"
)
_CALL = re.compile(rf"^(?:(?:{'|'.join(METHODS)})\s+\S|/|https?://)")


@dataclass(frozen=True, slots=True)
class Told:
    """The triggers that a row names: those that the machine has, and names that are none.

    `is_sure`: the row names triggers, and says nothing else that could be one.
    """

    way: Way
    known: tuple[str, ...]
    strange: tuple[CellName, ...]
    is_sure: bool
    spelt: tuple[tuple[str, Place], ...] = ()

    def place_of(self, trigger: str) -> Place:
        """Where the row names a trigger."""
        cell = self.way.trigger
        fallback = cell.place if cell is not None else self.way.place
        return next((place for name, place in self.spelt if name == trigger), fallback)


def by_pair(machine: Machine) -> dict[tuple[str, str], tuple[str, ...]]:
    """The triggers of each pair of states, in the order of the transitions."""
    found: dict[tuple[str, str], dict[str, None]] = {}
    for one in machine.transitions:
        found.setdefault((one.source, one.target), {})[one.trigger] = None
    return {pair: tuple(triggers) for pair, triggers in found.items()}


def names_of_triggers(machine: Machine) -> Names:
    """The names that a machine's actions and events go by: id, title, former id, and the call that it is."""
    names = Names((*machine.actions, *machine.events))
    movers: list[Action | Event] = [*machine.actions.values(), *machine.events.values()]
    for one in movers:
        names.add(as_shown(one.id), (one.id,))
        names.add(one.title, (one.id,))
        for old in one.formerly:
            names.former.setdefault(old, one.id)
    for action in machine.actions.values():
        if action.method and action.path:
            names.add(f"{action.method} {action.path}", (action.id,))
            names.add(f"{action.method} {machine.api.base}{action.path}", (action.id,))
    return names


def own_triggers(rows: Sequence[Way]) -> Names:
    """The names that a page without a machine has in code where triggers stand."""
    return Names(code.text.strip() for way in rows if way.trigger is not None for code in way.trigger.codes)


def told_of(rows: Sequence[Way], triggers: Names) -> list[Told]:
    """What the rows with a trigger say of it, in their order."""
    return [_told(way, way.trigger, triggers) for way in rows if way.trigger is not None]


def _told(way: Way, cell: Inline, triggers: Names) -> Told:
    whole = triggers.find(cell.plain)
    if whole:
        place = next((part.place for part in cell.parts if part.text.strip()), cell.place)
        return Told(way, whole, (), is_sure=True, spelt=tuple((one, place) for one in whole))
    said = names_in(cell)
    known: dict[str, Place] = {}
    strange = []
    is_sure = not said.anything
    for one in said.names:
        found = triggers.find(one.text)
        known.update({trigger: one.place for trigger in found if trigger not in known})
        if found:
            continue
        is_sure = False
        if (one.is_code or is_identifier(one.text)) and not _CALL.match(one.text) and folded(one.text) not in NOTHING:
            strange.append(one)
    is_sure = is_sure and bool(known) and not _says_more(cell, said.names)
    return Told(way, tuple(known), tuple(strange), is_sure, tuple(known.items()))


def _says_more(cell: Inline, names: Sequence[CellName]) -> bool:
    """Whether a cell says something besides names that may be another trigger, or a limit."""
    codes = set(cell.codes)
    if codes:
        return any(_MORE.search(part.text) for part in cell.parts if part not in codes) and not _only_names(cell, names)
    return not _only_names(cell, names)


def _only_names(cell: Inline, names: Sequence[CellName]) -> bool:
    """Whether a cell has nothing but names and what stands between them."""
    left = cell.plain
    for one in names:
        left = left.replace(one.text, " ", 1)
    return re.fullmatch(r"(?i)[\s,;/|•·]*(?:(?:or|and)[\s,;/|•·]*)*", left) is not None
