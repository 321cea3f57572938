"""The whole machine as plain JSON, for programs that read no YAML.

Everything is resolved: groups and wildcards are expanded, and there is one object for each source,
target and trigger. `schemas/machine-1.schema.json` beside this module is its schema. Keys that the
machine has nothing to say for are left out, but for those that every reader needs.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from statebook.export.format import Export, Subject
from statebook.jsontext import json_text
from statebook.model import (
    MISSING,
    Action,
    Attribute,
    Deprecation,
    ErrorType,
    Event,
    Evidence,
    Group,
    Initial,
    Json,
    Machine,
    ObjectType,
    Parameter,
    Poll,
    Returns,
    Source,
    State,
    Transition,
)

NAME = "json"
EXTENSION = "machine.json"
VERSION = 1
"""Grows when a reader of the last version would misunderstand the next."""

Object = dict[str, Json]


def export(subject: Subject) -> Export:
    """The machine as one JSON object."""
    return Export(json_text(machine_object(subject)))


def machine_object(subject: Subject) -> Object:
    """The machine as a JSON value, in the order of the spec."""
    machine = subject.machine
    accepted = _accepted(subject)
    return {
        "statebook": VERSION,
        "id": machine.id,
        "title": machine.title,
        "noun": machine.noun,
        **_told(
            summary=machine.summary,
            state_attribute=machine.state_attribute,
            state_derivation=machine.state_derivation,
            since_attribute=machine.since_attribute,
            identifier=machine.identifier,
            openness=_openness(machine),
        ),
        "initial": [_initial(one) for one in machine.initial],
        "states": [_state(machine, one, accepted[one.id]) for one in machine.states.values()],
        "groups": [_group(one) for one in machine.groups.values()],
        "transitions": [_transition(one) for one in machine.transitions],
        "actions": [_action(subject, one) for one in machine.actions.values()],
        "events": [_event(one) for one in machine.events.values()],
        "attributes": [
            {**_attribute(one), "states": list(machine.attribute_states.get(one.name, ()))}
            for one in machine.attributes.values()
        ],
        "objects": [_object_type(one) for one in machine.objects.values()],
        "errors": [_error(one) for one in machine.errors.values()],
        "sources": [_source(one) for one in machine.sources.values()],
        **_told(api=_api(machine)),
        **_common(machine.evidence, machine.deprecation, machine.formerly, machine.tags, machine.extra),
    }


def _told(**values: Json) -> Object:
    """The values that say something: no empty text, list or object, no null, no false."""
    return {key: value for key, value in values.items() if value not in ("", None, False) and value not in ([], {})}


def _common(
    evidence: Evidence | None,
    deprecation: Deprecation | None = None,
    formerly: Iterable[str] = (),
    tags: Iterable[str] = (),
    extra: Mapping[str, Json] | None = None,
) -> Object:
    """What almost every object may say, the spec's own `x-` keys last."""
    extensions = {key: value for key, value in (extra or {}).items() if key.startswith("x-")}
    told = _told(evidence=_evidence(evidence), formerly=list(formerly), tags=list(tags))
    if deprecation is not None:
        told["deprecated"] = _told(
            since=deprecation.since,
            sunset=deprecation.sunset,
            replacement=deprecation.replacement,
            note=deprecation.note,
        )
    return {**told, **extensions}


def _evidence(evidence: Evidence | None) -> Object | None:
    if evidence is None:
        return None
    sources = [_told(source=one.source, locator=one.locator) for one in evidence.citations]
    return {"level": evidence.level.value, **_told(sources=sources, note=evidence.note, disputed=evidence.disputed)}


def _openness(machine: Machine) -> Object | None:
    openness = machine.openness
    if openness is None:
        return None
    said = "open" if openness.is_open else "closed"
    return {"list": said, **_told(description=openness.description, evidence=_evidence(openness.evidence))}


def _initial(initial: Initial) -> Object:
    told = _told(trigger=initial.trigger, description=initial.description, evidence=_evidence(initial.evidence))
    return {"state": initial.state, **told}


def _accepted(subject: Subject) -> dict[str, list[str]]:
    """The actions that each state takes, in the order of the actions."""
    accepted: dict[str, list[str]] = {state: [] for state in subject.machine.states}
    for action in subject.machine.actions:
        for state in subject.graph.accepting(action):
            accepted[state].append(action)
    return accepted


def _state(machine: Machine, state: State, accepted: list[str]) -> Object:
    own = [one for one in state.attributes if one.name not in machine.attributes or one.refined]
    return {
        "id": state.id,
        "value": state.value,
        "title": state.title,
        "kind": state.kind.value,
        "outcome": state.outcome.value if state.outcome else None,
        "visibility": state.visibility.value,
        "group": state.group or None,
        "description": state.description,
        "next_step": state.next_step,
        **_told(poll=_poll(state.poll), kind_evidence=_evidence(state.kind_evidence)),
        "attributes": [one.name for one in state.attributes],
        **_told(
            attribute_details=[_attribute(one) for one in own],
            examples=[{"title": one.title, "body": one.body} for one in state.examples],
        ),
        "accepts": accepted,
        **_told(merged_from=list(state.merged_from)),
        **_common(state.evidence, state.deprecation, state.formerly, state.tags, state.extra),
    }


