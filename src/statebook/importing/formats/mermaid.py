"""A Mermaid state diagram: `stateDiagram` or `stateDiagram-v2`, in a file of its own or in the first such fence of a page.

States with their labels and descriptions, composite states, notes, `[*]`, choices and the words at arrows come
back; `trigger [guard] / effect` is taken apart. Composite states become groups. Classes that are called as kinds,
outcomes or visibilities are (`resting`, `transient`, `final`, `success`, …), so what `statebook export mermaid --texts all`
writes comes back as the same machine. How things look is passed over; forks, joins, notes that stand alone
and what is no statement that is known here are left over.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence

from statebook.codes import from_mermaid
from statebook.importing.draft import Draft
from statebook.importing.drawings.draft import draft_of
from statebook.importing.drawings.drawn import POINT, Drawn, Words, plain_lines, words_of
from statebook.importing.drawings.lines import Lines, shown_line
from statebook.importing.original import BadInput, Original

NAME = "mermaid"
ENDINGS = (".mmd", ".mermaid")

_HEAD = re.compile(r"\s*stateDiagram(?:-v2)?\s*;?\s*\Z", re.IGNORECASE)
_FENCE = re.compile(r"\s*(`{3,}|~{3,}|:{3,})\s*\{?\s*mermaid\b", re.IGNORECASE)
_FRONT = re.compile(r"---\s*\Z")
_TITLE = re.compile(r"\s*title\s*:\s*(\S.*?)\s*\Z")
_DIRECTIVE_ENDS = re.compile(r"\}%%")
_COMMENT = re.compile(r" %%.*")
_CODE_ENDS = re.compile(r"#\w{1,31};\Z")
_PASSED = re.compile(
    r"(?:direction\s.*|hide\s+empty\s+description|scale\s.*|classDef\s.*|style\s.*|click\s.*|linkStyle\s.*)\Z",
    re.IGNORECASE,
)
_NOTE = re.compile(r"note\s+(?:left|right)\s+of\s+([^\s:]+)\s*(?::(.*))?\Z", re.IGNORECASE)
_NOTE_ALONE = re.compile(r'note\s+"[^"]*"\s+as\s+\S+\s*\Z', re.IGNORECASE)
_NOTE_ENDS = re.compile(r"^\s*end\s+note\s*\Z", re.IGNORECASE)
_CLASS = re.compile(r"class\s+([^\s,]+(?:\s*,\s*[^\s,]+)*)\s+([\w-]+)\Z", re.IGNORECASE)
_ABOUT = re.compile(r"(accTitle|accDescr)\s*(?::\s*(.*)|(\{.*))\Z", re.IGNORECASE)
_BRACE = re.compile(r"\}")
_STATE = re.compile(r"state\s+(\S.*)\Z", re.IGNORECASE)
_PSEUDO = re.compile(r"(\S+)\s*(?:<<(fork|join|choice)>>|\[\[(fork|join|choice)\]\])\Z", re.IGNORECASE)
_NAMED = re.compile(
    r'(?:"([^"]*)"\s*as\s+)?([^\s:{}"]+)\s*(?::::\s*([\w-]+)\s*)?(?::(?!:)([^{}]*))?(\{\s*\}?)?\Z', re.IGNORECASE
)
_SIDE = re.compile(r"(\[\*\]|[^\s:{}\"]+)\s*(?::::\s*([\w-]+)\s*)?(?::(?!:)\s*(.*))?\Z")


def recognise(original: Original) -> int:
    """Sure where the first line that says something is the head of a state diagram."""
    return 95 if _head(original.head.splitlines(), 0) is not None else 0


def read(original: Original) -> Draft:
    """The machine of a diagram."""
    reader = _Reader(*_found(original.lines))
    reader.read()
    return draft_of(reader.drawn)


def _head(lines: Sequence[str], start: int) -> int | None:
    """The place of the head of a state diagram, before which nothing stands but comments and front matter."""
    inside = ""
    for place in range(start, len(lines)):
        line = lines[place].strip()
        if inside:
            inside = "" if (inside == "---" and _FRONT.match(line)) or (inside == "%%{" and "}%%" in line) else inside
        elif line.startswith("%%{") and "}%%" not in line:
            inside = "%%{"
        elif _FRONT.match(line):
            inside = "---"
        elif _HEAD.match(line):
            return place
        elif line and not line.startswith("%%"):
            return None
    return None


def _found(lines: Sequence[str]) -> tuple[Lines, str]:
    """The lines behind the head, and the title that stands before it."""
    start, end = 0, len(lines)
    head = _head(lines, 0)
    for place, line in enumerate(lines):
        if head is not None:
            break
        fence = _FENCE.match(line)
        if fence:
            start, head = place + 1, _head(lines, place + 1)
            if head is not None:
                closing = (at for at in range(head, len(lines)) if lines[at].strip() == fence[1])
                end = next(closing, len(lines))
    if head is None:
        raise BadInput(
            "no Mermaid state diagram begins here", hint="it begins with `stateDiagram-v2`; is `--from` right?"
        )
    titles = (_TITLE.match(line) for line in lines[start:head])
    title = next((found[1] for found in titles if found), "")
    return Lines(lines, head + 1, end), _unquoted(title)


def _unquoted(text: str) -> str:
    """A scalar of YAML as front matter has it."""
    if text.startswith('"'):
        try:
            found = json.loads(text)
        except ValueError:
            return text.strip('"')
        return found if isinstance(found, str) else text
    return text[1:-1].replace("''", "'") if len(text) > 1 and text[0] == text[-1] == "'" else text


class _Reader:
    """One diagram on its way."""

    def __init__(self, lines: Lines, title: str) -> None:
        self.lines = lines
        self.drawn = Drawn(title=title)

    def read(self) -> None:
        for number, raw in self.lines:
            line = " ".join(raw.split())
            line = line if line.startswith("%%") else _COMMENT.sub("", line)
            if line.startswith("%%"):
                if line.startswith("%%{") and "}%%" not in raw:
                    self.lines.until(_DIRECTIVE_ENDS, "a directive")
                continue
            if line.endswith(";") and not _CODE_ENDS.search(line):
                line = line[:-1].rstrip()
            if line and not _PASSED.match(line) and not self._statement(line, number):
                self.drawn.leave(
                    number, f"the line {shown_line(raw)}", "it is no statement of a state diagram that is known"
                )
        self.drawn.finished()

    def _statement(self, line: str, number: int) -> bool:
        """Take a line; False where it is nothing known."""
        if line == "}":
            self.drawn.closed(number)
            return True
        if line.strip("-") == "":
            self.drawn.leave(
                number, "the line between regions", "their states are side by side here, not at the same time"
            )
            return True
        for form, take in (
            (_NOTE, self._note),
            (_STATE, self._state),
            (_CLASS, self._class),
            (_ABOUT, self._about),
        ):
            found = form.match(line)
            if found:
                return take(found, number)
        if _NOTE_ALONE.match(line):
            self.drawn.leave(number, "a note that belongs to no state", "a spec has no place for it")
            return True
        return self._arrow(line, number) if "-->" in line else self._bare(line, number)

    def _note(self, found: re.Match[str], number: int) -> bool:
        text = found[2]
        if text is None:
            inner, _ = self.lines.until(_NOTE_ENDS, "a note")
            text = plain_lines("\n".join(inner))
        self.drawn.box(found[1], number).notes.append(from_mermaid(text.strip()))
        return True

    def _class(self, found: re.Match[str], number: int) -> bool:
        for name in found[1].split(","):
            self.drawn.box(name.strip(), number).marks.append(found[2])
        return True

    def _about(self, found: re.Match[str], _number: int) -> bool:
        text = found[2]
        if text is None:
            rest = found[3][1:]
            lines: list[str] = []
            if "}" not in rest:
                lines, last = self.lines.until(_BRACE, "a description")
                lines = [rest, *lines, last]
            text = "\n".join(lines or [rest]).partition("}")[0]
        if found[1].lower() == "accdescr":
            self.drawn.summary = plain_lines(text)
        elif not self.drawn.title:
            self.drawn.title = text.strip()
        return True

    def _state(self, found: re.Match[str], number: int) -> bool:
        pseudo = _PSEUDO.match(found[1].strip())
        if pseudo:
            self.drawn.declare(pseudo[1], number).pseudo = (pseudo[2] or pseudo[3]).lower()
            return True
        named = _NAMED.match(found[1].strip())
        return self._named(named, number) if named else False

    def _bare(self, line: str, number: int) -> bool:
        named = _NAMED.match(line)
        return self._named(named, number) if named and not named[5] and named[1] is None else False

    def _named(self, named: re.Match[str], number: int) -> bool:
        """A state with its label, class, text and what stands inside."""
        label, name, mark, text, brace = named.groups()
        if name == POINT:
            return False
        box = self.drawn.declare(name, number)
        if label is not None:
            box.label = from_mermaid(label.strip())
        if mark:
            box.marks.append(mark)
        if text:
            self.drawn.says(box, from_mermaid(text.strip()), number)
        if brace and not brace.endswith("}"):
            self.drawn.opened(name, number)
        return True

    def _arrow(self, line: str, number: int) -> bool:
        before, _, behind = line.partition("-->")
        source, target = _SIDE.match(before.strip()), _SIDE.match(behind.strip())
        if source is None or target is None or source[3] is not None:
            return False
        for side in (source, target):
            if side[2] and side[1] != POINT:
                self.drawn.box(side[1], number).marks.append(side[2])
        words = words_of(target[3] or "")
        plain = Words(from_mermaid(words.trigger), from_mermaid(words.guard), from_mermaid(words.effect))
        self.drawn.arrow(source[1], target[1], plain, number)
        return True
