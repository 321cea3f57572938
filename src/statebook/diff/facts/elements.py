"""Everything that has words or a deprecation, as pairs of both sides."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from statebook.diff.fact import Name
from statebook.diff.pairing import Cluster, Pairing
from statebook.model import Attribute, State, Transition


@dataclass(frozen=True, slots=True)
class Element:
    """One element on both sides."""

    sort: str
    base_name: Name
    head_name: Name
    base: Any
    head: Any


def elements(pairing: Pairing) -> Iterator[Element]:
    """The machine, then what it holds; transitions are `ways`."""
    base, head = pairing.base, pairing.head
    yield Element("machine", (base.id,), (head.id,), base, head)
    yield from _clustered("state", pairing.states, base.states, head.states)
    yield from _clustered("action", pairing.actions, base.actions, head.actions)
    yield from _clustered("event", pairing.events, base.events, head.events)
    for sort, before, after in (
        ("error", base.errors, head.errors),
        ("group", base.groups, head.groups),
        ("object", base.objects, head.objects),
        ("attribute", base.attributes, head.attributes),
        ("source", base.sources, head.sources),
    ):
        for name, one in before.items():
            if name in after:
                yield Element(sort, (name,), (name,), one, after[name])
    yield from _parts(pairing)


def ways(pairing: Pairing) -> Iterator[Element]:
    """Transitions that stand alone under their names on both sides; they have no ids to go by."""
    base, head = _by_name(pairing.base.transitions), _by_name(pairing.head.transitions)
    for name, rows in base.items():
        others = head.get(name, [])
        if len(rows) == len(others) == 1:
            yield Element("transition", name, name, rows[0], others[0])


def _by_name(transitions: tuple[Transition, ...]) -> dict[Name, list[Transition]]:
    found: dict[Name, list[Transition]] = {}
    for one in transitions:
        found.setdefault((one.source, one.target, one.trigger), []).append(one)
    return found


def _parts(pairing: Pairing) -> Iterator[Element]:
    """What is inside objects, states and actions."""
    base, head = pairing.base, pairing.head
    for name, kind in base.objects.items():
        if name in head.objects:
            yield from _inside((name,), (name,), kind.attributes, head.objects[name].attributes)
    for cluster in pairing.states:
        if cluster.is_pair:
            old, new = base.states[cluster.base[0]], head.states[cluster.head[0]]
            yield from _inside((old.id,), (new.id,), _own(old), _own(new))
    for cluster in pairing.actions:
        if cluster.is_pair:
            call, other = base.actions[cluster.base[0]], head.actions[cluster.head[0]]
            taken = {parameter.name: parameter for parameter in other.parameters}
            for parameter in call.parameters:
                if parameter.name in taken:
                    names = (call.id, parameter.name), (other.id, parameter.name)
                    yield Element("parameter", *names, parameter, taken[parameter.name])


def _clustered(
    sort: str, clusters: list[Cluster], before: Mapping[str, Any], after: Mapping[str, Any]
) -> Iterator[Element]:
    for cluster in clusters:
        if cluster.is_pair:
            yield Element(sort, cluster.base, cluster.head, before[cluster.base[0]], after[cluster.head[0]])


def _own(state: State) -> tuple[Attribute, ...]:
    """What a state itself says of attributes."""
    return tuple(one for one in state.attributes if one.pointer.steps[:1] == ("states",))


def _inside(
    base_name: Name, head_name: Name, before: tuple[Attribute, ...], after: tuple[Attribute, ...]
) -> Iterator[Element]:
    known = {one.name: one for one in after}
    for one in before:
        if one.name in known:
            yield Element("attribute", (*base_name, one.name), (*head_name, one.name), one, known[one.name])
