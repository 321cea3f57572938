"""A page that somebody wrote by hand, in Markdown: sections of states, tables of attributes and of ways, examples, calls.

Sections such as ``## The `idle` status`` become states with what stands below them: prose, attributes, examples,
the ways in and out. Tables of From, To and Trigger become transitions, with several states in a cell, and "any" for
all. Tables and lists of states describe them; calls such as `PUT /orders/{ID}/pay` become actions. A page without
sections of states is read by its tables alone. What is said elsewhere on the page is left over, with its line.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from statebook.audit.page.model import Listing, Page, Section, Table
from statebook.audit.page.read import read_page
from statebook.audit.reading.diagrams import diagrams
from statebook.audit.reading.states import StateSection, state_sections
from statebook.audit.reading.trees import Trees
from statebook.audit.reading.ways import owners
from statebook.audit.reading.words import TWICE_ENCODED, as_shown, folded, header
from statebook.importing.draft import Draft
from statebook.importing.original import BadInput, Original
from statebook.importing.page.attributes import PageAttributes, complete
from statebook.importing.page.calls import PageCalls
from statebook.importing.page.examples import PageExamples
from statebook.importing.page.matrix import read_matrices
from statebook.importing.page.states import ExactNames, describe, is_state_table, items_of, states_of
from statebook.importing.page.text import Words, front_title
from statebook.importing.page.ways import PageWays

NAME = "markdown"
ENDINGS = (".md", ".markdown", ".mdx", ".mdown")

_HEADING = re.compile(r"^#{1,6}\s+\S", re.MULTILINE)
_PATH = re.compile(r"^[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*$")
_NO_ATTRIBUTES = re.compile(r"(?i)^no\b.{0,30}\b(?:attributes?|fields?|properties)\.?$")
_RULE = re.compile(r"^[ \t]*\|?[ \t]*:?-{2,}:?[ \t]*\|", re.MULTILINE)


def recognise(original: Original) -> int:
    """By the name of the file, else by headings and tables."""
    if original.ends_with(*ENDINGS):
        return 80
    if original.looks_like_json or original.head.startswith("<?xml"):
        return 0
    found = bool(_HEADING.search(original.head)) + bool(_RULE.search(original.head))
    return 25 * found


def read(original: Original) -> Draft:
    """The machine that a page speaks of. Raises `BadInput` where it names no state."""
    lines = tuple(line.replace(TWICE_ENCODED, "  ") for line in original.lines)  # as long, so that columns stay
    page = read_page(original.name, lines)
    draft = _PageReader(page).draft()
    if not draft.states:
        raise BadInput(
            "no state was found on this page",
            hint="states are read from headings such as ## The `idle` status, tables of states, and tables of From and To",
        )
    return draft


class _PageReader:
    """One page on its way into a draft."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.made = Draft()
        self.trees = Trees()
        self.pages: Sequence[Page] = (page,)

    def draft(self) -> Draft:
        draft = self.made
        sections = state_sections(self.pages, None, "", self.trees)
        lines, lists = states_of(self.pages, sections)
        for name, line in lines.items():
            draft.state(name, line)
        names = ExactNames(lines)
        self.owner_of: dict[int, StateSection] = {
            key: StateSection(one.section, one.name, names.find(as_shown(one.name.text)))
            for key, one in owners(self.pages, sections).items()
        }
        self.words = Words(self.page, draft, {key: name for name in lines for key in (name, folded(name))})
        self._title(sections)
        self._lists(names, {one.place.line for one in lists})
        PageWays(self.pages, names, self.owner_of, draft, self.words).read()
        read_matrices(self.pages, names, draft, self.words)
        self._diagrams(names)
        attributes = PageAttributes(self.pages, self.owner_of, draft, self.words)
        attributes.read()
        examples = PageExamples(self.pages, self.trees, self.owner_of, draft, self.words)
        draft.state_attribute = examples.read() or draft.state_attribute
        complete(draft, examples.bodies, draft.state_attribute)
        calls = PageCalls(self.pages, set(self.owner_of), draft, self.words)
        calls.read()
        self._prose(sections, calls.read_sections)
        self.words.leave_pictures()
        self._finish()
        return draft

    def _title(self, sections: Sequence[StateSection]) -> None:
        own = {id(one.section) for one in sections}
        heading = next((one for one in self.page.sections if one.level and id(one) not in own), None)
        first = self.page.sections[1] if len(self.page.sections) > 1 else None
        if heading is not None and heading is first:
            self.made.title = as_shown(heading.title.plain)
        self.made.title = self.made.title or front_title(self.page.lines)
        frames = {
            one.section.title.plain.partition(one.name.text)[2].strip() for one in sections if one.section.title.codes
        }
        if len(frames) == 1:
            self.made.noun = as_shown(frames.pop())

    def _lists(self, names: ExactNames, lines: set[int]) -> None:
        """What tables and lists of states say of each."""
        for section in self.page.sections:
            if id(section) in self.owner_of:
                continue
            for block in section.blocks:
                if isinstance(block, Table) and block.place.line in lines and is_state_table(block):
                    self._table(block, names)
                elif isinstance(block, Listing) and block.place.line in lines:
                    for piece, text in items_of(block):
                        for state in names.find(as_shown(piece.text)):
                            said = self.words.clean(text, piece.place.line)
                            self.made.states[state].description = self.made.states[state].description or said
                        self.words.take_line(piece.place.line)

    def _table(self, table: Table, names: ExactNames) -> None:
        self.words.take(table)
        head = table.header[0]
        if len(head.codes) == 1 and _PATH.match(head.codes[0].text) and not self.made.state_attribute:
            self.made.state_attribute = head.codes[0].text  # `vehicle_state`
        for row in table.rows:
            for state in names.find(as_shown(row[0].name)):
                cells = [(head.plain, cell) for head, cell in zip(table.header[1:], row[1:], strict=True)]
                cells = [one for one in cells if header(one[0]) not in ("left by", "known")]
                describe(
                    self.made.states[state], cells, [self.words.clean(one.source, one.place.line) for _, one in cells]
                )

    def _diagrams(self, names: ExactNames) -> None:
        """Arrows of a diagram, where no table has ways; else those that no table has are left over."""
        told = {(source, target) for one in self.made.transitions for source in one.sources for target in one.targets}
        for found in diagrams(self.pages):
            self.words.take(found.fence)
            for source, target in found.arrows:
                pairs = [(one, other) for one in names.find(source.text) for other in names.find(target.text)]
                for pair in pairs:
                    if not told:
                        self.made.transition(*pair, line=source.place.line)
                    elif pair not in told:
                        self.made.leave(
                            source.place.line,
                            f"the arrow from {pair[0]!r} to {pair[1]!r}",
                            "no table of the page has it",
                        )

    def _prose(self, sections: Sequence[StateSection], read: set[int]) -> None:
        """The words of each section, to the element that they are about."""
        own = {id(one.section): one for one in sections}
        first_state = min((one.section.title.place.line for one in sections), default=len(self.page.lines) + 1)
        summary: list[str] = []
        for section in self.page.sections:
            owner = self.owner_of.get(id(section))
            if id(section) in read:
                continue
            text = self.words.rest(section)
            if not text or (owner is not None and _NO_ATTRIBUTES.match(text)):
                continue
            if owner is not None:
                self._of_state(owner, section, text, is_top=id(section) in own)
            elif section.title.place.line < first_state:
                is_first = section.level == 0 or section is self.page.sections[min(1, len(self.page.sections) - 1)]
                is_usual = folded(section.title.plain) == folded(
                    f"the {self.made.noun} object"
                )  # our pages have it too
                summary.append(text if is_first or is_usual else f"**{self._heading(section)}**\n\n{text}")
            else:
                self.made.leave(
                    section.title.place.line,
                    f"the section {as_shown(section.title.plain)[:80]!r}",
                    "it belongs to no state and no call",
                )
        self.made.summary = "\n\n".join(summary)

    def _of_state(self, owner: StateSection, section: Section, text: str, *, is_top: bool) -> None:
        for name in owner.states:
            state = self.made.states[name]
            told = text if is_top else f"**{self._heading(section)}**\n\n{text}"
            before = state.description
            state.description = f"{before}\n\n{told}" if before and before not in told else told

    def _heading(self, section: Section) -> str:
        return self.words.clean(section.title.source, section.title.place.line).strip("*# ")

    def _finish(self) -> None:
        """What was only kept for later: columns of tables of states, and where attributes are present."""
        for state in self.made.states.values():
            columns: list[str] = state.more.pop("\0columns", [])
            if columns:
                state.description = "\n\n".join(one for one in (state.description, *columns) if one)
        for said in self.made.attributes.values():
            states: list[str] | None = said.pop("\0states", None)
            if states is not None and len(states) < len(self.made.states):
                said["present_in"] = states
        if "since" in self.made.attributes:
            self.made.more["since_attribute"] = "since"
        if not self.made.initial:
            self.made.leave(1, "where a new resource starts", "the page does not say it")
