"""What a verdict says, in words: one finding for each fault, with what was expected and what was seen.

Findings know lines of logs and paths of JSON, and neither reports nor exit codes.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from statebook.conform.engine import Fields, RowFault, StepFault, ValueFault, Verdict
from statebook.conform.logs.rows import Rows
from statebook.conform.program import (
    BACKWARDS,
    BEFORE,
    BROKEN,
    EARLIER,
    ENUM,
    FINAL,
    FORMAT,
    FUTURE,
    MISSING,
    NO_ID,
    NO_STATE,
    NULL,
    RESERVED,
    SAME,
    TYPE,
    Program,
)
from statebook.conform.ways import Reading
from statebook.diagnostic import Severity
from statebook.examples.path import parse_path
from statebook.machine import Graph
from statebook.model import Kind, Machine
from statebook.pointer import Step

SUMMARIES: Mapping[str, str] = {
    "broken-line": "A line is no JSON, or names no resource.",
    "unknown-state": "A state that the spec does not have, or that it reserves.",
    "missing-attribute": "An attribute is missing that every object in this state carries.",
    "wrong-type": "A value has another JSON type, or is no moment where one has to be.",
    "null-not-allowed": "A value is null and may not be.",
    "value-not-in-enum": "A value is none of those that are listed.",
    "time-backwards": "A line is older than the one before it of the same resource.",
    "since-inconsistent": "The moment since which a state lasts contradicts what was seen.",
    "final-state-left": "A resource left a state that is never left.",
    "illegal-transition": "No documented way leads from one state to the next.",
}
"""Every rule of `conform` and its line in reports."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One fault. `path` is a JSON Pointer (RFC 6901) into the line; `values` tell the fault from others alike."""

    log: int
    line: int
    rule: str
    path: str
    expected: str
    seen: str
    message: str
    hint: str
    values: tuple[str, ...]
    severity: Severity = Severity.ERROR


