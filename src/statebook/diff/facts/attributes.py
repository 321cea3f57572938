"""What the object carries, state by state, and what the object types in it carry.

A state's attributes are compared with those of the same state on the other side, so a declaration
that moves from the machine to its states, or back, is no difference. Equal differences of several
states are one fact, which lists them unless they are all.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from statebook.diff.fact import Fact, Name
from statebook.diff.facts.properties import differences
from statebook.diff.pairing import Cluster, Pairing, matched, section
from statebook.diff.typetext import type_text
from statebook.model import Attribute, Json, Machine
from statebook.pointer import Pointer


@dataclass(frozen=True, slots=True)
class Holder:
    """Something with attributes: the object as a whole, whose places are states, or an object type.

    `base` and `head` map each place to its attributes; `pairs` are the places that are one.
    """

    sort: str
    prefix: Name
    base: Mapping[str, Mapping[str, Attribute]]
    head: Mapping[str, Mapping[str, Attribute]]
    pairs: tuple[tuple[str, str], ...]
    nowhere: tuple[Pointer, Pointer]


def facts(pairing: Pairing) -> Iterator[Fact]:
    """The differences between the attributes of the two sides."""
    base, head = pairing.base, pairing.head
    yield from _attributes(pairing, _object(pairing), skipped=_state_attributes(base, head))
    for name, one in base.objects.items():
        if name not in head.objects:
            yield pairing.fact(
                "object-type-removed", "object", (name,), (), base_at=one.pointer, head_at=section(head, "objects")
            )
            continue
        other = head.objects[name]
        yield from _identifier(
            pairing, "object", (name, name), (one.identifier, other.identifier), (one.pointer, other.pointer)
        )
        inside = Holder(
            "attribute",
            (name,),
            {name: {each.name: each for each in one.attributes}},
            {name: {each.name: each for each in other.attributes}},
            ((name, name),),
            (one.pointer, other.pointer),
        )
        yield from _attributes(pairing, inside)
    for name, one in head.objects.items():
        if name not in base.objects:
            yield pairing.fact(
                "object-type-added", "object", (), (name,), base_at=section(base, "objects"), head_at=one.pointer
            )
    yield from _identifier(
        pairing, "machine", (base.id, head.id), (base.identifier, head.identifier), (base.pointer, head.pointer)
    )


def _state_attributes(base: Machine, head: Machine) -> tuple[str, str]:
    """The top-level attributes that hold the state, where they differ: another fact tells that."""
    if base.state_attribute == head.state_attribute:
        return "", ""
    return tuple(one.split(".")[0].split("[")[0] for one in (base.state_attribute, head.state_attribute))  # type: ignore[return-value]


def _object(pairing: Pairing) -> Holder:
    return Holder(
        "attribute",
        (),
        {name: {one.name: one for one in state.attributes} for name, state in pairing.base.states.items()},
        {name: {one.name: one for one in state.attributes} for name, state in pairing.head.states.items()},
        tuple(pairing.state_pairs),
        (section(pairing.base, "attributes"), section(pairing.head, "attributes")),
    )


def _identifier(
    pairing: Pairing, sort: str, names: tuple[str, str], values: tuple[str, str], places: tuple[Pointer, Pointer]
) -> Iterator[Fact]:
    if values[0] != values[1]:
        yield pairing.fact(
            "identifier-changed",
            sort,
            (names[0],),
            (names[1],),
            base=values[0] or None,
            head=values[1] or None,
            base_at=places[0],
            head_at=places[1],
        )


def _first(places: Mapping[str, Mapping[str, Attribute]]) -> dict[str, Attribute]:
    """Every attribute by name, with all the names that any place says it had."""
    found: dict[str, Attribute] = {}
    for attributes in places.values():
        for name, one in attributes.items():
            if name not in found:
                found[name] = one
            elif one.formerly != found[name].formerly:
                both = tuple(dict.fromkeys((*found[name].formerly, *one.formerly)))
                found[name] = replace(found[name], formerly=both)
    return found


def _attributes(pairing: Pairing, holder: Holder, skipped: tuple[str, str] = ("", "")) -> Iterator[Fact]:
    base, head = _first(holder.base), _first(holder.head)
    clusters = matched(
        {name: one for name, one in base.items() if name != skipped[0]},
        {name: one for name, one in head.items() if name != skipped[1]},
    )
    if skipped[0] in base and skipped[1] in head:
        clusters.append(Cluster((skipped[0],), (skipped[1],)))
    for cluster in clusters:
        kept = set(cluster.base) & set(cluster.head)
        if cluster.is_pair:
            names = cluster.base[0], cluster.head[0]
            if names[0] != names[1] and names != skipped:
                yield _fact(pairing, holder, "attribute-renamed", base[names[0]], head[names[1]])
            yield from _pair(pairing, holder, base[names[0]], head[names[1]])
            continue
        for name in sorted(kept):
            yield from _pair(pairing, holder, base[name], head[name])
        for name in cluster.base:
            if name not in kept:
                yield _one_sided(pairing, holder, base[name], is_head=False)
        for name in cluster.head:
            if name not in kept:
                yield _one_sided(pairing, holder, head[name], is_head=True)


def _one_sided(pairing: Pairing, holder: Holder, one: Attribute, *, is_head: bool) -> Fact:
    places = holder.head if is_head else holder.base
    carrying = sorted(place for place, attributes in places.items() if one.name in attributes)
    shared = {pair[1 if is_head else 0] for pair in holder.pairs}
    came_with = "" if any(place in shared for place in carrying) else f"state {carrying[0]}"
    types = {type_text(places[place][one.name].type) for place in carrying}
    value = {"type": " or ".join(sorted(types))} | ({} if len(carrying) == len(places) else {"in": carrying})
    name = (*holder.prefix, one.name)
    if is_head:
        return pairing.fact(
            "attribute-added",
            holder.sort,
            (),
            name,
            head=value,
            base_at=holder.nowhere[0],
            head_at=one.pointer,
            implied_by=came_with,
        )
    return pairing.fact(
        "attribute-removed",
        holder.sort,
        name,
        (),
        base=value,
        base_at=one.pointer,
        head_at=holder.nowhere[1],
        implied_by=came_with,
    )


def _fact(
    pairing: Pairing,
    holder: Holder,
    kind: str,
    before: Attribute,
    after: Attribute,
    base: Json = None,
    head: Json = None,
) -> Fact:
    return pairing.fact(
        kind,
        holder.sort,
        (*holder.prefix, before.name),
        (*holder.prefix, after.name),
        base=base,
        head=head,
        base_at=before.pointer,
        head_at=after.pointer,
    )


Difference = tuple[str, str, str]
"""Kind, and the values of both sides as JSON text: a key under which places are collected."""


def _pair(pairing: Pairing, holder: Holder, before: Attribute, after: Attribute) -> Iterator[Fact]:
    found: dict[tuple[str, str, str], tuple[str, Json, Json, list[tuple[str, str]]]] = {}
    pointers: dict[tuple[str, str, str], tuple[Attribute, Attribute]] = {}
    carrying = 0
    for place, other in holder.pairs:
        old = holder.base[place].get(before.name)
        new = holder.head[other].get(after.name)
        if old is None and new is None:
            continue
        carrying += 1
        for kind, was, now in differences(old, new):
            key = kind, repr(was), repr(now)
            found.setdefault(key, (kind, was, now, []))[3].append((place, other))
            pointers.setdefault(key, (old or before, new or after))
    for key, (kind, was, now, places) in found.items():
        everywhere = len(places) == carrying or len(holder.pairs) == 1
        old, new = pointers[key] if not everywhere else (before, after)
        base = _valued(was, None if everywhere else sorted({place for place, _ in places}))
        head = _valued(now, None if everywhere else sorted({place for _, place in places}))
        fact = _fact(pairing, holder, kind, before, after, base, head)
        yield replace(fact, base_pointer=old.pointer, head_pointer=new.pointer)


def _valued(value: Json, places: list[str] | None) -> Json:
    if places is None:
        return value if value is None else {"value": value}
    return {"in": places} if value is None else {"value": value, "in": places}
