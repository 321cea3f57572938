"""Pieces of Markdown that the pages of the reference are made of. Knows no registry."""

from __future__ import annotations

import re
from collections.abc import Iterable

from markupsafe import Markup

from statebook.render.escape import code_span, code_text, fence

Markdown = Markup
"""Text that a template prints as it is."""

_CODE = re.compile(r"`([^`\n]+)`")
_SECTION = re.compile(r"(?ms)^## ([^\n]+)\n(.*?)(?=^## |\Z)")


def own(text: str) -> Markdown:
    """Text of Statebook itself, which is Markdown already."""
    return Markdown(text)


def sections(page: str) -> dict[str, Markdown]:
    """The sections of a page that a docstring holds, by their headings."""
    return {title: own(body.strip()) for title, body in _SECTION.findall(page)}


def cell(text: str) -> Markdown:
    """Markdown of Statebook itself as a table cell: on one line, and no bar divides it."""
    parts = _CODE.split(" ".join(text.split()))
    spans = [code_span(part, in_cell=True) if place % 2 else _prose(part) for place, part in enumerate(parts)]
    return own("".join(spans))


def _prose(text: str) -> str:
    """Text outside of code spans: no bar divides the row, no angle bracket begins a tag."""
    return text.replace("|", "&#124;").replace("<", "&lt;")


def code(text: str, language: str, lines: Iterable[int] = (), title: str = "") -> Markdown:
    """A fenced block; `lines`, which count from 1, are highlighted."""
    made = fence(text, language)
    return own(made) if not made.startswith("```") else _optioned(made, lines, title)


def page(text: str, lines: Iterable[int] = ()) -> Markdown:
    """A whole page of Markdown as a fenced block, with fences of its own in it; `lines` are highlighted.

    GitHub and MkDocs take a longer fence for the outer one. A stranger's text stands in `code`, which trusts no reader.
    """
    shown = code_text(text)
    ticks = "`" * (max((len(run) for run in re.findall(r"`{3,}", shown)), default=2) + 1)
    return _optioned(f"{ticks}markdown\n{shown}\n{ticks}", lines)


def _optioned(made: str, lines: Iterable[int], title: str = "") -> Markdown:
    """A fenced block with what a browser shows of it: its title, and some lines highlighted."""
    first, separator, rest = made.partition("\n")
    marked = " ".join(str(one) for one in sorted(set(lines)))
    options = (f' title="{title}"' if title else "") + (f' hl_lines="{marked}"' if marked else "")
    return own(f"{first}{options}{separator}{rest}")
