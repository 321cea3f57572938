"""Comparing grows with the machine and not faster."""

from __future__ import annotations

from diff_case import load
from statebook.diff.compare import compare
from statebook.model import Machine
from steps import steps


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


def work(count: int) -> int:
    """The steps of one comparison."""
    base, head = machines(count, changed=False), machines(count, changed=True)
    assert len(compare(base, head).changes) > count / 10
    return steps(lambda: compare(base, head))


def test_growth_is_linear() -> None:
    small, large = work(100), work(400)
    assert large < 4.4 * small, (small, large)
