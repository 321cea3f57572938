"""The JSON of a resource at one moment: the example of its state, with what is known of this very resource.

The example comes from `statebook.examples`. Into it go the resource's identifier, since when it is in its state, the
states before and after, and the other resources that it refers to. What the schema would refuse does not go in.
"""

from __future__ import annotations

import copy
from collections.abc import Mapping, Sequence

from statebook.examples.bodies import state_bodies
from statebook.examples.held import HeldBodies
from statebook.examples.path import parse_path, place
from statebook.examples.project import NoExample, Project
from statebook.examples.values import Values
from statebook.mock.life import Life
from statebook.mock.references import mentioned_in
from statebook.mock.resource import Moment, Resource
from statebook.mock.spans import shown_as
from statebook.model import MISSING, Attribute, Holds, Json, Visibility
from statebook.types import ArrayOf, Named, Primitive, Type, Union, without_null

DEEPEST = 3
"""Resources inside each other beyond this are shown as the examples show them."""


class Bodies:
    """Makes the bodies of all resources. It remembers what does not depend on the resource."""

    def __init__(self, project: Project, lives: Mapping[str, Life]) -> None:
        self.project = project
        self.lives = lives
        self._templates: dict[tuple[str, str, str], Json] = {}
        self._references: dict[int, bool] = {}
        self._held = {name: HeldBodies(project, life.machine) for name, life in lives.items()}

    def body(self, moment: Moment, expand: Sequence[str] = (), depth: int = 0) -> dict[str, Json]:
        """The object, with the attributes of `expand` in their fuller form; others are no matter.

        The attributes that the schema of the state refuses are those of the example instead.
        """
        machine, state = moment.life.machine.id, moment.state
        if moment.life.is_gone(state):
            return {}
        example: dict[str, Json] = self._template(machine, state, "")
        body = self._made(moment, expand, depth, _renamed(example, moment.instead))
        for refusal in self._held[machine].refusals(state, body):
            name = str(refusal.path[0]) if refusal.path else refusal.missing
            if name in example:
                body[name] = copy.deepcopy(example[name])
            else:
                body.pop(name, None)
        return body

    def _template(self, machine: str, state: str, whole: str) -> Json:
        key = (machine, state, whole)
        if key not in self._templates:
            self._templates[key] = self._example(machine, state, whole)
        return self._templates[key]

    def _example(self, machine: str, state: str, whole: str) -> Json:
        """The example of a state: what can be made, else what the author wrote by hand."""
        life = self.lives[machine].machine
        try:
            return Values(self.project, life, state).body(whole=whole)
        except NoExample:
            by_hand = state_bodies(self.project, life, state) if life.states[state].examples else ()
            return by_hand[0].value if by_hand and isinstance(by_hand[0].value, dict) else {}

    def _made(self, moment: Moment, expand: Sequence[str], depth: int, body: dict[str, Json]) -> dict[str, Json]:
        machine = moment.life.machine
        for attribute in machine.states[moment.state].attributes:
            name = attribute.name
            if name == machine.state_attribute:
                continue
            whole = attribute.expandable and name in expand
            value = self._value(moment, attribute, body.get(name, MISSING), depth, whole=whole)
            if name == machine.since_attribute:
                body = place(body, parse_path(name), _since(moment, attribute, body.get(name)))
            elif value is not MISSING:
                body[name] = value
            else:
                body.pop(name, None)
        for name, value in moment.extra.items():
            body[name] = copy.deepcopy(value)
        return body

    def _value(self, moment: Moment, attribute: Attribute, example: Json, depth: int, *, whole: bool) -> Json:
        """What an attribute holds; `MISSING` where it is not there."""
        if attribute.holds in (Holds.PREVIOUS, Holds.NEXT):
            return _other_state(moment, attribute, example)
        if self._refers(moment.life, attribute) and depth < DEEPEST:
            return self._reference(moment, attribute, example, depth, whole=whole)
        if whole:
            expanded = self._template(moment.life.machine.id, moment.state, attribute.name)
            return _renamed(expanded.get(attribute.name, example), moment.instead)
        return _identifying(moment, attribute, example)

    def _refers(self, life: Life, attribute: Attribute) -> bool:
        """Whether an attribute shows resources of machines."""
        key = id(attribute)  # of a machine, which is there as long as this is
        if key not in self._references:
            self._references[key] = bool(mentioned_in(life.machine, attribute, self.lives))
        return self._references[key]

    def _reference(self, moment: Moment, attribute: Attribute, example: Json, depth: int, *, whole: bool) -> Json:
        kind = attribute.expanded if whole and attribute.expanded is not None else attribute.type
        other_form = attribute.expanded is not None and attribute.expanded != attribute.type
        if other_form and not whole:
            return self._stand_in(moment, attribute, example)
        kind, _ = without_null(kind)
        if isinstance(kind, Union):
            kind = next((one for one in kind.options if isinstance(one, Named)), kind)
        collapsed = attribute.expandable and not whole
        if isinstance(kind, ArrayOf) and isinstance(kind.item, Named):
            found = moment.all.get(kind.item.name, ())
            return [self._shown(one, attribute, depth, collapsed=collapsed) for one in found]
        if isinstance(kind, Named):
            one = moment.latest.get(kind.name)
            if one is not None:
                return self._shown(one, attribute, depth, collapsed=collapsed)
            return self._nothing(moment, attribute, example, kind)
        return example

    def _nothing(self, moment: Moment, attribute: Attribute, example: Json, kind: Named) -> Json:
        """What an attribute holds that could refer to a resource and has none."""
        if kind.name in moment.life.machine.objects:
            return example
        if not attribute.required:
            return MISSING
        return None if attribute.nullable or without_null(attribute.type)[1] else example

    def _stand_in(self, moment: Moment, attribute: Attribute, example: Json) -> Json:
        """The short form of an attribute that is not the reduced object: how many there are, or which one it is."""
        kind, _ = without_null(attribute.type)
        expanded, _ = without_null(attribute.expanded or kind)
        if kind == Primitive("integer") and isinstance(expanded, ArrayOf):
            return len(moment.all.get(_name(expanded.item), ()))
        if isinstance(expanded, Named) and isinstance(example, str):
            one = moment.latest.get(expanded.name)
            return one.key[-1] if one is not None and one.key else example
        return example

    def _shown(self, one: Resource, attribute: Attribute, depth: int, *, collapsed: bool) -> Json:
        """Another resource inside a body: its identifier, or the whole of it."""
        body = self.body(one.moment, (), depth + 1)
        identifier = one.life.machine.identifier
        if not collapsed or identifier not in body:
            return body
        value = body[identifier]
        return value if attribute.collapsed_to_value else {identifier: value}


