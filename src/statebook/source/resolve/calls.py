"""Actions, their errors and events: written documents to model objects."""

from __future__ import annotations

from statebook.model import Action, ErrorType, Event, Mover, Parameter, Returns
from statebook.source.document.calls import ActionDocument, ReturnsDocument
from statebook.source.resolve.parts import deprecation, evidence, given, humanize, ignores, type_of
from statebook.source.resolve.scope import Scope
from statebook.types import StateValue


def errors(scope: Scope) -> dict[str, ErrorType]:
    """The errors that actions may answer."""
    found = {}
    for name, written in scope.document.errors.items():
        steps = ("errors", name)
        found[name] = ErrorType(
            id=name,
            title=written.title.strip() or humanize(name),
            status=written.status.strip(),
            type=type_of(scope, written.type, (*steps, "type")) if written.type else None,
            description=written.description.strip(),
            state_refused=written.state_refused,
            example=given(written, "example"),
            evidence=evidence(scope, written.evidence, steps),
            extra=written.extension,
            pointer=scope.pointer(*steps),
        )
    return found


def actions(scope: Scope) -> dict[str, Action]:
    """The client's calls."""
    return {name: _action(scope, name, written) for name, written in scope.document.actions.items()}


def _action(scope: Scope, name: str, written: ActionDocument) -> Action:
    steps = ("actions", name)
    for index, error in enumerate(written.errors):
        scope.known("error", error, scope.document.errors, (*steps, "errors", index))
    if written.starts:
        scope.known("machine", written.starts, scope.machines, (*steps, "starts"))
    unknown = written.accepted_in == "unknown"
    accepted = None
    if isinstance(written.accepted_in, tuple):
        accepted = scope.select(written.accepted_in, (*steps, "accepted_in"))
    return Action(
        id=name,
        title=written.title.strip() or humanize(name),
        description=written.description.strip(),
        by=Mover(written.by),
        method=written.method.strip(),
        path=written.path.strip(),
        parameters=tuple(
            Parameter(
                name=parameter,
                place=one.place,
                type=type_of(scope, one.type, (*steps, "parameters", parameter, "type")),
                required=one.required or one.place == "path",
                description=one.description.strip(),
                example=given(one, "example"),
                evidence=evidence(scope, one.evidence, (*steps, "parameters", parameter)),
                pointer=scope.pointer(*steps, "parameters", parameter),
            )
            for parameter, one in written.parameters.items()
        ),
        accepted_in=accepted,
        accepted_in_unknown=unknown,
        returns=_returns(scope, written.returns, name) if written.returns is not None else None,
        errors=tuple(dict.fromkeys(error for error in written.errors if error in scope.document.errors)),
        starts=written.starts,
        deprecation=deprecation(written.deprecated),
        formerly=tuple(written.formerly),
        evidence=evidence(scope, written.evidence, steps),
        tags=tuple(written.tags),
        ignores=ignores(scope, written, steps),
        extra=written.extension,
        pointer=scope.pointer(*steps),
    )


def _returns(scope: Scope, written: ReturnsDocument, action: str) -> Returns:
    steps = ("actions", action, "returns")
    kind = type_of(scope, written.type, (*steps, "type")) if written.type else None
    whole_object = isinstance(kind, StateValue)
    return Returns(
        type=None if whole_object else kind,
        returns_state=whole_object,
        status=written.status.strip(),
        description=written.description.strip(),
        example=given(written, "example"),
        evidence=evidence(scope, written.evidence, steps),
        pointer=scope.pointer(*steps),
    )


def events(scope: Scope) -> dict[str, Event]:
    """What else moves the resource."""
    found = {}
    for name, written in scope.document.events.items():
        steps = ("events", name)
        if name in scope.document.actions:
            scope.report("duplicate-id", steps, f"{name!r} is an action too", "a trigger must name one thing", key=True)
        found[name] = Event(
            id=name,
            title=written.title.strip() or humanize(name),
            by=Mover(written.by),
            description=written.description.strip(),
            evidence=evidence(scope, written.evidence, steps),
            deprecation=deprecation(written.deprecated),
            formerly=tuple(written.formerly),
            tags=tuple(written.tags),
            ignores=ignores(scope, written, steps),
            extra=written.extension,
            pointer=scope.pointer(*steps),
        )
    return found
