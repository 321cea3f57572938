"""The JSON of state-machine-cat, which draws it, or turns it into SCXML, DOT and its own language.

Groups are states with a machine inside, final states lead to the final one, kinds and outcomes are classes, and a transition has its
trigger, guard and effect apart, the mover as its class, and its description as a note.
`--texts triggers` or `arrows` leave texts out that would crowd a picture.
"""

from __future__ import annotations

import re

from statebook.export.drawing import LOST, Names, Texts, label, marks, named, note, placed, texts_option, untitled
from statebook.export.format import Export, Subject
from statebook.export.losses import Lost, losses
from statebook.jsontext import json_text
from statebook.model import Group, Initial, Json, Kind, Machine, State, Transition
from statebook.pointer import Pointer
from statebook.prose import without_references

NAME = "smcat"
EXTENSION = "smcat.json"
OPTIONS = (texts_option("all"),)

LEGAL = re.compile(r"[A-Za-z0-9_.]+")
"""What is a name in the language of state-machine-cat without quotes, and what its DOT takes within them."""

_TYPE_FROM_NAME = re.compile("initial|final|parallel|history")
"""Where state-machine-cat reads the type of a state out of its name."""

_SAID = (Lost.TRANSITION_TEXTS, Lost.START_TEXTS, Lost.GROUP_TEXTS)
"""What notes say here, and nowhere else."""

Object = dict[str, Json]


def export(subject: Subject) -> Export:
    """The state machine of one machine."""
    machine = subject.machine
    texts = Texts.of(subject, "all")
    known = named(machine, LEGAL)
    start, end = _free("initial", known), _free("final", known)
    final = [one for one in machine.states.values() if one.kind is Kind.FINAL]
    states: list[Json] = [{"name": start, "type": "initial"}] if machine.initial else []
    for group, members in placed(machine):
        inside: list[Json] = [_state(one, known.states[one.id], texts) for one in members]
        states += inside if group is None else [_group(group, known.groups[group.id], inside, texts)]
    states += [{"name": end, "type": "final"}] if final else []
    transitions: list[Json] = [_initial(one, start, known, texts) for one in machine.initial]
    transitions += [_transition(one, known, texts) for one in machine.transitions]
    transitions += [{"id": 0, "from": known.states[one.id], "to": end} for one in final]
    for number, one in enumerate(transitions, start=1):
        one["id"] = number
    lost = (*texts.lost, *(one for one in LOST if one not in _SAID or not texts.notes))
    more = {"titles of states": _untitled(machine, known), "titles of groups": untitled(machine, known)}
    return Export(json_text({"states": states, "transitions": transitions}), losses(machine, lost, more))


def _free(wanted: str, known: Names) -> str:
    """A name that no state has and no group."""
    name = wanted
    while name in known.states.values() or name in known.groups.values():
        name += "_"
    return name


def _state(state: State, name: str, texts: Texts) -> Object:
    return {
        **_named(name, label(state.id, name, state.title)),
        "class": " ".join(marks(state)),
        **_note(note(state) if texts.notes else ""),
    }


def _group(group: Group, name: str, inside: list[Json], texts: Texts) -> Object:
    said = label(group.id, name, group.title, "group")
    about = without_references(group.description) if texts.notes else ""
    return {**_named(name, said), **_note(about), "statemachine": {"states": inside}}


def _named(name: str, said: str) -> Object:
    given = {"typeExplicitlySet": True} if _TYPE_FROM_NAME.search(name) else {}
    return {"name": name, "type": "regular", **({"label": said} if said else {}), **given}


def _initial(one: Initial, start: str, known: Names, texts: Texts) -> Object:
    event: Object = {"label": one.trigger, "event": one.trigger} if one.trigger else {}
    about = without_references(one.description) if texts.notes else ""
    return {"id": 0, "from": start, "to": known.states[one.state], **event, **_note(about)}


def _transition(one: Transition, known: Names, texts: Texts) -> Object:
    guard = without_references(one.guard) if texts.arrows else ""
    effect = without_references(one.effect) if texts.arrows else ""
    about = without_references(one.description) if texts.notes else ""
    said = one.trigger + (f" [{guard}]" if guard else "") + (f" / {effect}" if effect else "")
    return {
        "id": 0,
        "from": known.states[one.source],
        "to": known.states[one.target],
        "label": said,
        "event": one.trigger,
        **({"cond": guard} if guard else {}),
        **({"action": effect} if effect else {}),
        "class": one.by.value,
        **_note(about),
    }


def _note(text: str) -> Object:
    """A note is a list of lines."""
    lines: list[Json] = list(text.split("\n"))
    return {"note": lines} if text else {}


def _untitled(machine: Machine, known: Names) -> list[Pointer]:
    """The states whose titles make room for their ids."""
    return [
        one.pointer
        for one in machine.states.values()
        if one.title and label(one.id, known.states[one.id], one.title) != one.title
    ]
