"""Lists whose items are ways: those with arrows, and those of one side in the section of a state."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from statebook.audit.page.model import Inline, Listing, Place, Section
from statebook.audit.reading.arrows import Arrows, arrows_in, entry_in
from statebook.audit.reading.names import Names

_WHOLE = re.compile(r"(?i)\b(?:transitions?|state changes|status changes|state machine|lifecycle|life cycle)\b")
_PARTIAL = re.compile(
    r"(?i)\b(?:examples?|walks?|typical(?:ly)?|such as|for instance|e\.g\.|some|happy|paths?|flows?|scenarios?|new|removed|changed?|added)\b"
)


@dataclass(frozen=True, slots=True)
class WayList:
    """A list of ways. `side` is `whole`, `mentioned`, or the `direction` of the heading of its section.

    Each entry has two steps; one without a name is the state whose section it is. `is_understood`: every item was.
    """

    place: Place
    side: str
    direction: str
    entries: tuple[Arrows, ...]
    is_understood: bool


def way_list(listing: Listing, section: Section, names: Names, direction: str) -> WayList | None:
    """The ways of a list; None where it is a list of anything else.

    `direction` is `leaving` or `arriving` where the heading announces such a list of one state.
    """
    read = [_read(item, direction) for item in listing.items]
    items = [one for one in read if one is not None]
    known = sum(_is_known(one, names) for one in items)
    if not known or known * 2 < len(read):
        return None
    entries = tuple(entry for one in items for entry in _pairs(one))
    is_understood = len(items) == len(read)
    if direction:
        return WayList(listing.place, direction, direction, entries, is_understood)
    if len(read) < 2 and not all(name.is_code for step in items[0].steps for name in step):
        return None
    return WayList(listing.place, _side(listing, section, items, names), "", entries, is_understood)


def named_arrows(listing: Listing, section: Section) -> Iterator[Arrows]:
    """The ways of a list that says of itself that it is one: for pages without a machine."""
    if _WHOLE.search(f"{section.title.plain} {listing.note}"):
        read = [arrows_in(item) for item in listing.items]
        items = [one for one in read if one is not None]
        if len(items) * 2 >= len(read):
            yield from items


def is_way_list(listing: Listing) -> bool:
    """Whether most items have arrows, so that it is no list of states."""
    return sum(arrows_in(item) is not None for item in listing.items) * 2 > len(listing.items)


def _read(item: Inline, direction: str) -> Arrows | None:
    found = arrows_in(item)
    if found is not None or not direction:
        return found
    entry = entry_in(item)
    if entry is None or direction == "leaving":
        return entry
    return Arrows(entry.steps[::-1], entry.trigger, entry.condition)


def _is_known(one: Arrows, names: Names) -> bool:
    return any(name.text in names for step in one.steps for name in step)


def _pairs(one: Arrows) -> Iterator[Arrows]:
    """The ways of a chain, one by one; what stands behind a longer chain is about all of it."""
    if len(one.steps) == 2:
        yield one
    else:
        yield from (Arrows(pair, None, None) for pair in pairwise(one.steps))


def _side(listing: Listing, section: Section, items: Sequence[Arrows], names: Names) -> str:
    """Whether a list means to have all ways: it says so, or it speaks of most states and shows no walk."""
    said = f"{section.title.plain} {listing.note}"
    if _PARTIAL.search(said) or any(len(one.steps) > 2 or not one.steps[0] for one in items):
        return "mentioned"
    spoken = {state for one in items for step in one.steps for name in step for state in names.find(name.text)}
    is_most = len(items) >= 3 and len(spoken) * 2 >= len(names.ids)
    return "whole" if _WHOLE.search(said) or is_most else "mentioned"
