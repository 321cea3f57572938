"""Which sections of a page are about one state each.

Their headings follow one frame: "The `idle` dataset status", "`idle`", "State: idle", "idle". With a
machine, a frame counts when it names states of the machine; without one, when it speaks of a status or
a state, or when the sections below it say so (ways in or out, examples with that very value).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from statebook.audit.page.jsontree import Node
from statebook.audit.page.model import Fence, Page, Piece, Section, Table
from statebook.audit.reading.cells import is_identifier
from statebook.audit.reading.names import Names
from statebook.audit.reading.trees import Trees
from statebook.audit.reading.words import STATE_WORDS, column_role, direction, folded

HOLE = "\0"
LONGEST_NAME = 60
_NOT_A_STATE = re.compile(
    r"\b(?:attributes?|fields?|errors?|parameters?|returns?|endpoints?|methods?|header|requests?|responses?|objects?|"
    r"events?|transitions?|actions?|resource type|types?|calls?|commands?|options?|queries|query|examples?|from|with|using)\b"
)
_PLAIN = re.compile(r"^(?:the )?(?P<name>\S(?:.{0,58}\S)?)(?: (?:status|state|phase|stage))$", re.IGNORECASE)
_LABELLED = re.compile(r"^(?:status|state|phase|stage)\s*[:\u2013\u2014-]\s*(?P<name>\S.{0,58})$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A heading that may name a state: the name, and the heading around it."""

    section: Section
    name: Piece
    frame: tuple[int, str]
    is_code: bool


@dataclass(frozen=True, slots=True)
class StateSection:
    """The section of a state. `states` are those that its name stands for; none when nobody knows it."""

    section: Section
    name: Piece
    states: tuple[str, ...]


def state_sections(pages: Sequence[Page], names: Names | None, noun: str, trees: Trees) -> list[StateSection]:
    """The sections of states, those of unknown names included, in the order of the pages."""
    candidates = [one for page in pages for section in page.sections for one in _candidates(section, noun)]
    frames: dict[tuple[int, str], list[Candidate]] = {}
    for one in candidates:
        frames.setdefault(one.frame, []).append(one)
    below = _Below(pages, trees)
    if names is None:
        chosen = {frame for frame, found in frames.items() if _speaks_of_states(found, below, noun)}
        strongest = _strongest(frames, chosen)
        meant = [
            one
            for one in candidates
            if one.frame in chosen and (one.is_code or (one.frame in strongest and _is_told(one, below)))
        ]
        around = {id(outer) for one in meant for outer in one.section.chain() if outer is not one.section}
        return [  # a heading around those of states is that of the page, or of a group of states
            StateSection(one.section, one.name, (one.name.text,))
            for one in meant
            if one.is_code or id(one.section) not in around
        ]
    return list(_known(candidates, frames, names, below, noun))


def _candidates(section: Section, noun: str) -> Iterator[Candidate]:
    title = section.title
    if not section.level or not title.plain:
        return
    if len(title.codes) == 1:
        code = title.codes[0]
        shown = " ".join(code.text.split())  # as it stands in the text that a reader sees
        around = folded(title.plain.replace(shown, HOLE, 1)) if shown in title.plain else ""
        if code.text.strip() and not direction(title.plain.replace(code.text, " ")):
            yield Candidate(section, code, (section.level, around), is_code=True)
        return
    if title.codes or direction(title.plain):
        return
    text = title.plain
    match = _LABELLED.match(text) or _PLAIN.match(text)
    if match is None and noun:
        match = re.match(rf"^(?:the )?(?P<name>\S.{{0,58}}?) {re.escape(noun)}$", text, re.IGNORECASE)
    if match:
        around = folded(text[: match.start("name")] + HOLE + text[match.end("name") :])
        yield Candidate(section, Piece(match["name"], title.place), (section.level, around), is_code=False)
    if len(text) <= LONGEST_NAME:
        yield Candidate(section, Piece(text, title.place), (section.level, HOLE), is_code=False)


def _known(
    candidates: list[Candidate],
    frames: Mapping[tuple[int, str], list[Candidate]],
    names: Names,
    below: _Below,
    noun: str,
) -> Iterator[StateSection]:
    """With a machine: the best frame first; another only for states that no better one has."""

    def covered(frame: tuple[int, str]) -> set[str]:
        return {state for one in frames[frame] for state in names.find(one.name.text)}

    ranked = sorted(frames, key=lambda frame: (not frames[frame][0].is_code, -len(covered(frame)), frame))
    ranked.sort(key=lambda frame: -len(covered(frame)))
    taken: set[str] = set()
    used: set[int] = set()
    chosen: dict[int, StateSection] = {}
    level = 0
    for frame in ranked:
        found = covered(frame)
        new = found - taken
        if not new or (level and frame[0] != level) or not _is_plausible(frame, frames[frame], found, noun):
            continue
        level = level or frame[0]
        strict = frame[1] != HOLE and frames[frame][0].is_code
        for one in frames[frame]:
            states = names.find(one.name.text)
            unknown = not states and id(one.section) not in used and _is_meant(one, names, below, strict=strict)
            if unknown or (states and not set(states) <= taken):
                used.add(id(one.section))
                chosen[id(one.section)] = StateSection(one.section, one.name, states)
        taken |= found
    for one in candidates:
        section = chosen.pop(id(one.section), None)
        if section is not None:
            yield section


