"""What almost every object of a machine as JSON may say, under the keys of the spec language."""

from __future__ import annotations

from statebook.importing.draft import Object
from statebook.importing.shape import Shape
from statebook.model import Json


def kept(**values: Json) -> Object:
    """The values that say something."""
    return {key: value for key, value in values.items() if value not in ("", None, False) and value not in ([], {})}


def present(one: Shape, *keys: str) -> Object:
    """The texts of some keys, where they are there."""
    return {key: one.text(key) for key in keys if one.text(key)}


def common(one: Shape) -> Object:
    """Evidence, deprecation, former names, tags, and the spec's own `x-` keys."""
    return {
        **kept(evidence=evidence(one)),
        **deprecated(one),
        **kept(formerly=one.texts("formerly"), tags=one.texts("tags")),
        **{key: one.value(key) for key in one.node.members if key.startswith("x-")},
    }


def evidence(one: Shape, key: str = "evidence") -> Object:
    """How well something is known; empty where nothing is said."""
    found = one.inner(key, "evidence")
    if found is None:
        return {}
    cited = []
    for each in found.objects("sources", "a source of evidence"):
        source, locator = each.text("source"), each.text("locator")
        cited.append(f"{source}:{locator}" if source and locator else source or locator)
    return {
        "level": found.text("level", needed=True),
        **kept(source=cited[0] if len(cited) == 1 else cited, note=found.text("note"), disputed=found.flag("disputed")),
    }


def deprecated(one: Shape) -> Object:
    """Since when it is deprecated, and what replaces it; empty where it is not."""
    found = one.inner("deprecated", "a deprecation")
    if found is None:
        return {}
    return {"deprecated": present(found, "since", "sunset", "replacement", "note") or True}
