"""Requests, answers and refusals."""

from __future__ import annotations

from dataclasses import replace

import pytest

from statebook.examples.errors import error_body, first_refusal, refused_body
from statebook.examples.project import Project
from statebook.examples.requests import Auth, Request, Response, example_request, example_response
from statebook.model import MISSING, Action, Api, ErrorType, Machine, Parameter, Returns, State, Visibility
from statebook.pointer import Pointer
from statebook.types import parse_type

AT = Pointer("spec/x.yaml")


def test_the_request_of_a_call_without_a_body_is_this(project: Project, report: Machine) -> None:
    assert example_request(project, report, report.actions["retrieve"], expand="job") == Request(
        method="GET",
        url="https://{DOMAIN}.example.com/api/reports/{REPORT_ID}/status",
        example_url="https://acme.example.com/api/reports/re%201%2Fx/status?expand=job",
        path="/reports/re%201%2Fx/status",
        query=(("expand", "job"),),
        headers=(("Accept", "application/json"),),
        auth=Auth("basic", username="username", password="password"),
        body=MISSING,
    )


def test_a_body_has_what_is_required_and_what_has_an_example(project: Project, report: Machine) -> None:
    request = example_request(project, report, report.actions["render"])
    assert request.body == {"page_size": 20480, "color": False}
    assert request.headers == (("Accept", "application/json"), ("Content-Type", "application/json"))


def action(path: str, *parameters: Parameter) -> Action:
    return Action(id="go", title="Go", method="INVITE", path=path, parameters=parameters, pointer=AT)


def parameter(name: str, place: str, kind: str = "string", **more: object) -> Parameter:
    return Parameter(name=name, place=place, type=parse_type(kind), pointer=AT, **more)  # type: ignore[arg-type]


def test_every_part_of_a_url_is_filled_and_encoded(report: Machine) -> None:
    api = Api(
        base="https://{HOST}/v2?key={KEY}",
        variables={"HOST": "[::1]:8443", "KEY": "a b"},
        headers={"X-Key": "{KEY}", "content-type": "text/x"},
        auth="Apikey {KEY}",
    )
    call = action(
        "/{id}/{other_id}/{KEY}/é",
        parameter("id", "path", example="ü/?#\u202e"),
        parameter("filter", "query", "array<integer>", required=True, example=[1, 2]),
        parameter("deep", "query", required=True, example={"a": True}),
        parameter("left_out", "query", example="x"),
        parameter("X-Count", "header", "integer", required=True, example=3),
        parameter("size", "body", "integer", required=True),
    )
    request = example_request({}, replace(report, api=api), call)
    assert request.example_url == (
        "https://[::1]:8443/v2?key=a%20b/%C3%BC%2F%3F%23%E2%80%AE/ot_dg00l5/a%20b/é"
        "&filter=1&filter=2&deep=%7B%22a%22%3A%20true%7D"
    )
    assert request.url == "https://{HOST}/v2?key={KEY}/{id}/{other_id}/{KEY}/é"
    assert request.headers == (("X-Key", "a b"), ("content-type", "text/x"), ("X-Count", "3"))
    assert request.auth == Auth("header", header="Apikey a b")
    assert request.method == "INVITE"


@pytest.mark.parametrize(
    ("said", "kind"), [("none", "none"), ("", "none"), ("Basic", "basic"), ("bearer", "bearer"), ("Digest x", "header")]
)
def test_ways_to_say_who_calls(report: Machine, said: str, kind: str) -> None:
    api = replace(report.api, auth=said)
    assert example_request({}, replace(report, api=api), action("/")).auth.kind == kind


def test_answers(project: Project, report: Machine) -> None:
    job = {"job_id": "jo_a1u2wn", "state": "running", "progress": 0.6}
    assert example_response(project, report, report.actions["render"]) == Response("202", job, "The job.")
    retrieved = example_response(project, report, report.actions["retrieve"])
    assert (retrieved.status, retrieved.state, retrieved.body["name"]) == ("", "idle", "idle")
    assert example_response(project, report, action("/")) == Response("", MISSING)
    written = Returns(type=parse_type("job"), example={"job_id": "x"}, pointer=AT)
    own = replace(report.actions["render"], returns=written)
    assert example_response(project, report, own) == Response("", {"job_id": "x"})
    empty = replace(own, returns=Returns(status="204", pointer=AT))
    assert example_response(project, report, empty) == Response("204", MISSING)


def test_an_answered_state_is_the_one_the_call_leads_to(project: Project, report: Machine) -> None:
    answers = replace(report.actions["render"], returns=Returns(returns_state=True, pointer=AT))
    assert example_response(project, report, answers).state == "rendering"
    hidden: dict[str, State] = {name: replace(one, visibility=Visibility.GONE) for name, one in report.states.items()}
    assert example_response({}, replace(report, states=hidden), answers) == Response("", MISSING)


def test_a_refusal_is_filled_in(project: Project, report: Machine) -> None:
    error = report.errors["invalid_status"]
    expected = {
        "status_code": 400,
        "message": "'rendering' does not take render; one of 'idle, error' does",
        "raw_message": "'{current_status}' does not",
    }
    assert refused_body(project, report, "render", "rendering", error) == expected
    assert error_body(project, report, error) == expected
    assert first_refusal(project, report, error) == ("render", "rendering")


def test_what_is_filled_in_is_never_looked_through_again(report: Machine) -> None:
    example = ["${state}|${accepted_states}|${action}|${other}|$state|{state}", {"${state}": None, "n": 1}]
    error = ErrorType(id="e", example=example, pointer=AT)
    states = dict(report.states)
    states["rendering"] = replace(states["rendering"], value="${action}")
    states["idle"] = replace(states["idle"], value=False)
    machine = replace(report, states=states)
    assert refused_body({}, machine, "render", "rendering", error) == [
        "${action}|false, error|render|${other}|$state|{state}",
        {"${state}": None, "n": 1},
    ]
    assert example[1] == {"${state}": None, "n": 1}


def test_a_refusal_without_example_follows_its_type(project: Project, report: Machine) -> None:
    typed = ErrorType(id="e", type=parse_type("warning"), pointer=AT)
    assert list(refused_body(project, report, "render", "rendering", typed)) == ["page_uid", "message", "level"]
    assert refused_body(project, report, "render", "rendering", ErrorType(id="e", pointer=AT)) is MISSING


def test_an_error_that_nothing_refuses_with_keeps_its_placeholders(project: Project, report: Machine) -> None:
    error = ErrorType(id="unused", example="${state}", pointer=AT)
    assert first_refusal(project, report, error) is None
    assert error_body(project, report, error) == "${state}"
