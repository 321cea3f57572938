"""Laws of the comparison, on machines that nobody wrote."""

from __future__ import annotations

import json
import random
from collections import Counter
from typing import Any

import pytest
from hypothesis import given
from hypothesis import settings as limits
from hypothesis import strategies as st

from diff_case import load
from fresh_python import fresh
from statebook.diff.compare import compare, facts_of
from statebook.diff.fact import Fact
from statebook.diff.kinds import kinds
from statebook.diff.pairing import Cluster, Pairing, matched
from statebook.model import Kind, State
from statebook.pointer import Pointer

STATES = ("a", "b", "c", "d")
ACTIONS = ("go", "stop")
EVENTS = ("done", "late")
TYPES = ("string", "integer", "string | null", "array<string>")


def chosen(names: tuple[str, ...], minimum: int = 0) -> st.SearchStrategy[list[str]]:
    return st.lists(st.sampled_from(names), unique=True, min_size=minimum) if names else st.just([])


endings: st.SearchStrategy[dict[str, Any]] = st.sampled_from(
    ({}, {}, {"deprecated": True}, {"deprecated": {"sunset": "2027-01-01"}}, {"deprecated": {"sunset": "2027-02-01"}})
)


@st.composite
def specs(draw: st.DrawFn) -> dict[str, Any]:
    """A valid document of few names, so that two of them have much in common."""
    states = draw(chosen(STATES, 1))
    document: dict[str, Any] = {
        "statebook": 1,
        "id": "m",
        "title": "M",
        "state_attribute": draw(st.sampled_from(("s", "t"))),
    }
    if draw(st.booleans()):
        document["initial"] = draw(chosen(tuple(states), 1))
    if draw(st.booleans()):
        document["openness"] = draw(st.sampled_from(("open", "closed")))
    document["errors"] = {one: {"status": draw(st.sampled_from((404, 409)))} for one in draw(chosen(("e", "f")))}
    document["actions"] = {
        one: {
            "path": f"/{draw(st.sampled_from('xy'))}",
            "errors": draw(chosen(tuple(document["errors"]))),
            "parameters": {
                each: {"in": "query", "type": draw(st.sampled_from(TYPES)), "required": draw(st.booleans())}
                for each in draw(chosen(("u", "v")))
            },
            **({"accepted_in": draw(chosen(tuple(states), 1))} if draw(st.booleans()) else {}),
            **draw(endings),
        }
        for one in draw(chosen(ACTIONS, 1))
    }
    document["events"] = {
        one: {"by": draw(st.sampled_from(("system", "timer"))), **draw(endings)} for one in draw(chosen(EVENTS, 1))
    }
    document["objects"] = {
        "part": {
            "attributes": {
                one: {"type": draw(st.sampled_from(TYPES)), "nullable": draw(st.booleans()), **draw(endings)}
                for one in draw(chosen(("n", "o"), 1))
            }
        }
    }
    if draw(st.booleans()):
        document["groups"] = {"g": {"states": draw(chosen(tuple(states), 1))}}
    triggers = (*document["actions"], *document["events"])
    document["attributes"] = {
        one: {
            "type": draw(st.sampled_from(TYPES)),
            "required": draw(st.booleans()),
            "present_in": draw(chosen(tuple(states), 1)),
            "enum": draw(st.sampled_from((["x"], ["x", "y"]))),
            "enum_open": draw(st.booleans()),
        }
        for one in draw(chosen(("p", "q")))
    }
    gone = [one for one in STATES if one not in states]
    document["states"] = {
        one: {
            "kind": draw(st.sampled_from(tuple(kind.value for kind in Kind))),
            "visibility": draw(st.sampled_from(("shown", "shown", "gone", "reserved", "undocumented"))),
            **(
                {"poll": {"every": draw(st.sampled_from(("1s", "9s"))), "until": draw(chosen(tuple(states), 1))}}
                if draw(st.booleans())
                else {}
            ),
            **(
                {"attributes": {"own": {"type": draw(st.sampled_from(TYPES)), **draw(endings)}}}
                if draw(st.booleans())
                else {}
            ),
            **draw(endings),
            **({"formerly": draw(chosen(tuple(gone)))} if gone else {}),
            **({"merged_from": draw(chosen(tuple(gone)))} if gone and draw(st.booleans()) else {}),
        }
        for one in states
    }
    document["transitions"] = [
        {
            "from": draw(chosen(tuple(states), 1)),
            "to": draw(st.sampled_from(states)),
            "trigger": draw(st.sampled_from(triggers)),
            **(
                {"guard": draw(st.sampled_from(("g", "g and h", "g or h", "h", "not g")))}
                if draw(st.booleans())
                else {}
            ),
            **draw(endings),
        }
        for _ in range(draw(st.integers(0, 5)))
    ]
    return document


def identity(fact: Fact, *, mirrored: bool = False) -> str:
    kind, sides = fact.kind, [(fact.base_name, fact.base), (fact.head_name, fact.head)]
    if mirrored:
        kind = kinds()[kind].mirror
        sides.reverse()
    return repr((kind, fact.sort, sides))


@given(specs(), specs())
@limits(max_examples=70)
def test_backwards_every_fact_is_its_mirror(one: dict[str, Any], two: dict[str, Any]) -> None:
    base, head = load(json.dumps(one))["m"], load(json.dumps(two))["m"]
    there = Counter(identity(fact, mirrored=True) for fact in facts_of(Pairing(base, head)))
    assert there == Counter(identity(fact) for fact in facts_of(Pairing(head, base)))


