"""The ways between states that a page lists: tables of From and To, and tables of one side in a state's section."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from statebook.audit.page.model import Inline, Page, Place, Section, Table
from statebook.audit.reading.cells import CellName, CellNames, names_in
from statebook.audit.reading.names import Names
from statebook.audit.reading.states import StateSection
from statebook.audit.reading.words import NOTHING, column_role, direction, folded, header

MOST_PAIRS = 200_000
"""Pairs of states that are kept: "any to any" of a thousand states is no list."""

Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Way:
    """What one row says: from any of `sources` to any of `targets`. `place` is that of the cell that says it.

    `side` is `leaving` or `arriving` for a row in the section of a state (`owner`), `whole` for a row that
    names both sides. `is_sure` is false where the row says "any state" or more than its names. `grouped`: a name stands for several
    states, and not each of them need have the way.
    """

    sources: tuple[str, ...]
    targets: tuple[str, ...]
    side: str
    place: Place
    owner: str = ""
    is_sure: bool = True
    grouped: bool = False

    def pairs(self) -> Iterator[Pair]:
        """Every pair of states that the row may stand for."""
        return ((source, target) for source in self.sources for target in self.targets)


@dataclass(slots=True)
class Ways:
    """Everything a document says about ways.

    `strange` are names in lists that no state has. `leaving` and `arriving` are the pairs listed in sections, by state; a state that is a key has such
    a list, empty or not. `whole` are pairs of tables with both sides. `vague` are states about whose
    ways some row says more than was understood; `vague_whole` that a whole table does.
    """

    rows: list[Way] = field(default_factory=list)
    strange: list[CellName] = field(default_factory=list)
    leaving: dict[str, set[Pair]] = field(default_factory=dict)
    arriving: dict[str, set[Pair]] = field(default_factory=dict)
    whole: set[Pair] = field(default_factory=set)
    has_whole: bool = False
    vague: set[tuple[str, str]] = field(default_factory=set)
    vague_whole: bool = False
    headings: dict[tuple[str, str], Place] = field(default_factory=dict)
    """Where the lists of a state stand, by side and state."""
    whole_places: list[Place] = field(default_factory=list)

    def everything(self) -> set[Pair]:
        """All pairs, wherever they are listed."""
        found = set(self.whole)
        for lists in (self.leaving, self.arriving):
            for pairs in lists.values():
                found |= pairs
        return found


def owners(pages: Sequence[Page], sections: Sequence[StateSection]) -> dict[int, StateSection]:
    """Whose section each section belongs to, by the section's identity."""
    own = {id(one.section): one for one in sections}
    found: dict[int, StateSection] = {}
    for page in pages:
        for section in page.sections:
            owner = next((own[id(one)] for one in section.chain() if id(one) in own), None)
            if owner is not None:
                found[id(section)] = owner
    return found


@dataclass(frozen=True, slots=True)
class WayTable:
    """A table of ways: the columns of its sides (from 0, -1 for none), and the side that its heading gives."""

    table: Table
    section: Section
    source: int
    target: int
    side: str


def way_tables(pages: Sequence[Page]) -> Iterator[WayTable]:
    """Every table that lists ways, by its header and its heading."""
    for page in pages:
        for section in page.sections:
            for block in section.blocks:
                if isinstance(block, Table):
                    found = _roles(block, section)
                    if found is not None:
                        yield found


def _roles(table: Table, section: Section) -> WayTable | None:
    roles = [column_role(cell.plain) for cell in table.header]
    source = roles.index("from") if "from" in roles else -1
    target = roles.index("to") if "to" in roles else -1
    state = roles.index("state") if "state" in roles else -1
    if source >= 0 and target < 0 and state >= 0:
        target = state
    elif target >= 0 and source < 0 and state >= 0:
        source = state
    if source >= 0 and target >= 0:
        return WayTable(table, section, source, target, "whole")
    towards = next((side for one in list(section.chain())[:2] if (side := direction(one.title.plain))), "")
    if source >= 0:
        return WayTable(table, section, source, -1, "arriving") if towards != "leaving" else None
    if target >= 0:
        return WayTable(table, section, -1, target, "leaving") if towards != "arriving" else None
    if state == 0 and towards and len(table.header) <= 5:
        return WayTable(table, section, 0 if towards == "arriving" else -1, 0 if towards == "leaving" else -1, towards)
    return None


@dataclass(frozen=True, slots=True)
class _Side:
    """What one cell says: states, whether each of them is meant for sure, whether all of it was understood."""

    states: tuple[str, ...]
    is_sure: bool = True
    is_understood: bool = True
    grouped: bool = False


