"""The attributes that a page describes in tables, and those that only its examples show."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from statebook.audit.page.model import Inline, Page, Table
from statebook.audit.reading.attributes import COMMON, OTHER, STATE, Described, described_attributes, is_attribute_table
from statebook.audit.reading.placeholders import is_placeholder
from statebook.audit.reading.states import StateSection
from statebook.audit.reading.words import header
from statebook.importing.draft import Draft, Object
from statebook.importing.page.text import Words
from statebook.model import Json

_TYPES = (
    (r"\barray of (?:strings?|texts?)\b|\bstring\[\]|\blist of strings?\b|\barray<string>", "array<string>"),
    (r"\barray of (?:integers?|numbers?)\b|\binteger\[\]|\barray<integer>", "array<integer>"),
    (r"\barray of (?:objects?|\w+)\b|\bobject\[\]|\barrays?\b|\blists?\b", "array<any>"),
    (r"\b(?:date-?time|iso ?8601)\b", "datetime"),
    (r"\btimestamps?\b|\bunix time\b", "timestamp"),
    (r"\bdate\b", "date"),
    (r"\bduration\b", "duration"),
    (r"\b(?:ur[il]|link|hyperlink)\b", "uri"),
    (r"\b(?:boolean|bool)\b", "boolean"),
    (r"\b(?:integer|int|int32|int64|long)\b", "integer"),
    (r"\b(?:number|float|double|decimal)\b", "number"),
    (r"\b(?:object|dict|dictionary|hash|hashmap|map|json)\b", "object"),
    (r"\b(?:string|str|text|uuid|enum)\b", "string"),
    (r"\bone of the states\b", "state"),
)
_WORDS = re.compile(r"\b(?:descriptions?|meaning|means|details|explanation|notes?|comments?|what it is)\b")
_SAID_ELSEWHERE = ("example", "example value", "sample", "required", "mandatory", "presence")
_NULL = re.compile(r"\bnull(?:able)?\b|\bor none\b")
_OR = re.compile(r"\s+or\s+|\|")
_EXPANDABLE = re.compile(r"\bexpandable\b|\bexpands?\b|\bexpand=", re.IGNORECASE)
_DATETIME = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:?\d{2})?\Z")
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}\Z")


def type_in(text: str) -> str:
    """The type that words speak of, or nothing; of several, joined by "or", all of them."""
    lower = text.casefold().partition("or, expanded")[0]
    kinds = [kind for part in _OR.split(lower) if (kind := _one_type(part))]
    return " | ".join(dict.fromkeys(kinds)) if len(kinds) < 4 else "any"


def _one_type(words: str) -> str:
    return next((kind for pattern, kind in _TYPES if re.search(pattern, words)), "")


def type_of_value(value: Json) -> str:
    """The type of a value in an example; nothing for null."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "boolean"
    if isinstance(value, int | float):
        return "integer" if isinstance(value, int) else "number"
    if isinstance(value, str):
        return "datetime" if _DATETIME.match(value) else "date" if _DATE.match(value) else "string"
    if isinstance(value, dict):
        return "object"
    kinds = {type_of_value(one) for one in value}
    return f"array<{kinds.pop()}>" if len(kinds) == 1 and "" not in kinds else "array<any>"


