"""Which paths only few states have: they are looked for where one of these states is, and nowhere else.

To look for a path costs a little of every row, and to read a document once more costs as much as looking
for several. So paths that one and the same few states have are read apart, where there are enough of them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from statebook.conform.checks import Check, states_by_text
from statebook.model import Machine

COST_OF_READING = 8
"""What reading a document once more costs, in paths that are looked for in vain."""

FEWEST = 3
"""Paths that are worth a group: a state with one or two of its own may be the one that is seen most."""


@dataclass(frozen=True, slots=True)
class Group:
    """Checks by their numbers, and the JSON texts of the states that have them."""

    indexes: tuple[int, ...]
    texts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Rare:
    """All groups, and the numbers of all checks in them."""

    groups: tuple[Group, ...]
    indexes: frozenset[int]


def rare_of(machine: Machine, checks: Sequence[Check]) -> Rare:
    """The groups of a machine. States count alike, for nobody knows how often each is seen."""
    by_states: dict[frozenset[str], list[int]] = {}
    for index, check in enumerate(checks):
        by_states.setdefault(frozenset(check.rules), []).append(index)
    texts: dict[str, list[str]] = {}
    for text, state in states_by_text(machine).items():
        texts.setdefault(state, []).append(text)
    groups = [
        Group(
            tuple(indexes), tuple(text for state in machine.states if state in states for text in texts.get(state, ()))
        )
        for states, indexes in by_states.items()
        if len(indexes) >= FEWEST and COST_OF_READING * len(states) < len(indexes) * len(machine.states)
    ]
    groups = [one for one in groups if one.texts]
    return Rare(tuple(groups), frozenset(index for one in groups for index in one.indexes))
