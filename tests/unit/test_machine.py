"""The questions one asks of a machine, against plain answers made from its list of transitions."""

from __future__ import annotations

from collections import deque

from hypothesis import given
from hypothesis import strategies as st

from statebook.machine import Acceptance, Graph, Verdict
from statebook.model import Action, ErrorType, Event, Evidence, Group, Kind, Level, Machine, Mover, State, Transition
from statebook.pointer import Pointer

NOWHERE = Pointer("spec/x.yaml")
KINDS = list(Kind)


def evidence(level: Level) -> Evidence:
    return Evidence(level=level, pointer=NOWHERE)


def build(count: int, rows: list[tuple[int, int, str]], **more: object) -> Machine:
    """States `0`…; a row is source, target and trigger; triggers in capitals are actions."""
    triggers = dict.fromkeys(row[2] for row in rows)
    return Machine(
        id="x", title="X", noun="x", pointer=NOWHERE,
        states={str(n): State(id=str(n), value=str(n), kind=KINDS[n % 3], group="g" if n == 1 else "", pointer=NOWHERE) for n in range(count)},
        groups={"g": Group(id="g", title="G", states=("1",), pointer=NOWHERE)},
        events={one: Event(id=one, title=one, by=Mover.SYSTEM, pointer=NOWHERE) for one in triggers if one.islower()},
        transitions=tuple(
            Transition(source=str(a), target=str(b), trigger=t, by=Mover.SYSTEM if t.islower() else Mover.CLIENT, entry=n, pointer=NOWHERE)
            for n, (a, b, t) in enumerate(rows)
        ),
        **{"actions": {one: Action(id=one, title=one, pointer=NOWHERE) for one in triggers if one.isupper()}, **more},  # type: ignore[arg-type]
    )  # fmt: skip


@st.composite
def machines(draw: st.DrawFn) -> Machine:
    count = draw(st.integers(1, 8))
    state = st.integers(0, count - 1)
    return build(count, draw(st.lists(st.tuples(state, state, st.sampled_from(["A", "B", "c", "d"])), max_size=24)))


def forward(machine: Machine, source: str, target: str) -> tuple[Transition, ...] | None:
    """Breadth first over whole paths; among equals the one whose transitions come first in the spec, step by step."""
    if source == target:
        return ()
    layer: list[tuple[str, tuple[Transition, ...]]] = [(source, ())]
    for _ in machine.states:
        following = [
            (one.target, (*path, one)) for place, path in layer for one in machine.transitions if one.source == place
        ]
        arrived = [path for place, path in following if place == target]
        if arrived:
            return min(arrived, key=lambda path: [one.entry for one in path])
        best: dict[str, tuple[Transition, ...]] = {}
        for place, path in following:
            if place not in best or [one.entry for one in path] < [one.entry for one in best[place]]:
                best[place] = path
        layer = list(best.items())
    return None


@given(machines())
def test_the_shortest_path_is_that_of_a_plain_search(machine: Machine) -> None:
    graph = Graph(machine)
    for source in machine.states:
        for target in machine.states:
            assert graph.shortest_path(source, target) == forward(machine, source, target)


@given(machines())
def test_ways_in_and_out_are_the_transitions(machine: Machine) -> None:
    graph = Graph(machine)
    for state in machine.states:
        assert graph.leaving(state) == tuple(one for one in machine.transitions if one.source == state)
        assert graph.leading_to(state) == tuple(one for one in machine.transitions if one.target == state)
        assert graph.successors(state) == tuple(dict.fromkeys(one.target for one in graph.leaving(state)))
        assert graph.predecessors(state) == tuple(dict.fromkeys(one.source for one in graph.leading_to(state)))
        assert graph.movers(state) == tuple(dict.fromkeys(one.by for one in graph.leaving(state)))
        assert (graph.group_of(state) is not None) == (state == "1")
    assert sorted(one.entry for state in machine.states for one in graph.leaving(state)) == list(
        range(len(machine.transitions))
    )
    for trigger in "ABcdE":
        assert graph.triggered_by(trigger) == tuple(one for one in machine.transitions if one.trigger == trigger)
    for kind in Kind:
        assert graph.of_kind(kind) == tuple(one for one in machine.states.values() if one.kind is kind)


