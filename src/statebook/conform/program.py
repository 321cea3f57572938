"""A machine as one SQL query over a log: every row judged, every step judged.

The query is a chain of named steps, so that an engine can keep the costly ones as tables and a
warehouse can run the whole as one statement. Rules and paths are numbers inside it; `Program` says
what they mean. Nothing from a spec enters but as a quoted literal.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from statebook.conform.checks import FORMATS, Check, Rule, checks_of, wire_texts
from statebook.conform.dialects.dialect import Cell, Dialect
from statebook.conform.ways import Missable, Reading, Way, legal_ways
from statebook.examples.path import parse_path
from statebook.model import Kind, Machine, Visibility
from statebook.pointer import Step

MISSING, NULL, TYPE, ENUM, FORMAT = 1, 2, 3, 4, 5
"""What can be wrong with a value."""

BROKEN, NO_ID, NO_STATE, UNKNOWN, RESERVED = 1, 2, 3, 4, 5
"""Why a row cannot be judged: no JSON, no identifier, no state in it, a state nobody documented."""

BACKWARDS, FUTURE, EARLIER, SAME, BEFORE, FINAL, ILLEGAL = 1, 2, 3, 4, 5, 6, 7
"""What can be wrong with a step: the clock, four contradictions of `since`, the machine."""

SEEN_CHARACTERS = 200


@dataclass(frozen=True, slots=True)
class Log:
    """How the rows of the log are found. `relation` has the columns `file` and `line`, which order it.

    `id`, `at` and `status` are paths into the JSON of the column `document`. An empty `at` says that
    the log has no times. `has_columns` says that identifier and time are columns `id` and `at_text` of
    their own, as JSON text, and that their paths are not looked at.
    """

    relation: str
    document: str = "document"
    id: tuple[Step, ...] = ("id",)
    at: tuple[Step, ...] = ("at",)
    status: tuple[Step, ...] = ("status",)
    has_columns: bool = False


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked of a log. `skew` is how far clocks may differ, in microseconds."""

    reading: Reading = Reading.POLLS
    missable: Missable = Missable.TRANSIENT
    skew: int = 60_000_000


@dataclass(frozen=True, slots=True)
class Program:
    """The steps of the query, each a name and a SELECT that knows the steps before it.

    `states` and `checks` say what the numbers in the results stand for; states count from 0.
    """

    steps: tuple[tuple[str, str], ...]
    states: tuple[str, ...]
    checks: tuple[Check, ...]
    ways: tuple[Way, ...] = field(repr=False)

    def statement(self, final: str, last: str = "stepped", instead: Mapping[str, str] | None = None) -> str:
        """One statement: the steps up to `last` as common table expressions, then `final`.

        A step that `instead` names is replaced by that text, and what only it needed is left out.
        """
        chosen: list[tuple[str, str]] = []
        for name, text in self.steps:
            if instead and name in instead:
                chosen = [(one, other) for one, other in chosen if one == "ways"]
                text = instead[name]
            chosen.append((name, text))
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


def program_of(machine: Machine, log: Log, question: Question, dialect: Dialect) -> Program:
    """The query for one machine. Raises `NotAskable` where the spec has no state attribute."""
    at_state = parse_path(machine.state_attribute)
    if not at_state:
        raise NotAskable(f"the state of {machine.id!r} is derived from other attributes")
    names = tuple(machine.states)
    checks = checks_of(machine)
    ways = legal_ways(machine, question.reading, question.missable)
    writer = _Writer(machine, log, question, dialect, names, checks, ways)
    return Program(writer.steps(), names, checks, ways)


