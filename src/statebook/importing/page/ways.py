"""The ways of a page as transitions: which row says what, by which trigger, under which condition."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from statebook.audit.page.model import Inline, Page, Table
from statebook.audit.reading.cells import names_in
from statebook.audit.reading.names import Names
from statebook.audit.reading.states import StateSection
from statebook.audit.reading.wayreader import WayReader
from statebook.audit.reading.ways import Way, WayTable, way_tables
from statebook.audit.reading.words import NOTHING, as_shown, folded, header
from statebook.importing.columns import column_of
from statebook.importing.draft import Draft, Object
from statebook.importing.page.text import Words
from statebook.importing.page.triggers import Triggers

_WORDS = re.compile(r"\b(?:descriptions?|meaning|details|explanation|notes?|comments?|remarks?|reasons?)\b")
_EVIDENCE = {"stated", "derived", "inferred", "draft", "unknown"}
_INNER_EFFECT = re.compile(r"(?:<br\s*/?>|^)\s*\*Effect:\*\s*", re.IGNORECASE)


class PageWays:
    """Reads the tables of ways of one page into a draft."""

    def __init__(
        self, pages: Sequence[Page], names: Names, owner_of: Mapping[int, StateSection], draft: Draft, words: Words
    ) -> None:
        self.pages = pages
        self.names = names
        self.draft = draft
        self.words = words
        self.triggers = Triggers(draft)
        reader = WayReader(pages, names, owner_of)
        self.ways = reader.read()
        self.tables = list(way_tables(pages))

    def read(self) -> None:
        """Add the transitions: those of tables with both sides first, then by state, those of both lists once."""
        rows = {way.place.line: way for way in self.ways.rows}
        known: set[tuple[str, str]] = set()
        for side in ("whole", "leaving", "arriving"):
            listed: set[tuple[str, str]] = set()
            for found in self.tables:
                if found.side == side and self._is_read(found, rows):
                    listed.update(self._table(found, rows, known))
            known |= listed

    def _is_read(self, found: WayTable, rows: dict[int, Way]) -> bool:
        places = {found.table.place.line, *(row[0].place.line for row in found.table.rows)}
        is_ours = any(line in rows for line in places) or found.side != "whole"
        if is_ours:
            self.words.take(found.table)
        return is_ours

    def _table(self, found: WayTable, rows: dict[int, Way], known: set[tuple[str, str]]) -> Iterator[tuple[str, str]]:
        """The pairs of a table, whose rows become transitions unless another table has told them already."""
        for row in found.table.rows:
            line = row[0].place.line
            way = rows.get(line)
            if way is None:
                self._without_way(found, row, line)
                continue
            sources = (
                [one for one in way.sources if one not in way.targets] if _is_any(found, row) else list(way.sources)
            )
            if known and all((source, target) in known for source in sources for target in way.targets):
                continue
            self._add(found.table, row, (sources, list(way.targets)), line)
            yield from ((source, target) for source in sources for target in way.targets)

    def _add(self, table: Table, row: tuple[Inline, ...], ends: tuple[list[str], list[str]], line: int) -> None:
        said: dict[str, list[str]] = {}
        triggers: list[str] = []
        evidence: Object = {}
        for head, cell in self._others(table, row):
            role = column_of(head.plain)
            if role == "trigger":
                names, more = self.triggers.of_cell(cell, self.words)
                triggers += [one for one in names if one not in triggers]
                if more:
                    said.setdefault("description", []).append(more)
            elif role == "known":
                evidence = _evidence(cell.plain)
            elif cell.plain and head.plain.strip(" #."):
                self._text(
                    role, cell, said, "" if role != "description" or _WORDS.search(header(head.plain)) else head.plain
                )
        sources, targets = ends
        made = self.draft.transition(
            sources, targets, triggers, line=line, **{key: "\n\n".join(one) for key, one in said.items()}
        )
        if evidence:
            made.more["evidence"] = evidence

    def _text(self, role: str, cell: Inline, said: dict[str, list[str]], label: str) -> None:
        """A cell of words, with its column's name where that tells more; pages of ours have the effect behind the condition."""
        first, *effects = _INNER_EFFECT.split(cell.source)
        line = cell.place.line
        if first.strip():
            text = self.words.clean(first, line)
            said.setdefault(role, []).append(f"{as_shown(label)}: {text}" if label else text)
        for one in effects:
            said.setdefault("effect", []).append(self.words.clean(one, line))

    def _others(self, table: Table, row: tuple[Inline, ...]) -> Iterator[tuple[Inline, Inline]]:
        """The columns that name neither side."""
        sides = {one for found in self.tables if found.table is table for one in (found.source, found.target)}
        return ((head, row[index]) for index, head in enumerate(table.header) if index not in sides)

    def _without_way(self, found: WayTable, row: tuple[Inline, ...], line: int) -> None:
        """A row without both ends: where a resource starts, how it ends, or nothing that could be understood."""
        source = names_in(row[found.source]).names if found.source >= 0 else ()
        target = names_in(row[found.target]).names if found.target >= 0 else ()
        starts = [state for one in target for state in self.names.find(one.text)]
        is_start = found.source >= 0 and all(_is_nothing(one.text) for one in source) and not row[found.source].codes
        if is_start and starts and found.side == "whole":
            triggers = [
                name
                for head, cell in self._others(found.table, row)
                if column_of(head.plain) == "trigger"
                for name in self.triggers.of_cell(cell, self.words)[0]
            ]
            for state in starts:
                self.draft.initial.append({"state": state, **({"trigger": triggers[0]} if triggers else {})})
            return
        shown = " | ".join(cell.plain for cell in row)[:100]
        if shown.strip(" |-\u2013\u2014"):
            self.draft.leave(line, f"the way {shown!r}", "which states are meant is not clear", row[0].place.column)


def _evidence(text: str) -> Object:
    """How well pages of ours say that a way is known: a level, and whether it is disputed."""
    level = text.casefold().partition(",")[0].partition(" ")[0].strip()
    if level not in _EVIDENCE:
        return {}
    return {"level": level, **({"disputed": True} if "disputed" in text.casefold() else {})}


def _is_nothing(text: str) -> bool:
    return folded(text) in NOTHING or text in NOTHING


def _is_any(found: WayTable, row: tuple[Inline, ...]) -> bool:
    return found.source >= 0 and names_in(row[found.source]).anything
