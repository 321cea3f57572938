"""AsyncAPI 3.0: a channel with one message for each state that the resource may change to.

A message says from which state to which the resource went and by what, and holds the object in its
new state. The envelope is a proposal for those who send such events or want to: a spec knows that a
state changes, not how it is told. So the channel has no address.
"""

from __future__ import annotations

from statebook.examples.bodies import state_bodies
from statebook.export.components import Components, legal_name
from statebook.export.format import Export, Subject
from statebook.export.losses import Lost, losses
from statebook.jsontext import json_text
from statebook.model import Json, State, Visibility
from statebook.prose import without_references

NAME = "asyncapi"
EXTENSION = "asyncapi.json"

Object = dict[str, Json]

_CHANNEL = "stateChanged"


def export(subject: Subject) -> Export:
    """The document of one machine."""
    machine = subject.machine
    components = Components(subject, discriminated=False)
    entered = dict.fromkeys((*(one.state for one in machine.initial), *(one.target for one in machine.transitions)))
    messages = {legal_name(one): _message(subject, components, machine.states[one]) for one in entered}
    about = without_references(machine.summary) or f"The {machine.noun} and its states."
    in_channel = {name: {"$ref": f"#/components/messages/{name}"} for name in messages}
    sent = [{"$ref": f"#/channels/{_CHANNEL}/messages/{name}"} for name in messages]
    title = machine.title or machine.id
    document: Object = {
        "asyncapi": "3.0.0",
        "info": {"title": title, "version": "1", "description": about},
        "defaultContentType": "application/json",
        "channels": {
            _CHANNEL: {
                "address": None,
                "title": f"Changes of the {machine.noun}",
                "description": "One message for each change. Where and how it is sent is not described.",
                "messages": in_channel,
            }
        },
        "operations": {
            "sendStateChanged": {
                "action": "send",
                "summary": f"The {machine.noun} has changed.",
                "channel": {"$ref": f"#/channels/{_CHANNEL}"},
                "messages": sent,
            }
        },
        "components": {"messages": messages, "schemas": components.finished()},
    }
    return Export(
        json_text(document),
        losses(machine, (Lost.CALLS, Lost.GUARDS, Lost.EFFECTS, Lost.GROUPS, Lost.UNENTERED_STATES)),
    )


def _message(subject: Subject, components: Components, state: State) -> Object:
    machine = subject.machine
    leading = subject.graph.leading_to(state.id)
    starts = [one for one in machine.initial if one.state == state.id]
    sources: list[Json] = list(dict.fromkeys(one.source for one in leading))
    triggers: list[Json] = list(
        dict.fromkeys([one.trigger for one in leading] + [one.trigger for one in starts if one.trigger])
    )
    if starts:
        sources.append(None)
        triggers += [None] if not all(one.trigger for one in starts) else []
    properties: Object = {
        "from": {"enum": sources, "description": "The id of the state before; null for a new resource."},
        "to": {"const": state.id},
        "trigger": {"enum": triggers, "description": "The action or event that moved it; null where nothing is named."},
    }
    example: Object = {"from": sources[0], "to": state.id, "trigger": triggers[0]}
    required = ["from", "to", "trigger"]
    if state.visibility is not Visibility.GONE:
        properties["object"] = components.state(state.id)
        example["object"] = state_bodies(subject.project, machine, state.id)[0].value
        required.append("object")
    about = without_references(state.description)
    return {
        "name": f"{machine.id}.{state.id}",
        "title": state.title or state.id,
        "summary": f"The {machine.noun} is now {state.id}.",
        **({"description": about} if about else {}),
        "payload": {"type": "object", "required": required, "properties": properties},
        "examples": [{"name": legal_name(state.id), "payload": example}],
    }
