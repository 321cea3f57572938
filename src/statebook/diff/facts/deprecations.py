"""What is on its way out, and by when."""

from __future__ import annotations

from collections.abc import Iterator

from statebook.diff.fact import Fact
from statebook.diff.facts.elements import Element, elements, ways
from statebook.diff.pairing import Pairing
from statebook.model import Deprecation, Json


def facts(pairing: Pairing) -> Iterator[Fact]:
    """The differences between the deprecations of the two sides."""
    for element in (*elements(pairing), *ways(pairing)):
        old: Deprecation | None = getattr(element.base, "deprecation", None)
        new: Deprecation | None = getattr(element.head, "deprecation", None)
        if new is not None and old is None:
            yield _fact(pairing, "deprecated", element, None, new.sunset or None)
        elif old is not None and new is None:
            yield _fact(pairing, "deprecation-withdrawn", element, old.sunset or None, None)
        elif old is not None and new is not None and old.sunset != new.sunset:
            if not old.sunset or not new.sunset:
                kind = "sunset-announced" if new.sunset else "sunset-withdrawn"
            else:
                kind = "sunset-moved-earlier" if new.sunset < old.sunset else "sunset-moved-later"
            yield _fact(pairing, kind, element, old.sunset or None, new.sunset or None)


def _fact(pairing: Pairing, kind: str, element: Element, base: Json, head: Json) -> Fact:
    return pairing.fact(
        kind,
        element.sort,
        element.base_name,
        element.head_name,
        base=base,
        head=head,
        base_at=element.base.pointer,
        head_at=element.head.pointer,
    )
