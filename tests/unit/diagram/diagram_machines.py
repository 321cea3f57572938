"""Machines for the diagram tests, built from a few words each."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from statebook.machine import Graph
from statebook.model import Action, Event, Group, Initial, Kind, Machine, Mover, Outcome, State, Transition
from statebook.pointer import Pointer

NOWHERE = Pointer("spec/test.yaml")

PROCESSING = (
    "processing_dataset",
    "processing_resource_records",
    "processing_all_dataset_data",
    "processing_realtime",
)
DELETING = ("deleting_dataset", "deleting_resource_records", "deleting_all_dataset_data")
RESTING = ("idle", "error", "limit_reached")
ACTIONS = (
    "publish",
    "publish_metadata",
    "unpublish",
    "save_version",
    "recover_realtime_records",
    "scratch_recovery_data",
)

Row = tuple[str, str, str]


def machine(
    states: Mapping[str, str],
    rows: Iterable[Row],
    *,
    groups: Mapping[str, Sequence[str]] | None = None,
    initial: Iterable[str | tuple[str, str]] = (),
    actions: Iterable[str] = (),
    by: Mover = Mover.SYSTEM,
    noun: str = "thing",
) -> Machine:
    """A machine. `states` maps an id to `kind` or `kind/outcome`; rows are source, target, trigger."""
    called = dict.fromkeys(actions)
    of_group = {state: name for name, members in (groups or {}).items() for state in members}
    found = tuple(rows)
    events = dict.fromkeys(row[2] for row in found if row[2] not in called)
    return Machine(
        id="thing",
        title="Thing",
        noun=noun,
        state_attribute="name",
        initial=tuple(
            Initial(state=one, pointer=NOWHERE)
            if isinstance(one, str)
            else Initial(state=one[0], trigger=one[1], pointer=NOWHERE)
            for one in initial
        ),
        actions={one: Action(id=one, title=one, pointer=NOWHERE) for one in called},
        events={one: Event(id=one, title=one, by=by, pointer=NOWHERE) for one in events},
        groups={
            name: Group(id=name, title=name, states=tuple(members), pointer=NOWHERE)
            for name, members in (groups or {}).items()
        },
        states={
            name: State(
                id=name,
                value=name,
                kind=Kind(text.partition("/")[0]),
                outcome=Outcome(text.partition("/")[2]) if "/" in text else None,
                group=of_group.get(name, ""),
                pointer=NOWHERE,
            )
            for name, text in states.items()
        },
        transitions=tuple(
            Transition(
                source=source,
                target=target,
                trigger=trigger,
                by=Mover.CLIENT if trigger in called else by,
                entry=index,
                pointer=NOWHERE,
            )
            for index, (source, target, trigger) in enumerate(found)
        ),
        pointer=NOWHERE,
    )


def dataset_machine(groups: Mapping[str, Sequence[str]] | None = None) -> Machine:
    """The lifecycle of a dataset: 15 states, 66 transitions between 48 pairs of states."""
    states = {
        "idle": "resting",
        "queued": "transient",
        **dict.fromkeys(PROCESSING, "transient"),
        **dict.fromkeys(DELETING, "transient"),
        "saving_dataset_version": "transient",
        "error": "resting/failure",
        "aborting_processing": "transient",
        "limit_reached": "resting/partial",
        "recovering_realtime_records": "transient",
        "scratching_realtime_recover_data": "transient",
    }
    alone = ("saving_dataset_version", "recovering_realtime_records", "scratching_realtime_recover_data")
    rows: list[Row] = [(state, "queued", action) for action in ACTIONS for state in RESTING]
    rows += [(state, "queued", "schedule_due") for state in RESTING]
    rows += [("queued", state, "worker_available") for state in (*PROCESSING, *DELETING, *alone)]
    rows += [(state, "aborting_processing", "abort_processing") for state in PROCESSING[:3]]
    rows += [(state, "idle", "job_succeeded") for state in (*PROCESSING, *DELETING, *alone)]
    rows += [(state, "error", "job_failed") for state in (*PROCESSING, *DELETING, *alone)]
    rows += [(state, "limit_reached", "quota_reached") for state in (*PROCESSING, *DELETING, alone[1])]
    rows += [(DELETING[1], PROCESSING[1], "rebuild_continues"), (DELETING[2], PROCESSING[2], "rebuild_continues")]
    rows += [("aborting_processing", "idle", "worker_stopped"), ("aborting_processing", "error", "stop_failed")]
    return machine(
        states,
        rows,
        groups={"processing": PROCESSING, "deleting": DELETING, "resting": RESTING} if groups is None else groups,
        initial=["idle"],
        actions=(*ACTIONS, "abort_processing"),
        by=Mover.COMPLETION,
        noun="dataset status",
    )


def dataset_graph() -> Graph:
    """`dataset_machine`, indexed."""
    return Graph(dataset_machine())
