"""Finds the report formats: every module of this package that has a `NAME`.

A format module offers

- a docstring, whose first line is its summary in help and catalogue;
- `NAME`: equal to its module's name;
- `render(report: Report, surface: Surface) -> str`: the whole text with its last line ended, or
  nothing where it has nothing to say;
- `BESIDE`, if its host reads more than the report: an environment variable by which the host names
  a file, and the format whose text is appended there.

A new format is a new file, nothing else. Each machine format stands here once: what is no list of
diagnostics by nature, such as a review, is told as a `Report` for them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import ModuleType
from typing import Generic, TypeVar

import statebook.report as package
from statebook.discovery import member, names_in, summary_of
from statebook.report.content import Report, Surface

Content = TypeVar("Content")


@dataclass(frozen=True, slots=True)
class Format(Generic[Content]):
    """A format by its name; `summary` is one line for help and catalogue.

    `beside` maps environment variables that name a file of the host to the format that goes there.
    """

    name: str
    summary: str
    render: Callable[[Content, Surface], str]
    beside: Mapping[str, str] = field(default_factory=dict)


def formats() -> dict[str, Format[Report]]:
    """Every format by name, sorted."""
    return {name: one for name in names_in(package) if (one := find_format(name)) is not None}


def find_format(name: str) -> Format[Report] | None:
    """One format by name, without loading the others; None when there is no such format."""
    return format_in(package, name)


def format_in(inside: ModuleType, name: str) -> Format[Content] | None:
    """The format that a module of a package is; None when there is no such module or it is none."""
    module = member(inside, name)
    if module is None:
        return None
    return Format(module.NAME, summary_of(module), module.render, getattr(module, "BESIDE", {}))
