"""What a verdict says, in words: one finding for each fault, with what was expected and what was seen.

Findings know lines of logs and paths of JSON, and neither reports nor exit codes.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from statebook.conform.logs.rows import Rows
from statebook.conform.pointers import pointer_text
from statebook.conform.problems import (
    BACKWARDS,
    BEFORE,
    BROKEN,
    EARLIER,
    ENUM,
    EXTRA,
    FINAL,
    FUTURE,
    MISSING,
    NO_ID,
    NO_STATE,
    RESERVED,
    ROW_RULES,
    SAME,
    STEP_RULES,
    VALUE_RULES,
)
from statebook.conform.program import Program
from statebook.conform.question import Fields
from statebook.conform.verdict import TIME, InnerFault, RowFault, StepFault, ValueFault, Verdict
from statebook.conform.ways import Reading
from statebook.diagnostic import Severity
from statebook.examples.path import parse_path
from statebook.machine import Graph
from statebook.model import Kind, Machine

FINGERPRINT_DIGITS = 32


@dataclass(frozen=True, slots=True)
class Finding:
    """One fault. `path` is a JSON Pointer (RFC 6901) into the line's document.

    The message says path, expected and seen too. `fingerprint` is the same for the same fault of
    another resource, on another line, of another log.
    """

    log: int
    line: int
    rule: str
    path: str
    expected: str
    seen: str
    message: str
    hint: str
    fingerprint: str
    severity: Severity = Severity.ERROR


@dataclass(frozen=True, slots=True)
class Words:
    """Puts faults into words for one machine, program and set of logs, which are called `names`."""

    machine: Machine
    program: Program
    logs: Sequence[Rows]
    names: Sequence[str]
    fields: Fields
    reading: Reading

    def findings(self, verdict: Verdict) -> list[Finding]:
        """Every kept fault, in the order of logs and lines."""
        found = [
            *map(self.row, verdict.rows),
            *map(self.value, verdict.values),
            *map(self.inner, verdict.inner),
            *map(self.step, verdict.steps),
        ]
        return sorted(found, key=lambda one: (one.log, one.line, one.rule, one.path))

    def row(self, fault: RowFault) -> Finding:
        """A line that cannot be judged."""
        at_state = self.state_path()
        if fault.problem == BROKEN:
            reason = self.logs[fault.file].flaws.get(fault.line, "the line is no JSON")
            hint = "leave the line out, or repair what writes the log"
            return self.made(fault, "", "a JSON object", reason, f"{reason}; the rest is judged without it", hint)
        if fault.problem == NO_ID:
            path = pointer_text(self.fields.id)
            hint = "name what tells resources apart with --id"
            return self.made(fault, path, "an identifier", "nothing", told(path, "an identifier", "nothing"), hint)
        if fault.problem == NO_STATE:
            hint = "name the path to the status object with --status, if it is another"
            return self.made(fault, at_state, "a state", "nothing", told(at_state, "a state", "nothing"), hint)
        seen = shown(fault.seen)
        if fault.problem == RESERVED:
            message = f"{told(at_state, 'a state that is answered', seen)}, which the spec reserves"
            hint = "document it as shown, or ask why it is answered"
            return self.made(fault, at_state, "a state that is answered", seen, message, hint)
        is_open = self.machine.openness is not None and self.machine.openness.is_open
        known = [_value_text(state.value) for state in self.machine.states.values()]
        close = get_close_matches(_bare(fault.seen), known, n=1)
        hint = f"did you mean {close[0]!r}?" if close else "add it to the spec: it is answered"
        message = told(at_state, "a documented state", seen)
        severity = Severity.WARNING if is_open else Severity.ERROR
        return self.made(fault, at_state, "a documented state", seen, message, hint, severity=severity)

    def value(self, fault: ValueFault) -> Finding:
        """A value that its state does not allow."""
        seen = "nothing" if fault.code == MISSING else shown(fault.seen)
        if fault.check == TIME:
            path = pointer_text(self.fields.at)
            hint = "name what holds the time with --at, or say --at '' if the log has none"
            return self.made(fault, path, "a moment", seen, told(path, "a moment", seen), hint)
        check = self.program.checks[fault.check]
        state = self.program.states[fault.state] if fault.state is not None else ""
        path = pointer_text((*self.fields.status, *check.path))
        if fault.code == EXTRA:
            path = f"{path}{pointer_text((fault.seen,))}"
            expected = "no such attribute"
            others = [name for name, rule in check.rules.items() if fault.seen in rule.known]
            hint = f"the spec has it in {', '.join(map(repr, others[:4]))}" if others else "add it to the spec"
            message = f"{path} in state {state!r}: expected {expected}, seen {fault.seen!r}"
            return self.made(fault, path, expected, repr(fault.seen), message, hint, state)
        rule = check.rules[state]
        expected = rule.expected()
        hint = "is the answer wrong, or the spec?"
        if fault.code == ENUM:
            close = get_close_matches(fault.seen, rule.enum, n=1)
            hint = f"did you mean {close[0]}?" if close else "add the value to the spec, if it is answered"
        message = f"{path} in state {state!r}: expected {expected}, seen {seen}"
        return self.made(fault, path, expected, seen, message, hint, state)

    def inner(self, fault: InnerFault) -> Finding:
        """Something wrong inside a value."""
        check = self.program.checks[fault.check]
        state = self.program.states[fault.state]
        path = pointer_text((*self.fields.status, *check.path, *fault.path))
        seen = "nothing" if fault.code == MISSING else shown(fault.seen)
        message = f"{path} in state {state!r}: expected {fault.expected}, seen {seen}"
        # Where in a list it stands is as accidental as the line.
        kind = pointer_text(tuple("*" if isinstance(step, int) else step for step in fault.path))
        hint = "is the answer wrong, or the spec?"
        return self.made(fault, path, fault.expected, seen, message, hint, state, kind)

    def step(self, fault: StepFault) -> Finding:
        """A step that cannot be."""
        before = "?" if fault.before_state is None else self.program.states[fault.before_state]
        after = "?" if fault.state is None else self.program.states[fault.state]
        where = self.where(fault)
        at_state = self.state_path()
        if fault.wrong == BACKWARDS:
            path = pointer_text(self.fields.at)
            message = f"{where}: {told(path, 'a later time', 'an earlier one')}"
            hint = "sort the log by time, or give the files in their order"
            return self.made(fault, path, "a later time", "an earlier one", message, hint)
        if fault.wrong in _SINCE:
            path = pointer_text((*self.fields.status, *parse_path(self.machine.since_attribute)))
            expected, seen = _SINCE[fault.wrong]
            message = f"{where}: {before!r} to {after!r}, {told(path, expected, seen)}"
            hint = "does it change with the state alone? clocks may differ by --skew"
            return self.made(fault, path, expected, seen, message, hint, before, after)
        step = f"{before!r} to {after!r}" if before != after else f"{before!r} was left and entered again"
        expected = self.expected_after(before)
        if fault.wrong == FINAL:
            message = f"{where}: {step}, {told(at_state, expected, repr(after))}, and {before!r} is final"
            hint = "is the state final? was the identifier used again?"
            return self.made(fault, at_state, expected, repr(after), message, hint, before, after)
        message = f"{where}: {step}, {told(at_state, expected, repr(after))}"
        return self.made(fault, at_state, expected, repr(after), message, self.way_out(before, after), before, after)

    def where(self, fault: StepFault) -> str:
        """The resource and the observation before."""
        resource = f"resource {shown(fault.id)}"
        if fault.before_line is None or fault.before_file is None:
            return resource
        line = self.logs[fault.before_file].line_of(fault.before_line)
        file = "" if fault.before_file == fault.file else f"{self.names[fault.before_file]} "
        return f"{resource} since {file}line {line}"

    def state_path(self) -> str:
        """Where the state stands."""
        return pointer_text((*self.fields.status, *parse_path(self.machine.state_attribute)))

    def expected_after(self, state: str) -> str:
        """What may follow a state."""
        if state in self.machine.states and self.machine.states[state].kind is Kind.FINAL:
            return repr(state)
        targets = self.program.ways.targets(state) if state in self.machine.states else []
        listed = [repr(one) for one in targets[:8]]
        return " or ".join(listed) + (" or others" if len(targets) > 8 else "") if listed else "no other state"

    def way_out(self, before: str, after: str) -> str:
        """What the author or the operator can do about an illegal step."""
        path = Graph(self.machine).shortest_path(before, after) if before in self.machine.states else None
        if path is None or before == after:
            return "add the transition to the spec, if it is real"
        states = [before, *(one.target for one in path)]
        way = ", then ".join(map(repr, states))
        if self.reading is Reading.EVENTS:
            return f"the spec has only {way}: are events missing from the log? then --mode polls"
        rests = [one for one in states[1:-1] if self.machine.states[one].kind is not Kind.TRANSIENT]
        return (
            f"legal only by {way}, if somebody acted in {', '.join(map(repr, rests))} between the two: --may-miss any"
        )

    def made(
        self,
        fault: RowFault | ValueFault | InnerFault | StepFault,
        path: str,
        expected: str,
        seen: str,
        message: str,
        hint: str,
        *subject: str,
        severity: Severity = Severity.ERROR,
    ) -> Finding:
        """A finding at its line; `subject` are the states that it is about."""
        match fault:
            case RowFault(problem=number):
                rule = ROW_RULES[number]
            case ValueFault(code=number) | InnerFault(code=number):
                rule = VALUE_RULES[number]
            case StepFault(wrong=number):
                rule = STEP_RULES[number]
        values = seen if rule in {"unknown-state", "value-not-in-enum"} else ""
        place = pointer_text(self.program.checks[fault.check].path) if isinstance(fault, InnerFault) else path
        fingerprint = _digest(self.machine.id, rule, place, *subject, values)
        line = self.logs[fault.file].line_of(fault.line)
        return Finding(fault.file, line, rule, path, expected, seen, message, hint, fingerprint, severity)


_SINCE = {
    FUTURE: ("a moment before the observation", "one after it"),
    EARLIER: ("no earlier moment than before", "an earlier one"),
    SAME: ("another moment, as the state changed", "the same"),
    BEFORE: ("a moment after the observation before", "one before it"),
}


def told(path: str, expected: str, seen: str) -> str:
    """The middle of most messages."""
    return f"{path or 'the line'}: expected {expected}, seen {seen}"


def _digest(*parts: str) -> str:
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()[:FINGERPRINT_DIGITS]


def _value_text(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(value)


def _bare(text: str) -> str:
    """The text of a JSON string; other JSON as it is."""
    try:
        value = json.loads(text)
    except ValueError:
        return text
    return value if isinstance(value, str) else text


def shown(text: str) -> str:
    """JSON text for people: a string without its quotes where nothing is lost by it."""
    try:
        value = json.loads(text)
    except ValueError:
        return f"{text}…"
    return repr(value) if isinstance(value, str) else text


def counted(verdict: Verdict, kept: Sequence[Finding]) -> Iterator[str]:
    """A note where more was found than is told."""
    if verdict.faults > len(kept):
        yield f"{verdict.faults} findings, of which the first of each kind are told: {len(kept)}"
