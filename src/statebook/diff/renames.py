"""Renames that look likely and were not declared: proposed, never judged as such.

A proposal costs the author one line (`formerly:`) where it is right, and nothing where it is not.
Sets too large to compare pairwise get none: nobody renames a hundred states at once by hand.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher

from statebook.diff.fact import Fact
from statebook.diff.pairing import Pairing
from statebook.machine import Graph

LIMIT = 40
"""Elements of a sort, removed or added, beyond which nothing is proposed."""

ENOUGH = 0.6
"""Of 1, the likeness from which a rename is proposed."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """What may be one element under two names."""

    sort: str
    machine: str
    base_name: str
    head_name: str

    def hint(self) -> str:
        """What to write if it is so."""
        return f"If {self.sort} {self.head_name} is {self.base_name} under a new name, say formerly: [{self.base_name}] there."


def proposals(pairing: Pairing, facts: list[Fact]) -> list[Proposal]:
    """Likely renames among what was removed and added, best first; each name once a sort."""
    found = []
    for sort in ("state", "action", "attribute"):
        gone = [one.base_name[0] for one in facts if one.kind == f"{sort}-removed" and len(one.base_name) == 1]
        new = [one.head_name[0] for one in facts if one.kind == f"{sort}-added" and len(one.head_name) == 1]
        if not gone or not new or max(len(gone), len(new)) > LIMIT:
            continue
        scores = sorted(
            ((-_likeness(pairing, sort, before, after), before, after) for before in gone for after in new),
        )
        taken: set[str] = set()
        for score, before, after in scores:
            if -score >= ENOUGH and f"-{before}" not in taken and f"+{after}" not in taken:
                taken |= {f"-{before}", f"+{after}"}
                found.append(Proposal(sort, pairing.head.id, before, after))
    return found


def _likeness(pairing: Pairing, sort: str, before: str, after: str) -> float:
    """Between 0 and 1: half by name, half by what the element does."""
    names = SequenceMatcher(None, before.casefold(), after.casefold(), autojunk=False).ratio()
    if sort == "action":
        old, new = pairing.base.actions[before], pairing.head.actions[after]
        if old.path and (old.method, old.path) == (new.method, new.path):
            return 1.0
        return names / 2 + (0.3 if old.path and old.path == new.path else 0.0)
    if sort == "attribute":
        was, now = pairing.base.attributes.get(before), pairing.head.attributes.get(after)
        same = was is not None and now is not None and str(was.type) == str(now.type)
        return names / 2 + (0.35 if same else 0.0)
    ways = (
        _surroundings(pairing.base_graph, before, pairing.base_state),
        _surroundings(pairing.head_graph, after, pairing.head_state),
    )
    union = ways[0] | ways[1]
    alike = len(ways[0] & ways[1]) / len(union) if union else 0.0
    kinds = pairing.base.states[before].kind is pairing.head.states[after].kind
    return min(1.0, names / 2 + alike / 2 + (0.1 if kinds else 0.0))


def _surroundings(graph: Graph, state: str, clusters: Mapping[str, int]) -> frozenset[tuple[str, int, str]]:
    """The ways in and out of a state, its own name left out."""
    return frozenset(
        [("out", clusters[one.target] if one.target != state else -1, one.trigger) for one in graph.leaving(state)]
        + [("in", clusters[one.source] if one.source != state else -1, one.trigger) for one in graph.leading_to(state)]
    )
