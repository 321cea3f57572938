"""The text of each step of the query. Nothing from a spec enters but as a quoted literal."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from statebook.conform.checks import Check, states_by_text
from statebook.conform.codes import Codes
from statebook.conform.contents import Look
from statebook.conform.dialects.dialect import Cell, Dialect
from statebook.conform.problems import (
    BACKWARDS,
    BEFORE,
    BROKEN,
    EARLIER,
    FINAL,
    FORMAT,
    FUTURE,
    ILLEGAL,
    MISSING,
    NO_ID,
    NO_STATE,
    RESERVED,
    SAME,
    UNKNOWN,
)
from statebook.conform.question import Log, Question
from statebook.conform.rare import Rare
from statebook.conform.ways import Reading, Ways
from statebook.examples.path import parse_path
from statebook.model import Kind, Machine, Visibility
from statebook.pointer import Step

SEEN_CHARACTERS = 200
"""How much of a wrong value is kept."""

_PROBLEM = (
    f"CASE WHEN is_broken = 1 THEN {BROKEN} WHEN id IS NULL OR id = 'null' THEN {NO_ID} "
    f"WHEN state_text IS NULL THEN {NO_STATE} WHEN states.state IS NULL THEN {UNKNOWN} "
    "ELSE states.reserved END"
)


@dataclass(frozen=True, slots=True)
class Writer:
    """Writes the steps for one machine, log, question and engine."""

    machine: Machine
    log: Log
    question: Question
    dialect: Dialect
    names: tuple[str, ...]
    checks: tuple[Check, ...]
    ways: Ways
    rare: Rare
    known_ways: str
    looks: Sequence[Look]

    def steps(self) -> tuple[tuple[str, str], ...]:
        """Every step by name, in order."""
        return (
            ("states", self.states()),
            ("ways", self.legal()),
            ("parsed", self.parsed()),
            ("read_rows", self.read_rows()),
            ("parsed_more", self.parsed_more()),
            ("timed", self.timed()),
            ("coded", self.coded()),
            ("summed", self.summed()),
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
        if self.known_ways:
            return f"SELECT * FROM {self.known_ways}"
        number = {name: index for index, name in enumerate(self.names)}
        rows = [(number[way.source], number[way.target], way.length) for way in self.ways.all()]
        # A machine without transitions has no legal step; an inline table needs a row.
        return self.dialect.values(("source", "target", "transitions"), rows or [(-1, -1, 0)])

    def path_of(self, check: Check) -> tuple[Step, ...]:
        """Where the value of a check stands in the document."""
        return (*self.log.fields.status, *check.path)

    def common(self) -> dict[str, tuple[Step, ...]]:
        """What is read of every document: id, time, state, since and the checks that are not rare, by column."""
        fields = self.log.fields
        status = fields.status
        found = {} if self.log.has_columns else {"id": fields.id, "at_text": fields.at or ("",)}
        found["state_text"] = (*status, *parse_path(self.machine.state_attribute))
        found["since_text"] = (*status, *(parse_path(self.machine.since_attribute) or ("",)))
        for index, check in enumerate(self.checks):
            if index not in self.rare.indexes:
                found[f"v{index}"] = self.path_of(check)
        return found

    def parsed(self) -> str:
        """Each document, read as JSON once."""
        once, _ = self.dialect.parts(self.log.document, list(self.common().values()))
        own = "id, at_text, " if self.log.has_columns else ""
        return f"SELECT file, line, {own}{self.log.document} AS document, {once} AS parts FROM {self.log.relation} log"

    def read_rows(self) -> str:
        """The JSON text at every path that all rows are read for."""
        common = self.common()
        _, fields = self.dialect.parts("document", list(common.values()))
        columns = ["file", "line", "document", "CASE WHEN parts IS NULL THEN 1 ELSE 0 END AS is_broken"]
        if self.log.has_columns:
            columns += ["id", "at_text"]
        columns += [f"{text} AS {name}" for text, name in zip(fields, common, strict=True)]
        return f"SELECT {', '.join(columns)} FROM parsed"

    def parsed_more(self) -> str:
        """The documents in states that have much of their own, read for that too."""
        columns = ["read_rows.*"]
        for number, group in enumerate(self.rare.groups):
            once, _ = self.dialect.parts("document", [self.path_of(self.checks[one]) for one in group.indexes])
            texts = ", ".join(self.dialect.text(one) for one in group.texts)
            columns.append(f"CASE WHEN state_text IN ({texts}) THEN {once} END AS parts{number}")
        return f"SELECT {', '.join(columns)} FROM read_rows"

    def timed(self) -> str:
        """The same with its moments, in microseconds, and the texts at the rare paths."""
        at = self.dialect.instant("at_text") if self.log.fields.at else "CAST(NULL AS BIGINT)"
        since = self.dialect.instant("since_text") if self.machine.since_attribute else "CAST(NULL AS BIGINT)"
        columns = ["parsed_more.*", f"{at} AS at_us", f"{since} AS since_us"]
        for number, group in enumerate(self.rare.groups):
            paths = [self.path_of(self.checks[one]) for one in group.indexes]
            _, fields = self.dialect.parts("document", paths, f"parts{number}")
            columns += [f"{text} AS v{index}" for text, index in zip(fields, group.indexes, strict=True)]
        return f"SELECT {', '.join(columns)} FROM parsed_more"

    def proved(self) -> str:
        """Each row with its state, and whether any of its values is wrong: what one look can tell, and no more."""
        values = [f"v{index}" for index, _ in enumerate(self.checks)]
        for number, group in enumerate(self.rare.groups):
            # Not as columns: within a condition they are looked at where the group's states are, and nowhere else.
            paths = [self.path_of(self.checks[one]) for one in group.indexes]
            for index, text in zip(
                group.indexes, self.dialect.parts("document", paths, f"parts{number}")[1], strict=True
            ):
                values[index] = text
        codes = self.codes(values)
        conditions = ["at_us IS NOT NULL"] if self.log.fields.at else []
        conditions += [
            f"({text})"
            for index, check in enumerate(self.checks)
            if index not in self.rare.indexes and (text := codes.right(index, check))
        ]
        for group in self.rare.groups:
            own = [f"({text})" for index in group.indexes if (text := codes.right(index, self.checks[index]))]
            if own:
                conditions.append(f"(parts{self.rare.groups.index(group)} IS NULL OR ({' AND '.join(own)}))")
        right = " AND ".join(conditions) or "TRUE"
        return (
            f"SELECT file, line, id, at_us, since_us, states.state AS state, {_PROBLEM} AS problem,\n    "
            f"CASE WHEN {right} THEN 0 ELSE 1 END AS is_suspect, {self.is_open(values)} AS is_open\n  FROM timed LEFT JOIN states ON states.value = timed.state_text"
        )

    def is_open(self, values: Sequence[str]) -> str:
        """Whether a row has a value that needs a closer look."""
        terms = []
        for look in self.looks:
            group = next((n for n, one in enumerate(self.rare.groups) if look.check in one.indexes), None)
            guard = "" if group is None else f"parts{group} IS NOT NULL AND "
            terms.append(f"({guard}{self.looked_at(look, values[look.check], 'states.state')})")
        return f"CASE WHEN {' OR '.join(terms)} THEN 1 ELSE 0 END" if terms else "0"

    def looked_at(self, look: Look, value: str, state: str) -> str:
        """The condition under which a value needs a look."""
        unusual = f" AND NOT {self.dialect.matches(value, look.usual)}" if look.usual else ""
        return f"{value} <> 'null' AND {state} IN ({', '.join(map(str, look.states))}){unusual}"

    def unusual(self) -> str:
        """Each value that needs a look: the number of the look, the state, the text, and where it stands."""
        listed = ", ".join(
            f"CASE WHEN c{look.check} = 0 AND {self.looked_at(look, f'v{look.check}', 'state')} "
            f"THEN {{'look': {number}, 'value': v{look.check}}} END"
            for number, look in enumerate(self.looks)
        )
        return (
            "SELECT file, line, state, one.look AS look, one.value AS value FROM (SELECT file, line, state, "
            f"unnest([{listed}]) AS one FROM coded WHERE problem = 0) WHERE one IS NOT NULL"
        )

    def codes(self, values: Sequence[str]) -> Codes:
        """What writes down what is wrong with a value."""
        return Codes(self.machine, self.dialect, self.checks, self.log.sparse, values)

    def coded(self) -> str:
        """Each row with its state, and for each check what is wrong with the value."""
        codes = self.codes([f"v{index}" for index, _ in enumerate(self.checks)])
        columns = [
            "file",
            "line",
            "id",
            "at_us",
            "since_us",
            "states.state AS state",
            "states.is_final AS is_final",
            f"{_PROBLEM} AS problem",
            "state_text",
            "at_text",
            *(f"{codes.value(index, check)} AS v{index}" for index, check in enumerate(self.checks)),
            *(f"{codes.wrong(index, check)} AS c{index}" for index, check in enumerate(self.checks)),
        ]
        listed = ",\n    ".join(columns)
        return f"SELECT\n    {listed}\n  FROM timed LEFT JOIN states ON states.value = timed.state_text"

    def summed(self) -> str:
        """The same with what is wrong with its time, and one number that is 0 where no value is wrong."""
        at = "0"
        if self.log.fields.at:
            at = (
                "CASE WHEN at_us IS NOT NULL OR problem <> 0 THEN 0 "
                f"WHEN at_text IS NULL OR at_text = 'null' THEN {MISSING} ELSE {FORMAT} END"
            )
        total = " + ".join([f"({at})", *(f"c{index}" for index, _ in enumerate(self.checks))])
        return f"SELECT coded.*, {at} AS at_wrong, {total} AS total FROM coded"

    def judged(self) -> str:
        """The same without the values, but for the start of those that are wrong.

        `first` tells faulty rows of one kind: the first check that failed, by its number.
        """
        kept = ["file", "line", "id", "at_us", "since_us", "state", "is_final", "problem"]
        kept.append(f"CASE WHEN problem <> 0 THEN substr(state_text, 1, {SEEN_CHARACTERS}) END AS seen_state")
        codes = [f"c{index}" for index, _ in enumerate(self.checks)]
        count = " + ".join(f"CASE WHEN {code} > 0 THEN 1 ELSE 0 END" for code in ("at_wrong", *codes))
        first = " ".join(f"WHEN {code} > 0 THEN {index}" for index, code in enumerate(codes))
        kept += [
            f"CASE WHEN total = 0 THEN 0 ELSE {count} END AS faults",
            f"CASE WHEN total = 0 THEN -1 {first} ELSE -1 END AS first",
        ]
        kept += ["at_wrong", f"substr(at_text, 1, {SEEN_CHARACTERS}) AS seen_at", *codes]
        kept += [
            f"CASE WHEN c{index} > 0 THEN substr(v{index}, 1, {SEEN_CHARACTERS}) END AS s{index}"
            for index, _ in enumerate(self.checks)
        ]
        return f"SELECT\n    {', '.join(kept)}\n  FROM summed"

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
