"""Mermaid, the state diagrams that code hosts and many editors draw from text in a page.

Groups are composite states, final states lead to the end, and what kind of state it is stands in its
class. Arrows say their triggers; with `--texts arrows` they say `trigger [guard] / effect`, and with
`--texts all` the descriptions stand beside the states.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from statebook.codes import mermaid_text
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
from statebook.jsontext import json_line
from statebook.model import Kind, Machine, State

NAME = "mermaid"
EXTENSION = "mmd"
OPTIONS = (texts_option("triggers"),)

LEGAL = re.compile(
    r"(?!__|(?i:acc(?:title|descr)|as|class(?:def)?|click|default|direction|end|fork|hide|href|join|note|root(?:_start|_end)?|"
    r"scale|state(?:diagram)?|style)\Z|(?:constructor|hasOwnProperty|isPrototypeOf|propertyIsEnumerable|prototype|toLocaleString|"
    r"toString|valueOf)\Z)[A-Za-z_][A-Za-z0-9_]*"
)
"""A word that begins no statement, is not what Mermaid itself calls its start and its end, and that any object of JavaScript
has not already: Mermaid 11 fails to draw a state called `constructor`, and everything after one called `__proto__`."""

_END = re.compile(r"^e(?=nd +note\b)", re.IGNORECASE)
STYLES = {"transient": "stroke-dasharray:5 4", "final": "stroke-width:3px", "failure": "stroke:#d1343f"}
"""How classes look; all others look as states do."""


def export(subject: Subject) -> Export:
    """The diagram of one machine."""
    machine = subject.machine
    texts = Texts.of(subject, "triggers")
    known = named(machine, LEGAL)
    lines = "".join(f"    {line}".rstrip() + "\n" for line in _lines(machine, known, texts))
    title = f"---\ntitle: {json_line(machine.title)}\n---\n" if machine.title else ""
    lost = (*texts.lost, Lost.MOVERS, *LOST)
    return Export(
        f"{title}stateDiagram-v2\n{lines}", losses(machine, lost, {"titles of groups": untitled(machine, known)})
    )


def _lines(machine: Machine, known: Names, texts: Texts) -> Iterator[str]:
    classes: dict[str, list[str]] = {}
    for state in machine.states.values():
        for mark in marks(state):
            classes.setdefault(mark, []).append(known.states[state.id])
    yield from (f"classDef {mark} {STYLES[mark]}" for mark in classes if mark in STYLES)
    for group, states in placed(machine):
        indent = ""
        if group is not None:
            name = known.groups[group.id]
            said = mermaid_text(label(group.id, name, group.title, "group"))
            yield f'state "{said}" as {name} {{' if said else f"state {name} {{"
            indent = "    "
        for state in states:
            yield from (f"{indent}{line}" for line in _state(state, known.states[state.id]))
        if group is not None:
            yield "}"
    yield from _arrows(machine, known, texts)
    yield from (f"class {','.join(members)} {mark}" for mark, members in classes.items())
    if texts.notes:
        for state in machine.states.values():
            yield from _note(known.states[state.id], note(state))


def _note(name: str, text: str) -> Iterator[str]:
    """A note line by line: with its `<br/>` Mermaid would take codes for markup."""
    if text:
        yield f"note right of {name}"
        for line in text.split("\n"):
            yield f"    {_END.sub('#101;', mermaid_text(line))}".rstrip()
        yield "end note"


def _state(state: State, name: str) -> Iterator[str]:
    """A state is shown by its id, and by its title below it."""
    title = mermaid_text(" ".join(state.title.split()))
    said = mermaid_text(state.id)
    yield f'state "{said}" as {name}' if title or said != name else name  # a bare name would be drawn with its markup
    if title:
        yield f"{name} : {title}"


def _arrows(machine: Machine, known: Names, texts: Texts) -> Iterator[str]:
    for start in machine.initial:
        yield f"[*] --> {known.states[start.state]}" + (f" : {mermaid_text(start.trigger)}" if start.trigger else "")
    for one in machine.transitions:
        yield f"{known.states[one.source]} --> {known.states[one.target]} : {arrow(one, texts, mermaid_text)}"
    for state in machine.states.values():
        if state.kind is Kind.FINAL:
            yield f"{known.states[state.id]} --> [*]"
