"""The whole machine as plain JSON, for programs that read no YAML.

Everything is resolved: groups and wildcards are expanded, and there is one object for each source,
target and trigger. `schemas/machine-1.schema.json` beside this module is its schema. Keys that the
machine has nothing to say for are left out, but for those that every reader needs.
"""

from __future__ import annotations

from statebook.export.format import Export, Subject
from statebook.export.json_attributes import attribute_object, object_type
from statebook.export.json_calls import action_object, error_object, event_object
from statebook.export.json_pieces import Object, common, evidence_object, told
from statebook.jsontext import json_text
from statebook.model import Group, Initial, Machine, Poll, Source, State, Transition

NAME = "json"
EXTENSION = "machine.json"
VERSION = 1
"""Grows when a reader of the last version would misunderstand the next."""


def export(subject: Subject) -> Export:
    """The machine as one JSON object."""
    return Export(json_text(machine_object(subject)))


def machine_object(subject: Subject) -> Object:
    """The machine as a JSON value, in the order of the spec."""
    machine = subject.machine
    accepted, varying = _accepted(subject), _varying(machine)
    return {
        "statebook": VERSION,
        "id": machine.id,
        "title": machine.title,
        "noun": machine.noun,
        **told(
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
        "actions": [action_object(subject, one) for one in machine.actions.values()],
        "events": [event_object(one) for one in machine.events.values()],
        "attributes": [
            {**attribute_object(one), "states": list(machine.attribute_states.get(one.name, ())), **varying[one.name]}
            for one in machine.attributes.values()
        ],
        "objects": [object_type(one) for one in machine.objects.values()],
        "errors": [error_object(one) for one in machine.errors.values()],
        "sources": [_source(one) for one in machine.sources.values()],
        **told(api=_api(machine)),
        **common(machine.evidence, machine.deprecation, machine.formerly, machine.tags, machine.extra),
    }


def _varying(machine: Machine) -> dict[str, Object]:
    """For each attribute, the states where it is required and where it may be null, if that is some of its states."""
    required: dict[str, list[str]] = {name: [] for name in machine.attributes}
    nullable: dict[str, list[str]] = {name: [] for name in machine.attributes}
    for state in machine.states.values():
        for one in state.attributes:
            if one.name in machine.attributes:
                required[one.name] += [state.id] if one.required else []
                nullable[one.name] += [state.id] if one.nullable else []
    found = {}
    for name, one in machine.attributes.items():
        count = len(machine.attribute_states.get(name, ()))
        found[name] = told(
            required_in=[] if one.required else required[name],
            nullable_in=nullable[name] if one.nullable and len(nullable[name]) < count else [],
        )
    return found


def _openness(machine: Machine) -> Object | None:
    openness = machine.openness
    if openness is None:
        return None
    said = "open" if openness.is_open else "closed"
    return {"list": said, **told(description=openness.description, evidence=evidence_object(openness.evidence))}


def _initial(initial: Initial) -> Object:
    more = told(trigger=initial.trigger, description=initial.description, evidence=evidence_object(initial.evidence))
    return {"state": initial.state, **more}


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
        **told(poll=_poll(state.poll), kind_evidence=evidence_object(state.kind_evidence)),
        "attributes": [one.name for one in state.attributes],
        **told(
            attribute_details=[attribute_object(one) for one in own],
            examples=[{"title": one.title, "body": one.body} for one in state.examples],
        ),
        "accepts": accepted,
        **told(merged_from=list(state.merged_from)),
        **common(state.evidence, state.deprecation, state.formerly, state.tags, state.extra),
    }


def _poll(poll: Poll | None) -> Object | None:
    if poll is None:
        return None
    return told(
        action=poll.action,
        every=poll.every,
        until=list(poll.until),
        description=poll.description,
        evidence=evidence_object(poll.evidence),
    )


def _group(group: Group) -> Object:
    return {
        "id": group.id,
        "title": group.title,
        "states": list(group.states),
        **told(description=group.description),
        **common(group.evidence, extra=group.extra),
    }


def _transition(transition: Transition) -> Object:
    return {
        "from": transition.source,
        "to": transition.target,
        "trigger": transition.trigger,
        "by": transition.by.value,
        **told(guard=transition.guard, effect=transition.effect, description=transition.description),
        **common(transition.evidence, transition.deprecation, tags=transition.tags, extra=transition.extra),
    }


def _source(source: Source) -> Object:
    return {"id": source.id, "title": source.title, **told(url=source.url, description=source.description)}


def _api(machine: Machine) -> Object | None:
    api = machine.api
    if not api.base:
        return None
    return told(
        base=api.base,
        auth=api.auth,
        variables=dict(api.variables),
        headers=dict(api.headers),
        samples=list(api.samples),
    )
