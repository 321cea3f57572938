"""Text of strangers, safe to show: nothing in it can move a cursor, hide, or turn the line around.

The list of characters is spelled out instead of asked from Python's Unicode tables, so that every
Python version shows the same text.
"""

from __future__ import annotations

import re

_HIDDEN = re.compile(
    "["
    "\x00-\x1f\x7f-\x9f"  # controls, escape among them
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e"  # invisible letters and marks
    "\u200b-\u200f\u2028-\u202e\u2060-\u206f"  # zero width, line separators, direction
    "\u3164\ufeff\uffa0\ufff0-\uffff"
    "\ud800-\udfff"
    "\U0001d173-\U0001d17a\U000e0000-\U000e0fff"  # music formatting, tags
    "]"
)


def visible_character(character: str) -> str:
    r"""The character, or its escape such as `\x1b` or `\u202e` when it would act or hide."""
    return _escape(character) if _HIDDEN.match(character) else character


def visible(text: str, keep: str = "") -> str:
    """The text with every acting or hidden character shown as an escape, but those in `keep`."""
    return _HIDDEN.sub(lambda match: match[0] if match[0] in keep else _escape(match[0]), text)


def _escape(character: str) -> str:
    return character.encode("unicode_escape").decode("ascii")
