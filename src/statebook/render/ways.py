"""How to get from one state to another, in a sentence: what to call, and what to wait for."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from statebook.model import Mover, Transition

Name = Callable[[str], str]
"""Prints an id: as it is, as code, or as a link."""


def way_words(path: Sequence[Transition], state: Name, trigger: Name, most: int | None = None) -> str:
    """`Call publish to reach queued; then wait for processing, then idle.` Empty for an empty path.

    Where more than `most` states are waited for in a row, those in the middle are counted.
    """
    parts: list[str] = []
    waited: list[str] = []
    for one in path:
        if one.by is Mover.CLIENT:
            parts.extend(_waits(waited, most))
            waited = []
            parts.append(f"call {trigger(one.trigger)} to reach {state(one.target)}")
        else:
            waited.append(state(one.target))
    parts.extend(_waits(waited, most))
    words = "; then ".join(parts)
    return f"{words[:1].upper()}{words[1:]}." if words else ""


def _waits(states: list[str], most: int | None) -> list[str]:
    if not states:
        return []
    if most is not None and len(states) > most:
        states = [*states[: most - 2], f"{len(states) - most + 1} more", states[-1]]
    return [f"wait for {', then '.join(states)}"]
