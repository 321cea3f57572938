"""What is wrong with the value at one path, as an SQL expression: a number of `problems`, 0 for nothing.

Most values are what every state wants at their place. So each expression first asks whether the value is
missing where that is fine, then whether it is of the types that all states agree on, and looks up the rule
of its state for the few that are left. A CASE looks no further than the first answer that holds.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from statebook.conform.checks import FORMATS, Check, Rule
from statebook.conform.dialects.dialect import Dialect
from statebook.conform.problems import ENUM, EXTRA, FORMAT, MISSING, NULL, TYPE
from statebook.examples.path import parse_path
from statebook.model import Machine, Visibility

_FIRSTS = {"string": '"', "object": "{", "array": "["}


@dataclass(frozen=True, slots=True)
class Codes:
    """Writes the expressions for one machine.

    `values` are the columns or expressions of the values by check, `sparse` the files in which null may
    stand for nothing.
    """

    machine: Machine
    dialect: Dialect
    checks: Sequence[Check]
    sparse: Sequence[int]
    values: Sequence[str]

    def right(self, index: int, check: Check) -> str:
        """Whether nothing is wrong with the value of a check; as `wrong` says it, and asked as cheaply as can be."""
        wrong = f"({self.wrong(index, check)}) = 0"
        rules = self.by_rule(check)
        if check.is_closed or not rules:
            return "" if not rules else wrong
        value = self.values[index]
        usual = self.fine(value, tuple(rules), is_since=check.path == parse_path(self.machine.since_attribute))
        if not any(rule.required for rule in rules):
            usual = f"{value} IS NULL OR {usual}" if usual else f"{value} IS NULL"
        return f"{usual} OR {wrong}" if usual else wrong

    def by_rule(self, check: Check) -> dict[Rule, str]:
        """The numbers of the states that share a rule. A reserved state is one fault, whatever it holds."""
        found: dict[Rule, list[int]] = {}
        for number, (name, state) in enumerate(self.machine.states.items()):
            if name in check.rules and state.visibility is not Visibility.RESERVED:
                found.setdefault(check.rules[name], []).append(number)
        return {rule: ", ".join(map(str, numbers)) for rule, numbers in found.items()}

    def value(self, index: int, check: Check) -> str:
        """The value to judge: of a closed object, the first key that its state does not have."""
        value = self.values[index]
        if not check.is_closed:
            return value
        cases = " ".join(
            f"WHEN states.state IN ({numbers}) THEN {self.dialect.stranger(value, sorted(rule.known))}"
            for rule, numbers in self.by_rule(check).items()
        )
        return f"CASE WHEN {value} IS NULL OR {value} NOT LIKE '{{%' THEN NULL {cases} ELSE NULL END"

    def wrong(self, index: int, check: Check) -> str:
        """What is wrong with the value of a check."""
        if check.is_closed:
            return f"CASE WHEN {self.value(index, check)} IS NOT NULL THEN {EXTRA} ELSE 0 END"
        rules = self.by_rule(check)
        if not rules:
            return "0"
        value = self.values[index]
        is_since = check.path == parse_path(self.machine.since_attribute)
        required = [numbers for rule, numbers in rules.items() if rule.required]
        absent = "0"
        if required:
            inside = self.holder(check)
            absent = f"CASE WHEN {inside}states.state IN ({', '.join(required)}) THEN {MISSING} ELSE 0 END"
        fine = self.fine(value, tuple(rules), is_since=is_since)
        usual = f"WHEN {fine} THEN 0 " if fine else ""
        cases = " ".join(
            f"WHEN states.state IN ({numbers}) THEN {self.code(value, rule, absent, is_since=is_since)}"
            for rule, numbers in rules.items()
        )
        return f"CASE WHEN {value} IS NULL THEN {absent} {usual}{cases} ELSE 0 END"

    def holder(self, check: Check) -> str:
        """The condition under which a part of an object can be missing: the object is there."""
        for index, one in enumerate(self.checks):
            if len(check.path) > 1 and one.path == check.path[:-1] and not one.is_closed:
                return f"{self.values[index]} LIKE '{{%' AND "
        return ""

    def fine(self, value: str, rules: Sequence[Rule], *, is_since: bool) -> str:
        """A condition that is cheap and under which a value is right by all of these rules; empty if there is none."""
        first = rules[0]
        if any((rule.enum, rule.format) != (first.enum, first.format) for rule in rules):
            return ""
        if first.enum:
            return f"{value} IN ({self.texts(first.enum)})"
        types = frozenset.intersection(*(rule.types for rule in rules))
        terms = [f"{value} LIKE '{_FIRSTS[one]}%'" for one in _FIRSTS if one in types]
        if "boolean" in types:
            terms.append(f"{value} IN ('true', 'false')")
        right = " OR ".join(terms)
        shape = self.shape(value, first, is_since=is_since)
        return f"({right}) AND {shape}" if right and shape else right

    def code(self, value: str, rule: Rule, absent: str, *, is_since: bool) -> str:
        """What is wrong by one rule with a value that is there; what is `absent` of one that is not."""
        nothing = "0" if rule.nullable else str(NULL)
        if self.sparse and not rule.nullable:
            nothing = f"CASE WHEN {self.in_sparse()} THEN {absent} ELSE {NULL} END"
        cases = [f"WHEN {value} = 'null' THEN {nothing}"]
        cases.append(
            f"WHEN NOT ({self.is_of(value, rule.types)}) THEN {TYPE}" if rule.types else f"WHEN TRUE THEN {TYPE}"
        )
        if rule.enum:
            cases.append(f"WHEN {value} NOT IN ({self.texts(rule.enum)}) THEN {ENUM}")
        shape = self.shape(value, rule, is_since=is_since)
        if shape:
            cases.append(f"WHEN NOT {shape} THEN {FORMAT}")
        return f"CASE {' '.join(cases)} ELSE 0 END"

    def in_sparse(self) -> str:
        """Whether a row comes from a table, in which null may stand for nothing."""
        return f"file IN ({', '.join(map(str, self.sparse))})"

    def texts(self, values: Sequence[str]) -> str:
        """A list of literals."""
        return ", ".join(map(self.dialect.text, values))

    def shape(self, value: str, rule: Rule, *, is_since: bool) -> str:
        """Whether a text has the format of its rule; empty where any has."""
        if not rule.format:
            return ""
        if is_since and rule.format == "datetime":
            # It was read as a moment already; what that leaves open costs a tenth of the regular expression.
            return (
                f"(since_us IS NOT NULL AND substr({value}, 12, 1) IN ('T', 't', ' ') AND ({value} LIKE '%Z\"' "
                f"OR {value} LIKE '%+__:__\"' OR {value} LIKE '%z\"' OR substr({value}, length({value}) - 6, 1) IN ('+', '-')))"
            )
        pattern = FORMATS[rule.format].replace("^", '^"', 1)[:-1] + '"$'
        return f"({self.dialect.matches(value, pattern)})"

    def is_of(self, value: str, types: frozenset[str]) -> str:
        """Whether the JSON text is of one of these types: its first character tells, but for whole numbers."""
        terms = [f"{value} LIKE '{_FIRSTS[one]}%'" for one in ("string", "object", "array") if one in types]
        if "boolean" in types:
            terms.append(f"{value} IN ('true', 'false')")
        if "number" in types:
            terms.append(self.dialect.matches(value, "^-?[0-9]"))
        elif "integer" in types:
            terms.append(self.dialect.matches(value, r"^-?[0-9]+(\.0+)?$"))
        return " OR ".join(terms)
