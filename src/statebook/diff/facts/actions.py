"""How clients call, where calls are accepted, and what they are answered."""

from __future__ import annotations

from collections.abc import Iterator

from statebook.diff.fact import Fact
from statebook.diff.pairing import Cluster, Pairing, section
from statebook.diff.typetext import type_text
from statebook.machine import Graph
from statebook.model import Action, ErrorType, Json, Parameter


def facts(pairing: Pairing) -> Iterator[Fact]:
    """The differences between the actions, events and errors of the two sides."""
    for sort, clusters in (("action", pairing.actions), ("event", pairing.events)):
        for cluster in clusters:
            yield from _existence(pairing, sort, cluster)
    for cluster in pairing.actions:
        if cluster.is_pair:
            before, after = pairing.base.actions[cluster.base[0]], pairing.head.actions[cluster.head[0]]
            yield from _call(pairing, before, after)
            yield from _parameters(pairing, before, after)
            yield from _errors(pairing, before, after)
            yield from _acceptance(pairing, before, after)
    for cluster in pairing.events:
        if cluster.is_pair:
            old, new = pairing.base.events[cluster.base[0]], pairing.head.events[cluster.head[0]]
            if old.by is not new.by:
                yield pairing.fact(
                    "event-mover-changed",
                    "event",
                    (old.id,),
                    (new.id,),
                    base=old.by.value,
                    head=new.by.value,
                    base_at=old.pointer,
                    head_at=new.pointer,
                )
    for name, error in pairing.base.errors.items():
        if name in pairing.head.errors:
            yield from _error(pairing, error, pairing.head.errors[name])


def _existence(pairing: Pairing, sort: str, cluster: Cluster) -> Iterator[Fact]:
    base = pairing.base.actions if sort == "action" else pairing.base.events
    head = pairing.head.actions if sort == "action" else pairing.head.events
    nowhere = section(pairing.base, f"{sort}s"), section(pairing.head, f"{sort}s")
    if cluster.is_pair:
        if cluster.base != cluster.head:
            yield pairing.fact(
                f"{sort}-renamed",
                sort,
                cluster.base,
                cluster.head,
                base_at=base[cluster.base[0]].pointer,
                head_at=head[cluster.head[0]].pointer,
            )
        return
    kept = set(cluster.base) & set(cluster.head)
    for name in cluster.base:
        if name not in kept:
            yield pairing.fact(f"{sort}-removed", sort, (name,), (), base_at=base[name].pointer, head_at=nowhere[1])
    for name in cluster.head:
        if name not in kept:
            yield pairing.fact(f"{sort}-added", sort, (), (name,), base_at=nowhere[0], head_at=head[name].pointer)


def _call(pairing: Pairing, before: Action, after: Action) -> Iterator[Fact]:
    base, head = _answer(before), _answer(after)
    for kind, old, new in (
        ("action-path-changed", before.path, after.path),
        ("action-method-changed", before.method, after.method),
        ("action-mover-changed", before.by.value, after.by.value),
        ("returns-changed", base, head),
    ):
        if old != new:
            yield _fact(pairing, kind, before, after, old, new)


def _answer(action: Action) -> Json:
    """What an action answers, and the work that it starts."""
    returns = action.returns
    told: dict[str, Json] = {}
    if returns is not None:
        told["type"] = (
            "state" if returns.returns_state else type_text(returns.type) if returns.type is not None else "nothing"
        )
        told["status"] = returns.status
    told["starts"] = action.starts
    return {key: value for key, value in told.items() if value}


