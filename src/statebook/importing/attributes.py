"""Attributes and examples of a draft, made such that the spec language takes them; what it cannot take is left over."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from statebook.importing.draft import Draft, Object
from statebook.importing.names import legal_ids
from statebook.model import Json
from statebook.types import TypeSyntaxError, named_in, parse_type

_OF_STATES = ("state", "string", "integer", "boolean")
"""Types that the state attribute may have."""

DEEPEST = 20
"""Levels of an example object; a spec may have 40, and the example stands in it."""


def checked_attributes(
    written: Mapping[str, Object], draft: Draft, states: Mapping[str, str], todo: Callable[[str], str]
) -> Object:
    """The attributes as a spec declares them: legal names, types that exist, `todo` for a missing description.

    `states` are the ids of states by name.
    """
    if draft.is_whole:
        return dict(written)
    ids = legal_ids(written)
    objects = draft.more.get("objects")
    known = set(objects) if isinstance(objects, dict) else set()
    found: Object = {}
    for name, one in written.items():
        line = int(one.get("line") or 1)
        if ids[name] != name:
            draft.leave(line, f"the attribute {name[:60]!r}", "its name is none, or one that another attribute has")
            continue
        kept = {key: value for key, value in one.items() if key != "line"}
        if "type" in kept or "refines" not in kept:
            kept = {"type": _type(str(kept.get("type") or "any"), known, name, line, draft), **_without(kept, "type")}
        refines = kept.pop("refines", False)
        if name == draft.state_attribute and kept.get("type") not in _OF_STATES:
            kept["type"] = "state"
        if isinstance(kept.get("present_in"), list):
            kept["present_in"] = [chosen(states[one]) for one in kept["present_in"]]
        if not kept.get("description") and not refines:
            said = todo("say what it means")
            if said:
                kept["description"] = said
        found[name] = kept
    return found


def chosen(state: str) -> Json:
    """A state in a selector, where an asterisk alone means all."""
    return {"state": state} if state == "*" else state


def _without(value: Object, key: str) -> Object:
    return {name: one for name, one in value.items() if name != key}


def _type(text: str, known: set[str], name: str, line: int, draft: Draft) -> str:
    try:
        unknown = [one for one in named_in(parse_type(text)) if one not in known]
    except TypeSyntaxError:
        unknown = [text]
    if not unknown:
        return text
    draft.leave(line, f"the type {text[:60]!r} of the attribute {name[:60]!r}", "it is none of the spec language")
    return "any"


def checked_examples(written: Sequence[Object], draft: Draft, line: int) -> list[Json]:
    """The examples that are not nested too deep."""
    found: list[Json] = []
    for one in written:
        if depth_of(one.get("body")) > DEEPEST:
            draft.leave(line, "an example object", f"it is nested deeper than {DEEPEST} levels")
        else:
            found.append(one)
    return found


def depth_of(value: Json) -> int:
    """How many collections are inside each other; does not recurse, whatever the depth."""
    deepest, waiting = 0, [(value, 1)]
    while waiting:
        here, depth = waiting.pop()
        inner = here.values() if isinstance(here, dict) else here if isinstance(here, list) else None
        if inner is not None:
            deepest = max(deepest, depth)
            waiting.extend((one, depth + 1) for one in inner)
    return deepest
