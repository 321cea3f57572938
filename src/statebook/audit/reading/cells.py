"""The names of states in one cell: code spans or words, one or several, however they are separated."""

from __future__ import annotations

import re
from dataclasses import dataclass

from statebook.audit.page.model import Inline, Piece, Place
from statebook.audit.reading.words import ANYTHING, NOTHING, folded

_SEPARATORS = re.compile(r"[,;/|•·]|\b(?:or|and)\b|→")
_ONLY_SEPARATORS = re.compile(
    r"(?i)^(?:[\s,;/|•·()\[\].:*+-]|\b(?:or|and|the|either|state|status|states|statuses)\b)*$"
)
_LIMITS = re.compile(r"(?i)\b(?:except|but|not|other than|unless|any|all|every|without|neither)\b")
_IDENTIFIER = re.compile(r"^[^\W\d_][\w.\-]*$|^[\w\-]+(?:[_.\-][\w\-]+)+$")


@dataclass(frozen=True, slots=True)
class CellName:
    """A name in a cell. `is_code`: it stands in a code span; `is_sure`: nothing else stands before it."""

    text: str
    place: Place
    is_code: bool
    is_sure: bool


@dataclass(frozen=True, slots=True)
class CellNames:
    """What a cell names. `anything`: it says "any state"; `prose`: it says more than names."""

    names: tuple[CellName, ...] = ()
    anything: bool = False
    prose: bool = False


def is_identifier(text: str) -> bool:
    """Whether a word looks like the name of a state rather than like prose."""
    return _IDENTIFIER.match(text) is not None and any(sign.isalpha() for sign in text)


def names_in(cell: Inline) -> CellNames:
    """The names of a cell, before anybody has asked whether they exist."""
    return _of_codes(cell) if cell.codes else _of_words(cell)


def _of_codes(cell: Inline) -> CellNames:
    codes = set(cell.codes)
    names: list[CellName] = []
    prose = anything = False
    for part in cell.parts:
        if part in codes:
            names.append(CellName(part.text.strip(), part.place, is_code=True, is_sure=not prose))
        elif not _ONLY_SEPARATORS.match(part.text):
            anything = anything or _LIMITS.search(part.text) is not None
            prose = True
    return CellNames(tuple(names), prose=prose or anything, anything=anything)


def _of_words(cell: Inline) -> CellNames:
    names: list[CellName] = []
    prose = anything = False
    for part in cell.parts:
        whole = folded(part.text.strip(" .*()[]"))
        if whole in ANYTHING or part.text.strip() == "*":
            anything = True
            continue
        for word, place in _split(part):
            if folded(word) in NOTHING or word in NOTHING:
                names.append(CellName(word, place, is_code=False, is_sure=False))
            elif is_identifier(word) or len(word.split()) <= 3:
                names.append(CellName(word, place, is_code=False, is_sure=is_identifier(word) and not prose))
            else:
                prose = True
            prose = prose or _LIMITS.search(word) is not None
    return CellNames(tuple(names), anything=anything, prose=prose)


def _split(part: Piece) -> list[tuple[str, Place]]:
    found: list[tuple[str, Place]] = []
    start = 0
    text = part.text
    lead = len(text) - len(text.lstrip())
    for match in [*_SEPARATORS.finditer(text), None]:
        end = match.start() if match else len(text)
        word = text[start:end]
        if word.strip(" .*()"):
            offset = start + len(word) - len(word.lstrip()) - lead
            place = Place(part.place.file, part.place.line, part.place.column + max(offset, 0))
            found.append((word.strip(" .*()"), place))
        start = match.end() if match else end
    return found