def _poll(poll: Poll | None) -> Object | None:
    if poll is None:
        return None
    return _told(
        action=poll.action,
        every=poll.every,
        until=list(poll.until),
        description=poll.description,
        evidence=_evidence(poll.evidence),
    )


def _group(group: Group) -> Object:
    return {
        "id": group.id,
        "title": group.title,
        "states": list(group.states),
        **_told(description=group.description),
        **_common(group.evidence, extra=group.extra),
    }


def _transition(transition: Transition) -> Object:
    return {
        "from": transition.source,
        "to": transition.target,
        "trigger": transition.trigger,
        "by": transition.by.value,
        **_told(guard=transition.guard, effect=transition.effect, description=transition.description),
        **_common(transition.evidence, transition.deprecation, tags=transition.tags, extra=transition.extra),
    }


def _action(subject: Subject, action: Action) -> Object:
    accepting = subject.graph.accepting(action.id)
    return {
        "id": action.id,
        "title": action.title,
        "by": action.by.value,
        **_told(
            description=action.description,
            method=action.method,
            path=action.path,
            parameters=[_parameter(one) for one in action.parameters],
        ),
        "accepted_in": list(accepting),
        **_told(accepted_in_unknown=action.accepted_in_unknown or (not accepting and action.accepted_in is None)),
        **_told(returns=_returns(action.returns), errors=list(action.errors), starts=action.starts),
        **_common(action.evidence, action.deprecation, action.formerly, action.tags, action.extra),
    }


def _parameter(parameter: Parameter) -> Object:
    return {
        "name": parameter.name,
        "in": parameter.place,
        "type": str(parameter.type),
        "required": parameter.required,
        **_told(description=parameter.description),
        **({} if parameter.example is MISSING else {"example": parameter.example}),
        **_common(parameter.evidence),
    }


def _returns(returns: Returns | None) -> Object | None:
    if returns is None:
        return None
    kind = "state" if returns.returns_state else str(returns.type) if returns.type is not None else None
    return {
        "type": kind,
        **_told(status=returns.status, description=returns.description),
        **({} if returns.example is MISSING else {"example": returns.example}),
        **_common(returns.evidence),
    }


def _event(event: Event) -> Object:
    return {
        "id": event.id,
        "title": event.title,
        "by": event.by.value,
        **_told(description=event.description),
        **_common(event.evidence, event.deprecation, event.formerly, event.tags, event.extra),
    }


def _attribute(attribute: Attribute) -> Object:
    values = [{"value": one.value, **_told(description=one.description)} for one in attribute.enum]
    return {
        "name": attribute.name,
        "type": str(attribute.type),
        "required": attribute.required,
        "nullable": attribute.nullable,
        **_told(
            title=attribute.title,
            description=attribute.description,
            when=attribute.when,
            expanded=str(attribute.expanded) if attribute.expanded is not None else "",
            collapsed=("value" if attribute.collapsed_to_value else "object") if attribute.expandable else "",
            enum=values,
            enum_open=attribute.enum_open,
            pattern=attribute.pattern,
        ),
        **({} if attribute.default is MISSING else {"default": attribute.default}),
        **({} if attribute.example is MISSING else {"example": attribute.example}),
        **_told(
            holds=attribute.holds.value if attribute.holds else "",
            read_only=attribute.read_only,
            immutable=attribute.immutable,
            sensitive=attribute.sensitive,
        ),
        **_common(attribute.evidence, attribute.deprecation, attribute.formerly, attribute.tags, attribute.extra),
    }


def _object_type(kind: ObjectType) -> Object:
    return {
        "id": kind.id,
        "title": kind.title,
        **_told(description=kind.description, identifier=kind.identifier),
        "attributes": [_attribute(one) for one in kind.attributes],
        **_common(kind.evidence, extra=kind.extra),
    }


def _error(error: ErrorType) -> Object:
    return {
        "id": error.id,
        **_told(
            title=error.title,
            status=error.status,
            type=str(error.type) if error.type is not None else "",
            description=error.description,
            state_refused=error.state_refused,
        ),
        **({} if error.example is MISSING else {"example": error.example}),
        **_common(error.evidence, extra=error.extra),
    }


def _source(source: Source) -> Object:
    return {"id": source.id, "title": source.title, **_told(url=source.url, description=source.description)}


def _api(machine: Machine) -> Object | None:
    api = machine.api
    if not api.base:
        return None
    return _told(
        base=api.base,
        auth=api.auth,
        variables=dict(api.variables),
        headers=dict(api.headers),
        samples=list(api.samples),
    )
