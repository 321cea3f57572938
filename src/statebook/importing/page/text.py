"""The words of a page that stay words: what is left of a section when its tables and examples are taken out.

A description stands elsewhere than the page that it was written for. Links into that page become references to
states or plain words, and pictures beside it are left over.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from statebook.audit.page.model import Fence, Page, Section, Table
from statebook.audit.page.prepare import prepare
from statebook.audit.reading.words import TWICE_ENCODED, as_shown
from statebook.importing.draft import Draft
from statebook.importing.links import moved

_DEFINITION = re.compile(r"^ {0,3}\[([^\]]+)\]:\s*<?(\S+?)>?(?:\s+[\"'(].*)?$")
_CONTENTS = re.compile(r"^\s*[-*+]\s*\[[^\]]*\]\(#[^)]*\)\s*$")
_ALONE = re.compile(r"^\s*\[([^\[\]`]*)\](?:\(([^()]*)\)|\[([^\]]*)\])\s*$")
_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_ANCHOR = re.compile(r"<a\s+(?:id|name)\s*=[^>]*>\s*(?:</a>)?", re.IGNORECASE)
_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
_UNDERLINE = re.compile(r"^\s*(?:=+|-{2,})\s*$")
LONGEST = 20_000
"""Characters of a section's text that are kept."""


class Words:
    """The prose of one page. `states` gives the id-like name for whatever a link may call a state."""

    def __init__(self, page: Page, draft: Draft, states: Mapping[str, str]) -> None:
        self.page = page
        self.draft = draft
        self.states = states
        self.lines = prepare(page.lines).lines
        self.used: set[int] = set()
        """Lines (from 1) that were taken as something else than prose."""
        self.pictures: dict[str, int] = {}
        self.references: dict[str, str] = {}
        for number, line in enumerate(self.lines, 1):
            found = _DEFINITION.match(line)
            if found:
                self.references[found[1].casefold()] = found[2]
                self.used.add(number)
            elif _CONTENTS.match(line):
                self.used.add(number)
        for number, line in enumerate(self.lines, 1):
            alone = _ALONE.match(line)
            if alone and (alone[2] or self.references.get((alone[3] or alone[1]).casefold(), "")).startswith("#"):
                self.used.add(number)  # [Top](#top)
        self.ends: dict[int, int] = {}
        for section, following in zip(page.sections, [*page.sections[1:], None], strict=True):
            self.ends[id(section)] = following.title.place.line if following else len(self.lines) + 1

    def take(self, block: Table | Fence) -> None:
        """A table or a fence was understood: it is no prose, and neither is what is said right above it."""
        first = block.place.line
        if isinstance(block, Table):
            self.used.update(range(first, first + 2 + len(block.rows)))
            return
        height = block.content.count("\n")
        self.used.update(range(first, block.first_line + height + 1))
        note = first - 1
        while note > 0 and not self.lines[note - 1].strip():
            note -= 1
        if note > 0 and self.lines[note - 1].lstrip().startswith(">") and block.note:
            self.used.add(note)

    def take_line(self, line: int) -> None:
        """A line was understood."""
        self.used.add(line)

    def rest(self, section: Section) -> str:
        """What a section says besides what was taken, without its heading; the sections below it are their own."""
        first = section.title.place.line + 1 if section.level else 1
        kept = [
            "" if number in self.used else self.lines[number - 1]
            for number in range(first, min(self.ends[id(section)], len(self.lines) + 1))
        ]
        if kept and section.level and _UNDERLINE.match(kept[0]) and not self.lines[first - 2].lstrip().startswith("#"):
            kept[0] = ""
        return self.clean("\n".join(kept), section.title.place.line)

    def clean(self, text: str, line: int = 1) -> str:
        """Markdown of the page as Markdown of a spec, on as few lines as it needs."""
        text = _COMMENT.sub("", text[:LONGEST]).replace(TWICE_ENCODED, " ")
        text = _BREAK.sub(" ", _ANCHOR.sub("", text))
        text = moved(text, self.states, self.references, lambda source: self._picture(source, line))
        lines = [one.rstrip() for one in text.split("\n")]
        return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()

    def _picture(self, source: str, line: int) -> str:
        self.pictures.setdefault(as_shown(source)[:80], line)
        return ""

    def leave_pictures(self) -> None:
        """Note the pictures that are left over, all in one."""
        for name, line in list(self.pictures.items())[:1]:
            more = f" and {len(self.pictures) - 1} more" if len(self.pictures) > 1 else ""
            self.draft.leave(line, f"the picture {name!r}{more}", "diagrams are drawn from the transitions")


def front_title(lines: Iterable[str]) -> str:
    """The `title` of a page's front matter, or nothing."""
    found = ""
    for number, line in enumerate(lines):
        if number == 0 and line.rstrip() != "---":
            return ""
        if number > 0 and (line.rstrip() in ("---", "...") or number > 50):
            break
        match = re.match(r"title:\s*[\"']?(.*?)[\"']?\s*$", line)
        if match:
            found = match[1]
    return found
