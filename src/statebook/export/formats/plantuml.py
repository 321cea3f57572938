"""PlantUML, the state diagrams of many wikis and documents.

Groups are composite states, final states lead to the end, and what kind of state it is stands in its
stereotype. Arrows say their triggers; with `--texts arrows` they say `trigger [guard] / effect`, and with
`--texts all` the descriptions stand beside the states.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from statebook.codes import plantuml_text
from statebook.export.drawing import (
    LOST,
    Names,
    Texts,
    arrow,
    label,
    marks,
    named,
    note,
    placed,
    texts_option,
    untitled,
)
from statebook.export.format import Export, Subject
from statebook.export.losses import Lost, losses
from statebook.model import Kind, Machine, State

NAME = "plantuml"
EXTENSION = "puml"
OPTIONS = (texts_option("triggers"),)

_END = re.compile(r"^e(?=nd ?note\b)", re.IGNORECASE)
LEGAL = re.compile(
    r"(?!(?i:also|as|autonumber|bottom|caption|center|concurrent|document|down|end\w*|floating|footer|fork|header|hide|hnote|json|"
    r"join|left|legend|mainframe|map|newpage|note|object|of|on|page|remove|restore|right|rnote|rotate|scale|show|"
    r"skin(?:param)?|sprite|state|style|title|together|top|up|url)\Z)[A-Za-z_][A-Za-z0-9_]*"
)
"""A word that begins no command."""


def export(subject: Subject) -> Export:
    """The diagram of one machine."""
    machine = subject.machine
    texts = Texts.of(subject, "triggers")
    known = named(machine, LEGAL)
    lines = [
        *_title(plantuml_text(machine.title)),
        "hide empty description",
        *_states(machine, known),
        *_arrows(machine, known, texts),
        *(_notes(machine, known) if texts.notes else ()),
    ]
    lost = (*texts.lost, Lost.MOVERS, *LOST)
    body = "".join(f"{line}\n" for line in lines)
    return Export(f"@startuml\n{body}@enduml\n", losses(machine, lost, {"titles of groups": untitled(machine, known)}))


def _title(text: str) -> list[str]:
    """On a line of its own where it has no letter, for PlantUML wants one behind `title`."""
    if not text:
        return []
    return [f"title {text}"] if re.search("[A-Za-z0-9]", text) else ["title", text, "end title"]


def _states(machine: Machine, known: Names) -> Iterator[str]:
    for group, states in placed(machine):
        indent = ""
        if group is not None:
            name = known.groups[group.id]
            said = plantuml_text(label(group.id, name, group.title, "group"))
            yield f'state "{said}" as {name} {{' if said else f"state {name} {{"
            indent = "  "
        for state in states:
            yield from (f"{indent}{line}" for line in _state(state, known.states[state.id]))
        if group is not None:
            yield "}"


def _state(state: State, name: str) -> Iterator[str]:
    """A state is shown by its id, and by its title below it."""
    title = plantuml_text(" ".join(state.title.split()))
    said = f'"{plantuml_text(state.id)}" as ' if title or name != state.id else ""
    yield f"state {said}{name} {' '.join(f'<<{mark}>>' for mark in marks(state))}"
    if title:
        yield f"{name} : {title}"


def _arrows(machine: Machine, known: Names, texts: Texts) -> Iterator[str]:
    for start in machine.initial:
        yield f"[*] --> {known.states[start.state]}" + (f" : {plantuml_text(start.trigger)}" if start.trigger else "")
    for one in machine.transitions:
        yield f"{known.states[one.source]} --> {known.states[one.target]} : {arrow(one, texts, plantuml_text)}"
    for state in machine.states.values():
        if state.kind is Kind.FINAL:
            yield f"{known.states[state.id]} --> [*]"


def _notes(machine: Machine, known: Names) -> Iterator[str]:
    for state in machine.states.values():
        said = note(state)
        if said:
            lines = (_END.sub("<U+0065>", plantuml_text(line)) for line in said.split("\n"))
            yield from (f"note right of {known.states[state.id]}", *lines, "end note")
