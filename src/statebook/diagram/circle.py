"""Which things can reach each other in circles (strongly connected components).

Tarjan's algorithm (SIAM Journal on Computing 1 (1972), pages 146 to 160), without recursion, so
that the length of a chain is limited by memory alone.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from typing import TypeVar

Thing = TypeVar("Thing", bound=Hashable)


def circles(after: Mapping[Thing, Sequence[Thing]]) -> dict[Thing, int]:
    """A number for each thing; two have the same number when each can be reached from the other."""
    found: dict[Thing, int] = {}
    index: dict[Thing, int] = {}
    lowest: dict[Thing, int] = {}
    waiting: list[Thing] = []
    for start in after:
        path = [] if start in index else [(start, iter(after[start]))]
        if path:
            index[start] = lowest[start] = len(index)
            waiting.append(start)
        while path:
            thing, rest = path[-1]
            target = next(rest, None)
            if target is None:
                path.pop()
                if path:
                    above = path[-1][0]
                    lowest[above] = min(lowest[above], lowest[thing])
                if lowest[thing] == index[thing]:
                    number = index[thing]
                    while waiting and index[waiting[-1]] >= number:
                        found[waiting.pop()] = number
            elif target not in index:
                index[target] = lowest[target] = len(index)
                waiting.append(target)
                path.append((target, iter(after[target])))
            elif target not in found:
                lowest[thing] = min(lowest[thing], index[target])
    return found
