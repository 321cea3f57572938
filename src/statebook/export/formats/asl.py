"""A workflow in the Amazon States Language, for a machine whose ways come to an end, such as a job.

A state is a task that waits for an activity to say what happened, as `{"trigger": …, "to": …}`; a
choice behind it goes where the spec leads, and fails the run for any move that the spec does not know.
Final states succeed or fail. A machine that never ends is no workflow and is refused.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from statebook.export.format import Export, Subject, Unexportable
from statebook.export.json_pieces import Object, told
from statebook.export.losses import Lost, losses
from statebook.export.names import names
from statebook.jsontext import json_text
from statebook.model import Initial, Kind, Outcome, State
from statebook.pointer import Pointer

NAME = "asl"
EXTENSION = "asl.json"

LONGEST = 80
"""Characters of a state's name."""

_STATE = re.compile(r"[^\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]+")
_RESERVED = ("StartAt", "States", "Next", "Default", "Parameters", "ResultSelector", "__proto__")
"""Keys that programs look for wherever they stand."""


def export(subject: Subject) -> Export:
    """The workflow. Raises `Unexportable` when no end can be reached from the start."""
    machine, graph = subject.machine, subject.graph
    starts = machine.initial or (
        Initial(state=next(iter(machine.states)), pointer=machine.pointer),
    )  # the first, as a workflow starts somewhere
    reached = graph.reachable(one.state for one in starts)
    states = [one for one in machine.states.values() if one.id in reached]
    ends = [one for one in states if not graph.leaving(one.id)]
    if not ends:
        raise Unexportable(
            f"{machine.id} never ends, and a workflow of Step Functions must",
            "it needs a state without a way out that the start leads to; `scxml` and `xstate` take this machine as it is",
        )
    writer = _Writer(subject, _state_names(one.id for one in states))
    text = json_text(writer.workflow(starts, states))
    return Export(text, losses(machine, _USUAL, _more(subject, reached, ends)))


_USUAL = (
    Lost.TITLES, Lost.VALUES, Lost.NEXT_STEPS, Lost.POLLS, Lost.GROUPS, Lost.EFFECTS, Lost.TRANSITION_TEXTS, Lost.MOVERS,
    Lost.START_TEXTS, Lost.CALLS, Lost.TRIGGER_TEXTS, Lost.ATTRIBUTES, Lost.ERRORS, Lost.DEPRECATIONS, Lost.EVIDENCE,
)  # fmt: skip


def _more(subject: Subject, reached: Collection[str], ends: list[State]) -> dict[str, list[Pointer]]:
    machine, graph = subject.machine, subject.graph
    states = machine.states.values()
    single = machine.initial[0] if len(machine.initial) == 1 else None
    return {
        "the start: the spec names none, so it is the first state": [] if machine.initial else [machine.pointer],
        "whether the list of states is complete": [machine.openness.pointer] if machine.openness else [],
        Lost.START_TRIGGERS.value: [single.pointer] if single is not None and single.trigger else [],
        "states that the start does not lead to": [one.pointer for one in states if one.id not in reached],
        "whether a state rests or is left by itself": [one.pointer for one in states if graph.leaving(one.id)],
        "final states that are left": [
            one.pointer for one in states if one.kind is Kind.FINAL and graph.leaving(one.id)
        ],
        "that a state without a way out is not final": [one.pointer for one in ends if one.kind is not Kind.FINAL],
        "that an end is a success only in part": [one.pointer for one in ends if one.outcome is Outcome.PARTIAL],
        "guards as something to run: they are comments": [one.pointer for one in machine.transitions if one.guard],
    }


def _state_names(ids: Iterator[str]) -> dict[str, str]:
    named = names(ids, _STATE, _RESERVED)
    return _shortened(named, set(named.values()), own=True)


def _shortened(named: Mapping[str, str], taken: set[str], *, own: bool) -> dict[str, str]:
    """The same names, but the long ones cut and numbered until nobody else has them.

    With `own`, `taken` holds the names already, so that no short one has to make room.
    """
    found = {}
    for text, name in named.items():
        short, number = name, 1
        while len(short) > LONGEST or (short in taken and not (own and short == name)):
            number += 1
            short = f"{name[: LONGEST - 8]} ~{number}"
        taken.add(short)
        found[text] = short
    return found


@dataclass(frozen=True, slots=True)
class _Writer:
    subject: Subject
    states: dict[str, str]

    def workflow(self, starts: tuple[Initial, ...], states: list[State]) -> Object:
        """The whole document. An activity has the name of its state, between the braces of a substitution."""
        machine = self.subject.machine
        moving = [one for one in states if self.subject.graph.leaving(one.id)]
        taken = set(self.states.values())
        activities = names(one.id for one in moving)
        choices = self._others({one.id: f"After {self.states[one.id]}" for one in moving}, taken)
        found: Object = {}
        start = self.states[starts[0].state]
        if len(starts) > 1:
            start = self._others({"": "Start"}, taken)[""]
            found[start] = {"Type": "Choice", "Choices": list(self._start_rules(starts))}
        for one in states:
            name = self.states[one.id]
            if one.id in choices:
                found[name] = {
                    "Type": "Task",
                    **told(Comment=one.description),
                    "Resource": f"${{{activities[one.id]}}}",
                    "Next": choices[one.id],
                }
                found[choices[one.id]] = {"Type": "Choice", "Choices": list(self._rules(one.id))}
            elif one.outcome is Outcome.FAILURE:
                found[name] = {"Type": "Fail", "Error": one.id, **told(Cause=one.description)}
            else:
                found[name] = {"Type": "Succeed", **told(Comment=one.description)}
        return {**told(Comment=machine.summary or machine.title), "StartAt": start, "States": found}

    def _others(self, wanted: Mapping[str, str], taken: set[str]) -> dict[str, str]:
        """Names for states that the spec does not have, which make room for those that it has."""
        return _shortened(wanted, taken, own=False)

    def _rules(self, state: str) -> Iterator[Object]:
        leaving = self.subject.graph.leaving(state)
        several = _several((one.trigger, one.target) for one in leaving)
        for one in leaving:
            target = self.states[one.target]
            test = _test(one.trigger, target if one.trigger in several else "")
            yield {**told(Comment=one.guard), **test, "Next": target}

    def _start_rules(self, starts: tuple[Initial, ...]) -> Iterator[Object]:
        several = _several((one.trigger, one.state) for one in starts)
        for one in starts:
            target = self.states[one.state]
            shared = one.trigger in several or not one.trigger
            yield {**_test(one.trigger, target if shared else ""), "Next": target}


def _several(pairs: Iterator[tuple[str, str]]) -> set[str]:
    """The triggers that lead to several targets."""
    counts = Counter(trigger for trigger, _ in dict.fromkeys(pairs))
    return {trigger for trigger, count in counts.items() if count > 1}


def _test(trigger: str, target: str) -> Object:
    asked = [("$.trigger", trigger), ("$.to", target)]
    tests: list[Object] = [{"Variable": name, "StringEquals": value} for name, value in asked if value]
    return tests[0] if len(tests) == 1 else {"And": tests}
