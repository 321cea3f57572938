"""The pages of the reference, and what stands in them."""

from __future__ import annotations

import re
from functools import cache

from statebook.catalogue.book import sheets
from statebook.render.environment import shipped_templates

_FENCE = re.compile(r"(?ms)^(?P<ticks>`{3,})(?P<language>\w+)(?P<options>[^\n]*)\n(?P<text>.*?)\n(?P=ticks)$")
_ROW = re.compile(r"(?m)^(?P<first>.*?) \|")


@cache
def pages() -> dict[str, str]:
    """Every page by its path."""
    return {one.path: one.text for one in sheets([shipped_templates()], "python build.py")}


def section(text: str, title: str) -> str:
    """What stands below a heading of level two."""
    found = re.search(rf"(?ms)^## {re.escape(title)}\n(.*?)(?=^## |\Z)", text)
    assert found, title
    return found[1]


def titles(text: str) -> list[str]:
    return re.findall(r"(?m)^## (.+)$", _FENCE.sub("", text))


def rows(text: str) -> list[str]:
    """The first cells of all tables, heads left out, as plain text."""
    cells = [found["first"] for found in _ROW.finditer(_FENCE.sub("", text))]
    cells = [
        cell for number, cell in enumerate(cells) if not _is_rule(cell) and not _is_rule(cells[number + 1 : number + 2])
    ]
    return [re.sub(r"\]\([^)]*\)|[\[`]|<br>.*|\*", "", cell) for cell in cells]


def _is_rule(cell: str | list[str]) -> bool:
    cell = cell[0] if isinstance(cell, list) and cell else cell or ""
    return bool(cell) and set(cell) <= set("-: ")


def fences(text: str, language: str) -> list[str]:
    return [found["text"] for found in _FENCE.finditer(text) if found["language"] == language]


def highlighted(text: str) -> list[int]:
    """The lines that the first fence with such lines highlights."""
    found = re.search(r'hl_lines="([0-9 ]+)"', text)
    return [int(one) for one in found[1].split()] if found else []
