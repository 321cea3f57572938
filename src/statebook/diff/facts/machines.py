"""What is true of a machine as a whole: its list of states, where the state stands, how it is called, its links."""

from __future__ import annotations

from collections.abc import Iterator

from statebook.anchors import Anchors
from statebook.diff.fact import Fact
from statebook.diff.pairing import Pairing, section
from statebook.model import Json


def facts(pairing: Pairing) -> Iterator[Fact]:
    """The differences between the two sides as wholes."""
    base, head = pairing.base, pairing.head

    def fact(kind: str, was: Json, now: Json, key: str) -> Fact:
        places = section(base, key), section(head, key)
        return pairing.fact(
            kind, "machine", (base.id,), (head.id,), base=was, head=now, base_at=places[0], head_at=places[1]
        )

    if base.id != head.id:
        yield fact("machine-renamed", None, None, "id")
    was = base.openness is not None and base.openness.is_open
    now = head.openness is not None and head.openness.is_open
    if was != now:
        yield fact("openness-opened" if now else "openness-closed", None, None, "openness")
    for kind, key, before, after in (
        ("state-attribute-changed", "state_attribute", base.state_attribute, head.state_attribute),
        ("since-attribute-changed", "since_attribute", base.since_attribute, head.since_attribute),
        ("api-base-changed", "api", base.api.base, head.api.base),
        ("api-auth-changed", "api", base.api.auth, head.api.auth),
        ("api-headers-changed", "api", base.api.headers, head.api.headers),
    ):
        if before != after:
            yield fact(kind, before or None, after or None, key)
    broken = _anchors(pairing)
    if broken:
        yield fact("anchor-changed", sorted(one for one, _ in broken), sorted(one for _, one in broken), "id")


def _anchors(pairing: Pairing) -> list[tuple[str, str]]:
    """Anchors of what both sides have under the same id, where they differ.

    What was renamed keeps its former anchor as an alias, because `formerly` says so.
    """
    base, head = Anchors(pairing.base), Anchors(pairing.head)
    pairs = [(base.page, head.page), (base.object, head.object)]
    pairs += [(base.state(one), head.state(one)) for one in pairing.base.states if one in pairing.head.states]
    pairs += [(base.action(one), head.action(one)) for one in pairing.base.actions if one in pairing.head.actions]
    carried = pairing.head.attribute_states.keys() | pairing.head.attributes.keys()
    known = dict.fromkeys((*pairing.base.attributes, *pairing.base.attribute_states))
    pairs += [(base.attribute(one), head.attribute(one)) for one in known if one in carried]
    return sorted({pair for pair in pairs if pair[0] != pair[1]})