def _parameters(pairing: Pairing, before: Action, after: Action) -> Iterator[Fact]:
    base = {one.name: one for one in before.parameters}
    head = {one.name: one for one in after.parameters}
    for name in sorted(base.keys() - head.keys()):
        yield _fact(pairing, "parameter-removed", before, after, _parameter(base[name]), None, (name,))
    for name in sorted(head.keys() - base.keys()):
        yield _fact(pairing, "parameter-added", before, after, None, _parameter(head[name]), (name,))
    for name in sorted(base.keys() & head.keys()):
        old, new = base[name], head[name]
        if old.required != new.required:
            kind = "parameter-became-required" if new.required else "parameter-became-optional"
            yield _fact(pairing, kind, before, after, name, name, (name,))
        was, now = {"in": old.place, "type": type_text(old.type)}, {"in": new.place, "type": type_text(new.type)}
        if was != now:
            yield _fact(pairing, "parameter-changed", before, after, was, now, (name,))


def _parameter(one: Parameter) -> Json:
    return {"name": one.name, "in": one.place, "type": type_text(one.type), "required": one.required}


def _errors(pairing: Pairing, before: Action, after: Action) -> Iterator[Fact]:
    for name in sorted(set(before.errors) - set(after.errors)):
        yield _fact(pairing, "action-error-removed", before, after, name, None, (name,))
    for name in sorted(set(after.errors) - set(before.errors)):
        yield _fact(pairing, "action-error-added", before, after, None, name, (name,))


def _error(pairing: Pairing, before: ErrorType, after: ErrorType) -> Iterator[Fact]:
    old, new = _answered(before), _answered(after)
    if old != new:
        yield pairing.fact(
            "error-changed",
            "error",
            (before.id,),
            (after.id,),
            base=old,
            head=new,
            base_at=before.pointer,
            head_at=after.pointer,
        )


def _answered(error: ErrorType) -> Json:
    told = {"status": error.status, "type": type_text(error.type) if error.type is not None else ""}
    kept: dict[str, Json] = {key: value for key, value in told.items() if value}
    return kept | ({"state_refused": True} if error.state_refused else {})


def _acceptance(pairing: Pairing, before: Action, after: Action) -> Iterator[Fact]:
    """States that both sides have and that take the action on one side alone.

    Where a transition of the action in such a state came or went, that fact tells it already.
    """
    base, head = _taking(pairing.base_graph, before.id), _taking(pairing.head_graph, after.id)
    if base is None or head is None:
        return
    moved_base = {one.source for one in pairing.base_graph.triggered_by(before.id)}
    moved_head = {one.source for one in pairing.head_graph.triggered_by(after.id)}
    lost: dict[str, str] = {}
    won: dict[str, str] = {}
    for cluster in pairing.states:
        if not cluster.is_pair:
            continue
        old, new = cluster.base[0], cluster.head[0]
        if (
            old in base
            and new not in head
            and not _told(pairing, pairing.base_graph, before.id, old, moved_base, "head")
        ):
            lost[old] = new
        if (
            new in head
            and old not in base
            and not _told(pairing, pairing.head_graph, after.id, new, moved_head, "base")
        ):
            won[old] = new
    if lost:
        yield _fact(pairing, "action-newly-refused", before, after, sorted(lost), None)
    if won:
        yield _fact(pairing, "action-newly-accepted", before, after, None, sorted(won.values()))


def _taking(graph: Graph, action: str) -> frozenset[str] | None:
    """The states that take an action; None where the spec does not say."""
    known = graph.machine.actions[action]
    taking = frozenset(graph.accepting(action))
    return None if known.accepted_in_unknown or (not taking and known.accepted_in is None) else taking


def _told(pairing: Pairing, graph: Graph, action: str, state: str, moved: set[str], other: str) -> bool:
    """Whether a transition of the action in the state is a fact of its own: both its ends are on both sides."""
    if state not in moved:
        return False
    clusters = pairing.base_state if other == "head" else pairing.head_state
    return any(
        getattr(pairing.states[clusters[one.target]], other) for one in graph.leaving(state) if one.trigger == action
    )


def _fact(
    pairing: Pairing, kind: str, before: Action, after: Action, base: Json, head: Json, more: tuple[str, ...] = ()
) -> Fact:
    return pairing.fact(
        kind,
        "action",
        (before.id, *more),
        (after.id, *more),
        base=base,
        head=head,
        base_at=before.pointer,
        head_at=after.pointer,
    )
