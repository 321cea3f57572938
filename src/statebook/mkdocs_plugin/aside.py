"""What no index reads is put aside while the other plugins look at a page, and is back before its template.

The search plugins of MkDocs and Material parse the whole HTML of a page in Python. Most of it is code and pictures,
which are excluded from their index, and boxes of our layout, which make everything in them deeper and each look at it
dearer. Without them a page is read in the time that its plain Markdown would take, and what search finds is the same.
Knows the HTML of our pages, not MkDocs.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

_MARK = "<!--statebook-aside {}-->"
_MARKS = re.compile(_MARK.format("([0-9]+)"))
_TOKEN = re.compile('<(?:(section) class="statebook-code"|(figure) class="statebook-figure"|div\\b[^>]*>|/div>)')
_BOX = '<div class="statebook-'
_EXCLUDED = "data-search-exclude"


@dataclass(slots=True)
class Aside:
    """The parts of one page, and the page as it was."""

    content: str = ""
    parts: list[str] = field(default_factory=list)

    def put(self, content: str) -> str:
        """The HTML of a page without its code, pictures and boxes; a mark stands where each of these was."""
        self.content, self.parts = content, []
        left: list[str] = []
        position = 0
        for start, end in _parts(content):
            left += (content[position:start], _MARK.format(len(self.parts)))
            self.parts.append(content[start:end])
            position = end
        return "".join((*left, content[position:]))

    def back(self, content: str) -> str | None:
        """The HTML with its parts again, whatever a plugin did around them; None when it lost one of the marks."""
        if [int(one) for one in _MARKS.findall(content)] != list(range(len(self.parts))):
            return None
        return _MARKS.sub(lambda found: self.parts[int(found[1])], content)


def _parts(content: str) -> Iterator[tuple[int, int]]:
    """Where the parts begin and end: excluded elements as a whole, of a box its two tags."""
    boxes: list[bool] = []  # of the open `div`s, which are boxes of ours
    position = 0
    while (found := _TOKEN.search(content, position)) is not None:
        start, position = found.span()
        tag = found[1] or found[2]
        if tag:
            end = _end(content, tag, position)
            if end is not None:
                position = end
                yield start, end
        elif content.startswith("</", start):
            if boxes and boxes.pop():
                yield start, position
        else:
            boxes.append(content.startswith(_BOX, start) and _EXCLUDED not in found[0])
            if boxes[-1]:
                yield start, position


def _end(content: str, tag: str, inside: int) -> int | None:
    """The position behind an element from a position inside it; None when another of its kind is in it, or no end."""
    closing = f"</{tag}>"
    end = content.find(closing, inside)
    return None if end < 0 or content.find(f"<{tag}", inside, end) >= 0 else end + len(closing)
