"""References to other objects as bodies show them: whole, or reduced to an identifier.

What an author wrote as the example of an expandable attribute may be either form; this module makes
one of the other, so that both bodies speak of the same object.
"""

from __future__ import annotations

import copy
from collections.abc import Iterable

from statebook.examples.project import Machines, named_machine
from statebook.model import Attribute, Json, Machine
from statebook.types import ArrayOf, MapOf, Named, Type, Union


def find_attribute(identifier: str, attributes: Iterable[Attribute]) -> Attribute | None:
    """The attribute of that name; None for an empty name or when there is none."""
    return next((one for one in attributes if one.name == identifier), None) if identifier else None


def reduced(project: Machines, machine: Machine, attribute: Attribute, given: Json) -> Json:
    """An expandable attribute's example in its collapsed form; what is collapsed already stays as it is."""

    def visit(kind: Type, value: Json) -> Json:
        if isinstance(kind, ArrayOf) and isinstance(value, list):
            return [visit(kind.item, one) for one in value]
        if isinstance(kind, MapOf) and isinstance(value, dict):
            return {key: visit(kind.value, one) for key, one in value.items()}
        if isinstance(kind, Union):
            named = [option for option in kind.options if isinstance(option, Named)]
            return visit(named[0], value) if len(named) == 1 else value
        if isinstance(kind, Named) and isinstance(value, dict):
            name = _identifier_name(project, machine, kind.name, attribute)
            if name in value:
                return value[name] if attribute.collapsed_to_value else {name: value[name]}
        return value

    return visit(attribute.type, given)


def same_one(project: Machines, machine: Machine, attribute: Attribute, made: Json, given: Json) -> Json:
    """A made object with the identifier of the collapsed example that stands for it, in lists one for each."""

    def visit(kind: Type, value: Json, example: Json) -> Json:
        if isinstance(kind, Named) and isinstance(value, dict):
            name = _identifier_name(project, machine, kind.name, attribute)
            if isinstance(example, dict):
                return {**value, **example}
            if name and example is not None:
                return {**value, name: example}
        if isinstance(kind, ArrayOf) and isinstance(value, list) and isinstance(example, list):
            return [visit(kind.item, copy.deepcopy(one), item) for one in value[:1] for item in example]
        return value

    return visit(attribute.type, made, given)


def _identifier_name(project: Machines, machine: Machine, name: str, attribute: Attribute) -> str:
    own = machine.objects.get(name)
    return own.identifier if own is not None else named_machine(project, machine, name, attribute.pointer).identifier
