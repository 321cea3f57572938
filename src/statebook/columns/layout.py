"""Rows of two columns: the prose of a section, and beside it the code that goes with it.

Knows the flat list of a page's elements and what each is; nothing of how they came about.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal
from xml.etree.ElementTree import Element

from statebook.columns.headings import SECTION_LEVEL, level


@dataclass(frozen=True)
class Block:
    """One element of the page: prose, an example for the code column, or a figure across both."""

    kind: Literal["prose", "code", "wide"]
    element: Element


@dataclass
class _Row:
    prose: list[Element] = field(default_factory=list)
    code: list[Element] = field(default_factory=list)
    wide: bool = False

    @property
    def empty(self) -> bool:
        return not self.prose and not self.code


def rows(blocks: Sequence[Block]) -> list[Element]:
    """The elements of the page: its title if it begins with one, then rows.

    A row begins at a heading of the first two levels, and at a deeper one that has code of its own.
    Inside a section the order in which it starts tells what belongs together: code first, as Slate
    writes it, goes with the prose that follows; prose first goes with the code that follows.
    """
    result: list[Element] = []
    if blocks and level(blocks[0].element) == 1:
        title = blocks[0].element
        title.set("class", f"{title.get('class', '')} statebook-title".strip())
        result.append(title)
        blocks = blocks[1:]
    for section in _sections(blocks):
        result += (_element(row) for row in _split(section) if not row.empty)
    return result


def _sections(blocks: Sequence[Block]) -> list[list[Block]]:
    sections: list[list[Block]] = [[]]
    for block, code_follows in zip(blocks, _code_follows(blocks), strict=True):
        depth = level(block.element)
        if depth and (depth <= SECTION_LEVEL or code_follows):
            sections.append([])
        sections[-1].append(block)
    return [section for section in sections if section]


def _code_follows(blocks: Sequence[Block]) -> list[bool]:
    """For each block: whether code stands between it and the next heading."""
    result: list[bool] = []
    follows = False
    for block in reversed(blocks):
        result.append(follows)
        follows = block.kind == "code" or (follows and not level(block.element))
    return result[::-1]


def _split(section: Sequence[Block]) -> list[_Row]:
    kinds = [block.kind for block in section if not level(block.element)]
    code_first = bool(kinds) and kinds[0] == "code"
    result = [_Row()]
    for position, block in enumerate(section):
        row = result[-1]
        if block.kind == "wide":
            result += (_Row([block.element], wide=True), _Row())
        elif block.kind == "code":
            if code_first and row.code and section[position - 1].kind == "prose" and _prose_follows(section[position:]):
                result.append(_Row())
            result[-1].code.append(block.element)
        else:
            if not code_first and row.code:
                result.append(_Row())
            result[-1].prose.append(block.element)
    return result


def _prose_follows(blocks: Sequence[Block]) -> bool:
    return any(block.kind != "code" for block in blocks)


def _element(row: _Row) -> Element:
    wide = " statebook-row--wide" if row.wide else ""
    section = " statebook-row--section" if row.prose and level(row.prose[0]) == SECTION_LEVEL else ""
    outer = Element("div", {"class": f"statebook-row{wide}{section}"})
    prose = Element("div", {"class": "statebook-prose"})
    prose.extend(row.prose)
    outer.append(prose)
    if row.code:
        code = Element(
            "section",
            {"class": "statebook-code", "data-md-color-scheme": "slate", "data-search-exclude": ""},
        )
        code.extend(row.code)
        outer.append(code)
    for element in (outer, prose):
        element.text = element.tail = "\n"
    return outer
