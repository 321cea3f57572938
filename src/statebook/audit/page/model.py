"""The words for a page: places, inline text, and the blocks of a section.

Lines and columns count from 1, columns in characters of the line as it is in the file.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """A character of a page."""

    file: str
    line: int
    column: int = 1


@dataclass(frozen=True, slots=True)
class Piece:
    """A code span, a link's target or a piece of plain text, and where it stands."""

    text: str
    place: Place


@dataclass(frozen=True, slots=True)
class Inline:
    """The text of one paragraph, heading or cell.

    `source` is its Markdown, `plain` what a reader sees, `codes` its code spans. `parts` is what is
    seen, in order, cut at line breaks and around code spans. `links` are targets, `ids` the anchors
    that its HTML sets. `html` says that other tags than line breaks, anchors and code are in it.
    """

    source: str
    plain: str
    place: Place
    codes: tuple[Piece, ...] = ()
    parts: tuple[Piece, ...] = ()
    links: tuple[Piece, ...] = ()
    ids: tuple[str, ...] = ()
    html: bool = False

    @property
    def name(self) -> str:
        """What a cell or an item is about: its first code span when it begins with one, else its first part."""
        first = next((one for one in self.parts if one.text.strip()), None)
        return first.text.strip() if first is not None else ""

    @property
    def begins_with_code(self) -> bool:
        """Whether nothing is seen before the first code span."""
        first = next((one for one in self.parts if one.text.strip()), None)
        return first is not None and bool(self.codes) and first == self.codes[0]


@dataclass(frozen=True, slots=True)
class Table:
    """A table: its header and its rows, filled up to the header's length."""

    header: tuple[Inline, ...]
    rows: tuple[tuple[Inline, ...], ...]
    place: Place


@dataclass(frozen=True, slots=True)
class Fence:
    """A code block. `note` is the text right above it: Slate's annotation, or the end of a paragraph.

    `first_line` is the line of `content`'s first line; `indent` the characters of container and
    indentation that every line of it has in the file.
    """

    language: str
    content: str
    note: str
    place: Place
    first_line: int
    indent: int = 0

    def place_at(self, line: int, column: int) -> Place:
        """The place of a line (from 0) and column (from 0) of the content."""
        return Place(self.place.file, self.first_line + line, column + 1 + self.indent)


@dataclass(frozen=True, slots=True)
class Listing:
    """The items of one list, without what is nested in them. `note` is the text right above it."""

    items: tuple[Inline, ...]
    note: str
    place: Place


Block = Table | Fence | Listing | Inline
"""What a section holds; an `Inline` is a paragraph."""


@dataclass(slots=True)
class Section:
    """A heading and what stands below it, up to the next heading. The first section of a page has level 0."""

    level: int
    title: Inline
    parent: Section | None = None
    anchor: str = ""
    """An anchor that the page sets for this heading itself."""
    blocks: list[Block] = field(default_factory=list)

    def chain(self) -> Iterator[Section]:
        """This section and those around it, innermost first."""
        here: Section | None = self
        while here is not None:
            yield here
            here = here.parent


@dataclass(slots=True)
class Page:
    """One file. `targets` are all links of it; `ids` every anchor that it sets besides its headings.

    `unclosed` are fences without an end, `skipped` places that are too long to be looked at.
    """

    name: str
    lines: tuple[str, ...]
    sections: list[Section] = field(default_factory=list)
    targets: list[Piece] = field(default_factory=list)
    ids: set[str] = field(default_factory=set)
    unclosed: list[Place] = field(default_factory=list)
    skipped: list[Place] = field(default_factory=list)

    @property
    def title(self) -> Inline:
        """The first heading, or the head of the page where there is none."""
        return self.sections[1].title if len(self.sections) > 1 else self.sections[0].title
