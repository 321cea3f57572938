"""Specs made up by hypothesis: odd names, several triggers, guards, groups, attributes."""

from __future__ import annotations

import re
from typing import Any

from hypothesis import strategies as st

from statebook.source.resolve.names import folded

WORDS = [
    "open", "paid", "in_transit", "on-hold", "AB", "x1", "\u00e9tat", "\u72b6\u614b", "\u05e1\u05d2\u05d5\u05e8", "\U0001f680", "!!!", "C++", "a|b", "`q`", "<b>",
    "e\u0301", "\ufb01n", "*", "any", "none", "from", "to", "new", "[x](y)", "1.", "true", "null", "a  b", "\\N", "&amp;", "state", "status",
    "attributes", "?", "start", "\u2192", "->",
]  # fmt: skip
TEXTS = [
    "It waits.", "The money came, or nearly so.", "See `nothing`.", "todo list of a shop", "A -> B", "- one\n- two", "from here to there",
    "Any state but this one.", "a | b", "**Bold** and *soft*", "[`x`](https://example.com)", "1 of 2", "", "## no heading", "`a` \u2192 `b`",
    "- `day` \u2192 `night`: dusk\n- `night` \u2192 `day`",
]  # fmt: skip
TYPES: list[dict[str, Any]] = [
    {"type": "integer"},
    {"type": "string", "nullable": True},
    {"type": "boolean", "required": False},
    {"type": "string", "enum": ["a", "b"]},
    {"type": "datetime"},
    {"type": "array<string>"},
]

words = st.sampled_from(WORDS)
names = st.lists(words, min_size=1, max_size=2).map(" ".join)
texts = st.sampled_from(TEXTS)


@st.composite
def specs(draw: st.DrawFn) -> dict[str, Any]:
    """A spec as a mapping; some are refused, such as those whose states cannot be told apart."""
    states = draw(st.lists(names, min_size=1, max_size=5, unique_by=folded))
    movers = draw(st.lists(names, min_size=2, max_size=4, unique_by=folded))
    actions, events = movers[: len(movers) // 2], movers[len(movers) // 2 :]
    attributes = draw(st.lists(words.filter(lambda one: re.fullmatch(r"[a-z_]{2,}", one)), max_size=2, unique=True))
    spec: dict[str, Any] = {
        "statebook": 1,
        "id": draw(st.sampled_from(["odd", "order-1", "\u00e9"])),
        "title": draw(names),
        "noun": draw(st.sampled_from(["order status", "thing", "\u00e9tat"])),
        "state_attribute": "s",
        "initial": states[0],
        "summary": draw(texts) or "None.",
        "attributes": {one: {**draw(st.sampled_from(TYPES)), "description": draw(texts)} for one in attributes},
        "actions": {
            one: {"title": draw(names), "method": "PUT", "path": f"/x/{{X}}/{number}", "description": draw(texts)}
            for number, one in enumerate(actions)
        },
        "events": {one: {"by": draw(st.sampled_from(["system", "completion", "peer"]))} for one in events},
        "states": {one: draw(states_of()) for one in states},
    }
    if len(states) > 2 and draw(st.booleans()):
        spec["groups"] = {"both": {"title": draw(texts.filter(_is_title)), "states": states[:2]}}
    rows = st.fixed_dictionaries(
        {
            "from": st.sampled_from(states).map(lambda one: {"state": one}),
            "to": st.sampled_from(states),
            "trigger": st.lists(st.sampled_from(movers), min_size=1, max_size=2, unique=True),
            "guard": texts,
            "effect": texts,
            "description": texts,
        }
    )
    spec["transitions"] = draw(st.lists(rows, max_size=6))
    return spec


def states_of() -> st.SearchStrategy[dict[str, Any]]:
    """What may be said of one state."""
    return st.fixed_dictionaries(
        {"kind": st.sampled_from(["resting", "transient"]), "description": texts},
        optional={
            "visibility": st.sampled_from(["gone", "reserved", "undocumented"]),
            "deprecated": st.just({"since": "2026-01-01"}),
            "attributes": st.just({"count": {"type": "integer", "description": "How many."}}),
        },
    )


def _is_title(text: str) -> bool:
    return bool(text) and "\n" not in text
