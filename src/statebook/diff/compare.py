"""Two sets of machines to the list of changes: the one door of this package."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from statebook.diff import facts as aspects
from statebook.diff.change import Change, judged
from statebook.diff.fact import Fact
from statebook.diff.fingerprint import fingerprint
from statebook.diff.judge import Circumstances, end_of, has_ended, judge
from statebook.diff.pairing import Pairing, matched
from statebook.diff.renames import Proposal, proposals
from statebook.discovery import members
from statebook.model import Machine


@dataclass(frozen=True, slots=True)
class Comparison:
    """What changed.

    `changes` come gravest first. `pairings` hold the two versions of every machine that both sides
    have, by the id that it has in the head.
    """

    changes: tuple[Change, ...]
    pairings: dict[str, Pairing]
    proposals: tuple[Proposal, ...] = ()


def compare(
    base: Mapping[str, Machine], head: Mapping[str, Machine], *, today: str = "", one_thing: bool = False
) -> Comparison:
    """Everything that changed between two sets of machines, which are mappings of ids to machines.

    `today` (`YYYY-MM-DD`) decides whether an announced end has come; without it none has.
    `one_thing` says that each side's only machine is the same one, whatever the ids.
    """
    changes: list[Change] = []
    pairings: dict[str, Pairing] = {}
    proposed: list[Proposal] = []
    for before, after in _machines(base, head, one_thing=one_thing):
        if before is None or after is None:
            ended = after is None and has_ended(end_of(before), today)
            changes.append(_finished(judged(_lonely(before, after), kind="removed-after-sunset" if ended else "")))
            continue
        pairing = pairings[after.id] = Pairing(before, after)
        found = list(facts_of(pairing))
        circumstances = Circumstances(pairing, today)
        likely = proposals(pairing, found)
        proposed.extend(likely)
        hints = _hints(likely)
        for fact in found:
            change = _finished(judge(fact, circumstances))
            for hint in hints.get((fact.kind, fact.name), ()):
                change = change.with_hint(hint)
            changes.append(change)
    return Comparison(tuple(sorted(changes, key=Change.sort_key)), pairings, tuple(proposed))


def facts_of(pairing: Pairing) -> Iterator[Fact]:
    """Every structural difference between two versions of one machine."""
    for aspect in members(aspects, "facts"):
        yield from aspect.facts(pairing)


def _finished(change: Change) -> Change:
    return replace(change, fingerprint=fingerprint(change.fact, change.kind))


def _machines(
    base: Mapping[str, Machine], head: Mapping[str, Machine], *, one_thing: bool
) -> Iterator[tuple[Machine | None, Machine | None]]:
    if one_thing and len(base) == len(head) == 1:
        yield next(iter(base.values())), next(iter(head.values()))
        return
    for cluster in matched(base, head):
        if cluster.is_pair:
            yield base[cluster.base[0]], head[cluster.head[0]]
            continue
        kept = set(cluster.base) & set(cluster.head)
        for name in cluster.base:
            yield base[name], head[name] if name in kept else None
        for name in cluster.head:
            if name not in kept:
                yield None, head[name]


def _lonely(before: Machine | None, after: Machine | None) -> Fact:
    one = after or before
    if one is None:
        raise ValueError("a machine of neither side")
    if after is None:
        return Fact(
            kind="machine-removed", sort="machine", base_name=(one.id,), base_machine=one.id, base_pointer=one.pointer
        )
    return Fact(
        kind="machine-added", sort="machine", head_name=(one.id,), head_machine=one.id, head_pointer=one.pointer
    )


def _hints(likely: list[Proposal]) -> dict[tuple[str, tuple[str, ...]], list[str]]:
    found: dict[tuple[str, tuple[str, ...]], list[str]] = {}
    for one in likely:
        found.setdefault((f"{one.sort}-removed", (one.base_name,)), []).append(one.hint())
        found.setdefault((f"{one.sort}-added", (one.head_name,)), []).append(one.hint())
    return found
