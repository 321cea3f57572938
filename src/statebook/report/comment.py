"""Markdown for a comment on a pull request: text of strangers without effect, and tables that fit.

Nobody here knows what the comment is about; formats of reports and of reviews are made of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from statebook.visible import visible

MAXIMUM_LENGTH = 65_536
"""Characters of a comment on GitHub; other hosts take more."""

MAXIMUM_NAME = 300
"""Characters of one name in a heading."""

_SPECIAL = re.compile(r"([\\`*_{}\[\]()<>#+!|~&$:-])")


@dataclass(frozen=True, slots=True)
class Table:
    """Rows between an opening and an end; without a row nothing of it is shown."""

    opening: str
    rows: Sequence[str]
    end: str = "\n"


def fitted(tables: Iterable[Table], room: int) -> tuple[str, int]:
    """The tables in at most `room` characters, and how many rows found no place; the first come first."""
    text, left_out = "", 0
    for table in tables:
        used = len(text) + len(table.opening) + len(table.end)
        rows: list[str] = []
        for row in table.rows:
            if used + len(row) <= room:
                used += len(row)
                rows.append(row)
        left_out += len(table.rows) - len(rows)
        if rows:
            text += table.opening + "".join(rows) + table.end
    return text, left_out


def more(number: int, command: str) -> str:
    """What stands in the place of rows that were left out."""
    return f"And {number} more: run `{command}` to see all of them.\n\n" if number else ""


def code(text: str, longest: int = 0) -> str:
    """A code span that holds any text, in a table too; beyond `longest` characters, if given, it is cut."""
    shown = visible(text if not longest or len(text) <= longest else f"{text[: longest - 1]}…").replace("|", "\\|")
    runs = [len(run) for run in re.findall("`+", shown)]
    fence = "`" * (max(runs, default=0) + 1)
    space = " " if shown.startswith("`") or shown.endswith("`") or not shown.strip() else ""
    return f"{fence}{space}{shown}{space}{fence}"


def escaped(text: str) -> str:
    """Text that is shown as it is: no markup, no mention, no reference, no line break."""
    return _inert(" ".join(text.split()))


def _inert(flat: str) -> str:
    found = _SPECIAL.sub(r"\\\1", visible(flat))
    return found.replace("@", "@\u200b").replace("://", ":\u200b//")


def worded(text: str) -> str:
    """A message of ours, whose code stands between backticks; a backtick without a partner is shown as it is."""
    parts = re.split(r"`([^`]+)`", " ".join(text.split()))
    return "".join(code(part) if place % 2 else _inert(part) for place, part in enumerate(parts))


def in_html(text: str) -> str:
    """The same for text inside a tag of HTML, where a backslash escapes nothing."""
    flat = visible(" ".join(text.split()))
    for sign, entity in (
        ("&", "&amp;"),
        ("<", "&lt;"),
        (">", "&gt;"),
        ("`", "&#96;"),
        ("*", "&#42;"),
        ("_", "&#95;"),
        ("[", "&#91;"),
    ):
        flat = flat.replace(sign, entity)
    return flat.replace("@", "@\u200b")
