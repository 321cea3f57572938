"""Every case of `diffs/`, forwards and backwards: exact changes, and the laws that hold for all of them."""

from __future__ import annotations

from collections import Counter

import pytest

from diff_case import FILES, TABLE, Case, cases, compared, load, read, told, write
from statebook.diff.compare import compare, facts_of
from statebook.diff.fact import Fact
from statebook.diff.kinds import kinds
from statebook.diff.pairing import Pairing
from statebook.diff.words import plain, sentence

ALL = [case for slug in FILES for case in cases(slug)]
EVERY = pytest.mark.parametrize("case", ALL, ids=lambda case: f"{case.file}: {case.name}")


@pytest.mark.parametrize("slug", FILES)
def test_exactly_these_changes(slug: str, *, update: bool) -> None:
    found = cases(slug)
    if update:
        document = read(slug)
        for one, case in zip(document["cases"], found, strict=True):
            one["changes"] = told(compared(case))
        write(slug, document)
        found = cases(slug)
    for case in found:
        assert told(compared(case)) == case.changes, case.name


@pytest.mark.parametrize("slug", FILES)
def test_a_case_of_the_world_names_its_source(slug: str) -> None:
    document = read(slug)
    assert document["note"].strip()
    if slug != TABLE:
        assert document["source"].startswith("https://")


def identity(fact: Fact, *, mirrored: bool = False) -> str:
    """A fact without its places; with `mirrored`, that of the same edit backwards."""
    kind, sides = (
        fact.kind,
        [(fact.base_name, fact.base, fact.base_machine), (fact.head_name, fact.head, fact.head_machine)],
    )
    if mirrored:
        kind = kinds()[kind].mirror
        sides.reverse()
    return repr((kind, fact.sort, sides))


def pairing(case: Case) -> tuple[Pairing, Pairing]:
    base, head = (next(iter(load(text).values())) for text in (case.base, case.head))
    return Pairing(base, head), Pairing(head, base)


@EVERY
def test_backwards_it_is_the_mirror(case: Case) -> None:
    there, back = pairing(case)
    assert Counter(identity(one, mirrored=True) for one in facts_of(there)) == Counter(map(identity, facts_of(back)))


@EVERY
def test_nothing_changed_against_itself(case: Case) -> None:
    for text in (case.base, case.head):
        assert compare(load(text), load(text)).changes == ()


@EVERY
def test_every_change_is_told_in_full(case: Case) -> None:
    for backwards in (False, True):
        for one in compared(case, backwards=backwards).changes:
            words = plain(sentence(one))
            assert words.endswith(".")
            assert "{" not in words.replace("`", "") or "{" in repr(one.fact)
            assert one.why.endswith(".")
            assert one.advice.endswith(".")
            assert one.who
            assert len(one.fingerprint) == 16
            for pointer in (one.fact.base_pointer, one.fact.head_pointer):
                assert pointer is None or pointer.file == "spec.yaml"


def test_every_kind_of_the_table_is_met() -> None:
    met = {
        one.kind for case in ALL for backwards in (False, True) for one in compared(case, backwards=backwards).changes
    }
    met |= {"machine-added", "machine-removed"}  # several machines: below
    assert met == set(kinds())


def test_machines_come_go_and_are_renamed() -> None:
    spec = "statebook: 1\nid: {}\ntitle: A\nstate_attribute: s\nstates: {{on: {{}}}}\n"
    one, two = load(spec.format("one")), load(spec.format("two"))
    assert told(compare({**one, **two}, one)) == [
        {"kind": "machine-removed", "subject": "machine two", "impact": "breaking"}
    ]
    assert told(compare(one, {**one, **two})) == [{"kind": "machine-added", "subject": "machine two", "impact": "safe"}]
    assert [change.kind for change in compare(one, two).changes] == ["machine-removed", "machine-added"]
    assert [change.kind for change in compare(one, two, one_thing=True).changes] == ["machine-renamed"]
    three = load(spec.format("three") + "formerly: [one]\n")
    assert [change.kind for change in compare(one, three).changes] == ["machine-renamed"]
    assert [change.kind for change in compare(three, one).changes] == ["machine-renamed"]
