"""Pieces of Markdown that the pages of the reference are made of. Knows no registry."""

from __future__ import annotations

import re
from collections.abc import Iterable

from markupsafe import Markup

from statebook.render.escape import code_span, fence

Markdown = Markup
"""Text that a template prints as it is."""

_CODE = re.compile(r"`([^`\n]+)`")


def own(text: str) -> Markdown:
    """Text of Statebook itself, which is Markdown already."""
    return Markdown(text)


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
    first, separator, rest = made.partition("\n")
    if not first.startswith("```"):
        return own(made)
    marked = " ".join(str(one) for one in sorted(set(lines)))
    options = (f' title="{title}"' if title else "") + (f' hl_lines="{marked}"' if marked else "")
    return own(f"{first}{options}{separator}{rest}")
