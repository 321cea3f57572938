"""Reads the script of a walk from a YAML file, checked like a spec: each flaw at its line and column."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from statebook.diagnostic import Diagnostic, sorted_diagnostics
from statebook.examples.held import HeldBodies
from statebook.examples.project import NoExample, Project
from statebook.examples.values import Values
from statebook.mock.faults import KINDS, is_kind
from statebook.mock.life import Life
from statebook.mock.script import Script, Step
from statebook.mock.spans import span_of
from statebook.model import Machine, Transition
from statebook.pointer import Step as PointerStep
from statebook.source.decode import suggestion
from statebook.source.walk import WrittenWalk, read_walk

MOST_STEPS = 10_000


def read_script(path: Path, name: str, project: Project, machines: tuple[str, ...]) -> Script | list[Diagnostic]:
    """The script of a file, or all that is wrong with it. `machines` are those that are mocked."""
    written = read_walk(path, name)
    if isinstance(written, list):
        return written
    return _Reader(written, project, machines).script()


@dataclass(slots=True)
class _Reader:
    written: WrittenWalk
    project: Project
    machines: tuple[str, ...]
    flaws: list[Diagnostic] = field(default_factory=list)

    def impossible(self, at: tuple[PointerStep, ...], message: str, hint: str) -> None:
        self.flaws.append(self.written.diagnostic(at, "impossible-walk", message, hint))

    def unknown(self, at: tuple[PointerStep, ...], message: str, hint: str) -> None:
        self.flaws.append(self.written.diagnostic(at, "unknown-reference", message, hint))

    def script(self) -> Script | list[Diagnostic]:
        machine = self._machine()
        if machine is None:
            return self.flaws
        if not 0 < len(self.written.document.walk) <= MOST_STEPS:
            self.impossible(("walk",), f"a walk has 1 to {MOST_STEPS} steps", "write one step for each state")
            return self.flaws
        life = Life(self.project, machine)
        steps = [self._step(life, place) for place, _ in enumerate(self.written.document.walk)]
        return sorted_diagnostics(self.flaws) or Script(machine.id, tuple(step for step in steps if step is not None))

    def _machine(self) -> Machine | None:
        name = self.written.document.machine
        if name and name not in self.machines:
            self.unknown(("machine",), f"no mocked machine is called {name!r}", suggestion(name, self.machines))
        elif not name and len(self.machines) != 1:
            self.impossible(
                (), f"there are {len(self.machines)} machines", f"add `machine:`, one of {', '.join(self.machines)}"
            )
        else:
            return self.project[name or self.machines[0]]
        return None

    def _step(self, life: Life, place: int) -> Step | None:
        written = self.written.document.walk[place]
        if not self._is_known(life, place):
            return None
        ways = self._ways(life, place) if place + 1 < len(self.written.document.walk) else ()
        extra = self._extra(life, place)
        for number, kind in enumerate(written.faults):
            if not is_kind(kind):
                self.unknown(("walk", place, "faults", number), f"no fault is called {kind!r}", faults_hint(kind))
        lasts = span_of(written.lasts) if written.lasts else None
        return Step(written.state, lasts, ways, tuple(written.faults), extra)

    def _is_known(self, life: Life, place: int) -> bool:
        state, states = self.written.document.walk[place].state, life.machine.states
        if state not in states:
            hint = suggestion(state, tuple(states))
            self.unknown(("walk", place, "state"), f"no state of {life.machine.id} is called {state!r}", hint)
        elif not life.is_answered(state):
            self.impossible(
                ("walk", place, "state"), f"{state!r} is reserved: it is not answered", "leave the step out"
            )
        else:
            return True
        return False

    def _ways(self, life: Life, place: int) -> tuple[Transition, ...]:
        """The transitions from this step to the next."""
        here, after = self.written.document.walk[place], self.written.document.walk[place + 1]
        if after.state not in life.machine.states:
            return ()
        every = [one for one in life.every(here.state) if one.target == after.state]
        ways = tuple(one for one in every if not after.by or one.trigger == after.by)
        if not every:
            targets = tuple(dict.fromkeys(one.target for one in life.every(here.state)))
            known = f"from there it goes to {', '.join(targets)}" if targets else "no transition leaves it"
            self.impossible(
                ("walk", place + 1, "state"), f"no transition leads from {here.state!r} to {after.state!r}", known
            )
        elif not ways:
            triggers = tuple(dict.fromkeys(one.trigger for one in every))
            message = f"{after.by!r} does not lead from {here.state!r} to {after.state!r}"
            self.unknown(("walk", place + 1, "by"), message, suggestion(after.by, triggers))
        elif not here.lasts and not any(one.trigger in life.machine.actions for one in ways):
            message = f"no call leads from {here.state!r} to {after.state!r}, so this step would last for ever"
            self.impossible(("walk", place, "state"), message, "say how long it lasts: `for: 10s`")
        return ways

    def _extra(self, life: Life, place: int) -> Mapping[str, object]:
        written = self.written.document.walk[place]
        if written.extra is None:
            return {}
        at = ("walk", place, "with")
        if not isinstance(written.extra, dict):
            self.impossible(at, "`with` is no mapping", "write `with: {attribute: value}`")
            return {}
        if life.machine.state_attribute in written.extra:
            self.impossible((*at, life.machine.state_attribute), "the state is what `state` says", "leave it out")
            return {}
        self._hold(life, place, written.extra)
        return written.extra

    def _hold(self, life: Life, place: int, extra: dict[str, object]) -> None:
        """Each value of `with` against the schema of the state."""
        state = self.written.document.walk[place].state
        try:
            body = {**Values(self.project, life.machine, state).body(), **extra}
        except NoExample:
            return
        for refusal in HeldBodies(self.project, life.machine).refusals(state, body):
            if refusal.path and refusal.path[0] in extra:
                self.impossible(
                    ("walk", place, "with", *refusal.path), refusal.message, f"see the attributes of {state!r}"
                )


def faults_hint(kind: str) -> str:
    """What may have been meant by a kind of fault that there is not."""
    close = suggestion(kind, KINDS)
    return close if close.startswith("did you mean") else f"{close}, and each status from 400 to 599"
