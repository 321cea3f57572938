"""A page's lines before they are read as Markdown: front matter blanked, fences without an end closed.

No line is added or taken away, so line numbers stay those of the file. A fence that is never closed
would swallow the rest of the page, and with it every finding there: it is ended where the author most
likely meant it to end, and reported.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

LONGEST_LINE = 20_000
"""Characters of a line that are looked at; more is no text that somebody wrote by hand."""
MOST_MARKS = 600_000
"""What a page may hold before its rest is left out: three for each line, one for each sign that begins a cell or a span.

Each costs about a kilobyte while a page is read. A page of 100,000 lines of prose has half of it.
"""
FRONT_MATTER = 200
"""Lines within which the end of a page's front matter is looked for."""

_FENCE = re.compile(r"^([ \t]*)(`{3,}|~{3,})\s*([^`\s]*)")
_BEGINS_A_SECTION = re.compile(r"^(?:#{1,6}\s|> \S)")
_MARKDOWN = {"markdown", "md", "mdx"}
_DATA = {"json", "jsonc", "json5", "http"}


@dataclass(frozen=True, slots=True)
class Prepared:
    """The lines to read, and the line numbers (from 1) of what was mended or left out."""

    lines: list[str]
    unclosed: tuple[int, ...]
    too_long: tuple[int, ...]


def prepare(lines: Sequence[str]) -> Prepared:
    """Lines as they can be read. Linear: no line is visited more than a few times."""
    kept = list(lines)
    too_long = [index + 1 for index, line in enumerate(kept) if len(line) > LONGEST_LINE]
    for number in too_long:
        kept[number - 1] = ""
    end = _affordable(kept)
    if end < len(kept):
        kept[end:] = [""] * (len(kept) - end)
        too_long.append(end + 1)
    _blank_front_matter(kept)
    return Prepared(kept, tuple(_close_fences(kept)), tuple(too_long))


def _affordable(lines: Sequence[str]) -> int:
    """The number of lines, from the first, that can be read in bounded memory."""
    left = MOST_MARKS
    for index, line in enumerate(lines):
        if line:
            left -= 3 + sum(map(line.count, "|`[<*"))
            if left < 0:
                return index
    return len(lines)


def _blank_front_matter(lines: list[str]) -> None:
    if not lines or lines[0].rstrip() != "---":
        return
    for index in range(1, min(len(lines), FRONT_MATTER)):
        if lines[index].rstrip() in ("---", "..."):
            lines[: index + 1] = [""] * (index + 1)
            return
        if _BEGINS_A_SECTION.match(lines[index]):
            return


@dataclass(slots=True)
class _Open:
    start: int
    indent: str
    run: str
    language: str


def _close_fences(lines: list[str]) -> list[int]:
    """Close the fences that have no end; the lines (from 1) where they begin."""
    found: list[int] = []
    fence: _Open | None = None
    index = 0
    while index <= len(lines):
        at_end = index == len(lines)
        match = None if at_end else _FENCE.match(lines[index])
        if fence is None:
            if match:
                fence = _Open(index, match[1], match[2], match[3].lower())
        elif at_end or (match and _is_another(fence, match)):
            found.append(fence.start + 1)
            end = _likely_end(lines, fence, index)
            if end < len(lines):
                lines[end] = fence.indent + fence.run
            index, fence = end, None
        elif match and match[2].startswith(fence.run) and not lines[index][match.end(2) :].strip():
            fence = None
        index += 1
    return found


def _is_another(fence: _Open, match: re.Match[str]) -> bool:
    """Whether a line inside a fence opens another one, so that the first was never closed."""
    return bool(match[3]) and match[2].startswith(fence.run) and fence.language not in _MARKDOWN


def _likely_end(lines: list[str], fence: _Open, limit: int) -> int:
    """The empty line at which an endless fence is ended: before what looks like a section, or the last one."""
    last = limit
    for index in range(fence.start + 1, limit):
        if not lines[index].strip():
            last = index
            following = lines[index + 1] if index + 1 < limit else ""
            is_heading = _BEGINS_A_SECTION.match(following)
            if is_heading and (fence.language in _DATA or following.startswith(("##", ">"))):
                return index
    return last
