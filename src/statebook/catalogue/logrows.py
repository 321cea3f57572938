"""What `conform` finds in logs, row by row: why it matters, what to do, and a log that has it with what is said.

`said` is kept here, and a test holds it against `conform`: that needs an engine which not everybody who reads a page
has installed.
"""

from __future__ import annotations

from dataclasses import dataclass

from statebook.conform.problems import SUMMARIES

LOG = "log.jsonl"

SPEC = """\
statebook: 1
id: parcel
title: Parcel
state_attribute: status
since_attribute: since
initial: packed
events: {collected: {by: system}, handed_over: {by: system}}
attributes:
  since: {type: datetime}
states:
  packed: {kind: transient, attributes: {size: {type: string, enum: [small, large]}}}
  moving: {kind: transient, attributes: {driver: {type: string}}}
  delivered: {kind: final}
transitions:
  - {from: packed, to: moving, trigger: collected}
  - {from: moving, to: delivered, trigger: handed_over}
"""
"""The spec that all logs are held against."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LogFinding:
    """One row: a finding by its kebab-case name. `lines` are the log, `options` what the command needs to find it."""

    name: str
    why: str
    repair: str
    lines: tuple[str, ...]
    said: str
    options: tuple[str, ...] = ()

    @property
    def summary(self) -> str:
        """The one sentence that reports have, too."""
        return SUMMARIES[self.name]

    @property
    def log(self) -> str:
        """The text of the log."""
        return "".join(f"{line}\n" for line in self.lines)


def _line(time: str, status: str) -> str:
    return f'{{"id": "p1", "at": "2026-01-05T{time}:00Z", "status": {{{status}}}}}'


def _since(state: str, time: str, more: str = "") -> str:
    return f'"status": "{state}", "since": "2026-01-05T{time}:00Z"{more}'


_PACKED = _line("10:00", _since("packed", "09:00", ', "size": "small"'))
_MOVING = _line("11:00", _since("moving", "10:30", ', "driver": "Ada"'))
_DELIVERED = _line("12:00", _since("delivered", "11:30"))

ROWS = (
    LogFinding(
        name="broken-line",
        why="""\
A line that cannot be read says nothing about its resource, so a flaw may hide in it. The lines around it are judged all
the same, as if it were not there.""",
        repair="""\
Repair what writes the log: two processes that write into one file, or a disk that was full, leave half lines. If the
resource is told apart by another key, name it with `--id`.""",
        lines=(_PACKED, _MOVING[:60], _DELIVERED),
        said="""\
log.jsonl:2:1: error[broken-line] the line is no JSON; the rest is judged without it
  hint: leave the line out, or repair what writes the log""",
    ),
    LogFinding(
        name="unknown-state",
        why="""\
Clients that know the documented states alone meet one that they do not expect, and most of them then wait for ever. The
steps into it and out of it are not judged: one flaw is one finding. It is a warning where the spec says
`openness: open`.""",
        repair="""\
If the API answers it, document it: `--coverage FILE` writes the YAML to begin with. If it is the log that is wrong,
`--status` says where the status object stands.""",
        lines=(_PACKED, _line("11:00", _since("movnig", "10:30", ', "driver": "Ada"')), _DELIVERED),
        said="""\
log.jsonl:2:1: error[unknown-state] /status/status: expected a documented state, seen 'movnig'
  hint: did you mean 'moving'?""",
    ),
    LogFinding(
        name="missing-attribute",
        why="""\
A client reads it without asking whether it is there, for the page promises it in this state. The state itself may be
what is missing; then the line is judged no further.""",
        repair="""\
If the API may leave it out, write `required: false`; if only in some states, give it to the others alone. Else the answer
is wrong.""",
        lines=(_PACKED, _line("11:00", _since("moving", "10:30"))),
        said="""\
log.jsonl:2:1: error[missing-attribute] /status/driver in state 'moving': expected string, seen nothing
  hint: is the answer wrong, or the spec?""",
    ),
    LogFinding(
        name="wrong-type",
        why="""\
A typed client refuses the whole answer for it. `true` is no integer and a number in quotes is a string, whatever some
languages make of them. The time of a line counts, too.""",
        repair="""\
Write the type that is answered into the spec, or correct the answer. If it is the time of the line, `--at` says where it
stands.""",
        lines=(_line("11:00", _since("moving", "10:30", ', "driver": 7')),),
        said="""\
