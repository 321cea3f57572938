"""Which ways lead where, by what, and under which condition.

Transitions are compared as a set of (source, target, trigger); their order and how they are grouped
into entries mean nothing. What was left and what is new is then told as one edit where it is one: a
way that leads elsewhere, a way that something else opens, a state put in between.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from statebook.diff.fact import Fact, Name
from statebook.diff.guards import asks_more
from statebook.diff.pairing import Pairing, section
from statebook.model import Machine, Transition

Key = tuple[int, int, str]
"""Clusters of source and target, and the trigger under a name that both sides share."""


@dataclass(slots=True)
class Ways:
    """The transitions of one side that the other has not, and all of them by key."""

    every: dict[Key, list[Transition]] = field(default_factory=dict)
    left: dict[Key, list[Transition]] = field(default_factory=dict)

    def take(self, key: Key) -> Transition:
        """One transition that is told of elsewhere."""
        rows = self.left[key]
        row = rows.pop(0)
        if not rows:
            del self.left[key]
        return row


def facts(pairing: Pairing) -> Iterator[Fact]:
    """The differences between the ways of the two sides."""
    base, head = _ways(pairing, is_head=False), _ways(pairing, is_head=True)
    yield from _guards(pairing, base, head)
    yield from _between(pairing, base, head)
    yield from _paired(pairing, base, head, "transition-retargeted", lambda key: (key[0], key[2]), 1)
    yield from _paired(pairing, base, head, "trigger-changed", lambda key: (key[0], key[1]), 2)
    yield from _rest(pairing, base, is_head=False)
    yield from _rest(pairing, head, is_head=True)


def trigger_names(pairing: Pairing, *, is_head: bool) -> dict[str, str]:
    """A name for each trigger of one side that is the same for the same thing on the other."""
    names: dict[str, str] = {}
    for sort, clusters in (("action", pairing.actions), ("event", pairing.events)):
        for cluster in clusters:
            for name in cluster.head if is_head else cluster.base:
                shared = cluster.head[0] if cluster.is_pair else name
                side = "" if cluster.base and cluster.head else "+" if is_head else "-"
                names[name] = f"{sort} {side}{shared}"
    return names


def _ways(pairing: Pairing, *, is_head: bool) -> Ways:
    machine = pairing.head if is_head else pairing.base
    cluster = pairing.head_state if is_head else pairing.base_state
    names = trigger_names(pairing, is_head=is_head)
    found = Ways()
    for one in machine.transitions:
        source, target = cluster[one.source], cluster[one.target]
        members = pairing.states[source]
        if source == target and not members.is_pair and members.base and members.head:
            continue  # a way between states that are one state on the other side
        found.every.setdefault((source, target, names[one.trigger]), []).append(one)
    return found


def name_of(one: Transition) -> Name:
    """How a transition is called in a fact."""
    return one.source, one.target, one.trigger


def guard_of(one: Transition) -> str:
    """A guard without its line breaks."""
    return " ".join(one.guard.split())


def _order(one: Transition) -> tuple[str, str, str, str]:
    return guard_of(one), one.source, one.target, one.trigger


def _guards(pairing: Pairing, base: Ways, head: Ways) -> Iterator[Fact]:
    """Ways that both sides have, compared by their guards; fills what is left of each side."""
    for ways, other in ((base, head), (head, base)):
        for key, rows in ways.every.items():
            if key not in other.every:
                ways.left[key] = sorted(rows, key=_order)
    for key, befores in base.every.items():
        if key not in head.every:
            continue
        if not (pairing.states[key[0]].is_pair and pairing.states[key[1]].is_pair):
            continue  # merged ways have merged conditions
        before, after = _different(befores, head.every[key])
        for was, now in zip(before, after, strict=False):
            yield _guard_fact(pairing, was, now)
        for rows, ways in ((before[len(after) :], base), (after[len(before) :], head)):
            if rows:
                ways.left[key] = rows


def _different(before: list[Transition], after: list[Transition]) -> tuple[list[Transition], list[Transition]]:
    """The rows of each side whose guard the other side has not, in an order of their own."""
    guards = [guard_of(one) for one in after]
    rest_before = []
    for one in sorted(before, key=_order):
        if guard_of(one) in guards:
            guards.remove(guard_of(one))
        else:
            rest_before.append(one)
    guards_before = [guard_of(one) for one in before]
    rest_after = []
    for one in sorted(after, key=_order):
        if guard_of(one) in guards_before:
            guards_before.remove(guard_of(one))
        else:
            rest_after.append(one)
    return rest_before, rest_after


def _guard_fact(pairing: Pairing, before: Transition, after: Transition) -> Fact:
    was, now = guard_of(before), guard_of(after)
    if not was or not now:
        kind = "guard-added" if now else "guard-removed"
    else:
        kind = (
            "guard-tightened" if asks_more(was, now) else "guard-loosened" if asks_more(now, was) else "guard-reworded"
        )
    return pairing.fact(
        kind,
        "transition",
        name_of(before),
        name_of(after),
        base=was or None,
        head=now or None,
        base_at=before.pointer,
        head_at=after.pointer,
    )


def _between(pairing: Pairing, base: Ways, head: Ways) -> Iterator[Fact]:
    """A → B that became A → X → B, X being new; and the other way round."""
    for kind, short, long, is_new in (("state-inserted", base, head, True), ("state-skipped", head, base, False)):
        onward: dict[int, set[int]] = {}
        for source, target, _ in long.every:
            onward.setdefault(source, set()).add(target)
        entering: dict[tuple[int, str], list[int]] = {}
        for source, target, trigger in long.left:
            cluster = pairing.states[target]
            if not (cluster.base if is_new else cluster.head):
                entering.setdefault((source, trigger), []).append(target)
        for key in sorted(short.left, key=lambda key: _order(short.left[key][0])):
            source, target, trigger = key
            fitting = [one for one in entering.get((source, trigger), ()) if target in onward.get(one, ())]
            cluster = pairing.states[target]
            if not fitting or not (cluster.base and cluster.head):
                continue
            middle = min(fitting, key=lambda one: (pairing.states[one].head or pairing.states[one].base)[0])
            entering[source, trigger].remove(middle)
            one, other = short.take(key), long.take((source, middle, trigger))
            way = [one.source, one.target]
            detour = [other.source, other.target, _same(pairing, target, is_head=is_new)]
            before, after = (one, other) if is_new else (other, one)
            names = ((), (other.target,)) if is_new else ((other.target,), ())
            yield pairing.fact(
                kind,
                "state",
                *names,
                base=way if is_new else detour,
                head=detour if is_new else way,
                base_at=before.pointer,
                head_at=after.pointer,
            )


def _same(pairing: Pairing, place: int, *, is_head: bool) -> str:
    cluster = pairing.states[place]
    return min(cluster.head if is_head else cluster.base)


def _paired(
    pairing: Pairing, base: Ways, head: Ways, kind: str, shared: Callable[[Key], tuple[int, int | str]], part: int
) -> Iterator[Fact]:
    """Ways of both sides that differ in one part of their name, told as one edit."""
    befores: dict[tuple[int, int | str], list[tuple[Transition, Key]]] = {}
    afters: dict[tuple[int, int | str], list[tuple[Transition, Key]]] = {}
    for ways, found, other in ((base, befores, head), (head, afters, base)):
        for key, rows in ways.left.items():
            if key not in other.every:
                found.setdefault(shared(key), []).extend((one, key) for one in rows)
    for place, gone in befores.items():
        for (before, old), (after, new) in _couples(gone, afters.get(place, [])):
            base.left[old].remove(before)
            head.left[new].remove(after)
            yield pairing.fact(
                kind,
                "transition",
                name_of(before),
                name_of(after),
                base=_told(before, part),
                head=_told(after, part),
                base_at=before.pointer,
                head_at=after.pointer,
            )
    for ways in (base, head):
        for key in [key for key, rows in ways.left.items() if not rows]:
            del ways.left[key]


def _told(one: Transition, part: int) -> object:
    return one.target if part == 1 else {"trigger": one.trigger, "by": one.by.value}


Row = tuple[Transition, Key]


def _couples(befores: list[Row], afters: list[Row]) -> list[tuple[Row, Row]]:
    """Rows with equal guards first, then the rest, each side in an order of its own."""
    found: list[tuple[Row, Row]] = []
    waiting: dict[str, list[Row]] = {}
    for row in sorted(afters, key=lambda row: _order(row[0])):
        waiting.setdefault(guard_of(row[0]), []).append(row)
    alone: list[Row] = []
    for row in sorted(befores, key=lambda row: _order(row[0])):
        partners = waiting.get(guard_of(row[0]))
        if partners:
            found.append((row, partners.pop(0)))
        else:
            alone.append(row)
    found.extend(zip(alone, [row for rows in waiting.values() for row in rows], strict=False))
    return found


def _rest(pairing: Pairing, ways: Ways, *, is_head: bool) -> Iterator[Fact]:
    machine, other = (pairing.head, pairing.base) if is_head else (pairing.base, pairing.head)
    nowhere = section(other, "transitions")
    for key, rows in ways.left.items():
        unique = {(guard_of(one) if _exact(pairing, key) else ""): one for one in rows}
        for guard, one in unique.items():
            implied = _implied(pairing, machine, one, key, is_head=is_head)
            value = {"by": one.by.value} | ({"guard": guard} if guard else {})
            if is_head:
                yield pairing.fact(
                    "transition-added",
                    "transition",
                    (),
                    name_of(one),
                    head=value,
                    base_at=nowhere,
                    head_at=one.pointer,
                    implied_by=implied,
                )
            else:
                yield pairing.fact(
                    "transition-removed",
                    "transition",
                    name_of(one),
                    (),
                    base=value,
                    base_at=one.pointer,
                    head_at=nowhere,
                    implied_by=implied,
                )


def _exact(pairing: Pairing, key: Key) -> bool:
    return all(len(pairing.states[place].base) <= 1 and len(pairing.states[place].head) <= 1 for place in key[:2])


def _implied(pairing: Pairing, machine: Machine, one: Transition, key: Key, *, is_head: bool) -> str:
    """The state or action that came or went with the way."""
    for place, name in ((key[0], one.source), (key[1], one.target)):
        cluster = pairing.states[place]
        if not (cluster.base if is_head else cluster.head):
            return f"state {name}"
    if one.trigger in machine.actions and key[2].startswith(("action +", "action -")):
        return f"action {one.trigger}"
    return ""
