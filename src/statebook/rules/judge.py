"""Runs the rules on the machines of a project and says which findings count, and for how much."""

from __future__ import annotations

import datetime
from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass

from statebook.diagnostic import Severity
from statebook.examples.project import Project
from statebook.model import Machine
from statebook.pointer import Step
from statebook.rules.context import MachineContext
from statebook.rules.finding import Finding
from statebook.rules.fingerprint import rows_of, subject_of
from statebook.rules.ignores import Ignore
from statebook.rules.registry import Rule, rules

Levels = Mapping[str, Severity | None]
"""A rule's severity in a project; None switches it off. Rules that are not named keep their own."""


@dataclass(frozen=True, slots=True)
class Judged:
    """A finding with its weight.

    `ignored` is the ignore that covers it; `subject` names the place without lines or indexes, so
    that it is the same after an edit elsewhere.
    """

    rule: Rule
    severity: Severity
    finding: Finding
    machine: str
    subject: str
    ignored: Ignore | None = None


def judge(
    machines: Mapping[str, Machine],
    today: datetime.date,
    levels: Levels | None = None,
    only: Container[str] | None = None,
) -> list[Judged]:
    """The findings of all rules on all machines, machine by machine, ignored ones included.

    With `only`, the machines of these ids are judged; the others are there to be referred to.
    Linear in the size of the machines.
    """
    chosen = {
        name: severity
        for name, rule in rules().items()
        if (severity := (levels or {}).get(name, rule.severity)) is not None
    }
    found: list[Judged] = []
    together = Project.of(machines)
    for name, machine in machines.items():
        if only is None or name in only:
            context = MachineContext(machine, together, today, tuple(rules()), frozenset(chosen))
            found.extend(_machine(context, chosen))
    return found


def _machine(context: MachineContext, chosen: Mapping[str, Severity]) -> Iterator[Judged]:
    rows = rows_of(context.machine)
    ignores = _Ignores(context)
    context.outcomes = {index: [] for index in range(len(context.ignores))}
    for rule in sorted((rules()[name] for name in chosen), key=lambda one: one.is_last):
        for finding in dict.fromkeys(rule.check(context)):
            covering = None if rule.is_last else ignores.covering(rule.name, finding)
            if covering is not None:
                context.outcomes[covering].append(finding)
            ignored = None if covering is None else context.ignores[covering]
            subject = subject_of(context.machine, finding, rows)
            yield Judged(rule, chosen[rule.name], finding, context.machine.id, subject, ignored)


class _Ignores:
    """The ignores of a machine that still hold, by rule and place."""

    def __init__(self, context: MachineContext) -> None:
        today = context.today.isoformat()
        self._known: dict[tuple[str, tuple[Step, ...]], int] = {}
        for index, one in enumerate(context.ignores):
            if not (one.until and one.until < today):
                self._known.setdefault((one.rule, one.scope.steps), index)

    def covering(self, rule: str, finding: Finding) -> int | None:
        """The index of the nearest ignore that covers a finding."""
        steps = finding.pointer.steps
        for depth in range(len(steps), -1, -1):
            found = self._known.get((rule, steps[:depth]))
            if found is not None:
                return found
        return None
