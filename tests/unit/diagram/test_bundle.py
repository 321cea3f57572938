"""Bundling draws less and says the same."""

from __future__ import annotations

from collections.abc import Iterable

from diagram_machines import DELETING, PROCESSING, RESTING, dataset_machine
from hypothesis import given
from hypothesis import strategies as st

from statebook.diagram.bundle import Bundle, End, Fan, Frame, Merge, Step, Trigger, Way, bundled, lifted, steps, ways
from statebook.model import Mover


def frame(name: str, members: Iterable[str]) -> Frame:
    return Frame(End(name, is_group=True), tuple(End(one) for one in members))


def expanded(bundles: Iterable[Bundle], frames: Iterable[Frame]) -> list[Step]:
    """What the bundles say, transition by transition."""
    whole = {one.end: one.members for one in frames}
    found: list[Step] = []

    def add(source: End, target: End, triggers: Iterable[Trigger]) -> None:
        found.extend(
            (one, other, trigger)
            for one in whole.get(source, (source,))
            for other in whole.get(target, (target,))
            for trigger in triggers
        )

    for bundle in bundles:
        match bundle:
            case Way(source, target, triggers):
                add(source, target, triggers)
            case Merge(sources, rows):
                for source in sources:
                    for target, triggers in rows:
                        add(source, target, triggers)
            case Fan(source, triggers, targets):
                for target in targets:
                    add(source, target, triggers)
    return found


STATES = [f"s{number}" for number in range(9)]
FRAMES = [frame("g", STATES[:3]), frame("h", STATES[3:6]), frame("single", STATES[6:7])]
STEPS = st.lists(
    st.tuples(
        st.sampled_from(STATES).map(End),
        st.sampled_from(STATES).map(End),
        st.sampled_from(["a", "b", "c"]).map(lambda one: Trigger(one, Mover.SYSTEM)),
    ),
    unique=True,
    max_size=120,
)


@given(STEPS)
def test_nothing_is_lost_and_nothing_added(found: list[Step]) -> None:
    said = expanded(bundled(ways(lifted(found, FRAMES))), FRAMES)
    assert len(said) == len(set(said)), "something is said twice"
    assert set(said) == set(found)


def test_what_all_members_share_is_said_once() -> None:
    found = steps(dataset_machine().transitions)
    frames = [frame("processing", PROCESSING), frame("deleting", DELETING), frame("resting", RESTING)]
    moved = lifted(found, frames)
    resting, processing = End("resting", is_group=True), End("processing", is_group=True)
    assert [step[2].id for step in moved if step[0] == resting and step[1] == End("queued")] == [
        "publish",
        "publish_metadata",
        "unpublish",
        "save_version",
        "recover_realtime_records",
        "scratch_recovery_data",
        "schedule_due",
    ]
    assert (End("queued"), processing, Trigger("worker_available", Mover.COMPLETION)) in moved
    aborting = [step[0].id for step in moved if step[1] == End("aborting_processing")]
    assert aborting == list(PROCESSING[:3]), "three of four are no group"


def test_a_joint_replaces_repeated_labels() -> None:
    long = tuple(Trigger(f"t{number}", Mover.CLIENT) for number in range(7))
    direct = [Way(End(one), End("queued"), long) for one in ("a", "b", "c")]
    assert bundled(direct) == [Merge((End("a"), End("b"), End("c")), ((End("queued"), long),))]


def test_one_trigger_to_many_states_parts_in_a_joint() -> None:
    trigger = (Trigger("go", Mover.SYSTEM),)
    direct = [Way(End("a"), End(one), trigger) for one in ("b", "c", "d")]
    assert bundled(direct) == [Fan(End("a"), trigger, (End("b"), End("c"), End("d")))]


def test_two_short_lines_stay_two_lines() -> None:
    trigger = (Trigger("go", Mover.SYSTEM),)
    direct = [Way(End(one), End("c"), trigger) for one in ("a", "b")]
    assert bundled(direct) == direct


def test_self_transitions_are_never_bundled() -> None:
    trigger = (Trigger("again", Mover.CLIENT),)
    direct = [Way(End(one), End(one), trigger) for one in ("a", "b", "c")]
    assert bundled(direct) == direct
