"""How a text is spelled where a grammar takes letters, digits and `_` alone, and whether a name is such a spelling.

Those who write names and those who read them again share this, and nothing else. The result depends on the
text alone, not on the Unicode tables of a Python version.
"""

from __future__ import annotations

import re

WORD = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
"""What nearly every grammar takes as a name."""

_UNDERSCORES = re.compile(r"_+")
_NUMBERED = re.compile(r"_[0-9]+\Z")


def leads_back(name: str, text: str, prefix: str = "state") -> bool:
    """Whether `names` may have made this name for this text, so that a reader of both may take the text for the id."""
    if name == text:
        return True
    plain = spelled(text)
    rest = name.removeprefix(f"{prefix}_") if not plain.startswith(f"{prefix}_") else name
    return any(one == plain or _NUMBERED.sub("", one) == plain for one in (name, rest))


def spelled(text: str) -> str:
    """The text in letters, digits and `_`: `a b` is `a_b`, `é` is `u00e9`, and signs alone are their code points."""
    if WORD.fullmatch(text):
        return text
    spoken = any(sign.isascii() and sign.isalnum() for sign in text)
    parts = [
        sign if sign.isascii() and sign.isalnum() else "_" if spoken and sign.isascii() else f"_u{ord(sign):04x}_"
        for sign in text
    ]
    return _UNDERSCORES.sub("_", "".join(parts)).strip("_") or "empty"
