"""Which element of the base is which of the head: the same id, or a declared former one.

`formerly` and `merged_from` count on both sides, so an edit and its undoing are seen alike: a state
of the base that was called so before, in a head that calls it so again, is a rename back. A
declaration that tells of names which neither side has left is history and means nothing here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Protocol

from statebook.diff.fact import Fact, Name
from statebook.machine import Graph
from statebook.model import Json, Machine
from statebook.pointer import Pointer


class Named(Protocol):
    """Something that may have had other ids before."""

    @property
    def formerly(self) -> tuple[str, ...]:
        """Ids it had before."""


@dataclass(frozen=True, slots=True)
class Cluster:
    """Elements that are one thing: one on each side, or several that became one, or one on one side alone."""

    base: tuple[str, ...]
    head: tuple[str, ...]

    @property
    def is_pair(self) -> bool:
        """One on each side."""
        return len(self.base) == len(self.head) == 1


def matched(base: Mapping[str, Named], head: Mapping[str, Named]) -> list[Cluster]:
    """Every element of both sides in exactly one cluster; the order of the head, then of the base.

    Elements that claim each other many to many stay apart: such a declaration tells nothing.
    """
    links = _links(base, head)
    base_rank = {name: place for place, name in enumerate(base)}
    head_rank = {name: place for place, name in enumerate(head)}
    clusters: list[Cluster] = []
    seen: set[str] = set()
    for name in head:
        if name in seen:
            continue
        before, after = _component(name, links)
        seen |= after
        found = Cluster(
            tuple(sorted(before, key=base_rank.__getitem__)), tuple(sorted(after, key=head_rank.__getitem__))
        )
        if len(before) > 1 and len(after) > 1:
            clusters.extend(Cluster((one,) if one in base else (), (one,)) for one in found.head)
            clusters.extend(Cluster((one,), ()) for one in found.base if one not in head)
        else:
            clusters.append(found)
    known = {one for cluster in clusters for one in cluster.base}
    clusters.extend(Cluster((one,), ()) for one in base if one not in known)
    return clusters


@dataclass(frozen=True, slots=True)
class _Links:
    of_base: dict[str, list[str]]
    of_head: dict[str, list[str]]

    def add(self, before: str, after: str) -> None:
        if after not in self.of_base.setdefault(before, []):
            self.of_base[before].append(after)
            self.of_head.setdefault(after, []).append(before)


def _links(base: Mapping[str, Named], head: Mapping[str, Named]) -> _Links:
    links = _Links({}, {})
    for name in head:
        if name in base:
            links.add(name, name)
    for after, one in head.items():
        for before in _claims(one, is_new=after not in base):
            if before in base and before not in head:
                links.add(before, after)
    for before, one in base.items():
        for after in _claims(one, is_new=before not in head):
            if after in head and after not in base:
                links.add(before, after)
    return links


def _claims(one: Named, *, is_new: bool) -> tuple[str, ...]:
    """The ids that an element says it had: only one that is not on the other side can have been renamed."""
    merged: tuple[str, ...] = getattr(one, "merged_from", ())
    return (*(one.formerly if is_new else ()), *merged)


def _component(name: str, links: _Links) -> tuple[set[str], set[str]]:
    before: set[str] = set()
    after = {name}
    waiting = [name]
    while waiting:
        for one in links.of_head.get(waiting.pop(), ()):
            if one not in before:
                before.add(one)
                new = [other for other in links.of_base.get(one, ()) if other not in after]
                after.update(new)
                waiting.extend(new)
    return before, after


class Pairing:
    """Two versions of one machine, and which of their elements belong together."""

    def __init__(self, base: Machine, head: Machine) -> None:
        self.base = base
        self.head = head
        self.base_graph = Graph(base)
        self.head_graph = Graph(head)

    @cached_property
    def states(self) -> list[Cluster]:
        """The clusters of states."""
        return matched(self.base.states, self.head.states)

    @cached_property
    def actions(self) -> list[Cluster]:
        """The clusters of actions."""
        return matched(self.base.actions, self.head.actions)

    @cached_property
    def events(self) -> list[Cluster]:
        """The clusters of events."""
        return matched(self.base.events, self.head.events)

    @cached_property
    def state_pairs(self) -> list[tuple[str, str]]:
        """Every state of the base with each that it became."""
        return [(before, after) for cluster in self.states for before in cluster.base for after in cluster.head]

    @cached_property
    def base_state(self) -> dict[str, int]:
        """The cluster of each state of the base, by its place in `states`."""
        return {name: place for place, cluster in enumerate(self.states) for name in cluster.base}

    @cached_property
    def head_state(self) -> dict[str, int]:
        """The cluster of each state of the head."""
        return {name: place for place, cluster in enumerate(self.states) for name in cluster.head}

    def fact(
        self,
        kind: str,
        sort: str,
        base_name: Name,
        head_name: Name,
        *,
        base: Json = None,
        head: Json = None,
        base_at: Pointer | None = None,
        head_at: Pointer | None = None,
        implied_by: str = "",
    ) -> Fact:
        """A fact of this pair; a missing pointer leads to the machine itself."""
        return Fact(
            kind=kind,
            sort=sort,
            base_name=base_name,
            head_name=head_name,
            base=base,
            head=head,
            base_machine=self.base.id,
            head_machine=self.head.id,
            base_pointer=base_at or self.base.pointer,
            head_pointer=head_at or self.head.pointer,
            implied_by=implied_by,
        )


def section(machine: Machine, key: str) -> Pointer:
    """Where a mapping of the spec stands, such as `states`."""
    return Pointer(machine.pointer.file, (*machine.pointer.steps, key))
