"""Which states there are, what each is, where new resources start, and how states are grouped."""

from __future__ import annotations

from collections.abc import Iterator

from statebook.diff.fact import Fact
from statebook.diff.pairing import Cluster, Pairing, section
from statebook.model import Initial, Json, Kind, Poll, State


def facts(pairing: Pairing) -> Iterator[Fact]:
    """Everything about states but transitions, attributes, reachability and words."""
    advice = _Advice(pairing, is_head=False), _Advice(pairing, is_head=True)
    for cluster in pairing.states:
        yield from _existence(pairing, cluster)
        for before in cluster.base:
            for after in cluster.head:
                pair = pairing.base.states[before], pairing.head.states[after]
                yield from _nature(pairing, *pair, advice=advice if cluster.is_pair else None)
    yield from _initial(pairing)
    yield from _groups(pairing)


def _existence(pairing: Pairing, cluster: Cluster) -> Iterator[Fact]:
    base, head = pairing.base.states, pairing.head.states
    if not cluster.head:
        name = cluster.base
        yield pairing.fact(
            "state-removed", "state", name, (), base_at=base[name[0]].pointer, head_at=section(pairing.head, "states")
        )
    elif not cluster.base:
        name = cluster.head
        yield pairing.fact(
            "state-added", "state", (), name, base_at=section(pairing.base, "states"), head_at=head[name[0]].pointer
        )
    elif cluster.base != cluster.head:
        several = len(cluster.base) > 1
        kind = "state-merged" if several else "state-split" if len(cluster.head) > 1 else "state-renamed"
        yield pairing.fact(
            kind,
            "state",
            tuple(sorted(cluster.base)),
            tuple(sorted(cluster.head)),
            base=sorted(cluster.base),
            head=sorted(cluster.head),
            base_at=base[cluster.base[0]].pointer,
            head_at=head[cluster.head[0]].pointer,
        )


def _nature(pairing: Pairing, before: State, after: State, *, advice: tuple[_Advice, _Advice] | None) -> Iterator[Fact]:
    """What a state is; its value and its advice are compared where it is one on both sides, with its advice given."""

    def fact(kind: str, base: object = None, head: object = None) -> Fact:
        return pairing.fact(
            kind,
            "state",
            (before.id,),
            (after.id,),
            base=base,
            head=head,
            base_at=before.pointer,
            head_at=after.pointer,
        )

    same = type(before.value) is type(after.value) and before.value == after.value
    if advice is not None and before.id == after.id and not same:
        yield fact("state-value-changed", before.value, after.value)
    if before.kind is not after.kind:
        if after.kind is Kind.FINAL:
            yield fact("state-became-final", before.kind.value, after.kind.value)
        elif before.kind is Kind.FINAL:
            yield fact("state-no-longer-final", before.kind.value, after.kind.value)
        else:
            yield fact("state-kind-changed", before.kind.value, after.kind.value)
    if before.outcome is not after.outcome:
        yield fact(
            "state-outcome-changed",
            before.outcome.value if before.outcome else None,
            after.outcome.value if after.outcome else None,
        )
    if before.visibility is not after.visibility:
        yield fact("state-visibility-changed", before.visibility.value, after.visibility.value)
    if advice is not None:
        base, head = advice[0].compared(before.poll), advice[1].compared(after.poll)
        if base != head:
            yield fact("poll-advice-changed", advice[0].told(before.poll), advice[1].told(after.poll))


class _Advice:
    """Advice on polling of one side, names of that side read as those of the other.

    Many states wait for the same ones, often for all that rest: each such list is read once.
    """

    def __init__(self, pairing: Pairing, *, is_head: bool) -> None:
        self._states = pairing.head_state if is_head else pairing.base_state
        self._actions = {
            name: place
            for place, cluster in enumerate(pairing.actions)
            for name in (cluster.head if is_head else cluster.base)
        }
        self._known: dict[tuple[str, ...], frozenset[int]] = {}

    def compared(self, poll: Poll | None) -> tuple[int | None, str, frozenset[int]] | None:
        """What is advised, as it compares."""
        if poll is None:
            return None
        until = self._known.get(poll.until)
        if until is None:
            until = self._known[poll.until] = frozenset(self._states[one] for one in poll.until)
        return self._actions.get(poll.action), poll.every, until

    @staticmethod
    def told(poll: Poll | None) -> Json:
        """What is advised, as it is told."""
        if poll is None:
            return None
        told: dict[str, Json] = {"action": poll.action, "every": poll.every, "until": sorted(set(poll.until))}
        return {key: value for key, value in told.items() if value}


def _initial(pairing: Pairing) -> Iterator[Fact]:
    base, head = _starts(pairing, is_head=False), _starts(pairing, is_head=True)
    places = (section(pairing.base, "initial"), section(pairing.head, "initial"))
    if base.keys() != head.keys():
        yield pairing.fact(
            "initial-state-changed",
            "machine",
            (pairing.base.id,),
            (pairing.head.id,),
            base=sorted({one.state for one in pairing.base.initial}),
            head=sorted({one.state for one in pairing.head.initial}),
            base_at=places[0],
            head_at=places[1],
        )
    renamed = {one.base[0]: one.head[0] for one in (*pairing.actions, *pairing.events) if one.is_pair}
    for place in sorted(base.keys() & head.keys()):
        before, after = base[place], head[place]
        triggers = {one.trigger for one in before}, {one.trigger for one in after}
        if {renamed.get(one, one) for one in triggers[0]} != triggers[1]:
            yield pairing.fact(
                "initial-trigger-changed",
                "state",
                (min(one.state for one in before),),
                (min(one.state for one in after),),
                base=sorted(triggers[0]),
                head=sorted(triggers[1]),
                base_at=places[0],
                head_at=places[1],
            )


def _starts(pairing: Pairing, *, is_head: bool) -> dict[int, list[Initial]]:
    """The initial states of one side by their cluster."""
    machine, clusters = (pairing.head, pairing.head_state) if is_head else (pairing.base, pairing.base_state)
    found: dict[int, list[Initial]] = {}
    for one in machine.initial:
        found.setdefault(clusters[one.state], []).append(one)
    return found


def _groups(pairing: Pairing) -> Iterator[Fact]:
    base, head = pairing.base.groups, pairing.head.groups
    for name, group in base.items():
        if name not in head:
            yield pairing.fact(
                "group-removed",
                "group",
                (name,),
                (),
                base=sorted(group.states),
                base_at=group.pointer,
                head_at=section(pairing.head, "groups"),
            )
            continue
        other = head[name]
        before = {pairing.base_state[one] for one in group.states}
        after = {pairing.head_state[one] for one in other.states}
        if before != after:
            yield pairing.fact(
                "group-members-changed",
                "group",
                (name,),
                (name,),
                base=sorted(group.states),
                head=sorted(other.states),
                base_at=group.pointer,
                head_at=other.pointer,
            )
    for name, group in head.items():
        if name not in base:
            yield pairing.fact(
                "group-added",
                "group",
                (),
                (name,),
                head=sorted(group.states),
                base_at=section(pairing.base, "groups"),
                head_at=group.pointer,
            )
