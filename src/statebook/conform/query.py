"""The text of each step of the query. Nothing from a spec enters but as a quoted literal."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from statebook.conform.checks import FORMATS, Check, Rule, states_by_text
from statebook.conform.dialects.dialect import Cell, Dialect
from statebook.conform.problems import (
    BACKWARDS,
    BEFORE,
    BROKEN,
    EARLIER,
    ENUM,
    EXTRA,
    FINAL,
    FORMAT,
    FUTURE,
    ILLEGAL,
    MISSING,
    NO_ID,
    NO_STATE,
    NULL,
    RESERVED,
    SAME,
    TYPE,
    UNKNOWN,
)
from statebook.conform.question import Log, Question
from statebook.conform.ways import Reading, Way
from statebook.examples.path import parse_path
from statebook.model import Kind, Machine, Visibility
from statebook.pointer import Step

SEEN_CHARACTERS = 200
"""How much of a wrong value is kept."""


@dataclass(frozen=True, slots=True)
class Writer:
    """Writes the steps for one machine, log, question and engine."""

    machine: Machine
    log: Log
    question: Question
    dialect: Dialect
    names: tuple[str, ...]
    checks: tuple[Check, ...]
    ways: tuple[Way, ...]

    def steps(self) -> tuple[tuple[str, str], ...]:
        """Every step by name, in order."""
        return (
            ("states", self.states()),
            ("ways", self.legal()),
            ("parsed", self.parsed()),
            ("read_rows", self.read_rows()),
            ("timed", self.timed()),
            ("coded", self.coded()),
            ("judged", self.judged()),
            ("paired", self.paired()),
            ("stepped", self.stepped()),
        )

    def states(self) -> str:
        """Every way in which an engine may print a state's value, with the state's number and kind."""
        rows: list[Sequence[Cell]] = []
        number = {name: index for index, name in enumerate(self.names)}
        for text, name in states_by_text(self.machine).items():
            state = self.machine.states[name]
            final = int(state.kind is Kind.FINAL)
            problem = RESERVED if state.visibility is Visibility.RESERVED else 0
            rows.append((text, number[name], final, problem))
        return self.dialect.values(("value", "state", "is_final", "reserved"), rows)

    def legal(self) -> str:
        """Every legal step and how many transitions it takes at least."""
        number = {name: index for index, name in enumerate(self.names)}
        rows = [(number[way.source], number[way.target], way.length) for way in self.ways]
        # A machine without transitions has no legal step; an inline table needs a row.
        return self.dialect.values(("source", "target", "transitions"), rows or [(-1, -1, 0)])

    def paths(self) -> list[tuple[Step, ...]]:
        """What is read of a document: id, time, state, since, then one path for each check."""
        fields = self.log.fields
        status = fields.status
        state = (*status, *parse_path(self.machine.state_attribute))
        since = (*status, *(parse_path(self.machine.since_attribute) or ("",)))
        own = [] if self.log.has_columns else [fields.id, fields.at or ("",)]
        return [*own, state, since, *((*status, *check.path) for check in self.checks)]

    def parsed(self) -> str:
        """Each document, read as JSON once."""
        once, _ = self.dialect.parts(self.log.document, self.paths())
        own = "id, at_text, " if self.log.has_columns else ""
        return f"SELECT file, line, {own}{once} AS parts FROM {self.log.relation} log"

    def read_rows(self) -> str:
        """The JSON text at every path."""
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

    def timed(self) -> str:
        """The same with its moments, in microseconds."""
        at = self.dialect.instant("at_text") if self.log.fields.at else "CAST(NULL AS BIGINT)"
        since = self.dialect.instant("since_text") if self.machine.since_attribute else "CAST(NULL AS BIGINT)"
        return f"SELECT read_rows.*, {at} AS at_us, {since} AS since_us FROM read_rows"

    def coded(self) -> str:
        """Each row with its state, and for each check what is wrong with the value."""
        problem = (
            f"CASE WHEN is_broken = 1 THEN {BROKEN} WHEN id IS NULL OR id = 'null' THEN {NO_ID} "
            f"WHEN state_text IS NULL THEN {NO_STATE} WHEN states.state IS NULL THEN {UNKNOWN} "
            "ELSE states.reserved END"
        )
        columns = [
            "file",
            "line",
            "id",
            "at_us",
            "since_us",
            "states.state AS state",
            "states.is_final AS is_final",
            f"{problem} AS problem",
            "state_text",
            "at_text",
            *(f"{self.value(index, check)} AS v{index}" for index, check in enumerate(self.checks)),
            *(f"{self.wrong(index, check)} AS c{index}" for index, check in enumerate(self.checks)),
        ]
        listed = ",\n    ".join(columns)
        return f"SELECT\n    {listed}\n  FROM timed LEFT JOIN states ON states.value = timed.state_text"

    def judged(self) -> str:
        """The same without the values, but for the start of those that are wrong.

        `first` tells faulty rows of one kind: the first check that failed, by its number.
        """
        kept = ["file", "line", "id", "at_us", "since_us", "state", "is_final", "problem"]
        kept.append(f"CASE WHEN problem <> 0 THEN substr(state_text, 1, {SEEN_CHARACTERS}) END AS seen_state")
        codes = [f"c{index}" for index, _ in enumerate(self.checks)]
        at = "0"
        if self.log.fields.at:
            at = (
                "CASE WHEN at_us IS NOT NULL OR problem <> 0 THEN 0 "
                f"WHEN at_text IS NULL OR at_text = 'null' THEN {MISSING} ELSE {FORMAT} END"
            )
        every = [f"({at})", *codes]
        total = " + ".join(f"CASE WHEN {code} > 0 THEN 1 ELSE 0 END" for code in every)
        first = " ".join(f"WHEN {code} > 0 THEN {index}" for index, code in enumerate(codes))
        kept += [f"{total} AS faults", f"CASE {first} ELSE -1 END AS first" if codes else "-1 AS first"]
        kept += [f"{at} AS at_wrong", f"substr(at_text, 1, {SEEN_CHARACTERS}) AS seen_at", *codes]
        kept += [
            f"CASE WHEN c{index} > 0 THEN substr(v{index}, 1, {SEEN_CHARACTERS}) END AS s{index}"
            for index, _ in enumerate(self.checks)
        ]
        return f"SELECT\n    {', '.join(kept)}\n  FROM coded"

    def by_rule(self, check: Check) -> dict[Rule, str]:
        """The numbers of the states that share a rule. A reserved state is one fault, whatever it holds."""
        found: dict[Rule, list[int]] = {}
        for number, (name, state) in enumerate(self.machine.states.items()):
            if name in check.rules and state.visibility is not Visibility.RESERVED:
                found.setdefault(check.rules[name], []).append(number)
        return {rule: ", ".join(map(str, numbers)) for rule, numbers in found.items()}

    def value(self, index: int, check: Check) -> str:
        """The value to judge: of a closed object, the first key that its state does not have."""
        if not check.is_closed:
            return f"v{index}"
        cases = " ".join(
            f"WHEN states.state IN ({numbers}) THEN {self.dialect.stranger(f'v{index}', sorted(rule.known))}"
            for rule, numbers in self.by_rule(check).items()
        )
        return f"CASE WHEN v{index} IS NULL OR v{index} NOT LIKE '{{%' THEN NULL {cases} ELSE NULL END"

    def wrong(self, index: int, check: Check) -> str:
        """What is wrong with a value, 0 for nothing."""
        if check.is_closed:
            return f"CASE WHEN {self.value(index, check)} IS NOT NULL THEN {EXTRA} ELSE 0 END"
        inside = self.holder(check)
        at_since = parse_path(self.machine.since_attribute)
        cases = " ".join(
            f"WHEN states.state IN ({numbers}) THEN {self.code(f'v{index}', rule, inside, is_since=check.path == at_since)}"
            for rule, numbers in self.by_rule(check).items()
        )
        return f"CASE {cases} ELSE 0 END" if cases else "0"

    def in_sparse(self) -> str:
        """Whether a row comes from a table, in which null may stand for nothing."""
        return f"file IN ({', '.join(map(str, self.log.sparse))})"

    def holder(self, check: Check) -> str:
        """The condition under which a part of an object can be missing: the object is there."""
        for index, one in enumerate(self.checks):
            if len(check.path) > 1 and one.path == check.path[:-1] and not one.is_closed:
                return f"v{index} LIKE '{{%' AND "
        return ""

    def code(self, value: str, rule: Rule, inside: str, *, is_since: bool) -> str:
        """What is wrong with a value by one rule."""
        absent = f"CASE WHEN {inside}TRUE THEN {MISSING} ELSE 0 END" if rule.required else "0"
        missing = f"WHEN {value} IS NULL THEN {absent}"
        nothing = "0" if rule.nullable else str(NULL)
        if self.log.sparse and not rule.nullable:
            nothing = f"CASE WHEN {self.in_sparse()} THEN {absent} ELSE {NULL} END"
        null = f"WHEN {value} = 'null' THEN {nothing}"
        kinds = f"WHEN NOT ({self.is_of(value, rule.types)}) THEN {TYPE}" if rule.types else f"WHEN TRUE THEN {TYPE}"
        enum = ""
        if rule.enum:
            enum = f" WHEN {value} NOT IN ({', '.join(self.dialect.text(one) for one in rule.enum)}) THEN {ENUM}"
        shape = ""
        if is_since and rule.format == "datetime":
            # It was read as a moment already; what that leaves open costs a tenth of the regular expression.
            zone = (
                f"({value} LIKE '%Z\"' OR {value} LIKE '%z\"' OR substr({value}, length({value}) - 6, 1) IN ('+', '-'))"
            )
            shape = (
                f" WHEN since_us IS NULL OR NOT ({zone} AND substr({value}, 12, 1) IN ('T', 't', ' ')) THEN {FORMAT}"
            )
        elif rule.format:
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
        columns = ("file", "line", "state", "is_final", "problem", "at_us", "since_us")
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
            "    WHEN problem <> 0 THEN 0\n"
            f"    WHEN since_us > at_us + {skew} THEN {FUTURE}\n"
            "    WHEN before_line IS NULL OR before_problem <> 0 THEN 0\n"
            f"    WHEN at_us < before_at_us THEN {BACKWARDS}\n"
            f"    WHEN since_us < before_since_us THEN {EARLIER}\n"
            f"    WHEN state <> before_state AND since_us = before_since_us THEN {SAME}\n"
            "    WHEN (state <> before_state OR since_us <> before_since_us)"
            f" AND since_us + {skew} < before_at_us THEN {BEFORE}\n"
            f"    WHEN state = before_state AND {stays} THEN 0\n"
            f"    WHEN before_is_final = 1 THEN {FINAL}\n"
            f"    WHEN ways.source IS NULL THEN {ILLEGAL}\n"
            "    ELSE 0 END AS wrong\n"
            "  FROM paired LEFT JOIN ways ON ways.source = before_state AND ways.target = state"
        )
