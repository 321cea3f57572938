"""Comparing grows with the machine and not faster."""

from __future__ import annotations

import time

from diff_case import load
from statebook.diff.compare import compare
from statebook.model import Machine


def machines(count: int, *, changed: bool) -> dict[str, Machine]:
    """A ring of states with three ways out of each; a fifth of it changed."""
    states = "".join(
        f"  s{i}: {{kind: {'transient' if i % 2 else 'resting'}, description: {'new' if changed and i % 10 == 0 else 'old'}}}\n"
        for i in range(count)
    )
    ways = "".join(
        f"  - {{from: s{i}, to: s{(i + step) % count}, trigger: {'a' if step == 1 else 'e'}{i % 20}}}\n"
        for i in range(count)
        for step in (1, 7, 13)
        if not (changed and step == 7 and i % 5 == 0)
    )
    actions = "".join(f"  a{i}: {{path: /a{i}}}\n" for i in range(20))
    events = "".join(f"  e{i}: {{by: system}}\n" for i in range(20))
    attributes = "".join(f"  x{i}: {{type: string}}\n" for i in range(8))
    return load(
        f"statebook: 1\nid: m\ntitle: M\nstate_attribute: s\ninitial: s0\nactions:\n{actions}events:\n{events}"
        f"attributes:\n{attributes}states:\n{states}transitions:\n{ways}"
    )


def seconds(count: int) -> float:
    """CPU seconds of one comparison, the best of three."""
    base, head = machines(count, changed=False), machines(count, changed=True)
    best = 1e9
    for _ in range(3):
        begin = time.process_time()
        assert len(compare(base, head).changes) > count / 10
        best = min(best, time.process_time() - begin)
    return best


def test_growth_is_linear() -> None:
    small, large = seconds(250), seconds(1000)
    assert large < 8 * small + 0.05, (small, large)
    assert small * 2 < 0.6, "500 states in less than 0.3 seconds, and a slow machine's share"
