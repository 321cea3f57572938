"""Finds the checks: every module of `checks` that has a `NAME`.

A check module offers

- a docstring: its first line is the summary, the rest is its page in Markdown, with the sections
  "Why" and "How to repair";
- `NAME`: kebab-case, the module's own name with hyphens;
- `SEVERITY`: what it counts as unless asked otherwise;
- `BAD` and `GOOD`: a page each; a line of `BAD` that has a finding is named in `FOUND`, as text that the line holds;
- `SPEC`: the spec that the two are held against, empty for against themselves;
- `check(document)`: yields the findings of one document.

A new check is a new file, nothing else.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Protocol, cast

import statebook.audit.checks as package
from statebook.audit.document import Document
from statebook.audit.finding import Finding
from statebook.diagnostic import Severity
from statebook.discovery import members, page_of, summary_of


class Look(Protocol):
    """How a check looks at one document."""

    def __call__(self, document: Document) -> Iterator[Finding]:
        """The findings, in any order that is the same at every run."""


@dataclass(frozen=True, slots=True)
class Check:
    """One check with its documentation."""

    name: str
    severity: Severity
    summary: str
    page: str = field(repr=False)
    bad: str = field(repr=False)
    found: tuple[str, ...] = field(repr=False)
    good: str = field(repr=False)
    spec: str = field(repr=False)
    check: Look = field(repr=False)


@lru_cache(maxsize=1)
def checks() -> dict[str, Check]:
    """Every check by name, sorted by name."""
    found = {}
    for module in members(package):
        found[cast("str", module.NAME)] = Check(
            name=module.NAME,
            severity=module.SEVERITY,
            summary=summary_of(module),
            page=page_of(module),
            bad=module.BAD,
            found=tuple(module.FOUND),
            good=module.GOOD,
            spec=getattr(module, "SPEC", ""),
            check=cast("Look", module.check),
        )
    return dict(sorted(found.items()))
