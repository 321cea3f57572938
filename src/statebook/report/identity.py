"""What a finding is known by from one run to the next, for hosts that track findings.

A finding that comes with a fingerprint keeps it: rules and changes make theirs of kind, subject and
values. The others (flaws found while reading, stale files) have no subject, so theirs is made of
rule, file and the text of the line, without its indentation; it outlives edits of other lines. Message,
hint and line number are never part of it. Where two findings would share one, the later ones are
told apart by their place in the order, because hosts drop all but one of equal fingerprints.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence

from statebook.diagnostic import Diagnostic

LENGTH = 32
"""Hexadecimal digits of a fingerprint made here."""


def identities(found: Sequence[Diagnostic]) -> list[str]:
    """A fingerprint for each diagnostic of an ordered list, all different."""
    times: dict[str, int] = {}
    known = []
    for one in found:
        first = one.fingerprint or _digest(one.rule, one.file, one.source_line.strip())
        times[first] = number = times.get(first, 0) + 1
        known.append(first if number == 1 else _digest(first, str(number)))
    return known


def _digest(*parts: str) -> str:
    said = json.dumps(parts, ensure_ascii=True, separators=(",", ":"))
    return hashlib.sha256(said.encode()).hexdigest()[:LENGTH]


def value_of(one: Diagnostic) -> dict[str, str]:
    """Where in its line a value is wrong, what was expected and what was seen; nothing for findings of another kind."""
    return {"path": one.path, "expected": one.expected, "seen": one.seen} if one.expected else {}