class WayReader:
    """Reads the tables of ways of one document."""

    def __init__(self, pages: Sequence[Page], names: Names, owner_of: Mapping[int, StateSection]) -> None:
        self.pages = pages
        self.names = names
        self.owner_of = owner_of
        self.ways = Ways()
        self.kept = 0

    def read(self) -> Ways:
        """All ways."""
        for page in self.pages:
            for section in page.sections:
                self._section(section)
        for table in way_tables(self.pages):
            self._table(table)
        return self.ways

    def _lists(self, side: str) -> dict[str, set[Pair]]:
        return self.ways.leaving if side == "leaving" else self.ways.arriving

    def _section(self, section: Section) -> None:
        """A heading that announces a list makes one, even where no way is listed."""
        owner = self._owner(section)
        side = direction(section.title.plain)
        if owner and side and any(one for one in section.blocks):
            self._lists(side).setdefault(owner, set())
            self.ways.headings.setdefault((side, owner), section.title.place)
            if any(not isinstance(one, Inline | Table) for one in section.blocks):
                self.ways.vague.add((side, owner))

    def _owner(self, section: Section) -> str:
        found = self.owner_of.get(id(section))
        if found is not None:
            return found.states[0] if len(found.states) == 1 else ""
        for one in list(section.chain())[:2]:
            if direction(one.title.plain) and len(one.title.codes) == 1:
                states = self.names.find(one.title.codes[0].text)
                return states[0] if len(states) == 1 else ""
        return ""

    def _table(self, found: WayTable) -> None:
        owner = "" if found.side == "whole" else self._owner(found.section)
        if found.side != "whole" and not owner:
            return
        if found.side == "whole":
            if not self._is_about_states(found):
                return
            self.ways.has_whole = True
            self.ways.whole_places.append(found.table.place)
        else:
            self._lists(found.side).setdefault(owner, set())
            self.ways.headings.setdefault((found.side, owner), found.table.place)
        for row in found.table.rows:
            self._row(found, row, owner)

    def _is_about_states(self, found: WayTable) -> bool:
        """Whether at least half of a table's rows name a known state: many things go from one to another."""
        rows = [row for row in found.table.rows if row[found.source].plain or row[found.target].plain]
        known = sum(
            any(
                one.text in self.names
                for one in (*names_in(row[found.source]).names, *names_in(row[found.target]).names)
            )
            for row in rows
        )
        return bool(rows) and known * 2 >= len(rows)

    def _row(self, found: WayTable, row: tuple[Inline, ...], owner: str) -> None:
        is_whole = found.side == "whole"
        itself = _Side((owner,))
        source = self._cell(row[found.source], owner) if found.source >= 0 else itself
        target = self._cell(row[found.target], owner) if found.target >= 0 else itself
        if not (source.is_understood and target.is_understood):
            self._vague(found.side, owner)
        if not source.states or not target.states:
            return
        self.kept += len(source.states) * len(target.states)
        if self.kept > MOST_PAIRS:
            self._vague(found.side, owner)
            return
        cell = row[found.target if found.side == "leaving" else found.source]
        place = next((one.place for one in cell.parts), cell.place)
        is_sure, grouped = source.is_sure and target.is_sure, source.grouped or target.grouped
        way = Way(source.states, target.states, found.side, place, owner, is_sure, grouped)
        self.ways.rows.append(way)
        if is_whole:
            self.ways.whole.update(way.pairs())
        else:
            self._lists(found.side)[owner].update(way.pairs())

    def _vague(self, side: str, owner: str) -> None:
        if side == "whole":
            self.ways.vague_whole = True
        else:
            self.ways.vague.add((side, owner))

    def _cell(self, cell: Inline, owner: str) -> _Side:
        """The states of a cell."""
        said = names_in(cell)
        states: dict[str, None] = {}
        grouped = False
        understood = True
        for one in said.names:
            known = self.names.find(one.text)
            if not known and not one.is_code and one.text.casefold().startswith("the "):
                known = self.names.find(one.text[4:])
            if known:
                grouped = grouped or len(known) > 1
                states.update(dict.fromkeys(known))
            elif folded(one.text) not in NOTHING and one.text not in NOTHING:
                self._strange(one, said)
                meant = self.names.near(one.text)
                if meant:  # a slip: told once, and not again as a way that is missing
                    states[meant] = None
                grouped = grouped or bool(meant)
                understood = understood and bool(meant)
        if said.anything and not said.names and not said.prose:
            every = tuple(one for one in self.names.ids if one != owner)
            return _Side(every, is_sure=False, is_understood=understood)
        if said.anything:
            return _Side((), is_sure=False, is_understood=False)  # "any but `x`": what is named is what is not meant
        return _Side(tuple(states), is_sure=understood, is_understood=understood, grouped=grouped)

    def _strange(self, one: CellName, said: CellNames) -> None:
        if one.is_sure and not said.anything and (one.is_code or not said.prose):
            self.ways.strange.append(one)


_LIFECYCLE = re.compile(
    r"\b(states?|status(?:es)?|phases?|stages?|transitions?|lifecycle|life cycle|triggers?|events?|actions?|guards?|conditions?)\b"
)


def _is_lifecycle(found: WayTable) -> bool:
    """Whether something tells that a table of From and To is about states: trains go from one to another as well."""
    titles = [one.title.plain for one in list(found.section.chain())[:2]]
    headers = [header(cell.plain) for cell in found.table.header]
    if any(_LIFECYCLE.search(text.casefold()) for text in (*titles, *headers)):
        return True
    coded = sum(bool(row[found.source].codes) and bool(row[found.target].codes) for row in found.table.rows)
    return coded * 2 >= len(found.table.rows)


def names_in_tables(pages: Sequence[Page]) -> Iterator[tuple[CellName, WayTable]]:
    """Every name that a table of ways has, for pages without a machine to tell which are states."""
    for found in way_tables(pages):
        if found.side == "whole" and not _is_lifecycle(found):
            continue
        for row in found.table.rows:
            for column in (found.source, found.target):
                if column >= 0:
                    yield from ((one, found) for one in names_in(row[column]).names)
