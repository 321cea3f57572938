"""Example values by type: what stands in a body, attribute by attribute.

An attribute's own example wins. Otherwise the value follows from type, enum, pattern and name, and
from the state: its wire value, the time it was entered, the states before and after it. Objects
that contain each other are cut where the spec allows it: an optional attribute is left out, a
nullable one is null, a list is empty.
"""

from __future__ import annotations

import copy
from collections.abc import Iterable
from dataclasses import dataclass, replace

from statebook.examples import patterns, words
from statebook.examples.lifecycle import BEGINNING, Lifecycle
from statebook.examples.path import parse_path, place
from statebook.examples.project import Machines, NoExample, Project, named_machine
from statebook.examples.references import find_attribute, reduced, same_one
from statebook.model import MISSING, Attribute, Holds, Json, Machine, State
from statebook.pointer import Pointer, Step
from statebook.types import NULL, ArrayOf, MapOf, Named, Primitive, StateValue, Type, Union

FULL_DEPTH = 3
"""Objects nested deeper than this show only what they must have."""

MAXIMUM_DEPTH = 24
"""Objects nested deeper than this are cut like objects that contain themselves."""

PLENTY = 500
"""A body with this many values gets no more optional attributes inside nested objects."""

MAXIMUM_VALUES = 20_000
"""No body has more values than this."""

Stack = tuple[tuple[str, ...], ...]


class _Cut(Exception):
    """The object would contain itself; whoever can do without it catches this."""

    def __init__(self, pointer: Pointer, message: str) -> None:
        super().__init__(message)
        self.pointer = pointer
        self.message = message


@dataclass(frozen=True, slots=True)
class Scope:
    """The machine and the state that a value is shown in. `state` is None for a machine that shows none."""

    machine: Machine
    lifecycle: Lifecycle
    state: State | None


def enum_is_for_items(kind: Type, enum: Iterable[Json]) -> bool:
    """Whether an attribute's enum lists the items of its array (or map), not whole arrays."""
    whole = {ArrayOf: list, MapOf: dict}.get(type(kind))
    return whole is not None and not any(isinstance(value, whole) for value in enum)


