"""Transitions as written to one for each origin, target and trigger."""

from __future__ import annotations

from collections.abc import Iterable

from statebook.model import Mover, Transition
from statebook.pointer import Step
from statebook.source.document.machine import TransitionDocument
from statebook.source.resolve.parts import deprecation, evidence, ignores
from statebook.source.resolve.scope import Scope


def transitions(scope: Scope) -> tuple[Transition, ...]:
    """One transition for each origin, target and trigger of an entry, in the order in which they are written."""
    document = scope.document
    triggers = (*document.actions, *document.events)
    found: list[Transition] = []
    for index, written in enumerate(document.transitions):
        steps: tuple[Step, ...] = ("transitions", index)
        targets = [
            name for at, name in _many(written.to) if scope.known("state", name, document.states, (*steps, "to", at))
        ]
        known = [
            name
            for at, name in _many(written.trigger)
            if scope.known("action or event", name, triggers, (*steps, "trigger", at))
        ]
        known_well = evidence(scope, written.evidence, steps)
        before = len(scope.diagnostics)
        origins = origins_of(scope, index, written)
        if not origins and len(scope.diagnostics) == before:
            scope.report(
                "wrong-type",
                (*steps, "from"),
                "no state is left: nothing is chosen",
                "widen `from:`, or shorten `except:`",
            )
        found.extend(
            Transition(
                source=origin,
                target=target,
                trigger=trigger,
                by=mover_of(scope, trigger) or Mover.SYSTEM,
                guard=written.guard.strip(),
                effect=written.effect.strip(),
                description=written.description.strip(),
                evidence=known_well,
                deprecation=deprecation(written.deprecated),
                tags=tuple(written.tags),
                ignores=ignores(scope, written, steps),
                extra=written.extension,
                entry=index,
                pointer=scope.pointer(*steps),
            )
            for origin in origins
            for target in targets
            for trigger in known
        )
    return tuple(found)


def mover_of(scope: Scope, trigger: str) -> Mover | None:
    """Who moves by a trigger, or None where no action or event is called so."""
    if trigger in scope.document.actions:
        return Mover(scope.document.actions[trigger].by)
    if trigger in scope.document.events:
        return Mover(scope.document.events[trigger].by)
    return None


def origins_of(scope: Scope, index: int, written: TransitionDocument) -> tuple[str, ...]:
    """The states that an entry starts from: those that `from:` chooses without those of `except:`."""
    steps = ("transitions", index)
    chosen = scope.select(written.from_, (*steps, "from"))
    left_out = set(scope.select(written.except_, (*steps, "except")))
    return tuple(state for state in chosen if state not in left_out)


def _many(names: Iterable[str]) -> Iterable[tuple[int, str]]:
    return enumerate(dict.fromkeys(names))
