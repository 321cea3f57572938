"""Text of strangers inside a diagram language: every sign that could act there becomes a code, and codes become signs.

Letters, digits and spaces stay as they are, and so do the signs that hold a word together where they
stand inside one: `a_b`, `on-hold`, `v1.2`, `it's`. Everything else is written by its number, which
Mermaid and PlantUML turn into the sign when they draw, after they looked for syntax and markup. What
is a letter depends on the character alone, not on the Unicode tables of a Python version.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable

_JOINING = frozenset("_-./'")
"""Plain between two letters or digits, where they are no list, no emphasis, no arrow and no comment."""
_PLAIN = frozenset(",()")
_SIGNS = re.compile("[\u00a0-\u00bf\u1680\u2000-\u206f\u3000\ufeff]")
"""White space and punctuation beyond ASCII: PlantUML takes typographic quotes for quotes."""
_HIDDEN = re.compile("[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u3164\ufb01\ufb02\uffa0\ufff0-\uffff]")
"""Letters that show nothing, and the two that Mermaid itself begins a code with while it reads."""
_IMPOSSIBLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
"""No picture can hold these: neither XML nor HTML takes them."""
_DIRECTION = re.compile("direction(?= )", re.IGNORECASE)
"""Mermaid looks for its statement `direction LR` anywhere in a line."""
_MERMAID_CODE = re.compile(r"#(?:(\d{1,7})|([A-Za-z][A-Za-z0-9]{1,30}));")
_PLANTUML_CODE = re.compile(r"<U\+([0-9A-Fa-f]{4,6})>|&#(\d{1,7});")


def mermaid_text(text: str, keep: str = "") -> str:
    """One line of text that Mermaid prints as it is; a line break is its `<br/>`. `keep` are more signs to leave alone."""
    plain = _coded(text, lambda sign: f"#{sign};", frozenset(keep))
    return _DIRECTION.sub(lambda found: f"#{ord(found[0][0])};{found[0][1:]}", plain).replace("#10;", "<br/>")


def from_mermaid(text: str) -> str:
    """What Mermaid would print for a text, line breaks included."""

    def sign(found: re.Match[str]) -> str:
        if found[1]:
            return _sign(int(found[1]), found[0])
        return html.unescape(f"&{found[2]};").replace(f"&{found[2]};", found[0])

    return _MERMAID_CODE.sub(sign, re.sub(r"<br\s*/?>|\\n", "\n", text))


def plantuml_text(text: str) -> str:
    r"""One line of text that PlantUML prints as it is; a line break is its `\n`."""
    return _coded(text, lambda sign: f"<U+{sign:04X}>", frozenset()).replace("<U+000A>", "\\n")


def from_plantuml(text: str) -> str:
    """What PlantUML would print for a text without markup, line breaks included."""

    def sign(found: re.Match[str]) -> str:
        return _sign(int(found[1], 16) if found[1] else int(found[2]), found[0])

    return _PLANTUML_CODE.sub(sign, re.sub(r"\\[nlr]", "\n", text))


def _sign(number: int, otherwise: str) -> str:
    return chr(number) if 0 < number < 0x110000 and not 0xD800 <= number < 0xE000 else otherwise


def _coded(text: str, code: Callable[[int], str], keep: frozenset[str]) -> str:
    line = _IMPOSSIBLE.sub("\ufffd", text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " "))
    return "".join(sign if sign in keep or _stays(line, place) else code(ord(sign)) for place, sign in enumerate(line))


def _stays(line: str, place: int) -> bool:
    sign = line[place]
    if _is_letter(sign):
        return True
    around = line[place - 1 : place] + line[place + 1 : place + 2]
    if sign == " ":
        return len(around) == 2 and " " not in around and "\n" not in around
    if sign == "." and not line[place - 1 : place].isdecimal():
        return bool(place)  # the end of a sentence; behind a digit it would make a list
    if sign in _JOINING:
        return len(around) == 2 and all(map(_is_letter, around))
    return sign in _PLAIN


def _is_letter(sign: str) -> bool:
    """A letter or digit, or a character beyond ASCII that has no part in any syntax."""
    if sign.isascii():
        return sign.isalnum()
    return not _SIGNS.match(sign) and not _HIDDEN.match(sign) and ord(sign) < 0xE0000
