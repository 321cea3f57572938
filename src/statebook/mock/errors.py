"""The answers that say no: with the error that the spec documents, else as a problem of RFC 9457."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from statebook.examples.errors import error_body, refused_body
from statebook.examples.project import NoExample, Project
from statebook.export.calls import status_code
from statebook.mock.request import Answer, json_answer, problem
from statebook.model import MISSING, Action, ErrorType, Json, Machine

NOT_FOUND = ("404", "410")


class Errors:
    """The errors of all machines. What does not depend on the state is made once."""

    def __init__(self, project: Project) -> None:
        self.project = project
        self._made: dict[tuple[str, str], Answer] = {}

    def refused(self, machine: Machine, action: Action, state: str) -> Answer:
        """What is answered when the state does not accept the action."""
        error = next((one for one in _errors(machine, action) if one.state_refused), None)
        if error is None:
            return problem(
                409, "Conflict", f"{action.id} is not accepted in {state}; the spec documents no error for it"
            )
        body = self._body(lambda: refused_body(self.project, machine, action.id, state, error))
        return _answer(number(error.status, 409), body)

    def not_found(self, machine: Machine, action: Action) -> Answer:
        """What is answered where there is no such resource."""
        found = self.with_status(machine, action, NOT_FOUND)
        return found or problem(404, "Not Found", f"there is no such {machine.noun}")

    def with_status(self, machine: Machine, action: Action, statuses: Iterable[str]) -> Answer | None:
        """The first documented error of an action with one of these statuses; None where there is none."""
        wanted = tuple(statuses)
        errors = (one for one in _errors(machine, action) if not one.state_refused)
        error = next((one for one in errors if status_code(one.status) in wanted), None)
        if error is None:
            return None
        key = (machine.id, error.id)
        if key not in self._made:
            body = self._body(lambda: error_body(self.project, machine, error))
            self._made[key] = _answer(number(error.status, 500), body)
        return self._made[key]

    @staticmethod
    def _body(make: Callable[[], Json]) -> Json:
        try:
            return make()
        except NoExample:
            return MISSING


def number(status: str, usual: int) -> int:
    """The number of a documented status. What is none, or says that an answer is still to come, is the usual one."""
    found = int(status_code(status) or usual)
    return found if found >= 200 else usual


def _errors(machine: Machine, action: Action) -> list[ErrorType]:
    return [machine.errors[name] for name in action.errors]


def _answer(status: int, body: Json) -> Answer:
    return Answer(status) if body is MISSING else json_answer(status, body)
