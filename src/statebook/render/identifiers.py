"""Names for a programming language, made from names that may be anything.

A constant is spelled with `A-Z`, `0-9` and `_` and begins with a letter, which every language takes
and which no language has as a keyword. The result depends on the text alone, not on the Unicode
tables of a Python version. Knows no machine and no language.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

_WORD_ENDS = re.compile(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_OTHER = re.compile(r"[^A-Za-z0-9]+")
_LETTERS_AND_DIGITS = re.compile(r"[A-Za-z0-9]")


def constant(text: str, prefix: str) -> str:
    """Text as the name of a constant: `SYN-SENT` is `SYN_SENT`, `inProgress` is `IN_PROGRESS`.

    `prefix` stands before what would not begin with a letter: `1e3` is `STATE_1E3`. A character
    beyond ASCII is its code point (`é` is `U00E9`), and so is each sign of a text made of signs alone.
    """
    spoken = _LETTERS_AND_DIGITS.search(text) is not None
    parts = []
    for sign in _WORD_ENDS.sub("_", text):
        if ord(sign) < 0x80 and (spoken or _LETTERS_AND_DIGITS.match(sign)):
            parts.append(sign)
        else:
            parts.append(f" U{ord(sign):04X} ")
    words = _OTHER.sub("_", "".join(parts)).strip("_").upper()
    return words if words[:1].isalpha() else f"{prefix}_{words}"


def constants(texts: Iterable[str], prefix: str) -> dict[str, str]:
    """A constant for each text, no two alike: of several that would be, the second ends in `_2`, and so on.

    A text that is a constant by itself keeps its name, whatever stands before it.
    """
    wanted = list(dict.fromkeys(texts))
    found = {text: text for text in wanted if constant(text, prefix) == text}
    taken = set(found)
    for text in wanted:
        if text in found:
            continue
        plain = name = constant(text, prefix)
        number = 1
        while name in taken:
            number += 1
            name = f"{plain}_{number}"
        found[text] = name
        taken.add(name)
    return {text: found[text] for text in wanted}
