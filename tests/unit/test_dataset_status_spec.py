"""The product's own spec, held against a table of its transitions that was typed by hand.

The table is the second opinion: it says in its own form what the spec says, so that an edit of the
spec that loses, adds or moves a transition has to be made twice, on purpose.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from statebook.machine import Graph
from statebook.model import Attribute, Evidence, Kind, Level, Machine, Mover, Outcome
from statebook.source.load import Project, load_project
from statebook.types import Named, Primitive

ROOT = Path(__file__).resolve().parents[2]
SPECS = ("spec/dataset_status.yaml", "spec/job.yaml")

STATES = (
    "idle",
    "queued",
    "processing_dataset",
    "processing_resource_records",
    "processing_all_dataset_data",
    "processing_realtime",
    "deleting_dataset",
    "deleting_resource_records",
    "deleting_all_dataset_data",
    "saving_dataset_version",
    "error",
    "aborting_processing",
    "limit_reached",
    "recovering_realtime_records",
    "scratching_realtime_recover_data",
)
RESTING = ("idle", "error", "limit_reached")

# From -> the statuses that it leads to. 48 pairs.
PAIRS = {
    "idle": ("queued",),
    "error": ("queued",),
    "limit_reached": ("queued",),
    "queued": (
        "processing_dataset",
        "processing_resource_records",
        "processing_all_dataset_data",
        "processing_realtime",
        "deleting_dataset",
        "deleting_resource_records",
        "deleting_all_dataset_data",
        "saving_dataset_version",
        "recovering_realtime_records",
        "scratching_realtime_recover_data",
    ),
    "processing_dataset": ("aborting_processing", "idle", "error", "limit_reached"),
    "processing_resource_records": ("aborting_processing", "idle", "error", "limit_reached"),
    "processing_all_dataset_data": ("aborting_processing", "idle", "error", "limit_reached"),
    "processing_realtime": ("idle", "error", "limit_reached"),
    "deleting_dataset": ("idle", "error", "limit_reached"),
    "deleting_resource_records": ("processing_resource_records", "idle", "error", "limit_reached"),
    "deleting_all_dataset_data": ("processing_all_dataset_data", "idle", "error", "limit_reached"),
    "saving_dataset_version": ("idle", "error"),
    "aborting_processing": ("idle", "error"),
    "recovering_realtime_records": ("idle", "error", "limit_reached"),
    "scratching_realtime_recover_data": ("idle", "error"),
}
STATED_PAIRS = {
    ("idle", "queued"),
    ("error", "queued"),
    ("limit_reached", "queued"),
    ("queued", "recovering_realtime_records"),
    ("queued", "scratching_realtime_recover_data"),
    ("processing_dataset", "aborting_processing"),
    ("processing_resource_records", "aborting_processing"),
    ("processing_all_dataset_data", "aborting_processing"),
    ("aborting_processing", "idle"),
    ("aborting_processing", "error"),
    ("recovering_realtime_records", "idle"),
    ("recovering_realtime_records", "error"),
    ("recovering_realtime_records", "limit_reached"),
    ("scratching_realtime_recover_data", "idle"),
    ("scratching_realtime_recover_data", "error"),
}
DISPUTED_PAIRS = {
    ("deleting_dataset", "limit_reached"),
    ("deleting_resource_records", "limit_reached"),
    ("deleting_all_dataset_data", "limit_reached"),
}
ORDERS = (
    "publish",
    "publish_metadata",
    "unpublish",
    "save_version",
    "recover_realtime_records",
    "scratch_recovery_data",
)


@pytest.fixture(scope="module")
def project() -> Project:
    """Both specs, loaded without a diagnostic."""
    loaded, diagnostics = load_project(ROOT, SPECS)
    assert [(one.file, one.line, one.message) for one in diagnostics] == []
    return loaded


@pytest.fixture(scope="module")
def machine(project: Project) -> Machine:
    """The dataset status."""
    return project.machines["dataset-status"]


@pytest.fixture(scope="module")
def job(project: Project) -> Machine:
    """The job."""
    return project.machines["job"]


def attribute_in(machine: Machine, state: str, name: str) -> Attribute:
    """The attribute as the object carries it in that state."""
    return next(one for one in machine.states[state].attributes if one.name == name)


def names_in(machine: Machine, state: str) -> list[str]:
    """The names of everything that the object carries in a state."""
    return [one.name for one in machine.states[state].attributes]


def every_evidence(machine: Machine) -> Iterator[Evidence]:
    """Everything in the machine that says how well a fact is known."""
    holders: list[object] = [machine.openness, *machine.initial]
    holders += [*machine.objects.values(), *machine.errors.values(), *machine.actions.values()]
    holders += [*machine.events.values(), *machine.attributes.values(), *machine.groups.values()]
    holders += [*machine.states.values(), *machine.transitions]
    for one in machine.objects.values():
        holders += one.attributes
    for state in machine.states.values():
        holders += [state.poll, *state.attributes]
        if state.kind_evidence is not None:
            yield state.kind_evidence
    for action in machine.actions.values():
        holders += [action.returns, *action.parameters]
    for holder in holders:
        found = getattr(holder, "evidence", None)
        if isinstance(found, Evidence):
            yield found


def test_states_stand_in_the_order_of_the_page(machine: Machine) -> None:
    assert tuple(machine.states) == STATES
    assert [one.state for one in machine.initial] == ["idle"]
    assert machine.openness is not None
    assert machine.openness.is_open


def test_three_states_rest_and_none_is_final(machine: Machine) -> None:
    assert tuple(name for name, state in machine.states.items() if state.kind is Kind.RESTING) == RESTING
    assert [name for name, state in machine.states.items() if state.kind is Kind.FINAL] == []
    assert {name: state.outcome for name, state in machine.states.items() if state.outcome} == {
        "idle": Outcome.SUCCESS,
        "error": Outcome.FAILURE,
        "limit_reached": Outcome.PARTIAL,
    }


def test_groups_hold_the_members_of_the_coarse_statuses(machine: Machine) -> None:
    assert {name: group.states for name, group in machine.groups.items()} == {
        "processing": STATES[2:6],
        "deleting": STATES[6:9],
    }


def test_pairs_are_those_of_the_table_and_no_other(machine: Machine) -> None:
    expected = sorted((source, target) for source, targets in PAIRS.items() for target in targets)
    assert len(expected) == 48
    assert sorted({(one.source, one.target) for one in machine.transitions}) == expected


def test_no_transition_is_listed_twice(machine: Machine) -> None:
    rows = [(one.source, one.target, one.trigger) for one in machine.transitions]
    assert len(rows) == len(set(rows)) == 66


def test_the_best_evidence_of_a_pair_is_that_of_its_sources(machine: Machine) -> None:
    levels: dict[tuple[str, str], set[Level]] = {}
    for one in machine.transitions:
        assert one.evidence is not None
        levels.setdefault((one.source, one.target), set()).add(one.evidence.level)
    assert {pair for pair, found in levels.items() if Level.STATED in found} == STATED_PAIRS
    assert all(found == {Level.DERIVED} for pair, found in levels.items() if pair not in STATED_PAIRS)


def test_three_pairs_are_disputed_and_say_why(machine: Machine) -> None:
    disputed = [one for one in machine.transitions if one.evidence is not None and one.evidence.disputed]
    assert {(one.source, one.target) for one in disputed} == DISPUTED_PAIRS
    assert all(one.evidence is not None and one.evidence.note for one in disputed)


def test_every_transition_says_on_what_condition(machine: Machine, job: Machine) -> None:
    assert [one for one in (*machine.transitions, *job.transitions) if not one.guard] == []


def test_one_trigger_never_leads_from_a_state_to_two_by_the_same_guard(machine: Machine) -> None:
    seen = [(one.source, one.trigger, one.guard) for one in machine.transitions]
    assert len(seen) == len(set(seen))


def test_orders_are_accepted_at_rest_only(machine: Machine) -> None:
    graph = Graph(machine)
    assert {name: graph.accepting(name) for name in ORDERS} == dict.fromkeys(ORDERS, RESTING)
    assert {one.target for name in ORDERS for one in graph.triggered_by(name)} == {"queued"}


def test_abort_is_accepted_in_the_order_of_the_error_message(machine: Machine) -> None:
    assert Graph(machine).accepting("abort_processing") == (
        "processing_all_dataset_data",
        "processing_dataset",
        "processing_resource_records",
    )


def test_the_status_can_be_read_in_every_state_and_no_reading_moves_it(machine: Machine) -> None:
    graph = Graph(machine)
    assert graph.accepting("retrieve_status") == STATES
    assert [one for one in machine.transitions if machine.actions.get(one.trigger) and one.by is not Mover.CLIENT] == []
    assert graph.triggered_by("retrieve_status") == ()


def test_calls_of_unknown_acceptance_say_so(machine: Machine) -> None:
    assert [name for name, one in machine.actions.items() if one.accepted_in_unknown] == ["restore_change", "delete"]


def test_every_order_documents_the_refusal(machine: Machine) -> None:
    refusals = [name for name, one in machine.errors.items() if one.state_refused]
    assert refusals == ["invalid_status"]
    for name in (*ORDERS, "abort_processing"):
        assert "invalid_status" in machine.actions[name].errors
    example = machine.errors["invalid_status"].example
    assert example["raw_params"] == {"authorized_origin_status": "${accepted_states}", "current_status": "${state}"}
    assert "'{current_status}'" in example["raw_message"]


@pytest.mark.parametrize("state", STATES)
def test_every_state_tells_its_meaning_and_what_to_do(machine: Machine, state: str) -> None:
    one = machine.states[state]
    assert len(one.description) > 60
    assert len(one.next_step) > 60
    assert one.evidence is not None
    assert one.kind_evidence is not None


@pytest.mark.parametrize("state", STATES)
def test_every_object_carries_the_common_attributes(machine: Machine, state: str) -> None:
    assert names_in(machine, state)[:5] == ["name", "previous", "next", "since", "published"]
    since = attribute_in(machine, state, "since")
    assert (since.type, since.required, since.nullable) == (Primitive("datetime"), True, False)
    assert attribute_in(machine, state, "next").nullable is (state in RESTING)


@pytest.mark.parametrize("state", STATES)
def test_a_job_may_stand_behind_every_transient_state_as_the_draft_asks(machine: Machine, state: str) -> None:
    """No published version of the object has it: an object without it is not wrong."""
    if state in RESTING:
        assert "job" not in names_in(machine, state)
        return
    one = attribute_in(machine, state, "job")
    assert one.expandable
    assert not one.required
    assert "no published version" in one.when
    assert one.expanded == Named("job")
    assert one.evidence is not None
    assert one.evidence.level is Level.DRAFT
    assert "[`job`]" in machine.states[state].next_step


def test_own_attributes_are_where_the_sources_have_them(machine: Machine) -> None:
    common = set(machine.attributes)
    own = {state: [name for name in names_in(machine, state) if name not in common] for state in STATES}
    assert {state: names for state, names in own.items() if names} == {
        "idle": ["records_errors"],
        "error": ["message", "raw_message", "raw_params"],
        "limit_reached": ["params"],
    }
    errors = attribute_in(machine, "idle", "records_errors")
    assert (str(errors.type), str(errors.expanded), errors.required) == ("integer", "array<record_error>", False)


def test_transient_states_are_polled_until_rest_but_for_realtime(machine: Machine) -> None:
    polled = {name: state.poll for name, state in machine.states.items() if state.poll is not None}
    assert set(STATES) - set(polled) == {*RESTING, "processing_realtime"}
    for poll in polled.values():
        assert (poll.action, poll.every, poll.until) == ("retrieve_status", "10s", RESTING)
        assert poll.description


def test_every_job_ends(job: Machine) -> None:
    assert [(one.source, one.target) for one in job.transitions] == [
        ("waiting", "started"),
        ("started", "running"),
        ("running", "done"),
        ("running", "error"),
    ]
    assert [name for name, state in job.states.items() if state.kind is Kind.FINAL] == ["done", "error"]
    assert [name for name in job.states if "result" in names_in(job, name)] == ["done"]
    assert all(one.evidence is not None and one.evidence.level is Level.INFERRED for one in job.transitions)


def test_what_is_inferred_gives_its_reasoning(machine: Machine, job: Machine) -> None:
    found = [*every_evidence(machine), *every_evidence(job)]
    assert len(found) > 200
    unexplained = [one.pointer for one in found if one.level in (Level.INFERRED, Level.DRAFT) and not one.note]
    assert unexplained == []


@pytest.mark.parametrize("name", SPECS)
def test_nothing_is_left_to_write(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    assert re.findall(r"(?i)\b(?:todo|tbd|fixme)\b", text) == []
    assert text.startswith("# yaml-language-server: $schema=../schema/statebook-1.schema.json\n")
