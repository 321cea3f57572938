"""CSV (RFC 4180): a header, then one observation a record; each becomes a line of JSON.

The status object stands in one column as JSON text, or its attributes stand in columns of their own:
`status.name`, `status.job.id`, or, where the whole row is the object, just `name`. A text becomes the
JSON type that the spec wants at its place. An empty cell is null, which in a table may stand for
nothing. A record that spans several lines is found at its first.
"""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from statebook.conform.checks import checks_of, wire_texts
from statebook.conform.logs.lines import BLANK, UNREADABLE, text_lines
from statebook.conform.logs.rows import KEPT_FLAWS, MAXIMUM_LINE, LogRefused, Rows, Source, lines_of
from statebook.conform.logs.tables import refuse_wrong_columns
from statebook.examples.path import parse_path, place
from statebook.model import Json
from statebook.pointer import Step

NAME = "csv"
ENDINGS = (".csv", ".tsv")

DELIMITERS = ",;\t|"

_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?")


def rows(source: Source) -> Rows:
    """One row a record, at the line on which it begins."""
    found = Rows(lines_of(source.copy), is_sparse=True)
    limit = csv.field_size_limit(MAXIMUM_LINE)
    try:
        with source.copy.open("wb") as target:
            at = 1
            for line, document in _documents(source, found):
                target.write((BLANK + b"\n") * (line - at) + document + b"\n")
                at = line + 1
    finally:
        csv.field_size_limit(limit)
    return found


def _documents(source: Source, found: Rows) -> Iterator[tuple[int, bytes]]:
    """For each record its first line and its document; what cannot be read goes to the flaws of `found`."""
    reasons: dict[int, str] = {}
    lines = _Lines(text_lines(source.path), reasons)
    header = next(lines, "")
    delimiter = max(DELIMITERS, key=lambda one: (header.count(one), -DELIMITERS.index(one)))
    try:
        names = next(csv.reader([header], delimiter=delimiter, strict=True), [])
    except csv.Error as problem:
        raise LogRefused(
            f"the header cannot be read: {problem}", "write the columns' names on the first line"
        ) from None
    refuse_wrong_columns(names, source.fields)
    columns = _columns(names, source)
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    while True:
        first = lines.count + 1
        try:
            cells = next(reader, None)
        except csv.Error as problem:
            reason, cells = str(problem), []
        else:
            reason = ""
        if cells is None:
            return
        flawed = next((reasons[one] for one in range(first, lines.count + 1) if one in reasons), reason)
        reasons.clear()
        if not flawed and cells and len(cells) != len(names):
            flawed = f"the record has {len(cells)} cells, the header {len(names)}"
        if flawed:
            if len(found.flaws) < KEPT_FLAWS:
                found.flaws[first] = flawed
            yield first, UNREADABLE
        elif cells:
            yield first, _document(cells, columns)


class _Lines:
    """Lines of text for the reader of records; counts them and keeps why some are unreadable."""

    def __init__(self, lines: Iterator[tuple[str, str]], reasons: dict[int, str]) -> None:
        self.lines = lines
        self.reasons = reasons
        self.count = 0

    def __iter__(self) -> _Lines:
        return self

    def __next__(self) -> str:
        text, reason = next(self.lines)
        self.count += 1
        if reason:
            self.reasons[self.count] = reason
        return text + "\n"


@dataclass(frozen=True, slots=True)
class _Column:
    """Where a column's cells go, and what a cell becomes; `is_json` for one that holds JSON text."""

    path: tuple[Step, ...]
    read: Callable[[str], Json]
    is_json: bool = False


def _columns(names: list[str], source: Source) -> list[_Column]:
    fields = source.fields
    wanted = _types(source)
    whole = fields.status[0] if fields.status else None
    found = []
    for name in names:
        if (name,) in {fields.id, fields.at}:
            found.append(_Column((name,), _number_or_text if (name,) == fields.at else str))
        elif name == whole:
            found.append(_Column((name,), str, is_json=True))
        elif isinstance(whole, str) and name.startswith(f"{whole}."):
            inside = parse_path(name.removeprefix(f"{whole}."))
            found.append(_Column((whole, *inside), wanted.get(inside, str)))
        elif whole is None:
            inside = parse_path(name)
            found.append(_Column(inside, wanted.get(inside, str)))
        else:
            found.append(_Column((name,), str))
    return found


def _types(source: Source) -> Mapping[tuple[Step, ...], Callable[[str], Json]]:
    """How to read the texts of each attribute; as text where the spec allows text."""
    machine = source.machine
    values = [state.value for state in machine.states.values()]
    others = {text: value for value in values if not isinstance(value, str) for text in wire_texts(value)}
    found: dict[tuple[Step, ...], Callable[[str], Json]] = {}
    for check in checks_of(machine):
        if not any("string" in rule.types for rule in check.rules.values()):
            found[check.path] = _typed
    at_state = parse_path(machine.state_attribute)
    found[at_state] = lambda text: others.get(text, others.get(text.lower(), text))
    return found


def _typed(text: str) -> Json:
    """A number, a truth value or JSON where it reads as one; text otherwise, which then is the wrong type."""
    if _NUMBER.fullmatch(text):
        return json.loads(text)
    if text.lower() in {"true", "false"}:
        return text.lower() == "true"
    if text.startswith(("{", "[")):
        try:
            return json.loads(text)
        except (ValueError, RecursionError):
            return text
    return text


def _number_or_text(text: str) -> Json:
    return json.loads(text) if _NUMBER.fullmatch(text) else text


def _document(cells: list[str], columns: list[_Column]) -> bytes:
    """The record as one line of JSON; JSON text goes in as it is, for the engine to judge."""
    body: Json = {}
    raw = []
    for cell, column in zip(cells, columns, strict=True):
        if column.is_json and cell.lstrip().startswith(("{", "[")):
            raw.append(f"{json.dumps(str(column.path[0]))}: {cell}".replace("\n", " ").replace("\r", " "))
        else:
            body = place(body, column.path, column.read(cell) if cell else None)
    written = json.dumps(body, ensure_ascii=False)
    if raw:
        written = "{" + ", ".join(([written[1:-1]] if body else []) + raw) + "}"
    return written.encode("utf-8", "replace")
