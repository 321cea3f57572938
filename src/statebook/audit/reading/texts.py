"""All inline text of a section, whatever block it stands in."""

from __future__ import annotations

from collections.abc import Iterator

from statebook.audit.page.model import Inline, Piece, Section, Table


def texts_of(section: Section) -> Iterator[Inline]:
    """Paragraphs and cells, headers included. The text of a list comes as its paragraphs."""
    for block in section.blocks:
        if isinstance(block, Inline):
            yield block
        elif isinstance(block, Table):
            for row in (block.header, *block.rows):
                yield from row


def codes_of(section: Section) -> Iterator[Piece]:
    """The code spans of a section, those of its heading included."""
    yield from section.title.codes
    for text in texts_of(section):
        yield from text.codes
