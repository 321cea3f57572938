"""What a machine says that a format may have no words for: collected in one place, and named alike by all formats."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from enum import StrEnum

from statebook.export.format import Loss
from statebook.model import Deprecation, Evidence, Machine
from statebook.pointer import Pointer


class Lost(StrEnum):
    """The usual losses, by the words that a user reads."""

    GUARDS = "guards"
    EFFECTS = "effects"
    TRANSITION_TEXTS = "descriptions of transitions"
    MOVERS = "who moves the resource"
    OTHER_STARTS = "initial states besides the first"
    START_TRIGGERS = "triggers of initial states"
    START_TEXTS = "descriptions of initial states"
    LONELY_STATES = "states without transitions"
    UNENTERED_STATES = "states that nothing leads to"
    KINDS = "kinds of states"
    OUTCOMES = "outcomes"
    VALUES = "values of states that are not their ids"
    TITLES = "titles of states"
    STATE_TEXTS = "descriptions of states"
    NEXT_STEPS = "next steps"
    POLLS = "advice on polling"
    GROUPS = "groups"
    GROUP_TEXTS = "descriptions of groups"
    ATTRIBUTES = "attributes"
    TRANSITIONS = "transitions"
    ACTIONS = "actions"
    CALLS = "calls of actions"
    EVENTS = "events"
    TRIGGER_TEXTS = "descriptions of triggers"
    ERRORS = "errors"
    DEPRECATIONS = "deprecations"
    EVIDENCE = "evidence"


def losses(
    machine: Machine, usual: Iterable[Lost], more: Mapping[str, Iterable[Pointer]] | None = None
) -> tuple[Loss, ...]:
    """The losses with at least one place: first the usual ones, then the format's own by their words."""
    said = {one.value: _PLACES[one](machine) for one in usual}
    for what, places in (more or {}).items():
        said.setdefault(what, []).extend(places)
    return tuple(Loss(what, places[0], len(places)) for what, places in said.items() if places)


Places = Callable[[Machine], list[Pointer]]


def _entered(machine: Machine) -> set[str]:
    return {one.state for one in machine.initial} | {one.target for one in machine.transitions}


def _lonely(machine: Machine) -> list[Pointer]:
    moved = _entered(machine) | {one.source for one in machine.transitions}
    return [one.pointer for one in machine.states.values() if one.id not in moved]


def _unentered(machine: Machine) -> list[Pointer]:
    entered = _entered(machine)
    return [one.pointer for one in machine.states.values() if one.id not in entered]


def _elements(machine: Machine) -> Iterable[tuple[Pointer, Evidence | None, Deprecation | None]]:
    yield from ((one.pointer, one.evidence, one.deprecation) for one in machine.states.values())
    yield from ((one.pointer, one.evidence, one.deprecation) for one in machine.transitions)
    yield from ((one.pointer, one.evidence, one.deprecation) for one in machine.actions.values())
    yield from ((one.pointer, one.evidence, one.deprecation) for one in machine.events.values())


def _deprecations(machine: Machine) -> list[Pointer]:
    own = [machine.pointer] if machine.deprecation else []
    return own + [place for place, _, leaving in _elements(machine) if leaving]


def _evidence(machine: Machine) -> list[Pointer]:
    own = [machine.pointer] if machine.evidence else []
    return own + [place for place, known, _ in _elements(machine) if known]


def _trigger_texts(machine: Machine) -> list[Pointer]:
    actions = [one.pointer for one in machine.actions.values() if one.description]
    return actions + [one.pointer for one in machine.events.values() if one.description]


_PLACES: dict[Lost, Places] = {
    Lost.GUARDS: lambda machine: [one.pointer for one in machine.transitions if one.guard],
    Lost.EFFECTS: lambda machine: [one.pointer for one in machine.transitions if one.effect],
    Lost.TRANSITION_TEXTS: lambda machine: [one.pointer for one in machine.transitions if one.description],
    Lost.MOVERS: lambda machine: [one.pointer for one in machine.transitions],
    Lost.OTHER_STARTS: lambda machine: [one.pointer for one in machine.initial[1:]],
    Lost.START_TRIGGERS: lambda machine: [one.pointer for one in machine.initial if one.trigger],
    Lost.START_TEXTS: lambda machine: [one.pointer for one in machine.initial if one.description],
    Lost.LONELY_STATES: _lonely,
    Lost.UNENTERED_STATES: _unentered,
    Lost.KINDS: lambda machine: [one.pointer for one in machine.states.values()],
    Lost.OUTCOMES: lambda machine: [one.pointer for one in machine.states.values() if one.outcome],
    Lost.VALUES: lambda machine: [one.pointer for one in machine.states.values() if one.value != one.id],
    Lost.TITLES: lambda machine: [one.pointer for one in machine.states.values() if one.title],
    Lost.STATE_TEXTS: lambda machine: [one.pointer for one in machine.states.values() if one.description],
    Lost.NEXT_STEPS: lambda machine: [one.pointer for one in machine.states.values() if one.next_step],
    Lost.POLLS: lambda machine: [one.pointer for one in machine.states.values() if one.poll],
    Lost.GROUPS: lambda machine: [one.pointer for one in machine.groups.values()],
    Lost.GROUP_TEXTS: lambda machine: [one.pointer for one in machine.groups.values() if one.description],
    Lost.ATTRIBUTES: lambda machine: [one.pointer for one in machine.attributes.values()],
    Lost.TRANSITIONS: lambda machine: [one.pointer for one in machine.transitions],
    Lost.ACTIONS: lambda machine: [one.pointer for one in machine.actions.values()],
    Lost.CALLS: lambda machine: [one.pointer for one in machine.actions.values()],
    Lost.EVENTS: lambda machine: [one.pointer for one in machine.events.values()],
    Lost.TRIGGER_TEXTS: _trigger_texts,
    Lost.ERRORS: lambda machine: [one.pointer for one in machine.errors.values()],
    Lost.DEPRECATIONS: _deprecations,
    Lost.EVIDENCE: _evidence,
}
