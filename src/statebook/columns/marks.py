"""Characters that stand for others between reading a page and writing its HTML.

They are noncharacters of Unicode: no text may use them, so nothing that an author writes can forge
one, and Python-Markdown and Pygments carry them through untouched. `to_html` ends their life.
This module knows nothing but characters.
"""

from __future__ import annotations

import html
import re

_FIRST = 0xFDD0
_NONCHARACTERS = re.compile("[\ufdd0-\ufdef]")

MEANINGFUL = "<{`~:/!?=-"
"""Characters that start something in some Markdown dialect and can be made inert by a mark."""

MARK = {character: chr(_FIRST + position) for position, character in enumerate(MEANINGFUL)}
"""The mark of each meaningful character."""

FENCE = "\ufdef"
"""Stands on both sides of the number of a fence, alone in a paragraph before that fence."""

_MARKS = re.compile(f"[{''.join(MARK.values())}]")
_TO_TEXT = dict(zip(MARK.values(), MARK, strict=True))
_TO_HTML = {mark: html.escape(character, quote=False) for character, mark in MARK.items()}


def without_noncharacters(text: str) -> str:
    """The text as an author may write it: each noncharacter becomes U+FFFD."""
    return _NONCHARACTERS.sub("\ufffd", text)


def inert(text: str, characters: str) -> str:
    """The text with a mark instead of each of `characters`."""
    for one in characters:
        text = text.replace(one, MARK[one])
    return text


def to_text(text: str) -> str:
    """The text that a reader sees for a text with marks."""
    return _MARKS.sub(lambda found: _TO_TEXT[found[0]], text)


def to_html(text: str) -> str:
    """HTML without marks: each becomes its character, escaped."""
    return _MARKS.sub(lambda found: _TO_HTML[found[0]], text)  # `translate` is slow on text with other letters
