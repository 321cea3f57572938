"""A PlantUML state diagram: what stands between `@startuml` and `@enduml`, in a file of its own or in a page.

States with their labels, descriptions, stereotypes and notes, composite states, `[*]`, choices, arrows in any direction
and the words at them come back; `trigger [guard] / effect` is taken apart. Composite states become groups. Stereotypes
that are called as kinds, outcomes or visibilities are (`<<transient>>`, `<<failure>>`, …), so what `statebook export plantuml
--texts all` writes comes back as the same machine. How things look is passed over. Nothing is included, defined or
evaluated: directives are left over, and so are forks, joins, histories and notes that belong to no state.
"""

from __future__ import annotations

import re

from statebook.codes import from_plantuml
from statebook.importing.draft import Draft
from statebook.importing.drawings.draft import draft_of
from statebook.importing.drawings.drawn import POINT, Box, Drawn, Words, is_known_mark, plain_lines, words_of
from statebook.importing.drawings.lines import Lines, shown_line
from statebook.importing.original import BadInput, Original

NAME = "plantuml"
ENDINGS = (".puml", ".plantuml", ".pu", ".iuml", ".wsd")

_START = re.compile(r"\s*@startuml\b", re.IGNORECASE)
_END = re.compile(r"\s*@enduml\b", re.IGNORECASE)
_OTHER_KIND = re.compile(
    r"(?:participant|actor|boundary|control|database|collections|queue|usecase|class|interface|enum|abstract class|component|"
    r"package|node|activate|deactivate|partition|robust|concise|object|rectangle|cloud|artifact|swimlane|alt|loop|if) (?![-:<.])",
    re.IGNORECASE,
)
"""Words that begin a line of another kind of diagram; behind the name of a state an arrow or a colon would follow."""
_STATE_LINE = re.compile(r"^\s*state\b|\[\*\]", re.IGNORECASE | re.MULTILINE)
_PASSED = re.compile(
    r"(?:(?:hide|show|scale|skin|skinparam|left to right direction|top to bottom direction|allow_mixing|autonumber|page|rotate|"
    r"newpage|mainframe|sprite|remove|restore|url)\b|!(?:theme|pragma)\b)",
    re.IGNORECASE,
)
_TITLE = re.compile(r"title(?: (.*))?\Z", re.IGNORECASE)
_TITLE_ENDS = re.compile(r"^\s*end ?title\b", re.IGNORECASE)
_STYLE_ENDS = re.compile(r"</style>", re.IGNORECASE)
_BRACE = re.compile(r"^\s*\}\s*\Z")
_COMMENT_ENDS = re.compile(r"'/")
_OPENS = re.compile(r"skinparam\b[^{]*\{\Z", re.IGNORECASE)
_STYLE = re.compile(r"<style>", re.IGNORECASE)
_MARGIN = re.compile(r"(?:(?:center|left|right) )?(header|footer|legend|caption)\b(.*)\Z", re.IGNORECASE)
_NOTE = re.compile(r"note (?:left|right|top|bottom)(?: of ([^\s:#]+))?(?: ?#\w+)?(?: ?:(.*))?\Z", re.IGNORECASE)
_NOTE_ALONE = re.compile(r"(?:floating )?note (on link|\"[^\"]*\" as \S+|as \S+)[^:]*(:)?", re.IGNORECASE)
_NOTE_ENDS = re.compile(r"^\s*end ?note\b", re.IGNORECASE)
_NAME = r"(?:\[\*\]|\[H\*?\]|\"[^\"]*\"|[^\s:\"{}<>\[\]#,;()|-]+(?:\[H\*?\])?)"
_ARROW = re.compile(
    rf"({_NAME}) ?(?:<<[^<>]*>> ?)?(?:#\w+ ?)?(<?)(-[-.]*)(\[[^\]]*\])?(?:left|right|up|down|le|ri|do|[lrud])?(\[[^\]]*\])?([-.]*)(>?) ?"
    rf"({_NAME})(?: ?<<[^<>]*>>)?(?: ?#\w+)?(?: ?:(.*))?\Z",
    re.IGNORECASE,
)
_DECLARED = re.compile(rf"state (?:\"([^\"]*)\" as ({_NAME})|({_NAME}) as \"([^\"]*)\"|({_NAME}))(.*)\Z", re.IGNORECASE)
_TEXT = re.compile(rf"({_NAME}) ?:(.*)\Z")
_WORD = re.compile(r"<<([^<>]*)>>|#\S+|\[\[.*?\]\]")
_PSEUDO = {
    "choice": "choice", "entrypoint": "choice", "exitpoint": "choice", "inputpin": "choice", "outputpin": "choice",
    "start": "start", "end": "end", "fork": "fork", "join": "join", "history": "history", "history*": "history",
}  # fmt: skip


