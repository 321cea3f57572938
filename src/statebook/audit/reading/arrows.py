"""Ways in the items of a list: "`open` → `paid`: pay", "from `open` to `paid` when …", "→ `paid`", and what stands behind."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from statebook.audit.page.model import Inline, Piece, Place
from statebook.audit.reading.cells import CellName, is_identifier

ARROW = re.compile(r"\s*(?:-{1,3}>|={1,2}>|[→⇒⟶➔➜➝⟹])\s*")
_END = re.compile(
    r"[:(,;.\u2014\u2013]|\s-\s|\b(?:when|if|by|on|after|once|as soon as|via|through|with|upon|because|unless)\b"
)
"""What ends the names of states and begins the words about the way."""
_BETWEEN = re.compile(r"(?i)^[\s,/|]*(?:or|and)?[\s,/|]*$")
_BEFORE = re.compile(r"(?i)^[\s*_([]*(?:(?:from|the|state|status)\s+)*$")
_LEAD = re.compile(
    r"(?i)^[\s:(\u2014\u2013-]*(?:(?:by|on|via|upon|through|after|trigger(?:ed by)?:?|event:?|action:?)\s+)?[\s(]*$"
)
LONGEST = 2_000
"""Characters of an item that is looked at."""


@dataclass(frozen=True, slots=True)
class Arrows:
    """What one item says: the names between its arrows, and the words behind them.

    `steps` has one entry for each side of an arrow; the first is empty where the item begins with one.
    `trigger` is what the way is taken by, where a name for it stands right behind the states;
    `condition` all that stands there.
    """

    steps: tuple[tuple[CellName, ...], ...]
    trigger: Inline | None
    condition: Inline | None


@dataclass(slots=True)
class _Segment:
    """The pieces between two arrows; a code span is a name, text is what stands around it."""

    pieces: list[tuple[Piece, bool]] = field(default_factory=list)


def has_arrow(item: Inline) -> bool:
    """Whether an arrow stands in an item, outside of links."""
    return len(item.source) < LONGEST and ARROW.search(item.plain) is not None


def arrows_in(item: Inline) -> Arrows | None:
    """The ways of an item; None where it is anything else."""
    if len(item.source) >= LONGEST:
        return None
    segments = _segments(item)
    if len(segments) < 2:
        return None
    steps: list[tuple[CellName, ...]] = []
    for number, segment in enumerate(segments[:-1]):
        names, rest = _names(segment)
        if rest or (not names and number):
            return None
        steps.append(names)
    names, rest = _names(segments[-1])
    if not names:
        return None
    return Arrows((*steps, names), _trigger(rest), _inline(rest))


def entry_in(item: Inline) -> Arrows | None:
    """The way of an item that begins with the name of a state: an entry of a list of one side."""
    if len(item.source) >= LONGEST or not item.parts or ARROW.search(item.plain):
        return None
    names, rest = _names(_segments(item)[0])
    return Arrows(((), names), _trigger(rest), _inline(rest)) if names else None


def _segments(item: Inline) -> list[_Segment]:
    codes = set(item.codes)
    segments = [_Segment()]
    pieces = _spelt_out([(part, part in codes) for part in item.parts])
    for part, is_code in pieces:
        start = 0
        for match in [*ARROW.finditer(part.text), None]:
            end = match.start() if match else len(part.text)
            if part.text[start:end].strip():
                segments[-1].pieces.append((_cut(part, start, end), is_code))
            if match:
                segments.append(_Segment())
                start = match.end()
    return segments


def _spelt_out(pieces: list[tuple[Piece, bool]]) -> list[tuple[Piece, bool]]:
    """The pieces of "from `a` to `b`" with an arrow in place of the words."""
    if len(pieces) < 4 or [is_code for _, is_code in pieces[:4]] != [False, True, False, True]:
        return pieces
    if pieces[0][0].text.strip().casefold() != "from" or pieces[2][0].text.strip().casefold() != "to":
        return pieces
    return [pieces[1], (Piece("→", pieces[2][0].place), False), *pieces[3:]]


def _cut(part: Piece, start: int, end: int) -> Piece:
    text = part.text[start:end]
    lead = len(part.text) - len(part.text.lstrip()) if start == 0 else 0
    shift = start + len(text) - len(text.lstrip()) - lead
    return Piece(text.strip(), Place(part.place.file, part.place.line, part.place.column + max(shift, 0)))


def _names(segment: _Segment) -> tuple[tuple[CellName, ...], list[tuple[Piece, bool]]]:
    """The names that a segment begins with, and what stands behind them."""
    pieces = segment.pieces
    if pieces and not pieces[0][1] and _BEFORE.match(pieces[0][0].text + " "):
        pieces = pieces[1:]
    if not pieces:
        return (), []
    return _coded(pieces) if pieces[0][1] else _worded(pieces)


def _coded(pieces: Sequence[tuple[Piece, bool]]) -> tuple[tuple[CellName, ...], list[tuple[Piece, bool]]]:
    names = [CellName(pieces[0][0].text.strip(), pieces[0][0].place, is_code=True, is_sure=True)]
    at = 1
    while at + 1 < len(pieces) and pieces[at + 1][1] and _BETWEEN.match(pieces[at][0].text):
        one = pieces[at + 1][0]
        names.append(CellName(one.text.strip(), one.place, is_code=True, is_sure=True))
        at += 2
    rest = list(pieces[at:])
    if rest and not rest[0][1] and not rest[0][0].text.strip(" *_)]."):
        rest = rest[1:]
    return tuple(names), rest


def _worded(pieces: Sequence[tuple[Piece, bool]]) -> tuple[tuple[CellName, ...], list[tuple[Piece, bool]]]:
    """A name without a code span: one identifier, or a few words up to a sign or a conjunction."""
    first = pieces[0][0]
    match = _END.search(first.text)
    end = match.start() if match else len(first.text)
    word = first.text[:end].strip(" *_()[].")
    if not word or len(word.split()) > 3 or (len(pieces) > 1 and not match):
        return (), list(pieces)
    name = CellName(word, first.place, is_code=False, is_sure=is_identifier(word))
    rest = [(_cut(first, end, len(first.text)), False)] if first.text[end:].strip() else []
    return (name,), [*rest, *pieces[1:]]


def _inline(rest: Sequence[tuple[Piece, bool]]) -> Inline | None:
    """Pieces as text that a reader sees, without the sign before them."""
    plain = " ".join(piece.text for piece, _ in rest).strip(" :(\u2014\u2013-)")
    if not plain:
        return None
    return Inline(
        plain,
        plain,
        rest[0][0].place,
        tuple(piece for piece, is_code in rest if is_code),
        tuple(piece for piece, _ in rest),
    )


def _trigger(rest: Sequence[tuple[Piece, bool]]) -> Inline | None:
    """The code spans right behind the states, or a text of one word: what else stands there may be about anything."""
    if rest and not rest[0][1] and _LEAD.match(rest[0][0].text + " ") and len(rest) > 1 and rest[1][1]:
        names = [rest[1]]
        at = 2
        while at + 1 < len(rest) and rest[at + 1][1] and _BETWEEN.match(rest[at][0].text):
            names.append(rest[at + 1])
            at += 2
        return _inline(names)
    if len(rest) == 1 and not rest[0][1]:
        word = rest[0][0].text.strip(" :()\u2014\u2013-.")
        word = re.sub(r"^(?:by|on|via)\s+", "", word)
        if is_identifier(word):
            offset = rest[0][0].text.find(word)
            place = rest[0][0].place
            shown = Piece(word, Place(place.file, place.line, place.column + offset))
            return Inline(word, word, shown.place, (), (shown,))
    return None
