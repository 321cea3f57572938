"""Finds the ways of a document: asks of every table and list which states it names, and keeps what it says of them."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from statebook.audit.page.model import Fence, Inline, Listing, Page, Place, Section, Table
from statebook.audit.reading.cells import CellNames, names_in
from statebook.audit.reading.matrices import Matrix, matrix_of, read_marks
from statebook.audit.reading.names import Names
from statebook.audit.reading.said import Said, said_columns
from statebook.audit.reading.states import StateSection
from statebook.audit.reading.waylists import WayList, way_list
from statebook.audit.reading.ways import Pair, Way, Ways, WayTable, way_tables
from statebook.audit.reading.words import NOTHING, direction, folded

MOST_PAIRS = 200_000
"""Pairs of states that are kept: "any to any" of a thousand states is no list."""


@dataclass(frozen=True, slots=True)
class _Side:
    """What one cell says: states, whether each of them is meant for sure, whether all of it was understood."""

    states: tuple[str, ...]
    is_sure: bool = True
    is_understood: bool = True
    grouped: bool = False


class WayReader:
    """Reads the ways of one document. `known` are the pairs of the machine, where there is one."""

    def __init__(
        self,
        pages: Sequence[Page],
        names: Names,
        owner_of: Mapping[int, StateSection],
        known: Collection[Pair] = frozenset(),
    ) -> None:
        self.pages = pages
        self.names = names
        self.owner_of = owner_of
        self.known = known
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
        is_list = bool(owner and side and section.blocks)
        if is_list:
            self._announce(side, owner, section.title.place)
            if any(isinstance(one, Fence) for one in section.blocks):
                self.ways.vague.add((side, owner))
        for block in section.blocks:
            if isinstance(block, Table):
                matrix = matrix_of(block, section.title.plain)
                if matrix is not None:
                    self._matrix(matrix)
            elif isinstance(block, Listing):
                found = way_list(block, section, self.names, side if is_list else "")
                if found is not None:
                    self._list(found, owner)
                elif is_list:
                    self.ways.vague.add((side, owner))

    def _announce(self, side: str, owner: str, place: Place) -> None:
        self._lists(side).setdefault(owner, set())
        self.ways.headings.setdefault((side, owner), place)

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
            self._whole(found.table.place)
        else:
            self._announce(found.side, owner, found.table.place)
        columns = said_columns(found.table.header, (found.source, found.target))
        for row in found.table.rows:
            self._row(found, row, owner, Said.of_row(row, columns))

    def _whole(self, place: Place) -> None:
        self.ways.has_whole = True
        self.ways.whole_places.append(place)

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

    def _row(self, found: WayTable, row: tuple[Inline, ...], owner: str, said: Said) -> None:
        itself = _Side((owner,))
        source = self._side(names_in(row[found.source]), owner) if found.source >= 0 else itself
        target = self._side(names_in(row[found.target]), owner) if found.target >= 0 else itself
        cell = row[found.target if found.side == "leaving" else found.source]
        place = next((one.place for one in cell.parts), cell.place)
        self._keep(
            source, target, Way((), (), found.side, place, owner, trigger=said.trigger, condition=said.condition)
        )

    def _keep(self, source: _Side, target: _Side, way: Way) -> None:
        """A way between two sides; `way` says everything else about it."""
        if not (source.is_understood and target.is_understood):
            self._vague(way.side, way.owner)
        if not source.states or not target.states:
            return
        self.kept += len(source.states) * len(target.states)
        if self.kept > MOST_PAIRS:
            self._vague(way.side, way.owner)
            return
        is_sure, grouped = source.is_sure and target.is_sure, source.grouped or target.grouped
        made = Way(
            source.states, target.states, way.side, way.place, way.owner, is_sure, grouped, way.trigger, way.condition
        )
        self.ways.rows.append(made)
        if made.side == "whole":
            self.ways.whole.update(made.pairs())
        elif made.side != "mentioned":
            self._lists(made.side)[made.owner].update(made.pairs())

    def _vague(self, side: str, owner: str) -> None:
        if side == "whole":
            self.ways.vague_whole = True
        elif side != "mentioned":
            self.ways.vague.add((side, owner))

    def _matrix(self, matrix: Matrix) -> None:
        """A table of states by states, whose every cell says whether there is a way."""
        heads = [names_in(cell) for cell in matrix.heads()]
        if sum(any(one.text in self.names for one in head.names) for head in heads) * 2 < len(heads):
            return
        self._whole(matrix.table.place)
        self.ways.vague_whole = self.ways.vague_whole or matrix.is_vague
        turned = matrix.turned if matrix.turned is not None else self._fits_turned(matrix)
        sides = {id(cell): self._side(head, "") for cell, head in zip(matrix.heads(), heads, strict=True)}
        for source, target, mark in read_marks(matrix.marks, turned=turned):
            place = next((one.place for one in mark.cell.parts), mark.cell.place)
            self._keep(sides[id(source)], sides[id(target)], Way((), (), "whole", place, trigger=mark.said))

    def _fits_turned(self, matrix: Matrix) -> bool:
        """Without a word in the corner rows are where a way begins, unless the machine has more of the ways turned round."""

        def known(*, turned: bool) -> int:
            return sum(
                (a, b) in self.known
                for source, target, _ in read_marks(matrix.marks, turned=turned)
                for a in self.names.find(source.name)
                for b in self.names.find(target.name)
            )

        return known(turned=True) > known(turned=False)

    def _list(self, found: WayList, owner: str) -> None:
        """A list with arrows, or one of one side in the section of a state."""
        if found.side == "whole":
            self._whole(found.place)
        for entry in found.entries:
            if not owner and not (entry.steps[0] and entry.steps[1]):
                continue
            source, target = (self._side(CellNames(one), owner) if one else _Side((owner,)) for one in entry.steps)
            side = found.side
            if found.direction and (source if side == "leaving" else target).states != (owner,):
                side = "mentioned"  # the item speaks of another state than its heading
                self.ways.vague.add((found.direction, owner))
            names = entry.steps[1] if side == "leaving" or not entry.steps[0] else entry.steps[0]
            way = Way((), (), side, names[0].place, owner, trigger=entry.trigger, condition=entry.condition)
            self._keep(source, target, way)
        if not found.is_understood:
            self._vague(found.side, owner)

    def _side(self, said: CellNames, owner: str) -> _Side:
        """The states of a cell."""
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
                if one.is_sure and not said.anything and (one.is_code or not said.prose):
                    self.ways.strange.append(one)
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
