"""The kinds of change: one row each, with impact, who is hit, why, and what to do.

The rows stand in `table/`, a file for each sort of element. A row's impact is that of the plain case;
where the circumstances decide, `judge` says so and why. Each kind names its mirror, the kind that the
same edit backwards has, or a waiver that says why there is none.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib import import_module

from statebook.discovery import members


class Impact(StrEnum):
    """How much a change can hurt; the order of declaration is the order of gravity."""

    BREAKING = "breaking"
    """A correct client stops working."""
    DANGEROUS = "dangerous"
    """A client may break that relied on more than was promised, or that was not careful."""
    SAFE = "safe"
    """No client that keeps to the former spec notices."""
    TEXT = "text"
    """Only words changed."""


GRAVITY = {impact: place for place, impact in enumerate(Impact)}
"""0 is the gravest."""


class Who(StrEnum):
    """Who is hit."""

    POLLS = "polls"
    """A client that waits for a state."""
    ACTS = "acts"
    """A client that calls actions."""
    READS = "reads"
    """A client that reads the object."""
    READER = "reader"
    """Somebody who reads the pages, or links to them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """One row of the table.

    `says` is the sentence of one change, with fields that `words` fills. `why` tells what it does to
    whom, `advice` what its author can do. `wording` marks kinds whose values are prose: they are no
    part of a fingerprint, which must survive rewording.
    """

    name: str
    impact: Impact
    who: tuple[Who, ...]
    says: str
    why: str
    advice: str
    mirror: str = ""
    waiver: str = ""
    wording: bool = False


@cache
def kinds() -> dict[str, Kind]:
    """Every kind by name, in the order of the table's files."""
    package = import_module("statebook.diff.table")
    found: dict[str, Kind] = {}
    for module in members(package, "KINDS"):
        for kind in module.KINDS:
            if kind.name in found:
                raise ValueError(f"two kinds are called {kind.name}")
            found[kind.name] = kind
    return found
