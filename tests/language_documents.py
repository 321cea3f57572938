"""Spec documents made at random: valid by construction, and spoilt in one place.

The grammar here is typed by hand a second time, on purpose: it is what the loader and the JSON Schema
are both held against. Scalars are kept as they are written, because quotes matter.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from hypothesis import strategies as st


@dataclass(frozen=True)
class Plain:
    """A scalar without quotes."""

    text: str


@dataclass(frozen=True)
class Quoted:
    """A scalar in double quotes."""

    text: str


Tree = Any
"""`Plain`, `Quoted`, a list of trees, or a dict of text to trees."""

_PLAIN_KEY = re.compile(r"[A-Za-z_][\w-]*\Z")


def as_yaml(tree: Tree) -> str:
    """The tree in flow style, on one line."""
    if isinstance(tree, Plain):
        return tree.text
    if isinstance(tree, Quoted):
        return quoted(tree.text)
    if isinstance(tree, list):
        return "[" + ", ".join(as_yaml(item) or "~" for item in tree) + "]"  # flow style has no way to write nothing
    return "{" + ", ".join(f"{key_text(key)}: {as_yaml(value)}" for key, value in tree.items()) + "}"


def quoted(text: str) -> str:
    """Text in double quotes, everything outside ASCII escaped."""
    escaped = "".join(
        character if " " <= character <= "~" and character not in '"\\' else f"\\U{ord(character):08x}"
        for character in text
    )
    return f'"{escaped}"'


def key_text(key: str) -> str:
    """A key, quoted where it must be."""
    return key if _PLAIN_KEY.match(key) else quoted(key)


NAMES = ["idle", "no", "on", "null", "1e3", "SYN-SENT", "a b", "1.10", "0x1F", "~x", "é", "true", "2017-07-24", "x-own"]
plain_words = st.sampled_from(["idle", "1.10", "true", "1e3", "2017-07-24", "no", "0o17", "a b", "-1", "1_000"]).map(
    Plain
)
texts = plain_words | st.text(max_size=8).map(Quoted)
titles = texts.filter(lambda one: one.text.strip())
keys = st.sampled_from(NAMES)
ids = keys.map(Quoted) | st.sampled_from(["idle", "no", "on", "null", "1e3", "SYN-SENT", "a b", "1.10", "true"]).map(
    Plain
)
id_lists = ids | st.lists(ids, max_size=3)
some_ids = ids | st.lists(ids, min_size=1, max_size=3)
booleans = st.sampled_from([Plain("true"), Plain("false"), Plain("True"), Plain("FALSE")])
json_scalars = st.sampled_from(
    [
        Plain("null"),
        Plain("~"),
        Plain(""),
        Plain("1"),
        Plain("-1.5e3"),
        Plain("true"),
        Plain("text"),
        Quoted("null"),
        Quoted(""),
    ]
)
json_values = st.recursive(
    json_scalars, lambda inner: st.lists(inner, max_size=2) | st.dictionaries(keys, inner, max_size=2), max_leaves=4
)
types = st.sampled_from(
    ["string", "integer | null", "array<string>", "map<array<bulb>>", "(a | b)", "state", "null", "true", "some.type-x"]
).map(Quoted) | st.sampled_from(["string", "array<bulb>", "null", "true"]).map(Plain)
durations = st.sampled_from(["10s", "500ms", "1.5h", "2d"]).map(Plain)
dates = st.sampled_from(["2027-05-01", "2024-02-29"]).map(Plain) | st.just(Quoted("2027-12-31"))
choices = (
    ids
    | st.just(Plain('"*"'))
    | st.sampled_from(["state", "group", "kind"]).flatmap(lambda form: ids.map(lambda one: {form: one}))
)
selectors = choices | st.lists(choices, min_size=1, max_size=3)
flags = booleans | selectors


def word(*options: str) -> st.SearchStrategy[Tree]:
    return st.sampled_from(options).flatmap(lambda one: st.sampled_from([Plain(one), Quoted(one)]))


def mapping(
    required: dict[str, st.SearchStrategy[Tree]], optional: dict[str, st.SearchStrategy[Tree]]
) -> st.SearchStrategy[Tree]:
    """A document: all required keys, at most four of the others, sometimes a key of the author's own."""

    @st.composite
    def draw(draw: Callable[[st.SearchStrategy[Any]], Any]) -> Tree:
        made = {key: draw(value) for key, value in required.items()}
        chosen = draw(st.lists(st.sampled_from(sorted(optional)), max_size=4, unique=True)) if optional else []
        made.update({key: draw(optional[key]) for key in chosen})
        if draw(st.integers(0, 9)) == 0:
            made["x-own"] = draw(json_values)
        return made

    return draw()


