"""What every part of a page draws on: the machine, its questions, links, and the author's Markdown."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from markupsafe import Markup

from statebook.anchors import Anchors, slug
from statebook.examples.project import Project
from statebook.machine import Graph
from statebook.model import Machine, Transition
from statebook.render.escape import code_span, escape
from statebook.render.evidence import Ledger
from statebook.render.files import Files
from statebook.render.markdown import Writer, prepare_references


@dataclass(frozen=True, slots=True)
class Picture:
    """A diagram as a page shows it: its path without extension, and its text alternative."""

    path: str
    alt: str


@dataclass
class Context:
    """One machine's page in the making."""

    machine: Machine
    project: Project
    files: Mapping[str, Files]
    """The files of every machine of the project."""
    pictures: Mapping[str, Picture]
    """The diagrams of this machine, by kind and state: `machine`, `state/idle`."""
    origin: str
    """The spec file, as the first line of the page names it."""
    build_command: str
    graph: Graph = field(init=False)
    anchors: Anchors = field(init=False)
    writer: Writer = field(init=False)
    ledger: Ledger = field(init=False)

    def __post_init__(self) -> None:
        self.graph = self.project.lifecycle(self.machine).graph
        self.anchors = Anchors(self.machine)
        self.writer = Writer(self._references())
        self.ledger = Ledger(self.machine, self.writer)

    @property
    def own_files(self) -> Files:
        """The files of this machine."""
        return self.files[self.machine.id]

    @cached_property
    def _others(self) -> dict[str, Anchors]:
        return {name: Anchors(other) for name, other in self.project.items()}

    @cached_property
    def entries(self) -> dict[int, list[Transition]]:
        """The transitions of each entry of the spec."""
        found: dict[int, list[Transition]] = {}
        for one in self.machine.transitions:
            found.setdefault(one.entry, []).append(one)
        return found

    def _references(self) -> dict[str, Any]:
        """What a description may link by name; the first meaning of a name wins."""
        machine, anchors = self.machine, self.anchors
        found: dict[str, str] = {}
        for kind, names, anchor in (
            ("state", machine.states, anchors.state),
            ("action", machine.actions, anchors.action),
            ("attribute", machine.attribute_states, anchors.attribute),
            ("object", machine.objects, object_anchor),
            ("error", machine.errors, error_anchor),
        ):
            for name in names:
                found.setdefault(f"{kind}:{name}", f"#{anchor(name)}")
        for label, target in list(found.items()):
            found.setdefault(label.split(":", 1)[1], target)
        for name, other in self._others.items():
            page = self.files[name].page
            found.setdefault(name, page)
            for state in other.machine.states:
                found.setdefault(f"{name}:{state}", f"{page}#{other.state(state)}")
        return prepare_references(found)

    def state_link(self, state: str) -> Markup:
        """A state's id, linked to its section."""
        return Markup(f"[{code_span(state, in_cell=True)}](#{self.anchors.state(state)})")

    def action_link(self, action: str) -> Markup:
        """An action's id, linked to its section."""
        return Markup(f"[{code_span(action, in_cell=True)}](#{self.anchors.action(action)})")

    def attribute_link(self, name: str) -> Markup:
        """An attribute's name, linked to its row."""
        return Markup(f"[{code_span(name, in_cell=True)}](#{self.anchors.attribute(name)})")

    def error_link(self, error: str) -> Markup:
        """An error's id, linked to its row."""
        return Markup(f"[{code_span(error, in_cell=True)}](#{error_anchor(error)})")

    def trigger_link(self, trigger: str) -> Markup:
        """An action, linked to its section, or an event, to its row."""
        if trigger in self.machine.actions:
            return self.action_link(trigger)
        return Markup(f"[{code_span(trigger, in_cell=True)}](#{event_anchor(trigger)})")

    @cached_property
    def type_links(self) -> dict[str, str]:
        """Link targets of object types and machines."""
        found = {name: f"#{object_anchor(name)}" for name in self.machine.objects}
        for name in self.project:
            found.setdefault(name, self.files[name].page)
        return found

    def block(self, text: str) -> Markup:
        """An author's Markdown at block level."""
        return Markup(self.writer.block(text))

    def cell(self, text: str) -> Markup:
        """An author's Markdown on one line."""
        return Markup(self.writer.cell(text))

    def plain(self, text: str) -> Markup:
        """Plain text."""
        return Markup(escape(text, at_line_start=False))


def object_anchor(name: str) -> str:
    """The anchor of an object type's section."""
    return f"object-{slug(name)}"


def error_anchor(name: str) -> str:
    """The anchor of an error's section."""
    return f"error-{slug(name)}"


def event_anchor(name: str) -> str:
    """The anchor of an event's row."""
    return f"event-{slug(name)}"
