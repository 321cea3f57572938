"""What a check says: a flaw of a page, where it stands, and what makes it the same flaw tomorrow."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass

from statebook.audit.page.model import Place


@dataclass(frozen=True, slots=True)
class Finding:
    """One hit of a check.

    `hint` says what to do. `values` are names and values of the page, never wording or lines: they
    make the fingerprint. A `doubtful` finding is one that a person should look at; it never counts
    for more than information.
    """

    place: Place
    message: str
    hint: str
    values: tuple[str, ...] = ()
    doubtful: bool = False


def fingerprint(rule: str, file: str, values: tuple[str, ...], repeat: int = 0) -> str:
    """32 hexadecimal digits of the rule, the page, the values, and how often the same was found before."""
    said = json.dumps([rule, file, list(values), repeat], ensure_ascii=True, separators=(",", ":"))
    return hashlib.sha256(said.encode()).hexdigest()[:32]
