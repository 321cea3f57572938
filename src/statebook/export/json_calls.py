"""Actions with what they take and answer, events, and errors, as JSON."""

from __future__ import annotations

from statebook.export.format import Subject
from statebook.export.json_pieces import Object, common, told
from statebook.model import MISSING, Action, ErrorType, Event, Parameter, Returns


def action_object(subject: Subject, action: Action) -> Object:
    """An action, with the states that accept it."""
    accepting = subject.graph.accepting(action.id)
    return {
        "id": action.id,
        "title": action.title,
        "by": action.by.value,
        **told(
            description=action.description,
            method=action.method,
            path=action.path,
            parameters=[_parameter(one) for one in action.parameters],
        ),
        "accepted_in": list(accepting),
        **told(accepted_in_unknown=action.accepted_in_unknown or (not accepting and action.accepted_in is None)),
        **told(returns=_returns(action.returns), errors=list(action.errors), starts=action.starts),
        **common(action.evidence, action.deprecation, action.formerly, action.tags, action.extra),
    }


def _parameter(parameter: Parameter) -> Object:
    return {
        "name": parameter.name,
        "in": parameter.place,
        "type": str(parameter.type),
        "required": parameter.required,
        **told(description=parameter.description),
        **({} if parameter.example is MISSING else {"example": parameter.example}),
        **common(parameter.evidence),
    }


def _returns(returns: Returns | None) -> Object | None:
    if returns is None:
        return None
    kind = "state" if returns.returns_state else str(returns.type) if returns.type is not None else None
    return {
        "type": kind,
        **told(status=returns.status, description=returns.description),
        **({} if returns.example is MISSING else {"example": returns.example}),
        **common(returns.evidence),
    }


def event_object(event: Event) -> Object:
    """An event."""
    return {
        "id": event.id,
        "title": event.title,
        "by": event.by.value,
        **told(description=event.description),
        **common(event.evidence, event.deprecation, event.formerly, event.tags, event.extra),
    }


def error_object(error: ErrorType) -> Object:
    """An error that actions may answer."""
    return {
        "id": error.id,
        **told(
            title=error.title,
            status=error.status,
            type=str(error.type) if error.type is not None else "",
            description=error.description,
            state_refused=error.state_refused,
        ),
        **({} if error.example is MISSING else {"example": error.example}),
        **common(error.evidence, extra=error.extra),
    }
