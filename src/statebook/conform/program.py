"""A machine as one SQL query over a log: every row judged, every step judged.

The query is a chain of named steps, so that an engine can keep the costly ones as tables and a
warehouse can run the whole as one statement. Rules and paths are numbers inside it; `Program` says
what they mean. `query` writes the steps.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from statebook.conform.checks import Check, checks_of, closed_objects
from statebook.conform.contents import Look
from statebook.conform.dialects.dialect import Dialect
from statebook.conform.query import Writer
from statebook.conform.question import Log, Question
from statebook.conform.rare import rare_of
from statebook.conform.ways import Ways
from statebook.examples.path import parse_path
from statebook.model import Machine

Steps = tuple[tuple[str, str], ...]
"""Names, and a SELECT for each that knows those before it."""


@dataclass(frozen=True, slots=True)
class Program:
    """The steps of the query, each a name and a SELECT that knows the steps before it.

    `states` and `checks` say what the numbers in the results stand for; states count from 0.
    `proved` is what may stand instead of the steps from `coded` to `judged` where it is enough to know which
    rows are faulty; `unusual` reads from `coded` the values that need a closer look, in DuckDB's words.
    """

    steps: Steps
    proved: str
    unusual: str
    states: tuple[str, ...]
    checks: tuple[Check, ...]
    ways: Ways = field(repr=False)

    def statement(self, final: str, last: str = "stepped", instead: Mapping[str, Steps] | None = None) -> str:
        """One statement: the steps up to `last` as common table expressions, then `final`.

        A step that `instead` names is replaced by those steps.
        """
        chosen: list[tuple[str, str]] = []
        for name, text in self.steps:
            chosen += (instead or {}).get(name, ((name, text),))
            if name == last:
                break
        chain = ",\n".join(f"{name} AS (\n  {text}\n)" for name, text in chosen)
        return f"WITH {chain}\n{final}\n"

    def limited_to(self, table: str) -> Program:
        """The same for the rows alone whose file and line stand in a table."""
        steps = tuple(
            (name, f"{text} SEMI JOIN {table} USING (file, line)" if name == "parsed" else text)
            for name, text in self.steps
        )
        return replace(self, steps=steps)


class NotAskable(ValueError):
    """The machine says nothing that a log could be held against; the message says what is missing."""


def all_checks(machine: Machine, question: Question) -> tuple[Check, ...]:
    """Every check that a question asks of a machine. Raises `NotAskable` where the spec has no state attribute."""
    if not parse_path(machine.state_attribute):
        raise NotAskable(f"the state of {machine.id!r} is derived from other attributes")
    return checks_of(machine) + (closed_objects(machine) if question.strict else ())


def program_of(
    machine: Machine,
    log: Log,
    question: Question,
    dialect: Dialect,
    known_ways: str = "",
    looks: Sequence[Look] = (),
) -> Program:
    """The query for one machine. Raises `NotAskable` where the spec has no state attribute.

    `known_ways` is a table of the legal steps, if the engine has one: as text they take the square of the
    number of states. `looks` are values that need a closer one, for `proved` to tell of.
    """
    checks = all_checks(machine, question)
    ways = Ways(machine, question.reading, question.missable)
    writer = Writer(
        machine,
        log,
        question,
        dialect,
        tuple(machine.states),
        checks,
        ways,
        rare_of(machine, checks),
        known_ways,
        looks,
    )
    return Program(
        writer.steps(), writer.proved(), writer.unusual() if looks else "", tuple(machine.states), checks, ways
    )
