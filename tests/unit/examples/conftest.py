"""Two machines that refer to each other: a report that is rendered by a job."""

from __future__ import annotations

import pytest

from statebook.examples.project import Project
from statebook.model import (
    Action,
    Api,
    Attribute,
    ErrorType,
    Event,
    Holds,
    Initial,
    Kind,
    Machine,
    Mover,
    ObjectType,
    Openness,
    Outcome,
    Parameter,
    Returns,
    State,
    Transition,
)
from statebook.pointer import Pointer
from statebook.types import StateValue, parse_type

REPORT = Pointer("spec/report.yaml")
JOB = Pointer("spec/job.yaml")


def _attribute(at: Pointer, name: str, kind: str, *, expands: str = "", **more: object) -> Attribute:
    expanded = parse_type(expands) if expands else None
    return Attribute(name=name, type=parse_type(kind), expanded=expanded, pointer=at / "attributes" / name, **more)  # type: ignore[arg-type]


def _transition(at: Pointer, entry: int, source: str, target: str, trigger: str, by: Mover) -> Transition:
    pointer = at / "transitions" / entry
    return Transition(source=source, target=target, trigger=trigger, by=by, entry=entry, pointer=pointer)


@pytest.fixture(scope="session")
def job() -> Machine:
    """waiting → running → done | error, nothing returns."""
    common = (
        _attribute(JOB, "job_id", "string", common=True),
        _attribute(JOB, "state", "state", holds=Holds.CURRENT, common=True),
        _attribute(JOB, "progress", "number", required=False, common=True),
    )
    kinds = {"waiting": Kind.TRANSIENT, "running": Kind.TRANSIENT, "done": Kind.FINAL, "error": Kind.FINAL}
    return Machine(
        id="job",
        title="Job",
        noun="job",
        state_attribute="state",
        identifier="job_id",
        initial=(Initial(state="waiting", pointer=JOB / "initial"),),
        events={
            name: Event(id=name, title=name, by=Mover.SYSTEM, pointer=JOB) for name in ("taken", "succeeded", "failed")
        },
        attributes={one.name: one for one in common},
        states={
            name: State(id=name, value=name, kind=kind, attributes=common, pointer=JOB / "states" / name)
            for name, kind in kinds.items()
        },
        transitions=(
            _transition(JOB, 0, "waiting", "running", "taken", Mover.SYSTEM),
            _transition(JOB, 1, "running", "done", "succeeded", Mover.COMPLETION),
            _transition(JOB, 2, "running", "error", "failed", Mover.COMPLETION),
        ),
        pointer=JOB,
    )


@pytest.fixture(scope="session")
def report() -> Machine:
    """idle → rendering → idle | error; error → rendering. `rendering` refers to the job."""
    common = (
        _attribute(REPORT, "name", "state", holds=Holds.CURRENT, common=True, description="The current status."),
        _attribute(REPORT, "previous", "state", holds=Holds.PREVIOUS, common=True),
        _attribute(REPORT, "next", "state", holds=Holds.NEXT, common=True, nullable=True),
        _attribute(REPORT, "since", "datetime", common=True),
        _attribute(REPORT, "published", "boolean", common=True),
    )
    own = {
        "idle": (
            _attribute(
                REPORT, "warnings", "integer", expands="array<warning>", required=False, when="published", example=3
            ),
        ),
        "rendering": (_attribute(REPORT, "job", "job", expands="job"),),
        "error": (_attribute(REPORT, "message", "string"), _attribute(REPORT, "raw_params", "map<string>")),
    }
    kinds = {"idle": Kind.RESTING, "rendering": Kind.TRANSIENT, "error": Kind.RESTING}
    outcomes = {"idle": Outcome.SUCCESS, "error": Outcome.FAILURE}
    return Machine(
        id="report-status",
        title="Report status",
        noun="report status",
        summary="Where the rendering of a report stands.\n",
        state_attribute="name",
        since_attribute="since",
        initial=(Initial(state="idle", pointer=REPORT / "initial"),),
        openness=Openness(is_open=True, pointer=REPORT / "openness"),
        api=Api(
            base="https://{DOMAIN}.example.com/api",
            auth="basic",
            variables={"DOMAIN": "acme", "REPORT_ID": "re 1/x"},
            headers={"Accept": "application/json"},
        ),
        objects={
            "warning": ObjectType(
                id="warning",
                title="Warning",
                attributes=(
                    _attribute(REPORT, "page_uid", "string"),
                    _attribute(REPORT, "message", "string"),
                    _attribute(REPORT, "level", "string | null", nullable=True),
                ),
                pointer=REPORT / "objects" / "warning",
            )
        },
        errors={
            "invalid_status": ErrorType(
                id="invalid_status",
                status="400",
                state_refused=True,
                example={
                    "status_code": 400,
                    "message": "'${state}' does not take ${action}; one of '${accepted_states}' does",
                    "raw_message": "'{current_status}' does not",
                },
                pointer=REPORT / "errors" / "invalid_status",
            )
        },
        actions={
            "retrieve": Action(
                id="retrieve",
                title="Retrieve the status",
                method="GET",
                path="/reports/{REPORT_ID}/status",
                parameters=(Parameter(name="expand", place="query", type=parse_type("string"), pointer=REPORT),),
                accepted_in=("idle", "rendering", "error"),
                returns=Returns(returns_state=True, type=StateValue(), pointer=REPORT),
                pointer=REPORT / "actions" / "retrieve",
            ),
            "render": Action(
                id="render",
                title="Render the report",
                method="POST",
                path="/reports/{REPORT_ID}/render",
                parameters=(
                    Parameter(
                        name="page_size", place="body", type=parse_type("integer"), required=True, pointer=REPORT
                    ),
                    Parameter(name="language", place="body", type=parse_type("string"), pointer=REPORT),
                    Parameter(name="color", place="body", type=parse_type("boolean"), example=False, pointer=REPORT),
                ),
                returns=Returns(type=parse_type("job"), status="202", description="The job.", pointer=REPORT),
                errors=("invalid_status",),
                starts="job",
                pointer=REPORT / "actions" / "render",
            ),
        },
        events={
            name: Event(id=name, title=name, by=Mover.COMPLETION, pointer=REPORT)
            for name in ("job_failed", "job_succeeded")
        },
        attributes={one.name: one for one in common},
        states={
            name: State(
                id=name,
                value=name,
                kind=kind,
                outcome=outcomes.get(name),
                description=f"The report is {name}.",
                attributes=(*common, *own[name]),
                pointer=REPORT / "states" / name,
            )
            for name, kind in kinds.items()
        },
        transitions=(
            _transition(REPORT, 0, "idle", "rendering", "render", Mover.CLIENT),
            _transition(REPORT, 0, "error", "rendering", "render", Mover.CLIENT),
            _transition(REPORT, 1, "rendering", "idle", "job_succeeded", Mover.COMPLETION),
            _transition(REPORT, 2, "rendering", "error", "job_failed", Mover.COMPLETION),
        ),
        pointer=REPORT,
    )


@pytest.fixture(scope="session")
def project(report: Machine, job: Machine) -> Project:
    """Both machines."""
    return Project({report.id: report, job.id: job})