def recognise(original: Original) -> int:
    """Sure where a diagram begins the file and has a state in it; not quite where it has none."""
    if not _START.match(re.sub(r"\A(?:\s*'[^\n]*\n)+", "", original.head)):
        return 0
    return 95 if _STATE_LINE.search(original.head) else 40


def read(original: Original) -> Draft:
    """The machine of a diagram."""
    lines = original.lines
    start = next((place + 1 for place, line in enumerate(lines) if _START.match(line)), None)
    if start is None:
        if not original.ends_with(*ENDINGS):
            raise BadInput("no PlantUML diagram begins here", hint="it begins with `@startuml`; is `--from` right?")
        start = 0
    end = next((place for place in range(start, len(lines)) if _END.match(lines[place])), None)
    if end is None and start:
        raise BadInput("the diagram begins here and never ends", start, 1, "is the file whole? `@enduml` is missing")
    reader = _Reader(Lines(lines, start, end))
    reader.read()
    for place in range(end or len(lines), len(lines)):
        if _START.match(lines[place]):
            reader.drawn.leave(place + 1, "another diagram", "only the first of a file is imported")
    return draft_of(reader.drawn)


class _Reader:
    """One diagram on its way."""

    def __init__(self, lines: Lines) -> None:
        self.lines = lines
        self.drawn = Drawn()
        self.last = ""
        """The state named last, which a note may mean."""

    def read(self) -> None:
        for number, raw in self.lines:
            line = " ".join(raw.split())
            if line.startswith("/'"):
                if "'/" not in line:
                    self.lines.until(_COMMENT_ENDS, "a comment")
            elif (
                line
                and not line.startswith("'")
                and not self._frame(line, number)
                and not self._statement(line, number)
            ):
                if _OTHER_KIND.match(line):
                    raise BadInput("this is another kind of diagram than one of states", number, 1, shown_line(raw))
                self.drawn.leave(
                    number, f"the line {shown_line(raw)}", "it is no statement of a state diagram that is known"
                )
        self.drawn.finished()

    def _frame(self, line: str, number: int) -> bool:
        """Take what is no part of the machine; False where it is one."""
        if _OPENS.match(line):
            self.lines.until(_BRACE, "a block of skin parameters")
        elif _STYLE.match(line):
            self.lines.until(_STYLE_ENDS, "a style")
        elif _PASSED.match(line) and not _TEXT.match(line) and not _ARROW.match(line):
            pass
        elif line.startswith("!"):
            self.drawn.leave(number, f"the directive {shown_line(line)}", "nothing is included, defined or evaluated")
        else:
            return self._title(line) or self._margin(line, number) or self._alone(line, number)
        return True

    def _title(self, line: str) -> bool:
        found = _TITLE.match(line)
        if found is None:
            return False
        text = found[1]
        if text is None:
            inner, _ = self.lines.until(_TITLE_ENDS, "a title")
            text = " ".join(one.strip() for one in inner)
        self.drawn.title = from_plantuml(text.strip())
        return True

    def _margin(self, line: str, number: int) -> bool:
        found = _MARGIN.match(line)
        if found is None or found[2].lstrip().startswith(("-", ":")):
            return False
        if not found[2].strip() or found[1].lower() == "legend":
            self.lines.until(re.compile(rf"^\s*end ?{found[1]}\b", re.IGNORECASE), f"a {found[1].lower()}")
        self.drawn.leave(number, f"a {found[1].lower()}", "it belongs to no state")
        return True

    def _alone(self, line: str, number: int) -> bool:
        found = _NOTE_ALONE.match(line)
        if found is None:
            return False
        if not found[2] and not found[1].startswith('"'):
            self.lines.until(_NOTE_ENDS, "a note")
        self.drawn.leave(number, "a note that belongs to no state", "a spec has no place for it")
        return True

    def _statement(self, line: str, number: int) -> bool:
        """Take a line; False where it is nothing known."""
        if line == "}":
            self.drawn.closed(number)
        elif line in ("--", "||") or line.strip("-") == "":
            self.drawn.leave(
                number, "the line between regions", "their states are side by side here, not at the same time"
            )
        else:
            return (
                self._note(line, number)
                or self._declared(line, number)
                or self._arrow(line, number)
                or self._text(line, number)
            )
        return True

    def _note(self, line: str, number: int) -> bool:
        found = _NOTE.match(line)
        if found is None:
            return False
        text = found[2]
        if text is None:
            inner, _ = self.lines.until(_NOTE_ENDS, "a note")
            text = plain_lines("\n".join(inner))
        name = found[1] or self.last
        if name:
            self._box(name, number).notes.append(from_plantuml(text.strip()))
        else:
            self.drawn.leave(number, "a note that belongs to no state", "a spec has no place for it")
        return True

    def _box(self, name: str, number: int) -> Box:
        """The box of a name, which may be a label in quotes."""
        self.last = name
        box = self.drawn.box(name.strip('"'), number)
        if name.startswith('"') and not box.label:
            box.label = from_plantuml(name.strip('"'))
        return box

    def _declared(self, line: str, number: int) -> bool:
        found = _DECLARED.match(line)
        if found is None:
            return False
        name = found[2] or found[3] or found[5]
        label = found[1] if found[2] else found[4]
        if name == POINT or name.endswith(("[H]", "[H*]")):
            return False
        self.drawn.declare(name.strip('"'), number)
        box = self._box(name, number)
        if label is not None:
            box.label = from_plantuml(label.strip())
        return self._dress(box, found[6].strip(), number)

    def _dress(self, box: Box, rest: str, number: int) -> bool:
        """What stands behind a name: stereotypes, colours, links, a text, a brace."""
        while rest:
            word = _WORD.match(rest)
            if word:
                if word[1] is not None:
                    self._mark(box, word[1].strip(), number)
                rest = rest[word.end() :].lstrip()
            elif rest in ("{", "begin"):
                self.drawn.opened(box.name, number)
                return True
            elif rest.startswith(":"):
                self.drawn.says(box, from_plantuml(rest[1:].strip()), number)
                return True
            else:
                return rest.replace(" ", "") == "{}"
        return True

    def _mark(self, box: Box, mark: str, number: int) -> None:
        pseudo = _PSEUDO.get(mark.lower())
        if pseudo:
            box.pseudo = pseudo
        elif is_known_mark(mark):
            box.marks.append(mark)
        elif mark:
            self.drawn.leave(number, f"the stereotype {mark[:60]!r}", "it is no kind, outcome or visibility")

    def _text(self, line: str, number: int) -> bool:
        found = _TEXT.match(line)
        if found is None or found[1] == POINT:
            return False
        self.drawn.says(self._box(found[1], number), from_plantuml(found[2].strip()), number)
        return True

    def _arrow(self, line: str, number: int) -> bool:
        found = _ARROW.match(line)
        if found is None or not (found[2] or found[7]):
            return False
        if "hidden" in (found[4] or found[5] or ""):
            return True  # it only moves states in the picture
        source, target = self._end(found[1], number), self._end(found[8], number)
        if found[2] and not found[7]:
            source, target = target, source
        words = words_of(found[9] or "")
        plain = Words(from_plantuml(words.trigger), from_plantuml(words.guard), from_plantuml(words.effect))
        self.drawn.arrow(source, target, plain, number)
        return True

    def _end(self, name: str, number: int) -> str:
        """The name of one end of an arrow."""
        if name == POINT:
            return name
        box = self._box(name, number)
        if name.upper().endswith(("[H]", "[H*]")):
            box.pseudo = "history"
        return box.name