@given(machines(), st.sets(st.integers(0, 7)))
def test_reachable_is_what_a_plain_search_finds(machine: Machine, start: set[int]) -> None:
    asked = [str(one) for one in sorted(start) if str(one) in machine.states]
    seen, waiting = set(asked), deque(asked)
    while waiting:
        place = waiting.popleft()
        for one in machine.transitions:
            if one.source == place and one.target not in seen:
                seen.add(one.target)
                waiting.append(one.target)
    assert Graph(machine).reachable(asked) == seen
    for source in asked:
        assert Graph(machine).reachable([source]) == {
            one for one in machine.states if forward(machine, source, one) is not None
        }


def accepted(
    action: Action, rows: list[tuple[int, int, str]], levels: dict[int, Level] | None = None
) -> list[Acceptance]:
    errors = {name: ErrorType(id=name, state_refused=name == "no", pointer=NOWHERE) for name in ("no", "other")}
    machine = build(3, rows, actions={"A": action}, errors=errors)
    if levels:
        machine = Machine(**{name: getattr(machine, name) for name in machine.__slots__} | {"transitions": tuple(
            Transition(source=one.source, target=one.target, trigger="A", by=one.by, entry=one.entry, pointer=NOWHERE,
                       evidence=evidence(levels[one.entry]) if one.entry in levels else None)
            for one in machine.transitions)})  # fmt: skip
    graph = Graph(machine)
    return [graph.acceptance(state, action) for state in machine.states]


def test_a_call_is_accepted_where_it_moves_and_refused_elsewhere() -> None:
    action = Action(id="A", title="A", errors=("other", "no"), pointer=NOWHERE)
    refused = Acceptance(Verdict.REFUSED, errors=("no",))
    assert accepted(action, [(0, 1, "A"), (0, 2, "A"), (0, 1, "A")]) == [
        Acceptance(Verdict.ACCEPTED, ("1", "2")),
        refused,
        refused,
    ]


def test_a_call_is_accepted_where_it_is_declared() -> None:
    action = Action(id="A", title="A", accepted_in=("1",), evidence=evidence(Level.INFERRED), pointer=NOWHERE)
    moved, declared, refused = accepted(action, [(0, 1, "A")])
    assert (moved.verdict, moved.targets, moved.level) == (Verdict.ACCEPTED, ("1",), None)
    assert (declared.verdict, declared.targets, declared.level) == (Verdict.ACCEPTED, (), Level.INFERRED)
    assert refused == Acceptance(Verdict.REFUSED)


def test_nobody_knows_of_a_call_of_which_nothing_is_said() -> None:
    silent = Action(id="A", title="A", pointer=NOWHERE)
    assert {one.verdict for one in accepted(silent, [])} == {Verdict.UNKNOWN}
    unknown = Action(id="A", title="A", accepted_in_unknown=True, pointer=NOWHERE)
    assert [one.verdict for one in accepted(unknown, [(0, 1, "A")])] == [
        Verdict.ACCEPTED,
        Verdict.UNKNOWN,
        Verdict.UNKNOWN,
    ]
    nowhere = Action(id="A", title="A", accepted_in=(), pointer=NOWHERE)
    assert {one.verdict for one in accepted(nowhere, [])} == {Verdict.REFUSED}


def test_the_weakest_evidence_counts() -> None:
    action = Action(id="A", title="A", evidence=evidence(Level.UNKNOWN), pointer=NOWHERE)
    found = accepted(
        action, [(0, 1, "A"), (0, 2, "A"), (1, 2, "A"), (2, 2, "A")], {0: Level.STATED, 1: Level.DRAFT, 2: Level.STATED}
    )
    assert [one.level for one in found] == [Level.DRAFT, Level.STATED, None]


def test_accepting_lists_movers_first() -> None:
    action = Action(id="A", title="A", accepted_in=("0", "1"), pointer=NOWHERE)
    assert Graph(build(3, [(2, 1, "A"), (1, 1, "A")], actions={"A": action})).accepting("A") == ("2", "1", "0")
