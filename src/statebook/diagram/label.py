r"""Text of a spec, made safe and short enough for a picture.

A label comes from a stranger: Graphviz would read its backslashes (`\N`), its quotes and its
entities (`&amp;`), and a control character would make the SVG ill-formed. Everything that stands in
a picture passes through here. Nothing here knows what the text names.
"""

from __future__ import annotations

import re
import unicodedata

MAXIMUM_LENGTH = 72
"""Characters of a label; the middle of a longer one is left out (the tooltip keeps it whole)."""

NODE_LINE = 20
TRIGGER_LINE = 26
"""Characters of one line, beyond which a label is broken."""

_PIECE = re.compile(r"[^_\-./: ]*[_\-./: ]+|[^_\-./: ]+")
_NARROW = frozenset("iljtfrI.,:;'|!()[] ")
_WIDE = frozenset("mwMW@%")


def visible(text: str) -> str:
    """One line of harmless characters that looks like `text`.

    Line breaks and tabs become spaces, control characters their printed symbols (U+2400), and
    characters that change the direction of text or show nothing become U+FFFD, so that no label
    looks like another one. Text without anything to see becomes `(empty)`.
    """
    if text.isascii() and text.isprintable() and "  " not in text and text.strip() == text != "":
        return text
    kept: list[str] = []
    for character in unicodedata.normalize("NFC", text):
        category = unicodedata.category(character)
        if character in "\n\r\t\v\f\u0085\u2028\u2029" or category == "Zs":
            kept.append(" ")
        elif category == "Cc":
            kept.append(chr(0x2400 + ord(character)) if character < " " else "\ufffd")
        elif category in ("Cf", "Cs", "Cn", "Co") and character != "\u200d":
            kept.append("\ufffd")
        else:
            kept.append(character)
    line = re.sub(" {2,}", " ", "".join(kept)).strip()
    return line or "(empty)"


def elided(text: str, limit: int = MAXIMUM_LENGTH) -> str:
    """`text` with its middle replaced by an ellipsis when it is longer than `limit` characters."""
    if len(text) <= limit:
        return text
    head = (limit - 1) * 2 // 3
    return f"{text[:head]}…{text[-(limit - 1 - head) :]}"


def wrapped(text: str, limit: int) -> tuple[str, ...]:
    """The visible form of `text` in as few even lines as `limit` characters a line allow.

    Lines end behind `_ - . / :` or a space; a piece without any is cut hard. The lines joined give
    the text again.
    """
    line = elided(visible(text))
    if len(line) <= limit:
        return (line,)
    pieces: list[str] = []
    for piece in _PIECE.findall(line):
        pieces.extend(piece[start : start + limit] for start in range(0, len(piece), limit))
    count = len(_filled(pieces, limit))
    for narrower in range(-(-len(line) // count), limit):
        if len(lines := _filled(pieces, narrower)) == count:
            return tuple(lines)
    return tuple(_filled(pieces, limit))


def _filled(pieces: list[str], limit: int) -> list[str]:
    lines = [""]
    for piece in pieces:
        if lines[-1] and len(lines[-1]) + len(piece.rstrip()) > limit:
            lines.append("")
        lines[-1] += piece
    return lines


def escaped(text: str) -> str:
    """`text` as the inside of a DOT string that Graphviz prints literally.

    Quotes and the string's own quoting are left to the `graphviz` package.
    """
    return text.replace("&", "&amp;").replace("\\", "\\\\")


def width(text: str, size: float) -> float:
    """Estimated width in points of one line set in Arial at `size` points."""
    return size * sum(_advance(character) for character in text)


def _advance(character: str) -> float:
    if character in _NARROW:
        return 0.3
    if character in _WIDE:
        return 0.9
    if character.isascii():
        return 0.68 if character.isupper() else 0.56
    if unicodedata.combining(character) or character == "\u200d":
        return 0.0
    return 1.05 if unicodedata.east_asian_width(character) in "WF" else 0.65


def padding(text: str, size: float) -> float:
    """Points by which Graphviz measures `text` too narrow: it counts 0.278 em a non-ASCII byte."""
    short = sum(max(0.0, _advance(one) - 0.278 * len(one.encode())) for one in text if not one.isascii())
    return short * size