def named(value: st.SearchStrategy[Tree]) -> st.SearchStrategy[Tree]:
    return st.dictionaries(keys, value, max_size=2)


evidence = word("stated", "derived", "inferred", "draft", "unknown") | mapping(
    {"level": word("stated", "derived", "inferred", "draft", "unknown")},
    {"source": texts | st.lists(texts, max_size=2), "note": texts, "disputed": booleans},
)
deprecated = st.just(Plain("true")) | mapping(
    {}, {"since": dates, "sunset": dates, "replacement": texts, "note": texts}
)
ignored = ids | mapping({"rule": ids}, {"reason": texts, "until": dates})
ignores = ignored | st.lists(ignored, max_size=2)
common = {"evidence": evidence, "deprecated": deprecated, "tags": id_lists, "formerly": id_lists, "ignore": ignores}
enums = (
    st.lists(
        json_scalars | json_scalars.map(lambda one: {"value": one, "description": Plain("word")}),
        min_size=1,
        max_size=3,
    )
    | st.lists(json_values.map(lambda one: {"value": one}), min_size=1, max_size=2)
    | st.dictionaries(keys, texts | st.just(Plain("")), min_size=1, max_size=2)
)
attribute = mapping(
    {"type": types},
    {
        "title": texts, "description": texts, "present_in": selectors, "except": selectors, "when": texts,
        "required": flags, "nullable": flags, "expandable": booleans, "collapsed": word("object", "value"),
        "expands_to": types, "enum": enums, "enum_open": booleans, "pattern": texts, "default": json_values,
        "example": json_values, "holds": word("current_state", "previous_state", "next_state"), "read_only": booleans,
        "immutable": booleans, "sensitive": booleans, **common,
    },
)  # fmt: skip
object_type = mapping(
    {},
    {
        "title": texts,
        "description": texts,
        "identifier": ids,
        "attributes": named(attribute),
        "evidence": evidence,
        "ignore": ignores,
    },
)
error = mapping(
    {},
    {"title": texts, "status": texts, "type": types, "description": texts, "state_refused": booleans, "example": json_values,
     "evidence": evidence},
)  # fmt: skip
parameter = mapping(
    {},
    {"in": word("path", "query", "header", "body"), "type": types, "required": booleans, "description": texts,
     "example": json_values, "evidence": evidence},
)  # fmt: skip
returns = types | mapping(
    {}, {"type": types, "status": texts, "description": texts, "example": json_values, "evidence": evidence}
)
action = mapping(
    {},
    {
        "title": texts, "description": texts, "by": word("client", "system", "completion", "timer", "schedule", "peer"),
        "method": texts, "path": texts, "parameters": named(parameter), "accepted_in": selectors | word("unknown"),
        "returns": returns, "errors": id_lists, "starts": ids, **common,
    },
)  # fmt: skip
event = mapping(
    {"by": word("system", "completion", "timer", "schedule", "peer")}, {"title": texts, "description": texts, **common}
)
poll = mapping({}, {"action": ids, "every": durations, "until": selectors, "description": texts, "evidence": evidence})
state = mapping(
    {},
    {
        "value": json_scalars, "title": texts, "kind": word("resting", "transient", "final"), "kind_evidence": evidence,
        "outcome": word("success", "failure", "partial"), "visibility": word("shown", "gone", "reserved", "undocumented"),
        "description": texts, "next_step": texts, "poll": poll, "attributes": named(attribute),
        "examples": st.lists(mapping({"body": json_values}, {"title": texts}), max_size=2), "merged_from": id_lists, **common,
    },
)  # fmt: skip
transition = mapping(
    {"from": selectors, "to": some_ids, "trigger": some_ids},
    {"except": selectors, "guard": texts, "effect": texts, "description": texts, "evidence": evidence, "deprecated": deprecated,
     "tags": id_lists, "ignore": ignores},
)  # fmt: skip
initial = ids | mapping({"state": ids}, {"trigger": ids, "description": texts, "evidence": evidence})
documents = mapping(
    {
        "statebook": st.sampled_from([Plain("1"), Quoted("1")]),
        "id": st.sampled_from(["lamp", "1.10", "dataset-status", "no"]).map(Plain),
        "title": titles,
        "states": st.dictionaries(keys, state | st.just(Plain("")) | st.just(Plain("~")), max_size=2),
    },
    {
        "noun": texts, "summary": texts, "state_attribute": texts, "state_derivation": texts, "since_attribute": texts,
        "identifier": ids, "initial": initial | st.lists(initial, max_size=2),
        "openness": word("open", "closed") | mapping({"list": word("open", "closed")}, {"description": texts, "evidence": evidence}),
        "api": mapping({}, {"base": texts, "auth": texts, "variables": named(texts), "headers": named(texts), "samples": id_lists}),
        "sources": named(mapping({"title": titles}, {"url": texts, "description": texts})),
        "objects": named(object_type), "errors": named(error), "actions": named(action), "events": named(event),
        "attributes": named(attribute),
        "groups": named(mapping({"states": some_ids}, {"title": texts, "description": texts, "evidence": evidence, "ignore": ignores})),
        "transitions": st.lists(transition, max_size=2), **common,
    },
)  # fmt: skip

