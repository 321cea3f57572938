"""The Markdown files that a command names, read as far as they can be."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

from statebook.audit.page.read import read_page
from statebook.diagnostic import Diagnostic
from statebook.source.text import MAXIMUM_BYTES, SourceText, read_text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from statebook.audit.page.model import Page

FOREIGN = "cp1252"
"""What a line is most likely written in that is not UTF-8: the encoding of old editors, and nearly Latin-1."""


def read_pages(names: Sequence[str], root: str) -> tuple[list[Page], list[Diagnostic], list[str]]:
    """The pages, each file once; why some are not as they should be; and notes about what was made of those.

    A page with some lines in another encoding is refused, and checked all the same.
    """
    pages: list[Page] = []
    refused: list[Diagnostic] = []
    notes: list[str] = []
    for shown in dict.fromkeys(_shown(one, root) for one in names):
        path = Path(root, shown)
        source = read_text(path, shown)
        if isinstance(source, Diagnostic):
            refused.append(replace(source, hint=_advice(source)))
            mended = _mended(path, shown) if "UTF-8" in source.message else None
            if mended is None:
                continue
            source, count = mended
            lines = "line that is not UTF-8 was" if count == 1 else "lines that are not UTF-8 were"
            notes.append(f"{shown}: {count} {lines} read as {FOREIGN}, and the rest as it is")
        elif "\0" in source.text:
            line = source.text.count("\n", 0, source.text.index("\0")) + 1
            refused.append(
                Diagnostic(shown, line, 1, "unreadable", "is no text: it has a NUL byte", "name a Markdown file")
            )
            continue
        pages.append(read_page(shown, source.lines))
    return pages, refused, notes


def _mended(path: Path, name: str) -> tuple[SourceText, int] | None:
    """A page in several encodings, line by line, and how many are not UTF-8; None for what is no text at all."""
    content = path.read_bytes()[: MAXIMUM_BYTES + 1]
    if b"\0" in content or len(content) > MAXIMUM_BYTES:
        return None
    lines: list[str] = []
    foreign = 0
    for line in content.split(b"\n"):
        try:
            lines.append(line.decode("utf-8"))
        except UnicodeDecodeError:
            foreign += 1
            lines.append(line.decode(FOREIGN, "replace"))
    return SourceText.of(name, "\n".join(lines).removeprefix("\ufeff")), foreign


def _shown(page: str, root: str) -> str:
    """A file as it is reported: relative to the root where it lies inside, else by its whole path."""
    path = os.path.abspath(page)
    inside = os.path.relpath(path, root)
    return (path if inside.startswith("..") else inside).replace(os.sep, "/")


def _advice(flaw: Diagnostic) -> str:
    """What to do about a page that cannot be read; a spec would be told otherwise."""
    if "UTF-8" in flaw.message or "permission" in flaw.hint:
        return flaw.hint
    return "split it into pages" if "larger" in flaw.message else "name a Markdown file"
