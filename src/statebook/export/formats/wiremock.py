"""Stub mappings of WireMock, in which the resource moves as the machine says: a mock of the API.

The machine is one scenario and its states are the scenario's. Each call answers in each state what
the spec documents and moves the scenario on; a state that refuses the call answers the documented
error. A state that leaves by itself is left at the next read, on the way to success.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from urllib.parse import quote, urlsplit

from statebook.examples.bodies import state_bodies
from statebook.examples.errors import error_body, refused_body
from statebook.examples.requests import example_response
from statebook.export.calls import Path, method_of, split_path, status_code
from statebook.export.format import Export, Loss, Subject
from statebook.export.losses import Lost, losses
from statebook.export.success import success_steps
from statebook.jsontext import json_text
from statebook.machine import Acceptance, Verdict
from statebook.model import MISSING, Action, ErrorType, Json, State, Transition, Visibility
from statebook.pointer import Pointer

NAME = "wiremock"
EXTENSION = "wiremock.json"

STARTED = "Started"
"""What WireMock calls the state in which every scenario starts: here it is the first initial state."""

Stub = dict[str, Json]


def export(subject: Subject) -> Export:
    """The mappings, in the order of the actions, then of the states."""
    writer = _Writer(subject)
    mappings = [stub for action in subject.machine.actions.values() for stub in writer.stubs(action)]
    return Export(json_text({"mappings": mappings}), _losses(subject, writer))


@dataclass(slots=True)
class _Answer:
    """What is sent back, and the state that the scenario goes to (None: it stays)."""

    status: int
    body: Json = MISSING
    moves_to: str | None = None


@dataclass(slots=True)
class _Writer:
    subject: Subject
    names: dict[str, str] = field(init=False)
    steps: dict[str, Transition] = field(init=False)
    left_out: dict[str, list[Pointer]] = field(init=False, default_factory=dict)
    _taken: dict[tuple[str, str, tuple[tuple[str, str], ...]], str] = field(init=False, default_factory=dict)
    _base: str = field(init=False)

    def __post_init__(self) -> None:
        machine = self.subject.machine
        first = machine.initial[0].state if machine.initial else next(iter(machine.states), "")
        others = set(machine.states) - {first}
        name = STARTED
        while name in others:
            name += "_"
        # The start has its fixed name: a state of that id which is not the start makes room.
        self.names = {one: name if one == STARTED else one for one in machine.states}
        if first:
            self.names[first] = STARTED
        self.steps = success_steps(self.subject.graph)
        base = machine.api.base
        for variable, value in machine.api.variables.items():
            base = base.replace(f"{{{variable}}}", quote(value, safe="", errors="replace"))
        try:
            self._base = urlsplit(base).path.rstrip("/")
        except ValueError:  # brackets that hold no address
            self._base = ""

    def stubs(self, action: Action) -> list[Stub]:
        """The mappings of one action, one a state; none for a call that HTTP cannot send or that another hides."""
        method = method_of(action)
        if not method or not action.path:
            self._leave_out("actions that are no HTTP call", action.pointer)
            return []
        path = split_path(action.path)
        if self._taken.setdefault((method, path.shape, path.query), action.id) != action.id:
            self._leave_out("actions with the method and path of another", action.pointer)
            return []
        request = self._request(method, path)
        graph, machine = self.subject.graph, self.subject.machine
        found = []
        for state in machine.states.values():
            answer = self._answer(action, state, graph.acceptance(state.id, action))
            found.append(self._stub(action, state, request, answer))
        return found

    def _request(self, method: str, path: Path) -> Stub:
        request: Stub = {"method": method}
        pieces = [self._base + path.pieces[0], *path.pieces[1:]]
        if path.variables:
            literal = [re.escape(one) if at % 2 == 0 else "[^/]+" for at, one in enumerate(pieces)]
            request["urlPathPattern"] = "".join(literal)
        else:
            request["urlPath"] = "".join(pieces)
        if path.query:
            request["queryParameters"] = {name: {"equalTo": value} for name, value in path.query}
        return request

    def _stub(self, action: Action, state: State, request: Stub, answer: _Answer) -> Stub:
        response: Stub = {"status": answer.status}
        if answer.body is not MISSING:
            response["headers"] = {"Content-Type": "application/json"}
            response["jsonBody"] = answer.body
        stub: Stub = {
            "name": f"{action.id} in {state.id}",
            "scenarioName": self.subject.machine.id,
            "requiredScenarioState": self.names[state.id],
        }
        if answer.moves_to is not None:
            stub["newScenarioState"] = self.names[answer.moves_to]
        return {**stub, "request": request, "response": response}

    def _answer(self, action: Action, state: State, acceptance: Acceptance) -> _Answer:
        if acceptance.verdict is Verdict.REFUSED:
            return self._refusal(action, state)
        if acceptance.verdict is Verdict.UNKNOWN:
            self._leave_out("calls of which nobody knows whether the state takes them", action.pointer)
        if acceptance.targets:
            return self._moving(action, state, acceptance.targets)
        step = self.steps.get(state.id)
        onward = (
            step.target if step is not None and action.returns is not None and action.returns.returns_state else None
        )
        return self._success(action, state.id, onward)

    def _moving(self, action: Action, state: State, targets: tuple[str, ...]) -> _Answer:
        if len(targets) > 1:
            self._leave_out("calls that may lead to several states", action.pointer)
        target = targets[0]
        return self._success(action, target, target if target != state.id else None)

    def _success(self, action: Action, shown: str, moves_to: str | None) -> _Answer:
        returns = action.returns
        if returns is not None and returns.returns_state:
            if self.subject.machine.states[shown].visibility is Visibility.GONE:
                return self._gone(action, moves_to)
            bodies = state_bodies(self.subject.project, self.subject.machine, shown)
            return _Answer(_number(returns.status, 200), bodies[0].value, moves_to)
        response = example_response(self.subject.project, self.subject.machine, action)
        usual = 200 if response.body is not MISSING else 204
        return _Answer(_number(response.status, usual), response.body, moves_to)

    def _gone(self, action: Action, moves_to: str | None) -> _Answer:
        errors = self._errors(action)
        error = next((one for one in errors if status_code(one.status) in ("404", "410")), None)
        if error is None:
            return _Answer(404, MISSING, moves_to)
        body = error_body(self.subject.project, self.subject.machine, error)
        return _Answer(_number(error.status, 404), body, moves_to)

    def _refusal(self, action: Action, state: State) -> _Answer:
        error = next((one for one in self._errors(action) if one.state_refused), None)
        if error is None:
            self._leave_out("refusals that no documented error answers: they are 409 without a body", action.pointer)
            return _Answer(409)
        body = refused_body(self.subject.project, self.subject.machine, action.id, state.id, error)
        return _Answer(_number(error.status, 409), body)

    def _errors(self, action: Action) -> list[ErrorType]:
        return [self.subject.machine.errors[one] for one in action.errors]

    def _leave_out(self, what: str, pointer: Pointer) -> None:
        self.left_out.setdefault(what, []).append(pointer)


def _number(status: str, usual: int) -> int:
    return int(status_code(status) or usual)


def _losses(subject: Subject, writer: _Writer) -> tuple[Loss, ...]:
    machine = subject.machine
    walked = {id(one) for one in writer.steps.values()}
    by_themselves = [one for one in machine.transitions if one.trigger not in machine.actions and id(one) not in walked]
    more = {
        **{what: list(dict.fromkeys(places)) for what, places in writer.left_out.items()},
        "transitions that neither a call nor a read follows": [one.pointer for one in by_themselves],
    }
    return losses(machine, (Lost.OTHER_STARTS, Lost.GUARDS, Lost.EFFECTS, Lost.GROUPS), more)
