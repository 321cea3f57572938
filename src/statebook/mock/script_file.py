"""Reads the script of a walk from a YAML file, checked like a spec: each flaw at its line and column."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated

from pydantic import BeforeValidator, Field

from statebook.diagnostic import Diagnostic
from statebook.examples.held import HeldBodies
from statebook.examples.project import NoExample, Project
from statebook.examples.values import Values
from statebook.mock.faults import KINDS, is_kind
from statebook.mock.life import Life
from statebook.mock.script import Script, Step
from statebook.mock.spans import span_of
from statebook.model import Machine, Transition
from statebook.pointer import Step as PointerStep
from statebook.source.compose import compose
from statebook.source.decode import decode, suggestion
from statebook.source.document.machine import LANGUAGE_VERSION, language_version
from statebook.source.document.parts import Document
from statebook.source.document.scalars import Duration, Id, JsonValue, MachineId, Texts
from statebook.source.nodes import Node, locate
from statebook.source.text import SourceText, read_text

MOST_STEPS = 10_000


class StepDocument(Document):
    """One state of the walk."""

    state: Id = Field(description="The state that the resource is in.")
    lasts: Duration = Field(default="", alias="for", description="How long, such as 10s; without, a call must end it.")
    by: Id = Field(default="", description="The action or event that brings it here, where several do.")
    faults: Texts = Field(default_factory=list, description="What is answered instead, one for each look.")
    extra: JsonValue = Field(default=None, alias="with", description="Attributes of the body, by name.")


class WalkDocument(Document):
    """The script of a walk."""

    statebook: Annotated[str, BeforeValidator(language_version)] = Field(
        default=LANGUAGE_VERSION, description="The version: 1."
    )
    machine: MachineId = Field(default="", description="The machine that is walked, where the project has several.")
    walk: list[StepDocument] = Field(description="The states, in order.")


def read_script(path: Path, name: str, project: Project, machines: tuple[str, ...]) -> Script | list[Diagnostic]:
    """The script of a file, or all that is wrong with it. `machines` are those that are mocked."""
    source = read_text(path, name)
    if isinstance(source, Diagnostic):
        return [source]
    node, flaws = compose(source)
    if node is None or flaws:
        return flaws
    document, flaws = decode(source, node, WalkDocument)
    if document is None:
        return flaws
    return _Reader(source, node, document, project, machines).script()


@dataclass(slots=True)
class _Reader:
    source: SourceText
    node: Node
    document: WalkDocument
    project: Project
    machines: tuple[str, ...]
    flaws: list[Diagnostic] = field(default_factory=list)

    def flaw(self, at: tuple[PointerStep, ...], message: str, hint: str, *, key: bool = False) -> None:
        self.flaws.append(self.source.diagnostic(*locate(self.node, at, key=key), "walk", message, hint))

    def script(self) -> Script | list[Diagnostic]:
        machine = self._machine()
        if machine is None:
            return self.flaws
        if not 0 < len(self.document.walk) <= MOST_STEPS:
            self.flaw(("walk",), f"a walk has 1 to {MOST_STEPS} steps", "write one step for each state", key=True)
            return self.flaws
        life = Life(self.project, machine)
        steps = [self._step(life, place) for place, _ in enumerate(self.document.walk)]
        return self.flaws or Script(machine.id, tuple(step for step in steps if step is not None))

    def _machine(self) -> Machine | None:
        name = self.document.machine
        if name and name not in self.machines:
            self.flaw(("machine",), f"no mocked machine is called {name!r}", suggestion(name, self.machines))
        elif not name and len(self.machines) != 1:
            self.flaw(
                (), f"there are {len(self.machines)} machines", f"add `machine:`, one of {', '.join(self.machines)}"
            )
        else:
            return self.project[name or self.machines[0]]
        return None

    def _step(self, life: Life, place: int) -> Step | None:
        written = self.document.walk[place]
        if not self._is_known(life, place):
            return None
        ways = self._ways(life, place) if place + 1 < len(self.document.walk) else ()
        extra = self._extra(life, place)
        for number, kind in enumerate(written.faults):
            if not is_kind(kind):
                self.flaw(("walk", place, "faults", number), f"no fault is called {kind!r}", _faults_hint(kind))
        lasts = span_of(written.lasts) if written.lasts else None
        return Step(written.state, lasts, ways, tuple(written.faults), extra)

    def _is_known(self, life: Life, place: int) -> bool:
        state, states = self.document.walk[place].state, life.machine.states
        if state not in states:
            hint = suggestion(state, tuple(states))
            self.flaw(("walk", place, "state"), f"no state of {life.machine.id} is called {state!r}", hint)
        elif not life.is_answered(state):
            self.flaw(("walk", place, "state"), f"{state!r} is reserved: it is not answered", "leave the step out")
        else:
            return True
        return False

    def _ways(self, life: Life, place: int) -> tuple[Transition, ...]:
        """The transitions from this step to the next."""
        here, after = self.document.walk[place], self.document.walk[place + 1]
        if after.state not in life.machine.states:
            return ()
        every = [one for one in life.every(here.state) if one.target == after.state]
        ways = tuple(one for one in every if not after.by or one.trigger == after.by)
        if not every:
            targets = tuple(dict.fromkeys(one.target for one in life.every(here.state)))
            known = f"from there it goes to {', '.join(targets)}" if targets else "no transition leaves it"
            self.flaw(
                ("walk", place + 1, "state"), f"no transition leads from {here.state!r} to {after.state!r}", known
            )
        elif not ways:
            triggers = tuple(dict.fromkeys(one.trigger for one in every))
            message = f"{after.by!r} does not lead from {here.state!r} to {after.state!r}"
            self.flaw(("walk", place + 1, "by"), message, suggestion(after.by, triggers))
        elif not here.lasts and not any(one.trigger in life.machine.actions for one in ways):
            message = f"no call leads from {here.state!r} to {after.state!r}, so this step would last for ever"
            self.flaw(("walk", place, "state"), message, "say how long it lasts: `for: 10s`")
        return ways

    def _extra(self, life: Life, place: int) -> Mapping[str, object]:
        written = self.document.walk[place]
        if written.extra is None:
            return {}
        at = ("walk", place, "with")
        if not isinstance(written.extra, dict):
            self.flaw(at, "`with` is no mapping", "write `with: {attribute: value}`")
            return {}
        if life.machine.state_attribute in written.extra:
            self.flaw((*at, life.machine.state_attribute), "the state is what `state` says", "leave it out", key=True)
            return {}
        self._hold(life, place, written.extra)
        return written.extra

    def _hold(self, life: Life, place: int, extra: dict[str, object]) -> None:
        """Each value of `with` against the schema of the state."""
        state = self.document.walk[place].state
        try:
            body = {**Values(self.project, life.machine, state).body(), **extra}
        except NoExample:
            return
        for refusal in HeldBodies(self.project, life.machine).refusals(state, body):
            if refusal.path and refusal.path[0] in extra:
                self.flaw(("walk", place, "with", *refusal.path), refusal.message, f"see the attributes of {state!r}")


def _faults_hint(kind: str) -> str:
    return f"{suggestion(kind, KINDS)}; a status from 400 to 599 is one too"
