"""Hubs: states that so many others lead to that lines would bury the picture.

Laying out lines that cross many rows is also what costs most: a chain of a hundred states that may
all fail takes half a minute, the same chain without these lines a tenth of a second. So the boxes
say in words what would have been lines.
"""

from __future__ import annotations

from collections.abc import Sequence

from statebook.diagram.bundle import Bundle, End, Way, bundled
from statebook.diagram.label import NODE_LINE, visible, wrapped
from statebook.diagram.picture import Label

HUB = 8
"""Lines into one state, from which on they are written instead of drawn."""


def without_hubs(direct: Sequence[Way], *, labelled: bool) -> tuple[list[Bundle], dict[End, Label]]:
    """Bundles of the ways that do not lead into hubs, and for each source the lines of text instead.

    `labelled` gives a line `trigger → hub` for each trigger, otherwise one line names the hubs.
    """
    into: dict[str, dict[End, None]] = {}
    for way in direct:
        into.setdefault(way.target.id, {})[way.source] = None
    hubs = {target for target, sources in into.items() if len(sources) >= HUB}
    notes: dict[End, dict[str, None]] = {}
    kept: list[Way] = []
    for way in direct:
        if way.target.id not in hubs or way.target.is_group or way.source == way.target:
            kept.append(way)
        elif labelled:
            for trigger in way.triggers:
                notes.setdefault(way.source, {})[f"{visible(trigger.id)} → {visible(way.target.id)}"] = None
        else:
            notes.setdefault(way.source, {})[visible(way.target.id)] = None
    if labelled:
        return bundled(kept), {
            source: tuple(line for text in texts for line in wrapped(text, NODE_LINE + 6))
            for source, texts in notes.items()
        }
    return bundled(kept), {source: wrapped(f"→ {', '.join(texts)}", NODE_LINE + 6) for source, texts in notes.items()}
