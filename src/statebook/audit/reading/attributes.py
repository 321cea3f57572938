"""The attributes that a page describes: tables with a column of names, and whose attributes they are."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from statebook.audit.page.model import Inline, Page, Piece, Place, Section, Table
from statebook.audit.reading.cells import is_identifier
from statebook.audit.reading.states import StateSection
from statebook.audit.reading.words import header, is_name_column

COMMON, STATE, OTHER = "common", "state", "other"

_ELSEWHERE = re.compile(
    r"\b(parameters?|requests?|headers?|query|errors?|returns?|responses?|events?|arguments?|body|options?|webhooks?|"
    r"sources?|evidence|related|groups?|actions?)\b"
)
_ATTRIBUTES = re.compile(r"\b(attributes?|fields?|properties|propert|members?|keys?)\b")
_OBJECT = re.compile(r"\b(objects?|common|shared|resource|status|state|overview|schema|representation)\b")
_REQUIRED = re.compile(r"\b(?<!not )(?<!not always )required\b(?! only| if| when| unless)")
_OPTIONAL = re.compile(r"\b(optional|not required|not always|only when|sometimes)\b")
_YES = {"yes", "y", "true", "x", "✓", "✔", "always", "required", "mandatory"}
TYPES = {
    "string": "string", "str": "string", "text": "string", "integer": "integer", "int": "integer", "number": "number",
    "float": "number", "boolean": "boolean", "bool": "boolean", "object": "object", "dict": "object", "array": "array",
    "list": "array", "datetime": "string", "date": "string", "uri": "string", "url": "string", "uuid": "string",
    "timestamp": "timestamp", "duration": "string", "map": "object", "null": "null",
}  # fmt: skip
"""Words for types, and the JSON type that they come to."""


@dataclass(frozen=True, slots=True)
class Described:
    """A row that describes an attribute. `kind` is the first word of its type where that is a known one."""

    name: str
    place: Place
    scope: str
    states: tuple[str, ...]
    section: Section
    kind: str
    kinds: frozenset[str]
    text: str
    required: bool
    optional: bool


def described_attributes(pages: Sequence[Page], owner_of: Mapping[int, StateSection]) -> list[Described]:
    """Every row of every table of attributes."""
    return [one for page in pages for one in _of_page(page, owner_of)]


def is_attribute_table(table: Table) -> bool:
    """Whether the first column of a table holds names of attributes, and it is none of parameters."""
    if len(table.header) < 2 or not is_name_column(table.header[0].plain):
        return False
    first = header(table.header[0].plain)
    rest = {header(cell.plain) for cell in table.header[1:]}
    if first.startswith("parameter"):
        return False
    if first.startswith(("key", "name", "member")):
        return bool(rest & {"type", "description", "meaning", "required"})
    return True


def _of_page(page: Page, owner_of: Mapping[int, StateSection]) -> Iterator[Described]:
    first_state = next((index for index, one in enumerate(page.sections) if id(one) in owner_of), len(page.sections))
    for index, section in enumerate(page.sections):
        for block in section.blocks:
            if isinstance(block, Table) and is_attribute_table(block):
                scope, states = _scope(section, owner_of, before_states=index < first_state)
                yield from _rows(block, section, scope, states)


def _scope(
    section: Section, owner_of: Mapping[int, StateSection], *, before_states: bool
) -> tuple[str, tuple[str, ...]]:
    owner = owner_of.get(id(section))
    inner = []
    for one in section.chain():
        if owner is not None and one is owner.section:
            break
        inner.append(one.title.plain.casefold())
    if owner is not None:
        ours = all(_ATTRIBUTES.search(title) and not _ELSEWHERE.search(title) for title in inner)
        return (STATE if ours else OTHER), owner.states
    titles = inner[:2]
    if any(_ELSEWHERE.search(title) for title in titles):
        return OTHER, ()
    if any(re.search(r"\b(commons?|shared|all)\b", title) for title in titles):
        return COMMON, ()
    about = _ATTRIBUTES.search(titles[0]) or _OBJECT.search(titles[0])
    if (
        before_states
        and about
        and (section.level <= 1 or len(titles) < 2 or _OBJECT.search(titles[1]) or section.level <= 2)
    ):
        return COMMON, ()
    return OTHER, ()


def _rows(table: Table, section: Section, scope: str, states: tuple[str, ...]) -> Iterator[Described]:
    columns = {header(cell.plain): index for index, cell in enumerate(table.header)}
    kind_column = columns.get("type", columns.get("data type", -1))
    required_column = next((columns[one] for one in ("required", "mandatory", "presence") if one in columns), -1)
    for row in table.rows:
        names = list(_names(row[0]))
        beside = " ".join(part.text for part in row[0].parts[len(names) :])
        kind_text = f"{beside} {row[kind_column].plain}" if kind_column > 0 else beside
        wanted = row[required_column].plain.casefold() if required_column > 0 else ""
        kinds = frozenset(TYPES[word] for word in re.findall(r"[a-z]+", kind_text.casefold()) if word in TYPES)
        kind = next((TYPES[word] for word in re.findall(r"[a-z]+", kind_text.casefold()) if word in TYPES), "")
        text = " ".join(
            cell.plain for index, cell in enumerate(row[1:], 1) if index not in (kind_column, required_column)
        )
        said = f"{beside} {text}".casefold()
        required = wanted.split(",")[0].strip() in _YES or _REQUIRED.search(beside.casefold()) is not None
        for name in names:
            yield Described(
                name.text,
                name.place,
                scope,
                states,
                section,
                kind,
                kinds,
                text,
                required,
                _OPTIONAL.search(said) is not None,
            )


def _names(cell: Inline) -> Iterator[Piece]:
    """The names at the beginning of a cell: its first code span, or its first word."""
    first = next((one for one in cell.parts if one.text.strip()), None)
    if first is None:
        return
    if first in cell.codes:
        yield Piece(_top(first.text), first.place)
        return
    word = first.text.strip().split()[0].strip(",:*")
    if is_identifier(word) and (len(first.text.split()) == 1 or first.text.split()[1][:1] in "(-\u2013:"):
        yield Piece(_top(word), first.place)


def _top(name: str) -> str:
    """The outermost key of a dotted name; the name itself is kept where it is no path."""
    text = name.strip()
    head = re.match(r"^([A-Za-z_][\w-]*)(?:\.|\[)", text)
    return head[1] if head else text