@dataclass(frozen=True, slots=True)
class Words:
    """Puts faults into words for one machine, program and set of logs."""

    machine: Machine
    program: Program
    logs: Sequence[Rows]
    fields: Fields
    reading: Reading

    def findings(self, verdict: Verdict) -> list[Finding]:
        """Every kept fault, in the order of logs and lines."""
        found = [
            *map(self.row, verdict.rows),
            *map(self.value, verdict.values),
            *map(self.step, verdict.steps),
        ]
        return sorted(found, key=lambda one: (one.log, one.line, one.rule, one.path))

    def row(self, fault: RowFault) -> Finding:
        """A line that cannot be judged."""
        at_state = pointer_text((*self.fields.status, *parse_path(self.machine.state_attribute)))
        if fault.problem == BROKEN:
            reason = self.logs[fault.file].flaws.get(fault.line, "the line is no JSON")
            return self._made(fault, "broken-line", "", "a JSON object", "", reason, "leave the line out, or repair what writes the log")
        if fault.problem == NO_ID:
            path = pointer_text(self.fields.id)
            hint = "name the attribute that tells resources apart with --id"
            return self._made(fault, "broken-line", path, "an identifier", "nothing", f"nothing stands at {path}", hint)
        if fault.problem == NO_STATE:
            hint = "is --status the path to the status object?"
            return self._made(fault, "missing-attribute", at_state, "a state", "nothing", f"{at_state} is missing", hint)
        shown = _shown(fault.seen)
        if fault.problem == RESERVED:
            hint = "document it as shown, or ask why it is answered"
            return self._made(fault, "unknown-state", at_state, "a state that is answered", shown, f"state {shown} is reserved", hint)
        is_open = self.machine.openness is not None and self.machine.openness.is_open
        known = [_value_text(state.value) for state in self.machine.states.values()]
        close = get_close_matches(shown, known, n=1)
        hint = f"did you mean {close[0]}?" if close else "add it to the spec: it is answered"
        message = f"state {shown} is not in the spec"
        severity = Severity.WARNING if is_open else Severity.ERROR
        return self._made(fault, "unknown-state", at_state, "a documented state", shown, message, hint, severity)

    def value(self, fault: ValueFault) -> Finding:
        """A value that its state does not allow."""
        check = self.program.checks[fault.check]
        state = self.program.states[fault.state]
        path = pointer_text((*self.fields.status, *check.path))
        expected = check.rules[state].expected()
        rule = {MISSING: "missing-attribute", NULL: "null-not-allowed", TYPE: "wrong-type", FORMAT: "wrong-type"}.get(
            fault.code, "value-not-in-enum"
        )
        shown = "nothing" if fault.code == MISSING else _shown(fault.seen)
        message = f"{path} in state {state!r}: expected {expected}, seen {shown}"
        hint = ""
        if fault.code == ENUM:
            close = get_close_matches(fault.seen, check.rules[state].enum, n=1)
            hint = f"did you mean {close[0]}?" if close else ""
        return self._made(fault, rule, path, expected, shown, message, hint)

    def step(self, fault: StepFault) -> Finding:
        """A step that cannot be."""
        before = "?" if fault.before_state is None else self.program.states[fault.before_state]
        after = "?" if fault.state is None else self.program.states[fault.state]
        resource = _shown(fault.id)
        where = f"resource {resource}, line {fault.before_line} to {fault.line}"
        if fault.wrong == BACKWARDS:
            path = pointer_text(self.fields.at)
            message = f"{where}: the time goes backwards"
            return self._made(fault, "time-backwards", path, "a later time", "an earlier one", message, "sort the log by time, or give the files in their order")
        if fault.wrong in _SINCE:
            path = pointer_text((*self.fields.status, *parse_path(self.machine.since_attribute)))
            expected, seen = _SINCE[fault.wrong]
            return self._made(fault, "since-inconsistent", path, expected, seen, f"{where}: {before!r} to {after!r}, and {path} {seen}", "")
        path = pointer_text((*self.fields.status, *parse_path(self.machine.state_attribute)))
        step = f"{before!r} to {after!r}" if before != after else f"{before!r} was left and entered again"
        if fault.wrong == FINAL:
            message = f"{where}: {step}, and {before!r} is final"
            return self._made(fault, "final-state-left", path, repr(before), repr(after), message, "is the state final? did the identifier get used again?")
        expected = self.expected_after(before)
        message = f"{where}: {step}, and no documented way leads there"
        return self._made(fault, "illegal-transition", path, expected, repr(after), message, self.way_out(before, after))

    def expected_after(self, state: str) -> str:
        """What may follow a state."""
        targets = dict.fromkeys(way.target for way in self.program.ways if way.source == state)
        shown = [repr(one) for one in list(targets)[:8]]
        return ", ".join(shown) + (", …" if len(targets) > 8 else "") if shown else "nothing"

    def way_out(self, before: str, after: str) -> str:
        """What the author or the operator can do about an illegal step."""
        path = Graph(self.machine).shortest_path(before, after) if before in self.machine.states else None
        if path is None or before == after:
            return "add the transition to the spec, if it is real"
        states = [before, *(one.target for one in path)]
        way = " → ".join(states)
        if self.reading is Reading.EVENTS:
            return f"the spec has only {way}: are events missing from the log? then --mode polls"
        rests = [one for one in states[1:-1] if self.machine.states[one].kind is not Kind.TRANSIENT]
        return f"legal only by {way}, if somebody acted in {', '.join(map(repr, rests))} between the two: --may-miss any"

    def _made(
        self, fault: RowFault | ValueFault | StepFault, rule: str, path: str, expected: str, seen: str, message: str, hint: str,
        severity: Severity = Severity.ERROR,
    ) -> Finding:
        values = (rule, path, expected, seen) if isinstance(fault, RowFault | ValueFault) else (rule, fault.id, seen, expected)
        return Finding(fault.file, fault.line, rule, path, expected, seen, message, hint, values, severity)


_SINCE = {
    FUTURE: ("a moment before the observation", "lies behind the time of the observation"),
    EARLIER: ("no earlier moment than before", "went back"),
    SAME: ("another moment, as the state changed", "stayed the same"),
    BEFORE: ("a moment after the observation before", "lies before the observation that saw the former state"),
}


def pointer_text(path: Sequence[Step]) -> str:
    """A JSON Pointer (RFC 6901)."""
    return "".join("/" + str(step).replace("~", "~0").replace("/", "~1") for step in path)


def _value_text(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(value)


def _shown(text: str) -> str:
    """JSON text for people: a string without its quotes where nothing is lost by it."""
    try:
        value = json.loads(text)
    except ValueError:
        return f"{text}…"
    return repr(value) if isinstance(value, str) else text


def counted(verdict: Verdict, kept: Sequence[Finding]) -> Iterator[str]:
    """A note where more was found than is told."""
    total = sum(verdict.totals.values())
    if total > len(kept):
        yield f"{total} findings, of which the first {len(kept)} are told"
