"""The body of a call that the current state does not accept."""

from __future__ import annotations

import re

from statebook.examples.project import Machines, Project
from statebook.examples.values import Values
from statebook.jsontext import json_line
from statebook.machine import Verdict
from statebook.model import MISSING, ErrorType, Json, Machine

_PLACEHOLDER = re.compile(r"\$\{(state|accepted_states|action)\}")


def refused_body(project: Machines, machine: Machine, action: str, state: str, error: ErrorType) -> Json:
    """What is answered when `action` is called in `state`, which refuses it.

    In the text of the error's example, `${state}`, `${accepted_states}` and `${action}` stand for
    the state's value, for the values of the states that take the action (comma and space between,
    in the order of the transitions), and for the action's id. They are filled in once and as they
    are: what comes in is never looked through again. `MISSING` when the error has neither example
    nor type. Raises `NoExample` where its type leaves no possible value.
    """
    known = Project.of(project)
    unfilled = _unfilled(known, machine, error)
    filling = {"state": wire_text(machine.states[state].value), "action": action}
    # The list may be as long as the machine, and most errors do not print it.
    if _asks(unfilled):
        accepting = known.lifecycle(machine).graph.accepting(action)
        filling["accepted_states"] = ", ".join(wire_text(machine.states[one].value) for one in accepting)
    return _filled(unfilled, filling)


def error_body(project: Machines, machine: Machine, error: ErrorType) -> Json:
    """What is answered with this error, filled in for the first action and state that it is refused in.

    An example whose placeholders no action can fill keeps them. `MISSING` as for `refused_body`.
    """
    known = Project.of(project)
    refusal = first_refusal(known, machine, error)
    if refusal is None:
        return _unfilled(known, machine, error)
    return refused_body(known, machine, *refusal, error)


def first_refusal(project: Machines, machine: Machine, error: ErrorType) -> tuple[str, str] | None:
    """The first action that lists the error and the first state that refuses the action; None when there is none."""
    graph = Project.of(project).lifecycle(machine).graph
    for action in machine.actions.values():
        if error.id in action.errors:
            accepting = set(graph.accepting(action.id))
            state = next((one for one in machine.states if one not in accepting), None)
            # States that do not take an action all answer alike: they refuse it, or nobody knows.
            if state is not None and graph.acceptance(state, action).verdict is Verdict.REFUSED:
                return action.id, state
    return None


def wire_text(value: Json) -> str:
    """A state's value as it stands in a sentence: text as it is, anything else as JSON."""
    return value if isinstance(value, str) else json_line(value)


def _unfilled(project: Project, machine: Machine, error: ErrorType) -> Json:
    if error.example is not MISSING:
        return error.example
    if error.type is None:
        return MISSING
    return Values(project, machine).of_type(error.type, error.id, error.id, error.pointer)


def _asks(value: Json) -> bool:
    """Whether a text of the value prints the list of the states that take the action."""
    if isinstance(value, str):
        return "${accepted_states}" in value
    if isinstance(value, list):
        return any(_asks(item) for item in value)
    return isinstance(value, dict) and any(_asks(item) for item in value.values())


def _filled(value: Json, filling: dict[str, str]) -> Json:
    if isinstance(value, str):
        return _PLACEHOLDER.sub(lambda match: filling[match[1]], value)
    if isinstance(value, list):
        return [_filled(item, filling) for item in value]
    if isinstance(value, dict):
        return {key: _filled(item, filling) for key, item in value.items()}
    return value
