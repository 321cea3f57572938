"""What every part of a page draws on: the machine, its questions, links, and the author's Markdown."""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Mapping
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
from statebook.render.words import enumerate_words

MAXIMUM_LISTED = 5
"""States that a sentence names one by one, where a kind or a group could name them."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A diagram as a page shows it: its path without extension, and its text alternative."""

    path: str
    alt: str


@dataclass
class Context:
    """A machine's pages in the making: links are written as they are from `here`."""

    machine: Machine
    project: Project
    files: Mapping[str, Files]
    """The files of every machine of the project."""
    pictures: dict[str, Picture]
    """The diagrams of this machine, by kind and name: `machine`, `state/idle`, `group/processing`."""
    origin: str
    """The spec file, as the first line of the page names it."""
    build_command: str
    here: str = ""
    """The page that is written, or any page in the same folder; the machine's own page by default."""
    graph: Graph = field(init=False)
    anchors: Anchors = field(init=False)
    writer: Writer = field(init=False)
    ledger: Ledger = field(init=False)

    def __post_init__(self) -> None:
        self._links: dict[tuple[str, str], Markup] = {}
        self._relative: dict[str, str] = {}
        self.here = self.here or self.own_files.page
        self.graph = self.project.lifecycle(self.machine).graph
        self.anchors = Anchors(self.machine)
        self.writer = Writer(self._references())
        self.ledger = self.new_ledger()

    def new_ledger(self) -> Ledger:
        """A ledger for one more page."""
        return Ledger(self.anchors, self.writer, self.to(self.own_files.page))

    @cached_property
    def former_anchors(self) -> dict[str, list[str]]:
        """The anchors of the names that each state had before; where several claim one, the first state has it."""
        taken = {*self.anchors.headings, *self.anchors.all_states()}
        found: dict[str, list[str]] = {}
        for state in self.machine.states.values():
            names = (slug(self.anchors.state_heading(name)) for name in (*state.formerly, *state.merged_from))
            found[state.id] = [one for one in dict.fromkeys(names) if one and one not in taken]
            taken.update(found[state.id])
        return found

    @property
    def own_files(self) -> Files:
        """The files of this machine."""
        return self.files[self.machine.id]

    @property
    def is_split(self) -> bool:
        """Whether states have pages of their own."""
        return bool(self.own_files.state_pages)

    def to(self, path: str, anchor: str = "") -> str:
        """A link target, from `here`, to a path below the output folder.

        Within the machine's own page it is the anchor alone; sub pages name themselves, so that
        pages in one folder share all links.
        """
        if path == self.here == self.own_files.page:
            return f"#{anchor}" if anchor else ""
        relative = self._relative.get(path)
        if relative is None:
            relative = self._relative[path] = posixpath.relpath(path, posixpath.dirname(self.here) or ".")
        return f"{relative}#{anchor}" if anchor else relative

    @cached_property
    def _kinds(self) -> dict[tuple[str, ...], str]:
        """The states of each kind, in the order of the spec."""
        kinds = dict.fromkeys(state.kind for state in self.machine.states.values())
        return {tuple(one.id for one in self.graph.of_kind(kind)): kind for kind in kinds}

    def states_words(self, states: tuple[str, ...], last: str = "and") -> Markup:
        """A list of states; more than a few that make up a kind or a group are named by it."""
        if len(states) > MAXIMUM_LISTED:
            if states in self._kinds:
                kind = self._kinds[states]
                return Markup(f"every {kind} state" if last == "and" else kind)
            for group in self.machine.groups.values():
                if group.states == states:
                    return Markup("those of the group ") + self.plain(group.title)
        return enumerate_words([self.state_link(one) for one in states], last)

    @cached_property
    def entries(self) -> dict[int, list[Transition]]:
        """The transitions of each entry of the spec."""
        found: dict[int, list[Transition]] = {}
        for one in self.machine.transitions:
            found.setdefault(one.entry, []).append(one)
        return found

    def _references(self) -> dict[str, Any]:
        """What a description may link by name; the first meaning of a name wins."""
        machine = self.machine
        found: dict[str, str] = {}
        for kind, names, target in (
            ("state", machine.states, self.state_target),
            ("action", machine.actions, self.action_target),
            ("attribute", machine.attribute_states, self.attribute_target),
            ("object", machine.objects, self.object_target),
            ("error", machine.errors, self.error_target),
        ):
            for name in names:
                found.setdefault(f"{kind}:{name}", target(name))
        for label, place in list(found.items()):
            found.setdefault(label.split(":", 1)[1], place)
        for name, other in self.project.items():
            files, anchors = self.files[name], Anchors(other)
            found.setdefault(name, self.to(files.page) or f"#{self.anchors.top}")
            for state in other.states:
                found.setdefault(f"{name}:{state}", self.to(files.page_of(state), anchors.state(state)))
        return prepare_references(found)

    def state_target(self, state: str) -> str:
        """Where a state has its section."""
        return self.to(self.own_files.page_of(state), self.anchors.state(state))

    def action_target(self, action: str) -> str:
        """Where an action has its section."""
        return self.to(self.own_files.page, self.anchors.action(action))

    def attribute_target(self, name: str) -> str:
        """Where an attribute has its row: a state's own one in the section of the first state that has it."""
        carried = self.machine.attribute_states.get(name, ())
        own = name not in self.machine.attributes and carried
        page = self.own_files.page_of(carried[0]) if own else self.own_files.page
        return self.to(page, self.anchors.attribute(name))

    def object_target(self, name: str) -> str:
        """Where an object type has its section."""
        return self.to(self.own_files.page, self.anchors.object_type(name))

    def error_target(self, name: str) -> str:
        """Where an error has its row."""
        return self.to(self.own_files.page, self.anchors.error(name))

    def state_link(self, state: str) -> Markup:
        """A state's id, linked to its section."""
        return self._link("state", state, self.state_target)

    def action_link(self, action: str) -> Markup:
        """An action's id, linked to its section."""
        return self._link("action", action, self.action_target)

    def attribute_link(self, name: str) -> Markup:
        """An attribute's name, linked to its row."""
        return self._link("attribute", name, self.attribute_target)

    def error_link(self, error: str) -> Markup:
        """An error's id, linked to its row."""
        return self._link("error", error, self.error_target)

    def trigger_link(self, trigger: str) -> Markup:
        """An action, linked to its section, or an event, to its row."""
        if trigger in self.machine.actions:
            return self.action_link(trigger)
        return self._link("event", trigger, self.event_target)

    def event_target(self, name: str) -> str:
        """Where an event has its row."""
        return self.to(self.own_files.page, self.anchors.event(name))

    def _link(self, kind: str, name: str, target: Callable[[str], str]) -> Markup:
        """A link, made once: a page of a large machine repeats each hundreds of times."""
        known = self._links.get((kind, name))
        if known is None:
            known = self._links[kind, name] = Markup(f"[{code_span(name, in_cell=True)}]({target(name)})")
        return known

    @cached_property
    def type_links(self) -> dict[str, str]:
        """Link targets of object types and machines."""
        found = {name: self.object_target(name) for name in self.machine.objects}
        for name in self.project:
            found.setdefault(name, self.to(self.files[name].page) or f"#{self.anchors.top}")
        return found

    def picture(self, key: str) -> Picture | None:
        """A diagram with its path from `here`."""
        found = self.pictures.get(key)
        return Picture(self.to(found.path), found.alt) if found is not None else None

    def block(self, text: str) -> Markup:
        """An author's Markdown at block level."""
        return Markup(self.writer.block(text))

    def cell(self, text: str) -> Markup:
        """An author's Markdown on one line."""
        return Markup(self.writer.cell(text))

    def plain(self, text: str) -> Markup:
        """Plain text on one line, without white space around it."""
        return Markup(escape(text.strip()))
