"""The names that lists of ways have, for pages without a machine to tell which are states."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from statebook.audit.page.model import Block, Listing, Page, Section, Table
from statebook.audit.reading.cells import CellName, names_in
from statebook.audit.reading.matrices import matrix_of
from statebook.audit.reading.waylists import named_arrows
from statebook.audit.reading.ways import WayTable, way_tables
from statebook.audit.reading.words import header

_LIFECYCLE = re.compile(
    r"\b(states?|status(?:es)?|phases?|stages?|transitions?|lifecycle|life cycle|triggers?|events?|actions?|guards?|conditions?)\b"
)


def _is_lifecycle(found: WayTable) -> bool:
    """Whether something tells that a table of From and To is about states: trains go from one to another as well."""
    if _speaks_of_lifecycle(found.table, found.section):
        return True
    coded = sum(bool(row[found.source].codes) and bool(row[found.target].codes) for row in found.table.rows)
    return coded * 2 >= len(found.table.rows)


def _speaks_of_lifecycle(table: Table, section: Section) -> bool:
    titles = [one.title.plain for one in list(section.chain())[:2]]
    headers = [header(cell.plain) for cell in table.header]
    return any(_LIFECYCLE.search(text.casefold()) for text in (*titles, *headers))


def names_in_ways(pages: Sequence[Page]) -> Iterator[tuple[CellName, bool]]:
    """Every name that a list of ways has, and whether the list has both sides of each way.

    For pages without a machine to tell which are states.
    """
    for found in way_tables(pages):
        is_whole = found.side == "whole"
        if is_whole and not _is_lifecycle(found):
            continue
        for row in found.table.rows:
            for column in (found.source, found.target):
                if column >= 0:
                    yield from ((one, is_whole) for one in names_in(row[column]).names)
    for page in pages:
        for section in page.sections:
            for block in section.blocks:
                yield from ((one, True) for one in _of_block(block, section))


def _of_block(block: Block, section: Section) -> Iterator[CellName]:
    """The names of a list with arrows, and of a table of states by states."""
    if isinstance(block, Listing):
        for arrows in named_arrows(block, section):
            yield from (name for step in arrows.steps for name in step if name.is_code)
    elif isinstance(block, Table):
        matrix = matrix_of(block, section.title.plain)
        if matrix is not None and _speaks_of_lifecycle(block, section):
            yield from (one for cell in matrix.heads() for one in names_in(cell).names)