log.jsonl:1:1: error[wrong-type] /status/driver in state 'moving': expected string, seen 7
  hint: is the answer wrong, or the spec?""",
    ),
    LogFinding(
        name="null-not-allowed",
        why="`null` where there is always a value is what clients fall over most often, in the one case that nobody tried.",
        repair="Write `nullable: true` if the API answers it, and say when; else the answer is wrong.",
        lines=(_line("11:00", _since("moving", "10:30", ', "driver": null')),),
        said="""\
log.jsonl:1:1: error[null-not-allowed] /status/driver in state 'moving': expected string, seen null
  hint: is the answer wrong, or the spec?""",
    ),
    LogFinding(
        name="value-not-in-enum",
        why="A client that handles every listed value has no branch for this one.",
        repair="Add the value to `enum:` if the API answers it; else the answer is wrong.",
        lines=(_line("10:00", _since("packed", "09:00", ', "size": "smal"')),),
        said="""\
log.jsonl:1:1: error[value-not-in-enum] /status/size in state 'packed': expected one of "small", "large", seen 'smal'
  hint: did you mean "small"?""",
    ),
    LogFinding(
        name="undocumented-attribute",
        why="""\
Clients may rely on what they see, and nobody noticed that it became a promise. An API may say more than its page, so it is
a finding with `--strict` alone. One for each object; null does not count.""",
        repair="Add it to the spec, in the states that carry it, or stop answering it.",
        lines=(_line("10:00", _since("packed", "09:00", ', "size": "small", "driver": "Ada"')),),
        said="""\
log.jsonl:1:1: error[undocumented-attribute] /status/driver in state 'packed': expected no such attribute, seen 'driver'
  hint: the spec has it in 'moving'""",
        options=("--strict",),
    ),
    LogFinding(
        name="time-backwards",
        why="""\
Steps are judged in the order of the log, so a line out of order makes a legal way look illegal, and the other way
round.""",
        repair="Sort the log by time, or give the files in their order. Times are compared as instants, not as text.",
        lines=(_PACKED, _line("09:50", _since("packed", "09:00", ', "size": "small"'))),
        said="""\
log.jsonl:2:1: error[time-backwards] resource 'p1' since line 1: /at: expected a later time, seen an earlier one
  hint: sort the log by time, or give the files in their order""",
    ),
    LogFinding(
        name="since-inconsistent",
        why="""\
Clients tell by it whether anything happened since they last asked. It may not lie after the observation, go back, stay
while the state changed, or lie before an observation of the former state.""",
        repair="""\
Look at what sets it: the entry into the state, and nothing else. Clocks that differ are allowed for with `--skew
SECONDS`.""",
        lines=(_PACKED, _line("11:00", _since("moving", "09:00", ', "driver": "Ada"'))),
        said="""\
log.jsonl:2:1: error[since-inconsistent] resource 'p1' since line 1: 'packed' to 'moving', /status/since: expected another moment, as the state changed, seen the same
  hint: does it change with the state alone? clocks may differ by --skew""",
    ),
    LogFinding(
        name="final-state-left",
        why="Clients stop looking at a resource in a final state, so nobody will hear of what comes after it.",
        repair="If the state can be left, it is `resting`. If an identifier was used again, the log holds two resources.",
        lines=(_DELIVERED, _line("13:00", _since("moving", "12:30", ', "driver": "Ada"'))),
        said="""\
log.jsonl:2:1: error[final-state-left] resource 'p1' since line 1: 'delivered' to 'moving', /status/status: expected 'delivered', seen 'moving', and 'delivered' is final
  hint: is the state final? was the identifier used again?""",
    ),
    LogFinding(
        name="illegal-transition",
        why="""\
Either the spec has a gap, and clients are not ready for what comes, or the API did what it should not. With `--mode
polls` states that come and go by themselves may have been missed between two lines; with `--mode events` each step has to
be one transition.""",
        repair="""\
Add the transition if it is real: `--coverage FILE` writes the YAML to begin with. If events are missing from the log,
`--mode polls` allows for it; if somebody acted between two polls, so does `--may-miss any`.""",
        lines=(_MOVING, _line("12:00", _since("packed", "11:30", ', "size": "small"'))),
        said="""\
log.jsonl:2:1: error[illegal-transition] resource 'p1' since line 1: 'moving' to 'packed', /status/status: expected 'delivered', seen 'packed'
  hint: add the transition to the spec, if it is real""",
    ),
)
