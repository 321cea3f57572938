"""Rows: the way forward goes down."""

from __future__ import annotations

from diagram_machines import DELETING, PROCESSING, RESTING, dataset_graph, machine
from hypothesis import given
from hypothesis import strategies as st

from statebook.diagram.arrange import levels, rows
from statebook.diagram.circle import circles
from statebook.machine import Graph


def test_rows_of_the_dataset() -> None:
    graph = dataset_graph()
    placed = levels(graph)
    row, last = rows(placed, lambda _: 120.0)
    assert {row[state] for state in RESTING} == {0}
    assert row["queued"] == 1
    assert [row[state] for state in PROCESSING] == [2, 3, 4, 5], "a wide group is a column"
    assert [row[state] for state in DELETING] == [2, 3, 4]
    assert row["aborting_processing"] == 6
    assert last == 7
    assert ("processing_dataset", "idle") in placed.returns
    assert ("deleting_resource_records", "processing_resource_records") not in placed.returns


def test_narrow_groups_stay_flat() -> None:
    row, _ = rows(levels(dataset_graph()), lambda _: 30.0)
    assert {row[state] for state in PROCESSING} == {2}


def test_a_very_wide_row_is_staggered() -> None:
    states = [f"s{number}" for number in range(30)]
    graph = Graph(
        machine({"start": "resting", **dict.fromkeys(states, "transient")}, [("start", one, "go") for one in states])
    )
    row, last = rows(levels(graph), lambda _: 100.0)
    assert sorted(set(row.values())) == [0, 1, 2, 3]
    assert last == 4


def test_final_and_failed_states_stand_at_the_end() -> None:
    graph = Graph(
        machine(
            {"new": "resting", "work": "transient", "failed": "resting/failure", "more": "transient", "done": "final"},
            [("new", "work", "a"), ("work", "failed", "b"), ("work", "more", "c"), ("more", "done", "d")],
            initial=["new"],
        )
    )
    row, last = rows(levels(graph), lambda _: 100.0)
    assert row == {"new": 0, "work": 1, "more": 2, "failed": 3, "done": 3}
    assert last == 3


PAIRS = st.lists(st.tuples(st.integers(0, 11), st.integers(0, 11)), max_size=60)


@given(PAIRS, st.booleans(), st.integers(0, 11))
def test_every_other_transition_goes_down(pairs: list[tuple[int, int]], grouped: bool, start: int) -> None:
    names = [f"s{number}" for number in range(12)]
    groups = {"g": names[:4], "h": names[4:7]} if grouped else {}
    graph = Graph(
        machine(
            dict.fromkeys(names, "transient"),
            [(names[source], names[target], "go") for source, target in pairs],
            groups=groups,
            initial=[names[start]],
        )
    )
    placed = levels(graph)
    row, last = rows(placed, lambda _: 100.0)
    block = {state: one for one in placed.blocks for state in one}
    assert set(row) == set(names)
    assert max(row.values()) <= last
    for one in graph.machine.transitions:
        source, target = block[one.source], block[one.target]
        if source == target or (one.source, one.target) in placed.returns:
            continue
        beside = len(source) > 1 and len(target) > 1
        assert placed.level[source] < placed.level[target] or beside


@given(st.dictionaries(st.integers(0, 9), st.lists(st.integers(0, 9), max_size=5)))
def test_circles_are_what_reaches_each_other(given_pairs: dict[int, list[int]]) -> None:
    after = {number: given_pairs.get(number, []) for number in range(10)}
    reach = {number: {number} for number in after}
    for _ in after:
        for number, targets in after.items():
            reach[number] |= {one for target in targets for one in reach[target]}
    found = circles(after)
    for one in after:
        for other in after:
            assert (found[one] == found[other]) == (one in reach[other] and other in reach[one])


def test_a_state_without_a_way_back_is_no_return() -> None:
    graph = Graph(
        machine(
            {"new": "resting", "work": "transient", "stopping": "transient", "stopped": "final/partial"},
            [("new", "stopped", "a"), ("new", "work", "b"), ("work", "stopping", "c"), ("stopping", "stopped", "d")],
            initial=["new"],
        )
    )
    assert levels(graph).returns == frozenset()


def test_a_stray_state_does_not_pull_others_up() -> None:
    chain = [("a", "b", "x"), ("b", "c", "x"), ("c", "d", "x"), ("d", "b", "again"), ("stray", "d", "x")]
    graph = Graph(machine(dict.fromkeys(["a", "b", "c", "d", "stray"], "transient"), chain, initial=["a"]))
    placed = levels(graph)
    assert placed.returns == {("d", "b")}
    row, _ = rows(placed, lambda _: 100.0)
    assert row == {"a": 0, "stray": 0, "b": 1, "c": 2, "d": 3}


def test_resting_states_that_wait_for_the_same_stand_together() -> None:
    graph = Graph(
        machine(
            {"idle": "resting", "work": "transient", "failed": "resting/failure", "held": "resting"},
            [
                *((one, "work", "go") for one in ("idle", "failed")),
                ("work", "idle", "a"),
                ("work", "failed", "b"),
                ("work", "held", "c"),
                ("held", "work", "release"),
            ],
            initial=["idle"],
        )
    )
    row, _ = rows(levels(graph), lambda _: 100.0)
    assert row == {"idle": 0, "failed": 0, "work": 1, "held": 2}
