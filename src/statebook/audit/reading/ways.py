"""The ways between states that a page lists.

They stand in tables of From and To, in tables and lists of one side in a state's section, in tables of
states by states, and in lists with arrows. `wayreader` finds them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from statebook.audit.page.model import Inline, Page, Place, Section, Table
from statebook.audit.reading.cells import CellName
from statebook.audit.reading.matrices import matrix_of
from statebook.audit.reading.states import StateSection
from statebook.audit.reading.words import column_role, direction

Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Way:
    """What one row says: from any of `sources` to any of `targets`. `place` is that of the cell that says it.

    `side` is `leaving` or `arriving` for a row in the section of a state (`owner`), `whole` for a row that
    names both sides, and `mentioned` for one of a list that does not promise to be complete, such as a walk. `is_sure`
    is false where the row says "any state" or more than its names. `grouped`: a name stands for several states, and not
    each of them need have the way. `trigger` is what the row says that the way is taken by, `condition` what
    it says about it in words.
    """

    sources: tuple[str, ...]
    targets: tuple[str, ...]
    side: str
    place: Place
    owner: str = ""
    is_sure: bool = True
    grouped: bool = False
    trigger: Inline | None = None
    condition: Inline | None = None

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
                if isinstance(block, Table) and matrix_of(block, section.title.plain) is None:
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
