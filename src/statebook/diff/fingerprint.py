"""What an approval goes by: the same for the same edit, wherever it stands and however it is told.

A fingerprint is made of the kind, the element and the values: no file, no line, no sentence of
ours, and no prose of the author where the kind is about prose.
"""

from __future__ import annotations

import hashlib
import json

from statebook.diff.fact import Fact
from statebook.diff.kinds import kinds
from statebook.model import Json

LENGTH = 16
"""Hexadecimal digits: 64 bits are plenty for the changes of one project."""


def fingerprint(fact: Fact, kind: str) -> str:
    """The fingerprint of a change of this kind."""
    wording = kinds()[kind].wording
    identity = [
        kind,
        fact.sort,
        fact.base_machine,
        fact.head_machine,
        list(fact.base_name),
        list(fact.head_name),
        None if wording else _bare(fact.base),
        None if wording else _bare(fact.head),
    ]
    text = json.dumps(identity, sort_keys=True, ensure_ascii=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()[:LENGTH]


def _bare(value: Json) -> Json:
    """A value without the words of a guard."""
    return {key: one for key, one in value.items() if key != "guard"} if isinstance(value, dict) else value
