"""The parts of a machine that carry texts, evidence, deprecations or ignores, each once."""

from __future__ import annotations

from collections.abc import Iterator

from statebook.model import (
    Action,
    Attribute,
    Deprecation,
    ErrorType,
    Event,
    Group,
    Initial,
    Machine,
    ObjectType,
    Openness,
    Parameter,
    Poll,
    Returns,
    Source,
    State,
    Transition,
)

Element = (
    Machine
    | Openness
    | Initial
    | Source
    | ObjectType
    | ErrorType
    | Action
    | Parameter
    | Returns
    | Event
    | Attribute
    | Group
    | State
    | Poll
    | Transition
)


def elements(machine: Machine) -> Iterator[Element]:
    """Every part, in the order of the sections.

    An attribute comes where it is written, a transition once for its entry.
    """
    yield machine
    if machine.openness is not None:
        yield machine.openness
    yield from machine.initial
    yield from machine.sources.values()
    for one in machine.objects.values():
        yield one
        yield from one.attributes
    yield from machine.errors.values()
    for action in machine.actions.values():
        yield action
        yield from action.parameters
        if action.returns is not None:
            yield action.returns
    yield from machine.events.values()
    yield from (one for one in machine.attributes.values() if is_written(one))
    yield from machine.groups.values()
    for state in machine.states.values():
        yield state
        if state.poll is not None:
            yield state.poll
        yield from own_attributes(state)
    yield from entries(machine)


def entries(machine: Machine) -> Iterator[Transition]:
    """The first row of each entry of `transitions:`; the others share its texts and evidence."""
    seen = -1
    for one in machine.transitions:
        if one.entry != seen:
            seen = one.entry
            yield one


def is_written(attribute: Attribute) -> bool:
    """False for the state attribute where the author left it to us."""
    return attribute.pointer.steps[-1:] != ("state_attribute",)


def own_attributes(state: State) -> Iterator[Attribute]:
    """The attributes that are written below a state, refined ones included."""
    depth = len(state.pointer.steps)
    for one in state.attributes:
        if one.pointer.steps[:depth] == state.pointer.steps:
            yield one


def deprecations(machine: Machine) -> Iterator[tuple[Element, Deprecation]]:
    """Everything that is on its way out, where that is written."""
    for one in elements(machine):
        found: Deprecation | None = getattr(one, "deprecation", None)
        if found is None:
            continue
        if isinstance(one, Attribute) and one.refined and machine.attributes[one.name].deprecation is found:
            continue
        yield one, found


_WORDS: dict[type, str] = {
    ObjectType: "object",
    ErrorType: "error",
    Action: "action",
    Event: "event",
    Group: "group",
    State: "state",
    Source: "source",
}


def named(one: Element) -> str:
    """What an element is called in a message, such as `state 'idle'`."""
    match one:
        case Machine():
            return f"machine {one.id!r}"
        case Transition():
            return f"the transition from {one.source!r} to {one.target!r} by {one.trigger!r}"
        case Attribute():
            return f"attribute {one.name!r}{_of(one)}"
        case Parameter():
            return f"parameter {one.name!r}{_of(one)}"
        case Initial():
            return f"the initial state {one.state!r}"
        case Openness():
            return "the openness"
        case Returns():
            return f"the answer{_of(one)}"
        case Poll():
            return f"the advice on polling{_of(one)}"
        case _:
            return f"{_WORDS[type(one)]} {one.id!r}"


_HOLDERS = {"states": "state", "objects": "object", "actions": "action"}


def _of(one: Element) -> str:
    """Which state, object or action a part belongs to; nothing for those of the machine."""
    section, *rest = one.pointer.steps
    return f" of {_HOLDERS[section]} {rest[0]!r}" if isinstance(section, str) and section in _HOLDERS else ""


def way(one: Transition) -> str:
    """A row in a message."""
    return f"from {one.source!r} to {one.target!r} by {one.trigger!r}"


def row(one: Transition) -> tuple[str, str, str]:
    """A row as values of a finding."""
    return (one.source, one.target, one.trigger)


def condition(one: Transition) -> str:
    """A guard as it compares: line breaks, capitals and the full stop at its end aside; empty without one."""
    return " ".join(one.guard.split()).rstrip(".").casefold()
