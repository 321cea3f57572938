"""A table of transitions in CSV: ours, or any that has a column for the state before and one for the state after.

Ours is what `statebook export csv` writes, one row for each way from a state to a state; apostrophes that keep a
spreadsheet from calculating a cell are taken away again. Other tables may be separated by commas, semicolons or
tabs. A row without a state before says where a resource starts.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator

from statebook.audit.reading.words import column_role, header
from statebook.importing.columns import column_of
from statebook.importing.draft import Draft, DraftState, Object
from statebook.importing.original import BadInput, Original
from statebook.importing.rows import Rows
from statebook.model import Json

NAME = "csv"
ENDINGS = (".csv", ".tsv")

LONGEST_HEAD = 10_000
"""Characters of a first line that is looked at."""
_DEFUSED = tuple("'" + sign for sign in ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20"))
_OURS = (
    "by", "from_value", "to_value", "from_kind", "to_kind", "to_outcome", "evidence", "deprecated", "guard", "effect",
    "description", "trigger",
)  # fmt: skip
_LEVELS = ("stated", "derived", "inferred", "draft", "unknown")
_EVENTS = ("system", "completion", "timer", "schedule", "peer")


def recognise(original: Original) -> int:
    """By a first line that names the state before and the state after."""
    if original.is_cut or original.looks_like_json:
        return 0
    first = original.head.partition("\n")[0]
    if len(first) > LONGEST_HEAD or not any(sign in first for sign in ",;\t"):
        return 0
    columns = _columns(next(iter(csv.reader([first], delimiter=_delimiter(first))), []))
    if "from" not in columns or "to" not in columns:
        return 30 if original.ends_with(*ENDINGS) else 0
    return 90 if original.ends_with(*ENDINGS) else 45


def read(original: Original) -> Draft:
    """The machine of a table. Raises `BadInput` for a table without the two columns, and for broken quotes."""
    draft = Draft()
    text = original.text.removeprefix("\ufeff")
    rows = _rows(text)
    try:
        first_line, names = next(rows)
    except StopIteration:
        raise BadInput("the table is empty", hint="its first row names the columns") from None
    columns = _columns(names)
    if "from" not in columns or "to" not in columns:
        raise BadInput(
            "no column is the state before, or none the state after", first_line, 1, "call them `from` and `to`"
        )
    draft.is_ours = "from_value" in columns
    reader = _Table(draft, columns)
    for line, cells in rows:
        reader.row(line, cells)
    for name, column in columns.items():
        if name.startswith(" "):
            draft.leave(first_line, f"the column {names[column]!r}", "no word of the spec language is known for it")
    return draft


def _rows(text: str) -> Iterator[tuple[int, list[str]]]:
    """The rows that are not empty, with their first line."""
    lines = text.splitlines(keepends=True)
    reader = csv.reader(lines, delimiter=_delimiter(lines[0] if lines else ""), strict=True)
    line = 1
    while True:
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error as problem:
            raise BadInput(f"this is no CSV: {problem}", line, 1, "is a quote never closed?") from None
        if any(cell.strip() for cell in row):
            yield line, [cell[1:] if cell.startswith(_DEFUSED) else cell for cell in row]
        line = reader.line_num + 1


def _delimiter(line: str) -> str:
    return max(",;\t", key=lambda sign: (line.count(sign), sign == ","))


def _columns(names: list[str]) -> dict[str, int]:
    """What each column says, by its name; the first that says it. Others are kept under a space and their number."""
    found: dict[str, int] = {}
    roles = [column_role(name.strip().replace("_", " ")) for name in names]
    for index, name in enumerate(names):
        plain = header(name.strip().lstrip("\ufeff")).replace(" ", "_")
        role = plain if plain in _OURS else roles[index] if roles[index] in ("from", "to") else _other(plain)
        if role == "from" and "state" in roles and "to" not in roles:
            pass
        found.setdefault(role or f" {index}", index)
    for wanted, given in (("from", "to"), ("to", "from")):
        if wanted not in found and given in found and "state" in roles:
            found[wanted] = roles.index("state")
    return found


def _other(plain: str) -> str:
    role = column_of(plain)
    known = role != "description" or any(
        one in plain for one in ("description", "note", "comment", "reason", "meaning")
    )
    return role if known and role != "known" else ""


class _Table:
    """Adds rows to a draft."""

    def __init__(self, draft: Draft, columns: dict[str, int]) -> None:
        self.draft = draft
        self.columns = columns
        self.ways = Rows(draft)
        self.is_ours = draft.is_ours

    def row(self, line: int, cells: list[str]) -> None:
        """One row."""

        def cell(name: str) -> str:
            index = self.columns.get(name, -1)
            found = cells[index] if 0 <= index < len(cells) else ""
            return found if self.is_ours else found.strip()

        source, target, trigger = cell("from"), cell("to"), cell("trigger")
        if not target:
            self.draft.leave(line, f"the row of {source[:60]!r}", "it has no state after")
            return
        if trigger:
            self._trigger(trigger, cell("by"), line)
        if source:
            self._state(self.draft.state(source, line), cell("from_value"), cell("from_kind"), "")
        self._state(self.draft.state(target, line), cell("to_value"), cell("to_kind"), cell("to_outcome"))
        more = _more(cell("evidence"), cell("deprecated"))
        if not source:
            said = {"trigger": trigger, "description": cell("description"), **_more(cell("evidence"), "")}
            self.draft.initial.append({"state": target, **{key: value for key, value in said.items() if value}})
            return
        texts = {name: cell(name) for name in ("guard", "effect", "description") if cell(name)}
        self.ways.add(source, target, trigger, line, texts, more)

    def _trigger(self, name: str, by: str, line: int) -> None:
        found = self.draft.trigger(name, line)
        if by == "client":
            found.is_action = True
        elif by in _EVENTS:
            found.is_action, found.by = False, by

    def _state(self, state: DraftState, value: str, kind: str, outcome: str) -> None:
        state.kind = state.kind or kind
        state.outcome = state.outcome or (outcome if outcome in ("success", "failure", "partial") else "")
        if value and value != state.name:
            state.value = _value(value)


def _value(text: str) -> Json:
    """A value as the table spells it: text is text, and what is no text there is JSON."""
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return text
    return found if found is None or isinstance(found, bool | int | float) else text


def _more(evidence: str, deprecated: str) -> Object:
    return {
        **({"evidence": evidence} if evidence in _LEVELS else {}),
        **({"deprecated": True} if deprecated.casefold() in ("yes", "true") else {}),
    }