def _is_plausible(frame: tuple[int, str], found: list[Candidate], states: set[str], noun: str) -> bool:
    """Whether headings of this frame are about states and not about something that is called like one."""
    around = frame[1].replace(folded(noun), " ") if noun else frame[1]
    words = around.replace(HOLE, " ").replace("_", " ")
    if _NOT_A_STATE.search(words):
        return False
    if any(word in STATE_WORDS for word in words.split()) or (noun and folded(noun) in frame[1]):
        return True
    known = len(states)
    return known >= 2 and (known * 2 >= len(found) or known >= 4)


def _is_meant(one: Candidate, names: Names, below: _Below, *, strict: bool) -> bool:
    """Whether an unknown name in a frame of states is meant to be a state: sure in a full frame, else by its looks."""
    if strict:
        return True
    return is_identifier(one.name.text) and bool(names.near(one.name.text)) and below.has_ways(one.section)


def _speaks_of_states(found: list[Candidate], below: _Below, noun: str) -> bool:
    """Without a machine: whether the headings of a frame are those of states."""
    distinct = {folded(one.name.text) for one in found}
    words = found[0].frame[1].replace(HOLE, " ").replace("_", " ")
    if len(distinct) < 2 or _NOT_A_STATE.search(words):
        return False
    if found[0].is_code and (any(word in STATE_WORDS for word in words.split()) or (noun and noun in words)):
        return True
    told = [one for one in found if below.has_ways(one.section) or below.shows(one.section, one.name.text)]
    return len(told) >= 2 and len(told) * 2 >= len(found)


def _is_told(one: Candidate, below: _Below) -> bool:
    """Whether a heading without a code span is about a state: many a section stands among those of states."""
    name = one.name.text
    return folded(name) in below.named or below.has_ways(one.section) or below.shows(one.section, name)


def _strongest(frames: Mapping[tuple[int, str], list[Candidate]], chosen: set[tuple[int, str]]) -> set[tuple[int, str]]:
    """Of frames without code spans, the one with most headings: a heading may fit two of them."""
    plain = [frame for frame in chosen if not frames[frame][0].is_code]
    best = max(plain, key=lambda frame: (len(frames[frame]), len(frame[1])), default=None)
    return {frame for frame in chosen if frames[frame][0].is_code} | ({best} if best else set())


class _Below:
    """What stands in a section and in those under it, up to the next heading of its level."""

    def __init__(self, pages: Sequence[Page], trees: Trees) -> None:
        self.trees = trees
        self._spans: dict[int, tuple[list[Section], int, int]] = {}
        for page in pages:
            waiting: list[int] = []
            sections = page.sections
            for index, section in enumerate([*sections, None]):
                while waiting and (section is None or sections[waiting[-1]].level >= section.level):
                    start = waiting.pop()
                    self._spans[id(sections[start])] = (sections, start, index)
                if section is not None:
                    waiting.append(index)

    @cached_property
    def named(self) -> set[str]:
        """What tables have in columns of states."""
        found: set[str] = set()
        for sections, start, _ in self._spans.values():
            for block in sections[start].blocks:
                if isinstance(block, Table):
                    columns = [index for index, cell in enumerate(block.header) if column_role(cell.plain)]
                    found.update(folded(row[index].plain) for row in block.rows for index in columns)
        return found

    def _sections(self, section: Section) -> Sequence[Section]:
        sections, start, end = self._spans[id(section)]
        return sections[start:end]

    def has_ways(self, section: Section) -> bool:
        """Whether a table of ways in or out stands there that names one side only."""
        for one in self._sections(section):
            towards = direction(one.title.plain)
            for block in one.blocks:
                if isinstance(block, Table):
                    roles = {column_role(cell.plain) for cell in block.header[:3]} - {""}
                    if (towards and roles) or roles in ({"from"}, {"to"}):
                        return True
        return False

    def shows(self, section: Section, name: str) -> bool:
        """Whether an example there has the name as a value."""
        for one in self._sections(section):
            for block in one.blocks:
                if isinstance(block, Fence):
                    tree = self.trees.of(block)
                    if tree is not None and tree.root is not None and _has_value(tree.root, name, 2):
                        return True
        return False


def _has_value(node: Node, name: str, depth: int) -> bool:
    if node.value == name:
        return True
    return depth > 0 and any(_has_value(one, name, depth - 1) for one in (*node.members.values(), *node.items[:3]))
