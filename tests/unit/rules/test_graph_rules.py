"""Graph rules on machines that are larger or stranger than an example in a docstring."""

from __future__ import annotations

import datetime
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st
from lint_text import TODAY, judged

from statebook.model import Event, Initial, Kind, Machine, Mover, State, Transition
from statebook.pointer import Pointer
from statebook.rules.judge import judge
from statebook.rules.near_duplicate_id import _is_slip, _section
from steps import steps

AT = Pointer("spec/x.yaml")
KINDS = list(Kind)


def machine(kinds: list[Kind], ways: list[tuple[int, int]], initial: list[int]) -> Machine:
    """States `s0`, `s1` …, with ways by one event."""
    states = {
        f"s{number}": State(id=f"s{number}", value=f"s{number}", kind=kind, pointer=AT / "states" / f"s{number}")
        for number, kind in enumerate(kinds)
    }
    transitions = tuple(
        Transition(
            source=f"s{source}", target=f"s{target}", trigger="go", by=Mover.SYSTEM, guard=f"{entry}",
            entry=entry, pointer=AT / "transitions" / entry,
        )
        for entry, (source, target) in enumerate(ways)
    )  # fmt: skip
    return Machine(
        id="x",
        title="X",
        noun="x",
        state_attribute="status",
        initial=tuple(Initial(state=f"s{one}", pointer=AT / "initial") for one in initial),
        events={"go": Event(id="go", title="Go", by=Mover.SYSTEM, pointer=AT / "events" / "go")},
        states=states,
        transitions=transitions,
        pointer=AT,
    )


def named(one: Machine, rule: str) -> set[str]:
    """The states that a rule names."""
    found = judge({one.id: one}, TODAY)
    return {str(each.finding.pointer.steps[1]) for each in found if each.rule.name == rule}


@st.composite
def machines(draw: st.DrawFn) -> Machine:
    count = draw(st.integers(1, 6))
    place = st.integers(0, count - 1)
    kinds = draw(st.lists(st.sampled_from(KINDS), min_size=count, max_size=count))
    ways = draw(st.lists(st.tuples(place, place), max_size=10))
    return machine(kinds, ways, draw(st.lists(place, min_size=1, max_size=2)))


def closure(one: Machine) -> dict[str, set[str]]:
    """Which states each state leads to, by repeated widening: slow and plain."""
    reached = {state: {state} for state in one.states}
    for _ in one.states:
        for transition in one.transitions:
            for held in reached.values():
                if transition.source in held:
                    held.add(transition.target)
    return reached


@given(machines())
def test_reachability_and_rest_agree_with_a_plain_closure(one: Machine) -> None:
    reached = closure(one)
    alive = set().union(*(reached[initial.state] for initial in one.initial))
    assert named(one, "unreachable-state") == set(one.states) - alive
    left = {state: reached[state] - {state} for state in one.states}
    restful = {
        state for state, found in reached.items() if any(one.states[end].kind is not Kind.TRANSIENT for end in found)
    }
    assert named(one, "no-path-to-rest") == {state for state in one.states if state not in restful and left[state]}
    dead = {state for state in one.states if not left[state] and one.states[state].kind is not Kind.FINAL}
    assert named(one, "dead-end-state") == dead


def test_the_work_of_judging_a_large_machine_grows_with_it() -> None:
    def work(size: int) -> int:
        ways = [(number, (number * step + 1) % size) for number in range(size) for step in (1, 3, 7)]
        one = machine([KINDS[number % 2] for number in range(size)], ways, [0])
        assert judge({one.id: one}, TODAY)
        return steps(lambda: judge({one.id: one}, TODAY))

    assert work(800) < 4.4 * work(200)


def test_the_work_of_comparing_ids_grows_with_their_number() -> None:
    letters = "abcdefghij"

    def work(count: int) -> int:
        numbers = (f"{number * 7919 % 10**9:09}" for number in range(count))
        ids = ["".join(letters[int(digit)] for digit in one) + "_word" for one in numbers]
        return steps(lambda: list(_section([(one, AT) for one in ids])))

    assert work(1200) < 4.4 * work(300)


def test_the_search_for_slips_finds_what_comparing_all_pairs_finds() -> None:
    words = [
        "cancelled", "canceled", "cancelling", "cancel", "queue", "queued", "qeued", "processing", "procesing", "prcessing", "processed",
        "published", "unpublished", "publishd", "running", "runing", "rnuning", "stop", "stopp", "awaiting_review", "awaiting_reviews",
        "awating_reviev", "awaitingreview",
    ]  # fmt: skip
    found = {str(one.pointer.steps[0]) for one in _section([(word, AT / word) for word in words])}
    wanted = {later for place, later in enumerate(words) if any(_is_slip(former, later) for former in words[:place])}
    assert found == wanted > {"canceled", "queued", "procesing", "awaiting_reviews"}


def test_several_machines_are_judged_each_by_itself(tmp_path: Path) -> None:
    head = "statebook: 1\ntitle: T\nstate_attribute: status\nstates: {a: {}, b: {}}\n"
    found = judged(tmp_path, head + "id: one\ninitial: a\n", head + "id: two\ninitial: b\n")
    assert [one.subject for one in found if one.rule.name == "unreachable-state"] == ["one/states/b", "two/states/a"]


def test_no_machine_has_no_finding() -> None:
    assert judge({}, datetime.date(2026, 1, 1)) == []