class PageAttributes:
    """Reads the tables of attributes of one page into a draft."""

    def __init__(self, pages: Sequence[Page], owner_of: Mapping[int, StateSection], draft: Draft, words: Words) -> None:
        self.pages = pages
        self.owner_of = dict(owner_of)
        self.draft = draft
        self.words = words
        self.rows: dict[int, tuple[Table, tuple[Inline, ...]]] = {}
        self.own: dict[str, dict[str, Object]] = {}
        """What tables in sections of states say: by attribute, by state."""
        self.empty: list[int] = []

    def read(self) -> None:
        """Add the attributes: common ones, then those of states; one of several states is declared once."""
        for page in self.pages:
            for section in page.sections:
                for block in section.blocks:
                    if isinstance(block, Table) and is_attribute_table(block):
                        self._table(block, id(section) in self.owner_of)
        for one in described_attributes(self.pages, self.owner_of):
            if one.scope != OTHER and one.place.line in self.rows:
                self._described(one)
        for name, by_state in self.own.items():
            self._place(name, by_state)
        if self.empty:
            count = "a table of attributes" if len(self.empty) == 1 else f"{len(self.empty)} tables of attributes"
            self.draft.leave(self.empty[0], count, "placeholders are all that stands there")

    def _table(self, table: Table, is_states: bool) -> None:  # noqa: FBT001 - said once, above
        told = [row for row in table.rows if not all(is_placeholder(cell.plain) or not cell.plain for cell in row)]
        if not told:
            if is_states or not table.rows:
                self.words.take(table)
            if table.rows:
                self.empty.append(table.place.line)
            return
        for row in told:
            self.rows[row[0].place.line] = (table, row)

    def _described(self, one: Described) -> None:
        table, row = self.rows[one.place.line]
        self.words.take(table)
        said = self._said(one, table, row)
        if one.scope == COMMON:
            self.draft.attributes.setdefault(one.name, said)
        elif one.scope == STATE:
            for state in one.states:
                self.own.setdefault(one.name, {}).setdefault(state, said)

    def _said(self, one: Described, table: Table, row: tuple[Inline, ...]) -> Object:
        heads = [header(cell.plain) for cell in table.header]
        kind_at = next((at for at, head in enumerate(heads) if head in ("type", "data type", "format")), 0)
        beside = row[0].plain[len(one.name) :] if kind_at == 0 else row[kind_at].plain
        found: Object = {"line": one.place.line}
        kind = type_in(beside)
        if kind:
            found["type"] = kind
        if one.optional and not one.required:
            found["required"] = False
        if _NULL.search(beside.casefold()) or "nullable" in one.text.casefold() or self._says_null(heads, row):
            found["nullable"] = True
        expanded = type_in(beside.casefold().partition("or, expanded,")[2])
        if kind and expanded:
            found["expands_to"] = expanded
        elif _EXPANDABLE.search(f"{beside} {one.text}"):
            self.draft.leave(one.place.line, f"that {one.name[:60]!r} expands", "the page does not say to which type")
        said = self._words(table, row, kind_at, one.place.line)
        return found | ({"description": said} if said else {})

    def _says_null(self, heads: Sequence[str], row: tuple[Inline, ...]) -> bool:
        """Whether a column about null says yes."""
        cells = [cell.plain.casefold() for head, cell in zip(heads, row, strict=True) if _NULL.search(head)]
        return any(cell.startswith(("yes", "true")) for cell in cells)

    def _words(self, table: Table, row: tuple[Inline, ...], kind_at: int, line: int) -> str:
        """The description of a row: the column of that name first, then the others with theirs."""
        texts: list[str] = []
        labelled: list[str] = []
        for at, cell in enumerate(row):
            head = header(table.header[at].plain)
            if not at or at == kind_at or not cell.plain or is_placeholder(cell.plain):
                continue
            if head in _SAID_ELSEWHERE or _NULL.search(head):
                continue
            text = self.words.clean(cell.source, line)
            if _WORDS.search(head) or len(row) < 4:
                texts.append(text)
            else:
                labelled.append(f"{table.header[at].plain}: {text}")
        return "\n\n".join((*texts, *labelled))

    def _place(self, name: str, by_state: dict[str, Object]) -> None:
        if name in self.draft.attributes:
            for state, said in by_state.items():
                refined: Object = {key: said[key] for key in ("description", "line") if key in said}
                if "description" in refined:
                    self.draft.state(state).attributes[name] = {**refined, "refines": True}
            return
        if len(by_state) == 1:
            state, said = next(iter(by_state.items()))
            self.draft.state(state).attributes[name] = said
            return
        first = next(iter(by_state.values()))
        kind = next((one["type"] for one in by_state.values() if "type" in one), "")
        states = [one for one in self.draft.states if one in by_state]
        common: Object = {**first, **({"type": kind} if kind else {}), "\0states": states}
        self.draft.attributes[name] = common
        for state, said in by_state.items():
            if said.get("description") and said["description"] != first.get("description"):
                self.draft.state(state).attributes[name] = {
                    "description": said["description"],
                    "line": said["line"],
                    "refines": True,
                }


def complete(draft: Draft, bodies: Mapping[str, Sequence[Object]], known: str) -> None:
    """Fill in what examples show: types that no table says, attributes that none has, where they are and may be null.

    `bodies` are the example objects of each state; `known` is the attribute that holds the state.
    """
    values: dict[str, dict[str, list[Json]]] = {}
    for state, objects in bodies.items():
        for body in objects:
            for name, value in body.items():
                values.setdefault(name, {}).setdefault(state, []).append(value)
    for name, common in draft.attributes.items():
        if bodies and name not in values and name != known and "\0states" not in common:
            common["required"] = False
    for name, by_state in values.items():
        said = _declaration(draft, name, by_state, bodies) if name != known else None
        if said is not None:
            _fill(said, [value for each in by_state.values() for value in each])
            if any(len(each) < len(bodies[state]) for state, each in by_state.items()):
                said["required"] = False


def _fill(said: Object, values: Sequence[Json]) -> None:
    """What the values of an attribute show, where no table says it."""
    kinds = list(dict.fromkeys(kind for kind in map(type_of_value, values) if kind))
    if "type" not in said:
        said["type"] = kinds[0] if len(kinds) == 1 else " | ".join(kinds) if 1 < len(kinds) < 4 else "any"
    if None in values:
        said["nullable"] = True
    shown = next((value for value in values if isinstance(value, str | int | float)), None)
    if shown is not None and "example" not in said:
        said["example"] = shown


def _declaration(
    draft: Draft, name: str, by_state: Mapping[str, Sequence[Json]], bodies: Mapping[str, Sequence[Object]]
) -> Object | None:
    """Where an attribute of examples is declared; a new declaration where no table has it."""
    said = draft.attributes.get(name)
    if said is not None:
        states = said.get("\0states")
        if isinstance(states, list):
            states += [one for one in by_state if one not in states]
        elif any(name not in body for objects in bodies.values() for body in objects):
            said["required"] = False
        return said
    owners = [state for state in by_state if name in draft.state(state).attributes]
    if owners == list(by_state) and len(owners) == 1:
        return draft.state(owners[0]).attributes[name]
    for state in [one for one in draft.states if name in draft.states[one].attributes]:
        said = {**draft.states[state].attributes.pop(name), **(said or {})}
        by_state = {**by_state, state: by_state.get(state, [])}
    made: Object = said or {"line": 1}
    if len(by_state) == 1 and len(bodies) > 1:
        draft.state(next(iter(by_state))).attributes[name] = made
        return made
    if set(by_state) < set(bodies):
        made["\0states"] = [one for one in draft.states if one in by_state]
    draft.attributes[name] = made
    return made
