"""Which states a page speaks of, in which order, and what it calls them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from statebook.audit.page.model import Inline, Listing, Page, Piece, Table
from statebook.audit.reading.enumerations import Enumeration, enumerations
from statebook.audit.reading.names import Names
from statebook.audit.reading.states import StateSection
from statebook.audit.reading.waynames import names_in_ways
from statebook.audit.reading.words import NOTHING, STATE_WORDS, as_shown, column_role, folded, header
from statebook.importing.draft import DraftState
from statebook.importing.page.matrix import matrices, states_in

_FINAL = {"final", "terminal", "end"}
_KINDS = {**dict.fromkeys(_FINAL, "final"), "resting": "resting", "stable": "resting", "transient": "transient"}


class ExactNames(Names):
    """Names that are never guessed: who imports a page wants what it says, slips included."""

    def near(self, name: str) -> str:  # noqa: ARG002 - as its base has it
        """Nothing is near."""
        return ""


def states_of(pages: Sequence[Page], sections: Sequence[StateSection]) -> tuple[dict[str, int], list[Enumeration]]:
    """The names of states with the line that each is first met on, and the lists that name them.

    Sections come first, then lists of states, then what tables of ways name.
    """
    found = _Found()
    for section in sections:
        found.add(section.name)
    moved = _moved(pages)
    lists: list[Enumeration] = []
    for one in enumerations(pages, {id(each.section): each for each in sections}, ""):
        names = {folded(entry.text) for entry in one.entries}
        known = names & (set(found.spelt) if sections else set(moved))
        is_only = one.is_titled and not (sections or moved or lists)
        if len(known) * 2 >= len(names) or is_only:
            lists.append(one)
            found.add(*one.entries)
    found.add(*moved.values())
    for table in matrices(pages):
        found.add(*states_in(table))
    values = None if found.lines else next(_values(pages), None)
    if values is not None:
        lists.append(values)
        found.add(*values.entries)
    return found.lines, lists


class _Found:
    """Names of states as they are first spelt, and the lines where they are."""

    def __init__(self) -> None:
        self.spelt: dict[str, str] = {}
        self.lines: dict[str, int] = {}

    def add(self, *pieces: Piece) -> None:
        """Take names that are new, whatever their case; none that stands for nothing."""
        for piece in pieces:
            name = as_shown(piece.text.strip())
            if name and folded(name) not in NOTHING and self.spelt.setdefault(folded(name), name) == name:
                self.lines.setdefault(name, piece.place.line)


def _values(pages: Sequence[Page]) -> Iterator[Enumeration]:
    """Tables of values below a heading that speaks of a status, for a page that has nothing clearer."""
    for page in pages:
        for section in page.sections:
            words = header(section.title.plain).split()
            for block in section.blocks:
                if (
                    isinstance(block, Table)
                    and any(one in STATE_WORDS for one in words)
                    and header(block.header[0].plain) in ("value", "name", "code", "id", "key")
                    and len(block.rows) > 1
                    and all(row[0].begins_with_code for row in block.rows)
                ):
                    yield Enumeration(
                        tuple(row[0].codes[0] for row in block.rows), block.place, "table", is_titled=True
                    )


def _moved(pages: Sequence[Page]) -> dict[str, Piece]:
    """The states that tables of ways name: for sure, more than once, or as all that a cell says."""
    counted: Counter[str] = Counter()
    first: dict[str, Piece] = {}
    sure: set[str] = set()
    for one, _ in names_in_ways(pages):
        key = folded(one.text)
        if key in NOTHING or len(one.text) > 80:
            continue
        counted[key] += 1
        first.setdefault(key, Piece(one.text, one.place))
        if one.is_sure:
            sure.add(key)
    return {key: piece for key, piece in first.items() if key in sure or counted[key] > 1}


def describe(state: DraftState, cells: Sequence[tuple[str, Inline]], clean: Sequence[str]) -> None:
    """What a row of a table of states says of one; `cells` are header and cell, `clean` their Markdown."""
    for (head, cell), text in zip(cells, clean, strict=True):
        role = header(head)
        word = cell.plain.casefold().strip(" .")
        if not cell.plain.strip():
            continue
        if word in _KINDS and not state.kind:
            state.kind = _KINDS[word]
        elif any(one in role for one in ("description", "meaning", "explanation", "definition", "comment")):
            state.description = state.description or text
        elif role == "title" or role.endswith(" title") or role == "label":
            state.title = state.title or cell.plain
        else:
            state.more.setdefault("\0columns", []).append(f"{as_shown(head)}: {text}")


def is_state_table(table: Table) -> bool:
    """Whether a table that names states in its first column says something of each, and is none of ways."""
    roles = [column_role(cell.plain) for cell in table.header]
    return "from" not in roles and "to" not in roles


def items_of(listing: Listing) -> list[tuple[Piece, str]]:
    """The names of a list's items, and what stands behind each."""
    found = []
    for item in listing.items:
        if item.begins_with_code:
            mark = f"`{item.codes[0].text}`"
            at = item.source.find(mark)
            behind = item.source[at + len(mark) :] if at >= 0 else ""
            found.append((item.codes[0], behind.lstrip(" :\u2013\u2014-*_)").strip()))
    return found
