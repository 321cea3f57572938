"""What the columns of a table of ways say, by their headings; on a page and in a file alike."""

from __future__ import annotations

import re

from statebook.audit.reading.words import header

_GUARD = re.compile(r"\b(conditions?|guards?|when|if|preconditions?|requires?)\b")
_EFFECT = re.compile(r"\b(effects?|results?|consequences?|side effects?)\b")
_TRIGGER = re.compile(
    r"\b(triggers?|triggered|events?|actions?|methods?|calls?|commands?|operations?|causes?|by|on|input|transition)\b"
)


def column_of(head: str) -> str:
    """What a column of a table of ways says: `trigger`, `guard`, `effect`, `known` or `description`."""
    words = header(head)
    for name, pattern in (("trigger", _TRIGGER), ("guard", _GUARD), ("effect", _EFFECT)):
        if pattern.search(words):
            return name
    return "known" if words in ("known", "evidence") else "description"
