"""Tables with states down the side and events across the top, as protocols have them: each cell is the state that follows."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from statebook.audit.page.model import Inline, Page, Piece, Table
from statebook.audit.reading.cells import names_in
from statebook.audit.reading.names import Names
from statebook.audit.reading.words import NOTHING, STATE_WORDS, as_shown, folded
from statebook.importing.draft import Draft
from statebook.importing.page.text import Words

_EVENTS = ("event", "events", "input", "inputs", "trigger", "triggers", "action", "actions", "message", "transition")
_WORD = re.compile(r"[a-z]+")
_IMPOSSIBLE = {"x", "n/a", "error", "ignore", "ignored", "no", "//", "invalid", "illegal"}


def matrices(pages: Sequence[Page]) -> Iterator[Table]:
    """The tables whose corner names both, such as `State/Event`; events down the side are not read."""
    for page in pages:
        for section in page.sections:
            for block in section.blocks:
                if isinstance(block, Table) and len(block.header) > 1 and _is_corner(block.header[0].plain):
                    yield block


def _is_corner(text: str) -> bool:
    words = _WORD.findall(text.casefold())
    state = next((at for at, word in enumerate(words) if word in STATE_WORDS), -1)
    event = next((at for at, word in enumerate(words) if word in _EVENTS), -1)
    return 0 <= state < event and len(words) <= 4


def states_in(table: Table) -> Iterator[Piece]:
    """The states of a table: down the side, then those that only cells name."""
    for row in table.rows:
        if row[0].plain.strip():
            yield Piece(row[0].name, row[0].place)
    for row in table.rows:
        for cell in row[1:]:
            yield from (Piece(text, cell.place) for text in _targets(cell))


def _targets(cell: Inline) -> list[str]:
    found = names_in(cell)
    if found.anything or found.prose:
        return []
    names = [one.text for one in found.names]
    return [
        one for one in names if folded(one) not in NOTHING and one.casefold() not in _IMPOSSIBLE and one not in NOTHING
    ]


def read_matrices(pages: Sequence[Page], names: Names, draft: Draft, words: Words) -> None:
    """Add a transition for each cell that names a state."""
    for table in matrices(pages):
        words.take(table)
        events = [as_shown(cell.plain) for cell in table.header[1:]]
        for row in table.rows:
            sources = names.find(as_shown(row[0].name))
            for event, cell in zip(events, row[1:], strict=True):
                targets = [state for text in _targets(cell) for state in names.find(as_shown(text))]
                if sources and targets and event:
                    draft.transition(sources, targets, event, line=cell.place.line)
                elif cell.plain.strip() and folded(cell.plain) not in NOTHING and cell.plain not in NOTHING:
                    what = f"{row[0].plain[:40]!r} at {event[:40]!r}: {cell.plain[:60]!r}"
                    draft.leave(cell.place.line, what, "no state is named there", cell.place.column)
