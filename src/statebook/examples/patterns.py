"""Text that follows a regular expression, for attributes that have a `pattern` and no example.

The dialect is ECMA-262, as in JSON Schema. Parsing follows a common subset (literals, classes,
groups, alternatives, quantifiers, anchors); whatever lies outside is given up, and the author asked
for an example. Whether a text really matches is decided by the validator, whose work is bounded: a
hostile expression cannot hang it.
"""

from __future__ import annotations

import functools
from dataclasses import dataclass

from statebook.examples.lifecycle import digest

MAXIMUM_TEXT = 120
MAXIMUM_DEPTH = 12
MAXIMUM_STEPS = 2000
_PREFERRED = "abcdefghijklmnopqrstuvwxyz0123456789"
_DIGITS = frozenset("0123456789")
_WORD = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_")
_SPACE = frozenset(" \t\n\r\f\v")
_PRINTABLE = frozenset(chr(code) for code in range(32, 127))
_SETS = {
    "d": _DIGITS,
    "D": _PRINTABLE - _DIGITS,
    "w": _WORD,
    "W": _PRINTABLE - _WORD,
    "s": _SPACE,
    "S": _PRINTABLE - _SPACE,
}
_CONTROLS = {"t": "\t", "n": "\n", "r": "\r", "f": "\f", "v": "\v"}


class _Outside(Exception):
    """The expression uses something that this module does not follow."""


@functools.lru_cache(maxsize=512)
def _matcher(pattern: str) -> object | None:
    from jsonschema_rs import Draft202012Validator

    try:
        return Draft202012Validator({"pattern": pattern})
    except ValueError:
        return None


def is_pattern(pattern: str) -> bool:
    """Whether the text is a regular expression that validators take."""
    return _matcher(pattern) is not None


def follows(pattern: str, text: str) -> bool:
    """Whether a text matches a pattern somewhere, as JSON Schema's `pattern` demands. False for a broken pattern."""
    matcher = _matcher(pattern)
    return matcher is not None and bool(matcher.is_valid(text))  # type: ignore[attr-defined]


@functools.lru_cache(maxsize=512)
def sample(pattern: str, seed: str) -> str | None:
    """A text that matches the pattern, the same for the same seed; None when none was found."""
    try:
        text = _Writer(seed).write(_Parser(pattern).whole())
    except _Outside:
        return None
    return text if follows(pattern, text) else None


@dataclass(frozen=True, slots=True)
class _Class:
    """One character of a set, which is not empty."""

    characters: frozenset[str]


@dataclass(frozen=True, slots=True)
class _Sequence:
    items: tuple[_Node, ...]


@dataclass(frozen=True, slots=True)
class _Repeat:
    item: _Node
    least: int
    most: int | None


_Node = _Class | _Sequence | _Repeat


class _Parser:
    """Recursive descent; of several alternatives only the first that can be written is kept."""

    def __init__(self, pattern: str) -> None:
        self.pattern = pattern
        self.place = 0

    def whole(self) -> _Node:
        node = self.alternatives(0)
        if self.place < len(self.pattern):
            raise _Outside
        return node

    def peek(self) -> str:
        return self.pattern[self.place : self.place + 1]

    def take(self) -> str:
        character = self.peek()
        if not character:
            raise _Outside
        self.place += 1
        return character

    def alternatives(self, depth: int) -> _Node:
        if depth > MAXIMUM_DEPTH:
            raise _Outside
        first = self.sequence(depth)
        while self.peek() == "|":
            self.take()
            self.sequence(depth)
        return first

    def sequence(self, depth: int) -> _Node:
        items: list[_Node] = []
        while self.peek() not in ("", "|", ")"):
            character = self.take()
            if character in "^$":
                continue
            items.append(self.repeated(self.atom(character, depth)))
        return _Sequence(tuple(items))

    def atom(self, character: str, depth: int) -> _Node:
        if character == "(":
            if self.peek() == "?":
                self.take()
                mark = self.take()
                if mark == "<" and self.peek() not in ("=", "!"):
                    while self.take() != ">":
                        pass
                elif mark != ":":
                    raise _Outside
            node = self.alternatives(depth + 1)
            if self.take() != ")":
                raise _Outside
            return node
        if character == "[":
            return self.set()
        if character == "\\":
            return _Class(self.escape())
        if character == ".":
            return _Class(_PRINTABLE)
        if character in "*+?{":
            raise _Outside
        return _Class(frozenset(character))

    def escape(self) -> frozenset[str]:
        character = self.take()
        if character in _SETS:
            return _SETS[character]
        if character in _CONTROLS:
            return frozenset(_CONTROLS[character])
        if character.isalnum():
            raise _Outside
        return frozenset(character)

    def set(self) -> _Node:
        negated = self.peek() == "^"
        if negated:
            self.take()
        found: set[str] = set()
        while self.peek() != "]":
            low = self.member()
            if self.peek() == "-" and self.pattern[self.place + 1 : self.place + 2] not in ("]", ""):
                self.take()
                high = self.member()
                if len(low) != 1 or len(high) != 1:
                    raise _Outside
                start, end = ord(next(iter(low))), ord(next(iter(high)))
                found.update(chr(code) for code in range(start, min(end, start + 255) + 1))
            else:
                found |= low
        self.take()
        kept = frozenset(_PRINTABLE - found if negated else found)
        if not kept:
            raise _Outside
        return _Class(kept)

    def member(self) -> frozenset[str]:
        character = self.take()
        return self.escape() if character == "\\" else frozenset(character)

    def repeated(self, node: _Node) -> _Node:
        bounds = {"*": (0, None), "+": (1, None), "?": (0, 1)}.get(self.peek())
        if bounds is not None:
            self.take()
        elif self.peek() == "{":
            bounds = self.counted()
        if bounds is None:
            return node
        if self.peek() == "?":
            self.take()
        return _Repeat(node, *bounds)

    def counted(self) -> tuple[int, int | None]:
        self.take()
        inside = ""
        while self.peek() != "}":
            inside += self.take()
        self.take()
        least, comma, most = inside.partition(",")
        if not (least.isascii() and least.isdigit() and len(least) < 6) or not (most.isascii() and len(most) < 6):
            raise _Outside
        if most and not most.isdigit():
            raise _Outside
        return int(least), int(most) if most else None if comma else int(least)


class _Writer:
    """Writes one text of a parsed expression; choices depend on the seed and the place alone."""

    def __init__(self, seed: str) -> None:
        self.seed = seed
        self.text: list[str] = []
        self.steps = 0

    def write(self, node: _Node) -> str:
        self.visit(node)
        return "".join(self.text)

    def visit(self, node: _Node) -> None:
        self.steps += 1
        if self.steps > MAXIMUM_STEPS or len(self.text) > MAXIMUM_TEXT:
            raise _Outside
        match node:
            case _Class(characters):
                likely = [one for one in _PREFERRED if one in characters] or sorted(characters)
                self.text.append(likely[digest(self.seed, str(len(self.text))) % len(likely)])
            case _Sequence(items):
                for item in items:
                    self.visit(item)
            case _Repeat(item, least, most):
                wanted = max(least, 6 if isinstance(item, _Class) and len(item.characters) > 1 else 1)
                for _ in range(wanted if most is None else min(wanted, most)):
                    self.visit(item)