@dataclass(frozen=True, slots=True)
class _Writer:
    machine: Machine
    log: Log
    question: Question
    dialect: Dialect
    names: tuple[str, ...]
    checks: tuple[Check, ...]
    ways: tuple[Way, ...]

    def steps(self) -> tuple[tuple[str, str], ...]:
        return (
            ("states", self.states()),
            ("ways", self.legal()),
            ("parsed", self.parsed()),
            ("read_rows", self.read_rows()),
            ("coded", self.coded()),
            ("judged", self.judged()),
            ("paired", self.paired()),
            ("stepped", self.stepped()),
        )

    def states(self) -> str:
        """Every way in which an engine may print a state's value, with the state's number and kind."""
        rows: list[Sequence[Cell]] = []
        for number, state in enumerate(self.machine.states.values()):
            final = int(state.kind is Kind.FINAL)
            problem = RESERVED if state.visibility is Visibility.RESERVED else 0
            rows += [(text, number, final, problem) for text in wire_texts(state.value)]
        return self.dialect.values(("value", "state", "is_final", "reserved"), rows)

    def legal(self) -> str:
        number = {name: index for index, name in enumerate(self.names)}
        rows = [(number[way.source], number[way.target], len(way.states) - 1) for way in self.ways]
        # A machine without transitions has no legal step; an inline table needs a row.
        return self.dialect.values(("source", "target", "transitions"), rows or [(-1, -1, 0)])

    def paths(self) -> list[tuple[Step, ...]]:
        """What is read of a document: id, time, state, since, then one path for each check."""
        status = self.log.status
        state = (*status, *parse_path(self.machine.state_attribute))
        since = (*status, *(parse_path(self.machine.since_attribute) or ("",)))
        own = [] if self.log.has_columns else [self.log.id, self.log.at]
        return [*own, state, since, *((*status, *check.path) for check in self.checks)]

    def parsed(self) -> str:
        once, _ = self.dialect.parts(self.log.document, self.paths())
        own = "id, at_text, " if self.log.has_columns else ""
        return f"SELECT file, line, {own}{once} AS parts FROM {self.log.relation} log"

    def read_rows(self) -> str:
        _, fields = self.dialect.parts(self.log.document, self.paths())
        own = ["id", "at_text"]
        names = ["state_text", "since_text", *(f"v{index}" for index, _ in enumerate(self.checks))]
        columns = ["file", "line", "CASE WHEN parts IS NULL THEN 1 ELSE 0 END AS is_broken"]
        if self.log.has_columns:
            columns += own
        else:
            names = [*own, *names]
        columns += [f"{text} AS {name}" for text, name in zip(fields, names, strict=True)]
        return f"SELECT {', '.join(columns)} FROM parsed"

    def coded(self) -> str:
        """Each row with its state, and for each check what is wrong with the value."""
        at = self.dialect.instant("at_text") if self.log.at else "CAST(NULL AS BIGINT)"
        since = self.dialect.instant("since_text") if self.machine.since_attribute else "CAST(NULL AS BIGINT)"
        problem = (
            f"CASE WHEN is_broken = 1 THEN {BROKEN} WHEN id IS NULL OR id = 'null' THEN {NO_ID} "
            f"WHEN state_text IS NULL THEN {NO_STATE} WHEN states.state IS NULL THEN {UNKNOWN} "
            "ELSE states.reserved END"
        )
        columns = [
            "file",
            "line",
            "id",
            f"{at} AS at_us",
            f"{since} AS since_us",
            "states.state AS state",
            "states.is_final AS is_final",
            f"{problem} AS problem",
            "state_text",
            *(f"v{index}" for index, _ in enumerate(self.checks)),
            *(f"{self.wrong(index, check)} AS c{index}" for index, check in enumerate(self.checks)),
        ]
        listed = ",\n    ".join(columns)
        return f"SELECT\n    {listed}\n  FROM read_rows LEFT JOIN states ON states.value = read_rows.state_text"

    def judged(self) -> str:
        """The same without the values, but for the start of those that are wrong."""
        kept = ["file", "line", "id", "at_us", "since_us", "state", "is_final", "problem"]
        kept.append(f"CASE WHEN problem <> 0 THEN substr(state_text, 1, {SEEN_CHARACTERS}) END AS seen_state")
        codes = [f"c{index}" for index, _ in enumerate(self.checks)]
        total = " + ".join(f"CASE WHEN {code} > 0 THEN 1 ELSE 0 END" for code in codes) or "0"
        kept += [f"{total} AS faults", *codes]
        kept += [
            f"CASE WHEN c{index} > 0 THEN substr(v{index}, 1, {SEEN_CHARACTERS}) END AS s{index}"
            for index, _ in enumerate(self.checks)
        ]
        return f"SELECT\n    {', '.join(kept)}\n  FROM coded"

    def wrong(self, index: int, check: Check) -> str:
        by_rule: dict[Rule, list[int]] = {}
        for number, name in enumerate(self.names):
            if name in check.rules:
                by_rule.setdefault(check.rules[name], []).append(number)
        inside = self.holder(check)
        cases = " ".join(
            f"WHEN states.state IN ({', '.join(map(str, numbers))}) THEN {self.code(f'v{index}', rule, inside)}"
            for rule, numbers in by_rule.items()
        )
        return f"CASE {cases} ELSE 0 END"

    def holder(self, check: Check) -> str:
        """The condition under which a part of an object can be missing: the object is there."""
        for index, one in enumerate(self.checks):
            if len(check.path) > 1 and one.path == check.path[:-1]:
                return f"v{index} LIKE '{{%' AND "
        return ""

    def code(self, value: str, rule: Rule, inside: str) -> str:
        missing = f"WHEN {value} IS NULL THEN {f'CASE WHEN {inside}TRUE THEN {MISSING} ELSE 0 END' if rule.required else 0}"
        null = f"WHEN {value} = 'null' THEN {0 if rule.nullable else NULL}"
        kinds = f"WHEN NOT ({self.is_of(value, rule.types)}) THEN {TYPE}" if rule.types else f"WHEN TRUE THEN {TYPE}"
        enum = ""
        if rule.enum:
            enum = f" WHEN {value} NOT IN ({', '.join(self.dialect.text(one) for one in rule.enum)}) THEN {ENUM}"
        shape = ""
        if rule.format:
            pattern = FORMATS[rule.format].replace("^", '^"', 1)[:-1] + '"$'
            shape = f" WHEN NOT ({self.dialect.matches(value, pattern)}) THEN {FORMAT}"
        return f"CASE {missing} {null} {kinds}{enum}{shape} ELSE 0 END"

    def is_of(self, value: str, types: frozenset[str]) -> str:
        """Whether the JSON text is of one of these types: its first character tells, but for whole numbers."""
        firsts = {"string": '"', "object": "{", "array": "["}
        terms = [f"{value} LIKE '{firsts[one]}%'" for one in ("string", "object", "array") if one in types]
        if "boolean" in types:
            terms.append(f"{value} IN ('true', 'false')")
        if "number" in types:
            terms.append(self.dialect.matches(value, "^-?[0-9]"))
        elif "integer" in types:
            terms.append(self.dialect.matches(value, r"^-?[0-9]+(\.0+)?$"))
        return " OR ".join(terms)

    def paired(self) -> str:
        """Each row with the one before it of the same resource."""
        columns = ("line", "state", "is_final", "problem", "at_us", "since_us")
        before = ", ".join(f"LAG({one}) OVER before_it AS before_{one}" for one in columns)
        return (
            "SELECT file, line, id, at_us, since_us, state, problem,\n    "
            f"{before}\n  FROM judged WHERE problem NOT IN ({BROKEN}, {NO_ID})\n  "
            "WINDOW before_it AS (PARTITION BY id ORDER BY file, line)"
        )

    def stepped(self) -> str:
        """Each row with what is wrong with the step into it; the gravest certain contradiction first."""
        skew = self.question.skew
        stays = (
            "(since_us IS NULL OR before_since_us IS NULL OR since_us = before_since_us)"
            if self.question.reading is Reading.POLLS
            else "(since_us = before_since_us)"
        )
        return (
            "SELECT paired.*, ways.transitions AS transitions, CASE\n"
            f"    WHEN at_us < before_at_us THEN {BACKWARDS}\n"
            "    WHEN problem <> 0 THEN 0\n"
            f"    WHEN since_us > at_us + {skew} THEN {FUTURE}\n"
            "    WHEN before_line IS NULL OR before_problem <> 0 THEN 0\n"
            f"    WHEN since_us < before_since_us THEN {EARLIER}\n"
            f"    WHEN state <> before_state AND since_us = before_since_us THEN {SAME}\n"
            f"    WHEN state <> before_state AND since_us + {skew} < before_at_us THEN {BEFORE}\n"
            f"    WHEN state = before_state AND {stays} THEN 0\n"
            f"    WHEN before_is_final = 1 THEN {FINAL}\n"
            f"    WHEN ways.source IS NULL THEN {ILLEGAL}\n"
            "    ELSE 0 END AS wrong\n"
            "  FROM paired LEFT JOIN ways ON ways.source = before_state AND ways.target = state"
        )
