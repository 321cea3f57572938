"""What an author asks to be silent about, beside the element that it is about.

An ignore covers the findings of one rule at its element and at everything below it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from statebook.model import Machine
from statebook.pointer import Pointer
from statebook.rules.elements import Element, elements

KEY = "ignore"
"""The key of a spec that ignores stand under."""


@dataclass(frozen=True, slots=True)
class Ignore:
    """One ignore. `scope` is its element, `pointer` the ignore itself.

    `until` is the last day on which it holds, YYYY-MM-DD, or empty.
    """

    rule: str
    reason: str
    until: str
    scope: Pointer
    pointer: Pointer


def ignores_of(machine: Machine) -> tuple[Ignore, ...]:
    """Every ignore of a machine, in the order of its elements."""
    return tuple(found for one in elements(machine) for found in _written(one))


def _written(one: Element) -> Iterator[Ignore]:
    for written in getattr(one, "ignores", ()):
        yield Ignore(written.rule, written.reason, written.until, one.pointer, written.pointer)
