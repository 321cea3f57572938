"""What is asked of which log: where things stand in a line, how lines follow each other, how strict to be."""

from __future__ import annotations

from dataclasses import dataclass

from statebook.conform.ways import Missable, Reading
from statebook.pointer import Step


@dataclass(frozen=True, slots=True)
class Fields:
    """Where identifier, time and status object stand in a document, as paths; no `at` where there are no times."""

    id: tuple[Step, ...] = ("id",)
    at: tuple[Step, ...] = ("at",)
    status: tuple[Step, ...] = ("status",)


@dataclass(frozen=True, slots=True)
class Log:
    """How the rows of the log are found. `relation` has the columns `file` and `line`, which order it.

    `fields` are paths into the JSON of the column `document`. `has_columns` says that identifier and
    time are columns `id` and `at_text` of their own, as JSON text, and that their paths are not looked
    at. `sparse` are the numbers of the files made from tables, in which null may stand for nothing.
    """

    relation: str
    document: str = "document"
    fields: Fields = Fields()
    has_columns: bool = False
    sparse: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked of a log. `skew` is how far clocks may differ, in microseconds."""

    reading: Reading = Reading.POLLS
    missable: Missable = Missable.TRANSIENT
    skew: int = 60_000_000
    strict: bool = False
    """Whether an attribute that a state does not have in the spec is a fault."""
