"""The places where a page lists the states as such: tables of states, lists of names, "one of …"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from statebook.audit.page.model import Block, Inline, Listing, Page, Piece, Place, Section, Table
from statebook.audit.reading.states import StateSection
from statebook.audit.reading.waylists import is_way_list
from statebook.audit.reading.words import STATE_WORDS, column_role, direction, header

_ONE_OF = re.compile(
    r"(?i)\b(?:one of|either of|(?:possible|valid|allowed|known) (?:\S+ )?(?:values|states|statuses)|"
    r"values (?:are|can be)|(?:states|statuses) are)\b[^.`]{0,40}$"
)
_PARTIAL = re.compile(
    r"(?i)\b(?:some|such as|for example|e\.g\.|for instance|rest(?:ing)?|transient|final|terminal|fail(?:ed|ure)?|success|"
    r"active|only|group|subset|if|when|except|stop|until|accepted|refused|error|deprecated|removed|internal|wait|while|unless|not|never|ends?|leads?|goes|in)\b"
)


@dataclass(frozen=True, slots=True)
class Enumeration:
    """A list of states: its entries, and where it begins. `is_titled`: its heading or header says that they are states."""

    entries: tuple[Piece, ...]
    place: Place
    kind: str
    is_titled: bool = False


def enumerations(pages: Sequence[Page], owner_of: Mapping[int, StateSection], attribute: str) -> Iterator[Enumeration]:
    """Every list that may be one of all states; whether its entries are states is for the reader to ask.

    `attribute` is the name of the state attribute: what a table says of others is about their values.
    """
    for page in pages:
        for section in page.sections:
            if id(section) in owner_of or direction(section.title.plain) or _PARTIAL.search(section.title.plain):
                continue
            for block in section.blocks:
                yield from _of(block, section, attribute)


def _of(block: Block, section: Section, attribute: str) -> Iterator[Enumeration]:
    if isinstance(block, Table):
        if len(block.rows) >= 2 and _is_state_column(block):
            entries = tuple(_first(row[0]) for row in block.rows if row[0].plain)
            yield Enumeration(entries, block.place, "table", is_titled=True)
        else:
            for row in block.rows:
                if attribute and row[0].name == attribute:
                    for cell in row[1:]:
                        yield from _sentence(cell)
    elif isinstance(block, Listing):
        if (
            len(block.items) >= 2
            and not _PARTIAL.search(block.note)
            and all(one.begins_with_code for one in block.items)
            and not is_way_list(block)
        ):
            entries = tuple(_first(one) for one in block.items)
            words = header(f"{section.title.plain} {block.note}").split()
            yield Enumeration(entries, block.place, "list", any(one in STATE_WORDS for one in words))
    elif isinstance(block, Inline):
        yield from _sentence(block)


def _is_state_column(table: Table) -> bool:
    roles = [column_role(cell.plain) for cell in table.header]
    return roles[0] == "state" and "from" not in roles and "to" not in roles


def _first(cell: Inline) -> Piece:
    first = next((one for one in cell.parts if one.text.strip()), None)
    return Piece(first.text.strip(), first.place) if first is not None else Piece("", cell.place)


def _sentence(text: Inline) -> Iterator[Enumeration]:
    """Of "one of `a`, `b` and `c`": the code spans behind the words, up to the end of the sentence."""
    if len(text.codes) < 3:
        return
    codes = set(text.codes)
    before, entries = "", []
    collecting = False
    for part in text.parts:
        if part in codes:
            if collecting or (_ONE_OF.search(before) and not _PARTIAL.search(before[-80:])):
                collecting = True
                entries.append(part)
            before = ""
            continue
        if collecting and not re.fullmatch(r"(?i)[\s,;/|•·()]*(?:or|and)?[\s,;/|•·()]*", part.text):
            break
        before += part.text
    if len(entries) >= 2:
        yield Enumeration(tuple(entries), entries[0].place, "sentence")