def shuffled(value: Any, chance: random.Random, *, ordered: bool = False) -> Any:
    """The same document with mappings and lists in another order, but for lists of JSON values."""
    if isinstance(value, dict):
        keys = list(value)
        chance.shuffle(keys)
        return {key: shuffled(value[key], chance) for key in keys}
    if isinstance(value, list):
        items = [shuffled(one, chance) for one in value]
        chance.shuffle(items)
        return items
    return value


@given(specs(), st.integers(0, 1000))
@limits(max_examples=40)
def test_order_and_formatting_are_no_change(document: dict[str, Any], seed: int) -> None:
    chance = random.Random(seed)
    one = load(json.dumps(document))
    two = load("# a remark\n" + json.dumps(shuffled(document, chance), indent=chance.randint(1, 5)), "elsewhere.yaml")
    assert compare(one, one).changes == ()
    assert compare(one, two).changes == ()
    assert compare(two, one).changes == ()


@given(specs(), specs(), st.integers(0, 1000))
@limits(max_examples=40)
def test_order_does_not_change_what_changed(one: dict[str, Any], two: dict[str, Any], seed: int) -> None:
    chance = random.Random(seed)
    plain = compare(load(json.dumps(one)), load(json.dumps(two)))
    other = compare(load(json.dumps(shuffled(one, chance))), load(json.dumps(shuffled(two, chance))))
    assert Counter((change.kind, change.impact, change.fingerprint) for change in plain.changes) == Counter(
        (change.kind, change.impact, change.fingerprint) for change in other.changes
    )


def test_every_kind_has_its_mirror_or_says_why_not() -> None:
    table = kinds()
    assert table
    for name, kind in table.items():
        assert name == name.lower().replace("_", "-")
        assert bool(kind.mirror) != bool(kind.waiver), name
        if kind.mirror:
            assert table[kind.mirror].mirror == name
        assert kind.who
        assert kind.why.endswith(".")
        assert kind.advice.endswith(".")


def state(name: str, formerly: tuple[str, ...] = (), merged: tuple[str, ...] = ()) -> State:
    return State(id=name, value=name, kind=Kind.RESTING, formerly=formerly, merged_from=merged, pointer=Pointer("x"))


def clusters(base: list[State], head: list[State]) -> list[tuple[tuple[str, ...], tuple[str, ...]]]:
    found = matched({one.id: one for one in base}, {one.id: one for one in head})
    assert all(isinstance(one, Cluster) for one in found)
    return [(one.base, one.head) for one in found]


def test_declarations_join_what_ids_do_not() -> None:
    a, b, c = state("a"), state("b"), state("c")
    assert clusters([a, b], [b, c]) == [(("b",), ("b",)), ((), ("c",)), (("a",), ())]
    assert clusters([a], [state("b", ("a",))]) == [(("a",), ("b",))]
    assert clusters([state("b", ("a",))], [a]) == [(("b",), ("a",))], "a rename is undone"
    assert clusters([a, b], [state("c", merged=("a", "b"))]) == [(("a", "b"), ("c",))]
    assert clusters([a, b], [state("a", merged=("b",))]) == [(("a", "b"), ("a",))]
    assert clusters([a], [state("b", ("a",)), state("c", ("a",))]) == [(("a",), ("b", "c"))]
    assert clusters([a, b], [a, state("b", ("a",))]) == [(("a",), ("a",)), (("b",), ("b",))], "history means nothing"
    many = clusters([a, b], [state("c", ("a", "b")), state("d", ("a", "b"))])
    assert many == [((), ("c",)), ((), ("d",)), (("a",), ()), (("b",), ())], "many to many tells nothing"


BIG = """
import sys
from diff_case import load
from statebook.diff.compare import compare
def text(drop):
    states = "".join(f"  s{i}: {{kind: resting}}\\n" for i in range(30) if i % 7 != drop)
    ways = "".join(f"  - {{from: s{i}, to: s{(i + 1)}, trigger: e}}\\n" for i in range(29) if drop not in (i % 7, (i + 1) % 7))
    return f"statebook: 1\\nid: m\\ntitle: M\\nstate_attribute: s\\ninitial: s1\\nevents: {{e: {{by: system}}}}\\nstates:\\n{states}transitions:\\n{ways}"
print([(one.kind, one.subject, one.fingerprint, one.hint) for one in compare(load(text(0)), load(text(3))).changes])
"""


def test_the_same_bytes_whatever_the_hash_seed() -> None:
    assert len({fresh("-c", BIG, seed=seed, PATH="") for seed in ("0", "1", "77")}) == 1


@pytest.mark.parametrize(
    ("change", "same"),
    [
        (("guard: it fits", "guard: it suits"), True),
        (("description: Long.", "description: Short."), True),
        (("to: b", "to: a"), False),
        (("trigger: go", "trigger: stop"), False),
    ],
)
def test_a_fingerprint_is_of_the_edit_not_of_the_words(change: tuple[str, str], *, same: bool) -> None:
    base = "statebook: 1\nid: m\ntitle: M\nstate_attribute: s\nactions: {go: {}, stop: {}}\nstates: {a: {description: Long.}, b: {}}\n"
    head = base + "transitions:\n  - {from: a, to: b, trigger: go, guard: it fits}\n"
    prints = [
        {one.fingerprint for one in compare(load(base), load(text)).changes if one.kind == "transition-added"}
        for text in (head, head.replace(*change), "\n\n# moved\n" + head)
    ]
    assert len(prints[0]) == 1
    assert (prints[0] == prints[1]) is same
    assert prints[0] == prints[2]
