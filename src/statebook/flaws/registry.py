"""Finds the flaws: every `FLAWS` of a module of this package. A new one is a new row, nothing else."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import statebook.flaws as package
from statebook.diagnostic import Severity
from statebook.discovery import members


@dataclass(frozen=True, slots=True, kw_only=True)
class Flaw:
    """One row: a rule by its kebab-case name, with its page.

    `summary` is one sentence, `why` says what the flaw does to whom, `repair` what to do; all are
    Markdown. `example` is a spec that has the flaw; where there is none, `said` is what a command
    says. `commands` are those that report it.
    """

    name: str
    summary: str
    why: str
    repair: str
    commands: tuple[str, ...]
    example: str | bytes = ""
    said: str = ""
    severity: Severity = Severity.ERROR


@cache
def flaws() -> dict[str, Flaw]:
    """Every flaw by name, sorted by name."""
    found: dict[str, Flaw] = {}
    for module in members(package, "FLAWS"):
        for flaw in module.FLAWS:
            if flaw.name in found:
                raise ValueError(f"two flaws are called {flaw.name}")
            found[flaw.name] = flaw
    return dict(sorted(found.items()))
