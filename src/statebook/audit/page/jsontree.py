"""JSON of a page, read with the place of every key and value, and read on where it is broken.

The grammar is RFC 8259. What is no JSON is a flaw with its place; common slips (Python's `True`, a
comma too many or too few, a comment, `...` for what was left out) are read as they were meant, so
that the other checks still see the example.
"""

from __future__ import annotations

import json
import re
from bisect import bisect_right
from dataclasses import dataclass, field

from statebook.model import Json

DEEPEST = 60
LONGEST = 400_000
"""Characters of an example that are read; no page shows more."""
MOST_FLAWS = 10

_SPACE = re.compile(r"[ \t\n\r]+")
_STRING = re.compile(r'"(?:[^"\\\x00-\x1f]|\\.)*"')
_SINGLE = re.compile(r"'(?:[^'\\\n]|\\.)*'")
_NUMBER = re.compile(r"-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?(?![\w.])")
_WORD = re.compile(r"[A-Za-z_$][\w$-]*")
_COMMENT = re.compile(r"//[^\n]*|#[^\n]*|/\*.*?\*/", re.DOTALL)
_ELISION = re.compile(r"\.{3}|…|\[\.{3}\]")
_PYTHON: dict[str, Json] = {"True": True, "False": False, "None": None}
_JAVASCRIPT: dict[str, Json] = {"undefined": None, "NaN": 0, "Infinity": 0}
_LITERALS: dict[str, Json] = {"true": True, "false": False, "null": None}


@dataclass(slots=True)
class Node:
    """A value and where it begins, line and column from 0. `keys` are the places of an object's keys."""

    value: Json
    line: int
    column: int
    members: dict[str, Node] = field(default_factory=dict)
    keys: dict[str, tuple[int, int]] = field(default_factory=dict)
    items: list[Node] = field(default_factory=list)

    def at(self, path: tuple[str | int, ...]) -> Node | None:
        """The node that keys and indexes lead to."""
        here: Node | None = self
        for step in path:
            if here is None:
                return None
            if isinstance(step, str):
                here = here.members.get(step)
            else:
                here = here.items[step] if step < len(here.items) else None
        return here


@dataclass(frozen=True, slots=True)
class Flaw:
    """What is no JSON, and where: line and column from 0."""

    line: int
    column: int
    message: str
    parses: bool = False
    """Whether parsers take it all the same, and lose something."""


@dataclass(slots=True)
class Tree:
    """What was read: the root, None where nothing could be; `elided` says that the author left parts out."""

    root: Node | None = None
    flaws: list[Flaw] = field(default_factory=list)
    elided: bool = False
    whole: bool = True


class _Stop(Exception):
    """Nothing more can be read."""


def read_json(text: str, longest: int = LONGEST) -> Tree:
    """The value of a text of at most `longest` characters, with all flaws that could be told; linear."""
    if len(text) > longest:
        return Tree(flaws=[Flaw(0, 0, f"the example has more than {longest:,} characters")], whole=False)
    reader = _Reader(text)
    return reader.read()


