"""Pages that belong together, and what they claim; worked out once for all checks.

A document is one lifecycle in one or several files: Slate splits a page into includes, others keep the
table of transitions apart from the states.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from statebook.audit.page.model import Page, Place, Table
from statebook.audit.reading.attributes import Described, described_attributes
from statebook.audit.reading.calls import Call, definitions, requests
from statebook.audit.reading.diagrams import Diagram, diagrams
from statebook.audit.reading.enumerations import Enumeration, enumerations
from statebook.audit.reading.examples import Example, examples, guessed_path, object_fences
from statebook.audit.reading.names import Names, shown_states
from statebook.audit.reading.states import StateSection, state_sections
from statebook.audit.reading.trees import Trees
from statebook.audit.reading.triggers import Told, names_of_triggers, own_triggers, told_of
from statebook.audit.reading.waynames import names_in_ways
from statebook.audit.reading.wayreader import WayReader
from statebook.audit.reading.ways import Ways, owners
from statebook.audit.reading.words import NOTHING, as_shown, folded, header
from statebook.examples.held import HeldBodies
from statebook.examples.path import parse_path
from statebook.model import Json

if TYPE_CHECKING:
    from statebook.examples.project import Project
    from statebook.model import Machine
    from statebook.pointer import Step


@dataclass
class Document:
    """Pages about one lifecycle. `machine` is what they are held against; None for against themselves.

    `all_pages` are those that were given together: links may lead to any of them.
    """

    pages: tuple[Page, ...]
    machine: Machine | None = None
    project: Project | None = None
    all_pages: tuple[Page, ...] = ()
    trees: Trees = field(default_factory=Trees)

    @cached_property
    def head(self) -> Place:
        """Where the document begins: its first heading."""
        return self.pages[0].title.place

    @cached_property
    def noun(self) -> str:
        """What the machine calls its state, such as `dataset status`; nothing without a machine."""
        return self.machine.noun if self.machine is not None else ""

    @cached_property
    def sections(self) -> list[StateSection]:
        """The sections of states."""
        known = Names.of_machine(self.machine) if self.machine is not None else None
        return state_sections(self.pages, known, self.noun, self.trees)

    @cached_property
    def owner_of(self) -> dict[int, StateSection]:
        """The state whose section a section belongs to, by the section's identity."""
        return owners(self.pages, self.sections)

    @cached_property
    def names(self) -> Names:
        """The names of states: those of the machine, else those that the page itself gives."""
        if self.machine is not None:
            return Names.of_machine(self.machine)
        own = [one.name.text.strip() for one in self.sections]
        spelt: dict[str, str] = {}
        for name in own or self._names_of_tables():
            spelt.setdefault(folded(name), name)  # "Open" in one place and "open" in another are one state
        return Names(spelt.values())

    def _names_of_tables(self) -> list[str]:
        """The states of a page without sections of states.

        Names that its tables of ways give more than once, and the entries of lists of states that share two of them.
        """
        counted: dict[str, list[str]] = {}
        for one, is_whole in names_in_ways(self.pages):
            if is_whole and one.is_sure and folded(one.text) not in NOTHING:
                counted.setdefault(folded(one.text), []).append(one.text)
        listed = [
            [entry.text for entry in one.entries]
            for one in enumerations(self.pages, {}, "")
            if one.is_titled and sum(folded(entry.text) in counted for entry in one.entries) >= 2
        ]
        often = [found[0] for found in counted.values() if len(found) > 1]
        return [*often, *(name for names in listed for name in names)]

    @cached_property
    def expected(self) -> tuple[str, ...]:
        """The states that the pages have to speak of."""
        return shown_states(self.machine) if self.machine is not None else self.names.ids

    @cached_property
    def ways(self) -> Ways:
        """The ways between states."""
        known = {(one.source, one.target) for one in self.machine.transitions} if self.machine is not None else set()
        return WayReader(self.pages, self.names, self.owner_of, known).read()

    @cached_property
    def triggers(self) -> Names:
        """The names of triggers: those of the machine, else those that the page has in code."""
        return names_of_triggers(self.machine) if self.machine is not None else own_triggers(self.ways.rows)

    @cached_property
    def told(self) -> list[Told]:
        """What the lists of ways say that each is taken by."""
        return told_of(self.ways.rows, self.triggers)

    @cached_property
    def attributes(self) -> list[Described]:
        """The attributes that tables describe."""
        return described_attributes(self.pages, self.owner_of)

    def states_of(self, value: Json) -> tuple[str, ...]:
        """The states that a value of the state attribute may stand for: the same value of the same JSON type."""
        if self.machine is None:
            return self.names.find(value) if isinstance(value, str) else ()
        if value is not None and not isinstance(value, str | int | float):
            return ()
        return self._by_value.get((type(value).__name__, value), ())

    @cached_property
    def _by_value(self) -> dict[tuple[str, Json], tuple[str, ...]]:
        found: dict[tuple[str, Json], tuple[str, ...]] = {}
        for one in self.machine.states.values() if self.machine is not None else ():
            if one.value is None or isinstance(one.value, str | int | float):
                key = (type(one.value).__name__, one.value)
                found[key] = (*found.get(key, ()), one.id)
        return found

    @cached_property
    def known_keys(self) -> set[str]:
        """The names of the attributes that the machine's object has in any state."""
        return known_keys(self.machine) if self.machine is not None else set()

    @cached_property
    def has_attribute_table(self) -> bool:
        """Whether the pages mean to describe attributes, even if no row of theirs has a name yet."""
        return any(
            isinstance(block, Table) and header(block.header[0].plain) in ("attribute", "field", "property")
            for page in self.pages
            for section in page.sections
            for block in section.blocks
        )

    @cached_property
    def state_path(self) -> tuple[Step, ...]:
        """Where the objects of the page name their state; empty when nowhere.

        Where the machine has it, unless no example has it there and all have it in one other place: then the
        page calls the attribute otherwise, and its values are looked at all the same.
        """
        guessed = guessed_path(self.pages, self.trees, self.owner_of)
        if self.machine is None:
            return guessed
        path = parse_path(self.machine.state_attribute)
        shown = any(
            tree.root is not None and tree.root.at(path) is not None
            for _, _, tree in object_fences(self.pages, self.trees)
        )
        return path if shown or not path else guessed or path

    @cached_property
    def examples(self) -> list[Example]:
        """The example objects."""
        known = self.known_keys if self.machine is not None else None
        return examples(self.pages, self.trees, self.owner_of, self.state_path, known)

    @cached_property
    def held_bodies(self) -> HeldBodies | None:
        """The schemas of the machine's states."""
        if self.machine is None or self.project is None:
            return None
        return HeldBodies(self.project, self.machine)

    @cached_property
    def definitions(self) -> list[Call]:
        """The calls that are defined."""
        return list(definitions(self.pages))

    @cached_property
    def requests(self) -> list[Call]:
        """The calls that examples make."""
        return list(requests(self.pages))

    @cached_property
    def diagrams(self) -> list[Diagram]:
        """The diagrams that could be read."""
        return list(diagrams(self.pages))

    @cached_property
    def enumerations(self) -> list[Enumeration]:
        """The lists that may be one of all states."""
        attribute = str(self.state_path[-1]) if self.state_path else ""
        return list(enumerations(self.pages, self.owner_of, attribute))

    @cached_property
    def section_of(self) -> dict[str, Place]:
        """The place of each state's heading."""
        found: dict[str, Place] = {}
        for one in self.sections:
            for state in one.states:
                found.setdefault(state, one.section.title.place)
        return found


def known_keys(machine: Machine, states: Sequence[str] = ()) -> set[str]:
    """The names of the attributes that a machine's object has in some states, or in any; of paths, the first keys too."""
    chosen = [machine.states[one] for one in states] if states else list(machine.states.values())
    names = {one.name for state in chosen for one in state.attributes}
    if not states:
        names.update(machine.attributes, machine.attribute_states)
    paths = [*names, machine.state_attribute, machine.since_attribute]
    found = names | {str(parse_path(one)[0]) for one in paths if one}
    return found | {as_shown(one) for one in found}
