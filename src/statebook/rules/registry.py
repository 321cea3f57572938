"""Finds the rules: every module of this package that has a `NAME`.

A rule module offers

- a docstring: its first line is the summary, the rest is its page in Markdown, with the sections
  "Why", "How to repair" and "How to silence";
- `NAME`: kebab-case, the module's own name with hyphens;
- `SEVERITY`: what it counts as unless settings say otherwise;
- `BAD` and `GOOD`: a spec each; a line of `BAD` that has a finding ends with `# error: [NAME]`;
- `check(context)`: yields the findings of one machine;
- `LAST = True` where it judges what the other rules have found.

A new rule is a new file, nothing else.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Protocol, cast

import statebook.rules as package
from statebook.diagnostic import Severity
from statebook.discovery import members, page_of, summary_of
from statebook.rules.context import MachineContext
from statebook.rules.finding import Finding


class Check(Protocol):
    """How a rule looks at one machine."""

    def __call__(self, context: MachineContext) -> Iterator[Finding]:
        """The findings, in any order that is the same at every run."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule with its documentation. `is_last` marks rules that judge the findings of the others."""

    name: str
    severity: Severity
    summary: str
    page: str = field(repr=False)
    bad: str = field(repr=False)
    good: str = field(repr=False)
    check: Check = field(repr=False)
    is_last: bool = False


@lru_cache(maxsize=1)
def rules() -> dict[str, Rule]:
    """Every rule by name, sorted by name."""
    found = {}
    for module in members(package):
        found[cast("str", module.NAME)] = Rule(
            name=module.NAME,
            severity=module.SEVERITY,
            summary=summary_of(module),
            page=page_of(module),
            bad=module.BAD,
            good=module.GOOD,
            check=cast("Check", module.check),
            is_last=getattr(module, "LAST", False),
        )
    return dict(sorted(found.items()))
