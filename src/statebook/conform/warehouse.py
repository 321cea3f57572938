"""The whole check as one statement for a warehouse, where a team's events already lie.

It is the program that the command itself runs, with the machine as inline tables, and a last SELECT
that turns its numbers into the names of rules, states and paths.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from statebook.conform.contents import looked_paths
from statebook.conform.dialects.dialect import Dialect
from statebook.conform.pointers import pointer_text
from statebook.conform.problems import ROW_RULES, STEP_RULES, SUMMARIES, VALUE_RULES
from statebook.conform.program import Program, program_of
from statebook.conform.question import Fields, Log, Question
from statebook.examples.path import parse_path
from statebook.model import Machine


@dataclass(frozen=True, slots=True)
class Table:
    """A table of observations: its name, and its columns for resource, time and status object (JSON as text)."""

    name: str
    id: str = "id"
    at: str = "at"
    status: str = "status"


def statement(machine: Machine, table: Table, question: Question, dialect: Dialect) -> str:
    """The check as SQL. Raises `NotAskable`.

    One row for each finding: `id`, `line` (which observation of the resource it is, from 1), `at_us`
    (its time in microseconds since 1970), `rule`, `path`, `seen`. Observations of one resource are read
    in the order of their time; those of one time in the order of their text.
    """
    fields = Fields((), ("at",), ())
    log = Log(_relation(table, dialect), fields=fields, has_columns=True)
    program = program_of(machine, log, question, dialect)
    final = _final(machine, program, dialect)
    return f"{_head(machine, question)}{program.statement(final).rstrip()};\n"


def _head(machine: Machine, question: Question) -> str:
    name = " ".join(machine.id.split())
    rules = "\n".join(f"--   {rule}: {summary}" for rule, summary in SUMMARIES.items())
    left = [" ".join(pointer_text(path).split()) for path in looked_paths(machine)]
    more = f"-- Contents and patterns are left to the command: {', '.join(left)}\n" if left else ""
    return f"-- Observations held against the machine {name}, read as {question.reading.value}.\n{rules}\n{more}"


def _relation(table: Table, dialect: Dialect) -> str:
    name, at, status = map(dialect.identifier, (table.id, table.at, table.status))
    body = dialect.as_text(status)
    return (
        f"(SELECT 0 AS file, row_number() OVER (PARTITION BY {name} ORDER BY {at}, {body}) AS line, "
        f"CASE WHEN {name} IS NOT NULL THEN {_quoted(name, dialect)} END AS id, "
        f"CASE WHEN {at} IS NOT NULL THEN {_quoted(at, dialect)} END AS at_text, "
        f"{body} AS document FROM {dialect.identifier(table.name)})"
    )


def _quoted(column: str, dialect: Dialect) -> str:
    return f"concat('\"', {dialect.as_text(column)}, '\"')"


def _final(machine: Machine, program: Program, dialect: Dialect) -> str:
    at_state = dialect.text(pointer_text(parse_path(machine.state_attribute)))
    rows = (
        f"SELECT id, line, at_us, {_names('problem', ROW_RULES, dialect)} AS rule, "
        f"{at_state} AS path, seen_state AS seen FROM judged WHERE problem <> 0"
    )
    step = (
        f"SELECT id, line, at_us, {_names('wrong', STEP_RULES, dialect)} AS rule, {at_state} AS path, "
        f"concat({_states('before_state', program, dialect)}, ' to ', {_states('state', program, dialect)}) AS seen "
        "FROM stepped WHERE wrong <> 0"
    )
    time = (
        f"SELECT id, line, at_us, {_names('at_wrong', VALUE_RULES, dialect)} AS rule, "
        f"{dialect.text('')} AS path, seen_at AS seen FROM judged WHERE at_wrong > 0"
    )
    branches = [rows, *([_values(program, dialect)] if program.checks else []), time, step]
    listed = "\n  UNION ALL\n  ".join(branches)
    return f"SELECT id, line, at_us, rule, path, seen FROM (\n  {listed}\n) findings\nORDER BY id, line, rule, path"


def _values(program: Program, dialect: Dialect) -> str:
    """One row for each wrong value: a numbered column of the judged row for each number."""
    numbers = range(len(program.checks))
    paths = dialect.values(("number", "path"), [(index, pointer_text(program.checks[index].path)) for index in numbers])
    code = f"CASE number {' '.join(f'WHEN {index} THEN c{index}' for index in numbers)} END"
    seen = f"CASE number {' '.join(f'WHEN {index} THEN s{index}' for index in numbers)} END"
    return (
        f"SELECT id, line, at_us, {_names('code', VALUE_RULES, dialect)} AS rule, path, seen FROM (\n    "
        f"SELECT id, line, at_us, path, {code} AS code, {seen} AS seen FROM judged CROSS JOIN (\n  {paths}\n  ) checks "
        "WHERE faults > 0) faulty WHERE code > 0"
    )


def _names(column: str, names: Mapping[int, str], dialect: Dialect) -> str:
    return _case(column, [(str(number), name) for number, name in names.items()], dialect)


def _states(column: str, program: Program, dialect: Dialect) -> str:
    return _case(column, [(str(number), name) for number, name in enumerate(program.states)], dialect)


def _case(column: str, names: Sequence[tuple[str, str]], dialect: Dialect) -> str:
    cases = " ".join(f"WHEN {number} THEN {dialect.text(name)}" for number, name in names)
    return f"CASE {column} {cases} ELSE '?' END"
