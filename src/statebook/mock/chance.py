"""Chance that is the same for the same seed, on every machine and in every version of Python."""

from __future__ import annotations

import random
from collections.abc import Sequence
from typing import TypeVar

from statebook.examples.lifecycle import digest

Thing = TypeVar("Thing")

PARTS = 1_000_000


class Chance:
    """A stream of draws that depends on the names alone. Each resource has its own, so none disturbs another."""

    def __init__(self, *names: str) -> None:
        self._random = random.Random(digest(*names))  # noqa: S311 - a walk, not a secret

    def below(self, limit: int) -> int:
        """A whole number from 0 to below `limit`, which is at least 1."""
        # `random()` is promised to stay the same between versions of Python, `randrange()` is not.
        return min(int(self._random.random() * limit), limit - 1)

    def one_of(self, things: Sequence[Thing]) -> Thing:
        """One of some things, of which there is at least one."""
        return things[self.below(len(things))]

    def happens(self, share: float) -> bool:
        """True in this share of all draws, from 0 to 1."""
        return self.below(PARTS) < share * PARTS

    def between(self, least: int, most: int) -> int:
        """A whole number from `least` to `most`, both included."""
        return least + self.below(most - least + 1)