class Values:
    """Makes the values of one body. A new object for each body: it counts what it made."""

    def __init__(self, machines: Machines, machine: Machine, state: str | None = None) -> None:
        self.project = Project.of(machines)
        self.scope = self._scope(machine, machine.states[state] if state is not None else None)
        self._made = 0

    def _scope(self, machine: Machine, state: State | None = None) -> Scope:
        lifecycle = self.project.lifecycle(machine)
        return Scope(machine, lifecycle, state or lifecycle.typical())

    def body(self, *, whole: str = "") -> dict[str, Json]:
        """The object in this state, with the expandable attribute `whole` in its expanded form.

        Raises `NoExample` where objects must contain themselves or a state is asked for that is not there.
        """
        try:
            return self._machine_body(self.scope, (), whole)
        except _Cut as cut:
            raise NoExample(cut.pointer, cut.message) from None

    def of_type(self, kind: Type, owner: str, name: str, pointer: Pointer) -> Json:
        """A value of a type that stands for itself, such as an answer or a parameter. Raises `NoExample`."""
        try:
            return self._typed(self.scope, owner, _bare(name, kind, pointer), kind, ())
        except _Cut as cut:
            raise NoExample(cut.pointer, cut.message) from None

    def _machine_body(self, scope: Scope, stack: Stack, whole: str = "") -> dict[str, Json]:
        machine, state = scope.machine, scope.state
        if state is None:
            raise _Cut(machine.pointer, f"no state of `{machine.id}` can be shown")
        paths = {path: parse_path(path) for path in (machine.state_attribute, machine.since_attribute) if path}
        deeper = (*stack, (machine.id,))
        body = self._members(scope, machine.id, state.attributes, deeper, paths, whole)
        if machine.state_attribute and machine.state_attribute not in (one.name for one in state.attributes):
            path = paths[machine.state_attribute]
            body = place(body if path[0] in body else _first(path[0], body), path, copy.deepcopy(state.value))
        elif machine.state_attribute:
            body = place(body, paths[machine.state_attribute], copy.deepcopy(state.value))
        return body

    def _members(
        self,
        scope: Scope,
        owner: str,
        attributes: tuple[Attribute, ...],
        stack: Stack,
        paths: dict[str, tuple[Step, ...]] | None = None,
        whole: str = "",
    ) -> dict[str, Json]:
        """Attributes as a JSON object. `paths` are the names that stand for places deeper inside."""
        nested = len(stack) > 1
        body: dict[str, Json] = {}
        for attribute in attributes:
            if nested and not attribute.required and (len(stack) > FULL_DEPTH + 1 or self._made > PLENTY):
                continue
            try:
                value = self._attribute(scope, owner, attribute, stack, whole=bool(whole) and attribute.name == whole)
            except _Cut:
                if not attribute.required:
                    continue
                if not attribute.nullable:
                    raise
                value = None
            path = (paths or {}).get(attribute.name, (attribute.name,))
            body = place(body, path, value)
        return body

    def _attribute(self, scope: Scope, owner: str, attribute: Attribute, stack: Stack, *, whole: bool) -> Json:
        self._made += 1
        if self._made > MAXIMUM_VALUES:
            raise NoExample(attribute.pointer, f"an example would have more than {MAXIMUM_VALUES} values")
        if attribute.holds is not None and scope.state is not None:
            return self._held(scope, attribute, scope.state)
        # A copy of MISSING would be another object.
        given = MISSING if attribute.example is MISSING else copy.deepcopy(attribute.example)
        expanded = attribute.expanded
        if expanded is None or expanded != attribute.type:
            if whole and expanded is not None:
                return self._typed(scope, owner, attribute, expanded, ())
            return given if given is not MISSING else self._typed(scope, owner, attribute, attribute.type, stack)
        if not whole:
            if given is not MISSING:
                return self._reduced(scope, attribute, given)
            return self._collapsed(scope, owner, attribute, attribute.type, stack)
        if given is not MISSING and self._reduced(scope, attribute, given) != given:
            return given
        # Starting afresh: an expanded reference may show the same type once more, its own references collapsed.
        made = self._typed(scope, owner, attribute, expanded, ())
        return made if given is MISSING else same_one(self.project, scope.machine, attribute, made, given)

    def _held(self, scope: Scope, attribute: Attribute, state: State) -> Json:
        """The wire value of the state that the attribute names, as the transitions have it."""
        lifecycle, states = scope.lifecycle, scope.machine.states
        if attribute.holds is Holds.CURRENT:
            return copy.deepcopy(state.value)
        if attribute.holds is Holds.PREVIOUS:
            found, missing = lifecycle.previous(state.id), "nothing leads to"
        else:
            nothing = attribute.nullable and lifecycle.expects_nothing(state.id)
            found, missing = (None if nothing else lifecycle.next(state.id), "nothing leaves")
        if found is not None:
            return copy.deepcopy(states[found].value)
        if attribute.nullable:
            return None
        if attribute.example is not MISSING:
            return copy.deepcopy(attribute.example)
        message = f"{missing} `{state.id}`, so `{attribute.name}` has to be nullable or optional there"
        raise _Cut(attribute.pointer, message)

    def _typed(self, scope: Scope, owner: str, attribute: Attribute, kind: Type, stack: Stack) -> Json:
        """A value of `kind`; `attribute` gives name, enum, pattern and default."""
        enum = [one.value for one in attribute.enum]
        if enum and not enum_is_for_items(kind, enum):
            return copy.deepcopy(next((value for value in enum if value is not None), None))
        if kind == attribute.type and attribute.default is not MISSING and attribute.default is not None:
            return copy.deepcopy(attribute.default)
        match kind:
            case Primitive(name):
                return self._scalar(scope, owner, attribute, name)
            case StateValue():
                return copy.deepcopy(scope.state.value) if scope.state is not None else None
            case Named(name):
                return self._object(scope, name, attribute.pointer, stack)
            case ArrayOf(item):
                try:
                    return [self._typed(scope, owner, _item(attribute), item, stack)]
                except _Cut:
                    return []
            case MapOf(value):
                try:
                    return {words.singular(attribute.name): self._typed(scope, owner, _item(attribute), value, stack)}
                except _Cut:
                    return {}
            case Union(options):
                return self._first_possible(scope, owner, attribute, options, stack)

    def _first_possible(
        self, scope: Scope, owner: str, attribute: Attribute, options: tuple[Type, ...], stack: Stack
    ) -> Json:
        cut: _Cut | None = None
        for option in options:
            if option != NULL:
                try:
                    return self._typed(scope, owner, attribute, option, stack)
                except _Cut as missed:
                    cut = cut or missed
        if cut is None or NULL in options:
            return None
        raise cut

    def _scalar(self, scope: Scope, owner: str, attribute: Attribute, primitive: str) -> Json:
        entered = scope.lifecycle.moment(scope.state.id) if scope.state is not None else BEGINNING
        if attribute.sensitive and primitive in ("string", "any") and not attribute.pattern:
            return "********"
        # The attribute that says since when the state holds shows just that, whatever it is called.
        name = "since" if attribute.name == scope.machine.since_attribute else attribute.name
        value = words.scalar(primitive, owner, name, entered)
        if not attribute.pattern or not isinstance(value, str) or patterns.follows(attribute.pattern, value):
            return value
        sampled = patterns.sample(attribute.pattern, f"{owner}.{attribute.name}")
        if sampled is None:
            message = f"no example of `{attribute.name}` can be made from its pattern; write one as `example`"
            raise NoExample(attribute.pointer, message)
        return sampled

    def _object(self, scope: Scope, name: str, pointer: Pointer, stack: Stack) -> Json:
        own = scope.machine.objects.get(name)
        here = (scope.machine.id, name) if own is not None else (name,)
        if here in stack:
            raise _Cut(
                pointer, f"`{name}` would contain itself without end; make an attribute on the way optional or nullable"
            )
        if len(stack) > MAXIMUM_DEPTH:
            raise _Cut(
                pointer, f"objects nest deeper than {MAXIMUM_DEPTH}; make an attribute on the way optional or nullable"
            )
        if own is not None:
            return self._members(scope, own.id, own.attributes, (*stack, here))
        machine = named_machine(self.project, scope.machine, name, pointer)
        return self._machine_body(self._scope(machine), stack)

    def _collapsed(self, scope: Scope, owner: str, attribute: Attribute, kind: Type, stack: Stack) -> Json:
        """The value before `expand`: objects are reduced to their identifier."""
        match kind:
            case Named(name):
                there, its_owner, identifier = self._identified(scope, name, attribute.pointer)
                here = ("collapsed", scope.machine.id, name)
                if identifier is None or here in stack:
                    return self._typed(scope, owner, attribute, kind, stack)
                # An identifier that is itself expandable is shown as its type says: it may refer to itself.
                plain = replace(identifier, expanded=None)
                value = self._attribute(there, its_owner, plain, (*stack, here), whole=False)
                return value if attribute.collapsed_to_value else {identifier.name: value}
            case ArrayOf(item):
                return [self._collapsed(scope, owner, attribute, item, stack)]
            case MapOf(value):
                return {words.singular(attribute.name): self._collapsed(scope, owner, attribute, value, stack)}
            case Union(options):
                chosen = next((option for option in options if option != NULL), NULL)
                return self._collapsed(scope, owner, attribute, chosen, stack)
            case _:
                return self._typed(scope, owner, attribute, kind, stack)

    def _identified(self, scope: Scope, name: str, pointer: Pointer) -> tuple[Scope, str, Attribute | None]:
        """The attribute that identifies an object type or machine, with the scope and owner it belongs to."""
        own = scope.machine.objects.get(name)
        if own is not None:
            return scope, own.id, find_attribute(own.identifier, own.attributes)
        machine = named_machine(self.project, scope.machine, name, pointer)
        there = self._scope(machine)
        carried = there.state.attributes if there.state is not None else ()
        return (there, machine.id, find_attribute(machine.identifier, (*carried, *machine.attributes.values())))

    def _reduced(self, scope: Scope, attribute: Attribute, given: Json) -> Json:
        return reduced(self.project, scope.machine, attribute, given)


def _first(key: Step, body: dict[str, Json]) -> dict[str, Json]:
    return {str(key): {}, **body}


def _bare(name: str, kind: Type, pointer: Pointer) -> Attribute:
    return Attribute(name=name, type=kind, pointer=pointer)


def _item(attribute: Attribute) -> Attribute:
    """The attribute as one item of its array or map sees it."""
    return Attribute(
        name=words.singular(attribute.name),
        type=attribute.type,
        enum=attribute.enum,
        pattern=attribute.pattern,
        sensitive=attribute.sensitive,
        pointer=attribute.pointer,
    )
