"""The transitions as a table, CSV as RFC 4180 has it: one row for each way from a state to a state.

Lines end in CR LF, every cell is quoted where it must be, the first row names the columns. A cell
that a spreadsheet would take for a formula gets an apostrophe in front, which spreadsheets hide;
`--formulas keep` leaves such cells as they are, for programs that read the table.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from statebook.examples.errors import wire_text
from statebook.export.format import Export, Option, Subject
from statebook.export.losses import Lost, losses
from statebook.model import Transition

NAME = "csv"
EXTENSION = "csv"
OPTIONS = (
    Option("formulas", "cells that a spreadsheet would calculate", lambda _folders: ("defuse", "keep"), "defuse"),
)

COLUMNS = (
    "from", "to", "trigger", "by", "guard", "effect", "description",
    "from_value", "to_value", "from_kind", "to_kind", "to_outcome", "evidence", "deprecated",
)  # fmt: skip
"""The first row. The start of the resource is a row without `from`."""

_LOST = (Lost.LONELY_STATES, Lost.GROUPS, Lost.ATTRIBUTES, Lost.CALLS)

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")
"""What a formula may begin with, in full width too."""


def export(subject: Subject) -> Export:
    """The table of one machine, the states that a resource starts in first."""
    keep = subject.options.get("formulas", "defuse") == "keep"
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for row in _rows(subject):
        writer.writerow([_printable(cell) if keep else _defused(_printable(cell)) for cell in row])
    return Export(text.getvalue(), losses(subject.machine, _LOST))


def _rows(subject: Subject) -> Iterator[tuple[str, ...]]:
    states = subject.machine.states
    for initial in subject.machine.initial:
        target = states[initial.state]
        level = initial.evidence.level.value if initial.evidence else ""
        outcome = target.outcome.value if target.outcome else ""
        yield (
            "", target.id, initial.trigger, "", "", "", initial.description,
            "", wire_text(target.value), "", target.kind.value, outcome, level, "",
        )  # fmt: skip
    for transition in subject.machine.transitions:
        yield _row(subject, transition)


def _row(subject: Subject, one: Transition) -> tuple[str, ...]:
    source, target = subject.machine.states[one.source], subject.machine.states[one.target]
    return (
        source.id,
        target.id,
        one.trigger,
        one.by.value,
        one.guard,
        one.effect,
        one.description,
        wire_text(source.value),
        wire_text(target.value),
        source.kind.value,
        target.kind.value,
        target.outcome.value if target.outcome else "",
        one.evidence.level.value if one.evidence else "",
        "yes" if one.deprecation else "",
    )


def _printable(cell: str) -> str:
    """The cell without half surrogate pairs, which no file can hold, and without NUL, which readers refuse."""
    return cell.encode("utf-8", "replace").decode("utf-8").replace("\0", "\ufffd")


def _defused(cell: str) -> str:
    return f"'{cell}" if cell.startswith(_FORMULA) else cell