Path = tuple[str | int, ...]


def places(tree: Tree, path: Path = ()) -> Iterator[Path]:
    """Every place in a tree but the root."""
    inner = tree.items() if isinstance(tree, dict) else enumerate(tree) if isinstance(tree, list) else ()
    for step, value in inner:
        yield (*path, step)
        yield from places(value, (*path, step))


def at(tree: Tree, path: Path) -> Tree:
    for step in path:
        tree = tree[step]
    return tree


def changed(tree: Tree, path: Path, change: Callable[[Tree], Tree]) -> Tree:
    """A copy with `change` made of what stands at `path`."""
    if not path:
        return change(tree)
    step, *rest = path
    inner = changed(tree[step], tuple(rest), change)
    if isinstance(tree, dict):
        return {key: inner if key == step else value for key, value in tree.items()}
    return [inner if index == step else value for index, value in enumerate(tree)]


INTRUDERS = [
    Plain("null"), Plain("~"), Plain(""), Plain("1"), Plain("-2.5"), Plain("true"), Plain("no"), Plain("word"), Quoted("word"),
    Quoted("1"), Quoted("true"), Quoted(""), [], {}, [Plain("word")], [[]], [[Plain("word")]], [{}], {"word": Plain("1")},
    {"state": Plain("idle")}, {"level": Plain("stated")}, {"x-own": Plain("1")}, Plain('"*"'), [Plain("null")], [Plain("")],
]  # fmt: skip


@st.composite
def spoilt(draw: Callable[[st.SearchStrategy[Any]], Any]) -> tuple[Tree, str]:
    """A valid document with one thing changed, and what that was."""
    tree = draw(documents)
    kind = draw(st.sampled_from(["unknown key", "wrong value", "wrong value", "wrong value", "missing key", "own key"]))
    everywhere = list(places(tree))
    if kind == "wrong value":
        path = draw(st.sampled_from(everywhere))
        intruder = draw(st.sampled_from(INTRUDERS))
        return changed(tree, path, lambda _: intruder), f"{intruder} at {path}"
    mappings = [(), *(path for path in everywhere if isinstance(at(tree, path), dict))]
    path = draw(st.sampled_from(mappings))
    if kind == "missing key":
        keys_here = list(at(tree, path))
        if keys_here:
            gone = draw(st.sampled_from(keys_here))
            return changed(
                tree, path, lambda old: {key: one for key, one in old.items() if key != gone}
            ), f"no {gone} at {path}"
    name = (
        "x-more" if kind == "own key" else draw(st.sampled_from(["tytle", "extension", "from_", "x_own", "X-own", ""]))
    )
    value = draw(json_values if kind == "own key" else st.sampled_from(INTRUDERS))
    return changed(tree, path, lambda old: {**old, name: value}), f"{name!r} at {path}"
