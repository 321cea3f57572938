"""A page of the reference for the terminal: the same text, without what only a browser understands."""

from __future__ import annotations

import re

_FENCE = re.compile(r"^(?P<fence>`{3,})(?P<language>\w*)(?P<options>.*)$")
_LINES = re.compile(r'hl_lines="([0-9 ]+)"')
_TITLE = re.compile(r'title="([^"]*)"')
_LINK = re.compile(r"\[([^\]\n]+)\]\([^)\s]*\)")
_BREADCRUMBS = re.compile(r"^\[Reference\]\([^)]*\) ")
"""How the way up begins, which stands below the title."""
MARK = "  # <--"
"""Stands behind the lines that a browser highlights."""


def as_terminal(text: str, address: str) -> str:
    """Markdown without the way up and without links, highlighted lines marked; the page's own address comes last."""
    result: list[str] = []
    ticks, number, marked = "", 0, frozenset[str]()
    for line in text.split("\n"):
        opening = _FENCE.match(line)
        if ticks:
            number += 1
            ticks = "" if line == ticks else ticks
            result.append(line + MARK if ticks and str(number) in marked else line)
        elif opening:
            ticks, number = opening["fence"], 0
            lines, title = _LINES.search(opening["options"]), _TITLE.search(opening["options"])
            marked = frozenset(lines[1].split()) if lines else frozenset()
            result += [f"{title[1]}:", ""] if title else []
            result.append(opening["fence"] + opening["language"])
        elif not _BREADCRUMBS.match(line):
            result.append(_LINK.sub(r"\1", line))
    body = re.sub(r"\n{3,}", "\n\n", "\n".join(result)).strip("\n")
    return f"{body}\n\n{address}\n"
