"""Which machines the body of a resource refers to, and which of them it cannot do without."""

from __future__ import annotations

from collections.abc import Container

from statebook.model import Attribute, Machine
from statebook.types import Named, named_in, without_null


def mentioned_in(machine: Machine, attribute: Attribute, known: Container[str]) -> tuple[str, ...]:
    """The machines that an attribute's types name; an object type of the same name hides a machine."""
    kinds = [attribute.type, *([attribute.expanded] if attribute.expanded is not None else [])]
    names = dict.fromkeys(name for kind in kinds for name in named_in(kind))
    return tuple(name for name in names if name in known and name not in machine.objects)


def mentioned(machine: Machine, known: Container[str]) -> tuple[str, ...]:
    """The machines that any attribute of any state names."""
    found = (
        name
        for state in machine.states.values()
        for attribute in state.attributes
        for name in mentioned_in(machine, attribute, known)
    )
    return tuple(dict.fromkeys(found))


def needed(machine: Machine, state: str, known: Container[str]) -> tuple[str, ...]:
    """The machines of which a body in this state has to show a resource."""
    found: dict[str, None] = {}
    for attribute in machine.states[state].attributes:
        kind, has_null = without_null(attribute.type)
        whole = without_null(attribute.expanded)[0] if attribute.expanded is not None else kind
        is_one = isinstance(kind, Named) or isinstance(whole, Named)
        if attribute.required and not attribute.nullable and not has_null and is_one:
            found.update(dict.fromkeys(mentioned_in(machine, attribute, known)))
    return tuple(found)