class _Reader:
    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.tree = Tree()
        self.lines = [0, *(match.end() for match in re.finditer("\n", text))]

    def read(self) -> Tree:
        try:
            self._space()
            if self.at >= len(self.text):
                self._flaw(0, "it is empty")
                return self.tree
            self.tree.root = self._value(0)
            self._space()
            if self.at < len(self.text):
                self._flaw(self.at, "something follows the end of the value")
        except _Stop:
            self.tree.whole = False
        return self.tree

    def _flaw(self, at: int, message: str, *, parses: bool = False) -> None:
        line = bisect_right(self.lines, at) - 1
        self.tree.flaws.append(Flaw(line, at - self.lines[line], message, parses))
        if len(self.tree.flaws) >= MOST_FLAWS:
            raise _Stop

    def _stop(self, message: str) -> _Stop:
        self._flaw(min(self.at, len(self.text)), message)
        return _Stop()

    def _node(self, value: Json, at: int) -> Node:
        line = bisect_right(self.lines, at) - 1
        return Node(value, line, at - self.lines[line])

    def _space(self) -> None:
        while True:
            match = _SPACE.match(self.text, self.at)
            if match:
                self.at = match.end()
            comment = _COMMENT.match(self.text, self.at)
            elision = None if comment else _ELISION.match(self.text, self.at)
            if comment:
                self._flaw(self.at, "JSON has no comments")
                self.at = comment.end()
            elif elision:
                if not self.tree.elided:
                    self._flaw(self.at, f"`{elision[0]}` is no JSON")
                self.tree.elided = True
                self.at = elision.end()
            else:
                return

    def _value(self, depth: int) -> Node:
        if depth > DEEPEST:
            raise self._stop(f"it is nested deeper than {DEEPEST} levels")
        sign = self.text[self.at : self.at + 1]
        if sign == "{":
            return self._object(depth)
        if sign == "[":
            return self._array(depth)
        start = self.at
        return self._node(self._scalar(sign), start)

    def _scalar(self, sign: str) -> Json:
        start = self.at
        if sign == '"':
            return self._string()
        number = _NUMBER.match(self.text, start)
        if number:
            self.at = number.end()
            try:
                return json.loads(number[0])
            except ValueError:
                self._flaw(start, "the number is too long")
                return 0
        single = _SINGLE.match(self.text, start)
        if single:
            self._flaw(start, "JSON text stands in double quotes")
            self.at = single.end()
            return single[0][1:-1]
        word = _WORD.match(self.text, start)
        if word:
            self.at = word.end()
            return self._word(word[0], start)
        if not sign:
            raise self._stop("it ends too early")
        raise self._stop(f"a value is expected here, not `{sign}`")

    def _word(self, word: str, start: int) -> Json:
        if word in _LITERALS:
            return _LITERALS[word]
        if word in _PYTHON:
            self._flaw(start, f"`{word}` is Python; JSON has `{json.dumps(_PYTHON[word])}`")
            return _PYTHON[word]
        if word in _JAVASCRIPT:
            self._flaw(start, f"JSON has no `{word}`")
            return _JAVASCRIPT[word]
        self._flaw(start, f"`{word[:40]}` is no JSON value; text stands in double quotes")
        return word

    def _string(self) -> str:
        start = self.at
        match = _STRING.match(self.text, start)
        if match is None:
            raise self._stop("the text has no closing quote on its line")
        self.at = match.end()
        try:
            return str(json.loads(match[0]))
        except ValueError:
            self._flaw(start, "the text has an escape that JSON does not know")
            return match[0][1:-1]

    def _object(self, depth: int) -> Node:
        node = self._node({}, self.at)
        self.tree.root = self.tree.root or node  # what was read before a flaw stays
        self.at += 1
        self._space()
        while not self._ends("}"):
            start = self.at
            key = self._key()
            self._space()
            if self.text[self.at : self.at + 1] != ":":
                if self.tree.elided:
                    continue
                raise self._stop("`:` is expected behind the key")
            self.at += 1
            self._space()
            if self.tree.elided and self.text[self.at : self.at + 1] in (",", "}"):
                self._comma("}")
                continue
            if key in node.members:
                self._flaw(start, f'the key "{key[:40]}" is there twice', parses=True)
            member = self._value(depth + 1)
            line = bisect_right(self.lines, start) - 1
            node.members[key] = member
            node.keys[key] = (line, start - self.lines[line])
            node.value[key] = member.value
            self._comma("}")
        return node

    def _key(self) -> str:
        sign = self.text[self.at : self.at + 1]
        if sign == '"':
            return self._string()
        start = self.at
        word = _WORD.match(self.text, start) or _SINGLE.match(self.text, start)
        if word is None:
            raise self._stop("a key in double quotes is expected here" if sign else "it ends too early")
        self._flaw(start, "a key stands in double quotes")
        self.at = word.end()
        return word[0].strip("'")

    def _array(self, depth: int) -> Node:
        node = self._node([], self.at)
        self.tree.root = self.tree.root or node
        self.at += 1
        self._space()
        while not self._ends("]"):
            item = self._value(depth + 1)
            node.items.append(item)
            node.value.append(item.value)
            self._comma("]")
        return node

    def _ends(self, sign: str) -> bool:
        if self.text[self.at : self.at + 1] == sign:
            self.at += 1
            return True
        return False

    def _comma(self, end: str) -> None:
        """What stands between two members: a comma, or the end."""
        self._space()
        at = self.at
        sign = self.text[at : at + 1]
        if sign == ",":
            self.at += 1
            self._space()
            if self.text[self.at : self.at + 1] == end and not self.tree.elided:
                self._flaw(at, f"a comma stands before `{end}`")
        elif sign != end:
            if not sign:
                raise self._stop(f"it ends before its `{end}`")
            if not self.tree.elided:
                if sign in "]}:":
                    raise self._stop(f"`,` or `{end}` is expected here, not `{sign}`")
                self._flaw(at, f"`,` or `{end}` is expected here")