def _renamed(example: Json, instead: Mapping[str, str]) -> Json:
    """A copy of an example in which texts that name the example's resource name another one."""
    if isinstance(example, str):
        return instead.get(example, example)
    if isinstance(example, list):
        return [_renamed(item, instead) for item in example]
    if isinstance(example, dict):
        return {key: _renamed(item, instead) for key, item in example.items()}
    return example


def _name(kind: Type) -> str:
    return kind.name if isinstance(kind, Named) else ""


def _since(moment: Moment, attribute: Attribute, example: Json) -> Json:
    kind, _ = without_null(attribute.type)
    shown = shown_as(moment.entered, kind.name) if isinstance(kind, Primitive) else None
    return example if shown is None else shown


def _other_state(moment: Moment, attribute: Attribute, example: Json) -> Json:
    """The wire value of the state before or after this one."""
    found = moment.previous if attribute.holds is Holds.PREVIOUS else moment.next
    states = moment.life.machine.states
    if found is not None and states[found].visibility is not Visibility.RESERVED:
        return copy.deepcopy(states[found].value)
    if attribute.nullable:
        return None
    return example if attribute.required else MISSING


def _identifying(moment: Moment, attribute: Attribute, example: Json) -> Json:
    """The value of a path variable where an attribute has its name, in the type of the example."""
    own = attribute.name == moment.life.machine.identifier and bool(moment.key)
    known = moment.key[-1] if own else moment.names.get(attribute.name.lower())
    if known is None or attribute.enum:
        return example
    if isinstance(example, str):
        return known
    is_number = isinstance(example, int) and not isinstance(example, bool)
    return int(known) if is_number and known.isascii() and known.isdigit() and len(known) < 16 else example
