"""Markdown text to a `Page`: CommonMark with tables, as GitHub and Python-Markdown read it.

A page may be anybody's: no text of it is executed or fetched, blocks that are too long are left out
and reported, and time and memory grow with the length of the page.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from statebook.audit.page.inline import InlineReader, ids_in, simple
from statebook.audit.page.locate import Locator, cell_columns
from statebook.audit.page.model import Block, Fence, Inline, Listing, Page, Piece, Place, Section, Table
from statebook.audit.page.prepare import prepare

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

LONGEST_BLOCK = 20_000
"""Characters of a paragraph whose inline text is looked at: brackets without end cost the square of them."""

_ATTRIBUTES = re.compile(r"\s*\{:?\s*([^{}]*)\}\s*$")
_ATTRIBUTE_ID = re.compile(r"(?:^|\s)#([^\s.#]+)")
_FENCE_END = re.compile(r"^[\s>]*(?:`{3,}|~{3,})\s*$")
_CONTAINER = re.compile(r"^[\s>]*(?:(?:[-+*]|\d{1,9}[.)])[ \t]+)*")


def read_page(name: str, lines: tuple[str, ...]) -> Page:
    """The page of these lines; never fails."""
    return _Reader(name, lines).page()


@lru_cache(maxsize=1)
def _parser() -> MarkdownIt:
    from markdown_it import MarkdownIt

    parser = MarkdownIt("commonmark", {"html": True}).enable("table")
    parser.core.ruler.disable("inline")
    parser.validateLink = lambda _: True  # type: ignore[method-assign,assignment]  # targets are looked at, never followed
    return parser


@lru_cache(maxsize=1)
def _inline_parser() -> MarkdownIt:
    from markdown_it import MarkdownIt

    parser = MarkdownIt("commonmark", {"html": True})
    parser.validateLink = lambda _: True  # type: ignore[method-assign,assignment]
    return parser


class _Reader:
    """One pass over the blocks of a page."""

    def __init__(self, name: str, lines: tuple[str, ...]) -> None:
        self.name = name
        self.result = Page(name, lines)
        prepared = prepare(lines)
        self.lines = prepared.lines
        self.result.unclosed = [Place(name, line) for line in prepared.unclosed]
        self.result.skipped = [Place(name, line) for line in prepared.too_long]
        self.environment: dict[str, dict[str, dict[str, object]]] = {}
        self.section = Section(0, Inline("", "", Place(name, 1)))
        self.result.sections.append(self.section)
        self.note = ""
        self.pending_ids: tuple[str, ...] = ()
        self.tokens: list[Token] = []

    def page(self) -> Page:
        self.tokens = _parser().parse("\n".join(self.lines), self.environment)
        index = 0
        while index < len(self.tokens):
            index = self._block(index)
        for reference in self.environment.get("references", {}).values():
            self._definition(reference)
        return self.result

    def _block(self, index: int) -> int:
        token = self.tokens[index]
        if token.type == "heading_open":
            self._heading(token, self.tokens[index + 1])
            return index + 3
        if token.type == "table_open":
            return self._table(index)
        if token.type in ("fence", "code_block"):
            self._fence(token)
        elif token.type in ("bullet_list_open", "ordered_list_open"):
            self._listing(index)
        elif token.type == "html_block":
            found = ids_in(token.content)
            self.result.ids.update(found)
            self.pending_ids = tuple(found)
        elif token.type == "inline":
            self._paragraph(token)
        return index + 1

    def _inline(self, token: Token, column: int | None = None) -> Inline:
        first, last = token.map or (0, 1)
        lines = self.lines[first:last]
        begin = _CONTAINER.match(lines[0] if lines else "")
        start = column if column is not None else begin.end() if begin else 0
        locator = Locator(self.name, lines or [""], first + 1, start)
        if len(token.content) > LONGEST_BLOCK:
            self.result.skipped.append(locator.place())
            return Inline("", "", locator.place())
        known = simple(token.content, locator)
        if known is not None:
            return known
        parsed = _inline_parser().parseInline(token.content, dict(self.environment))
        children = parsed[0].children or [] if parsed else []
        found = InlineReader(locator, has_references=bool(self.environment.get("references"))).read(
            token.content, children
        )
        self.result.targets.extend(found.links)
        self.result.ids.update(found.ids)
        return found

    def _heading(self, opening: Token, content: Token) -> None:
        level = int(opening.tag[1:])
        attributes = _ATTRIBUTES.search(content.content)
        own = _ATTRIBUTE_ID.search(attributes[1]) if attributes else None
        if attributes and own:
            content.content = content.content[: attributes.start()]
        first, _ = content.map or (0, 1)
        line = self.lines[first]
        marks = re.match(r"^[\s>]*#{1,6}\s*", line)
        title = self._inline(content, marks.end() if marks else None)
        anchor = own[1] if own else next(iter((*title.ids, *self.pending_ids)), "")
        if anchor:
            self.result.ids.add(anchor)
        parent = next(one for one in (self.section, *self.section.chain()) if one.level < level)
        self.section = Section(level, title, parent, anchor)
        self.result.sections.append(self.section)
        self.note = ""
        self.pending_ids = ()

    def _table(self, index: int) -> int:
        first, last = self.tokens[index].map or (0, 1)
        rows: list[tuple[Inline, ...]] = []
        row: list[Inline] = []
        columns: list[int] = []
        while self.tokens[index].type != "table_close":
            token = self.tokens[index]
            if token.type == "tr_open":
                row = []
                columns = cell_columns(self.lines[(token.map or (first, last))[0]])
            elif token.type == "inline":
                row.append(self._inline(token, columns[len(row)] if len(row) < len(columns) else None))
            elif token.type == "tr_close":
                rows.append(tuple(row))
            index += 1
        self._add(Table(rows[0], tuple(rows[1:]), Place(self.name, first + 1)))
        return index + 1

    def _fence(self, token: Token) -> None:
        first, last = token.map or (0, 1)
        is_fence = token.type == "fence"
        closed = last - 1 > first and _FENCE_END.match(self.lines[last - 1])
        place = Place(self.name, first + 1, len(self.lines[first]) - len(self.lines[first].lstrip()) + 1)
        if is_fence and not closed and place.line not in [one.line for one in self.result.unclosed[-3:]]:
            self.result.unclosed.append(place)
        content_line = self.lines[first + is_fence] if first + is_fence < len(self.lines) else ""
        shown = token.content.partition("\n")[0]
        indent = max(content_line.rfind(shown), 0) if shown else 0
        language = next(iter(token.info.split()), "").strip("{}.").lower()
        self._add(Fence(language, token.content, self.note, place, first + 1 + is_fence, indent))

    def _listing(self, index: int) -> None:
        """Collects the first paragraph of each item; nested blocks come by themselves later."""
        opening = self.tokens[index]
        items: list[Inline] = []
        level = opening.level
        place = index + 1
        wanted = False
        while place < len(self.tokens) and self.tokens[place].level > level:
            token = self.tokens[place]
            if token.type == "list_item_open" and token.level == level + 1:
                wanted = True
            elif token.type == "inline" and wanted:
                if token.level == level + 3:
                    items.append(self._cached(place, token))
                wanted = False
            place += 1
        self._add(Listing(tuple(items), self.note, Place(self.name, (opening.map or (0, 1))[0] + 1)), keep_note=True)

    def _cached(self, place: int, token: Token) -> Inline:
        found = self._inline(token)
        self.tokens[place].meta["read"] = found
        return found

    def _paragraph(self, token: Token) -> None:
        found = token.meta.get("read") or self._inline(token)
        self._add(found, keep_note=True)
        self.note = found.plain
        if found.plain:
            self.pending_ids = ()
        elif found.ids:
            self.pending_ids = found.ids

    def _add(self, block: Block, *, keep_note: bool = False) -> None:
        self.section.blocks.append(block)
        if not keep_note:
            self.pending_ids = ()

    def _definition(self, reference: dict[str, object]) -> None:
        """`[label]: #target`: a link wherever the label is used."""
        lines = reference.get("map")
        line = lines[0] if isinstance(lines, list | tuple) and lines else 0
        target = str(reference.get("href") or "")
        column = max(self.lines[line].rfind(target), 0) if line < len(self.lines) else 0
        self.result.targets.append(Piece(target, Place(self.name, line + 1, column + 1)))
