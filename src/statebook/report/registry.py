"""Finds the report formats: every module of this package that has a `NAME`.

A format module offers `NAME: str`, equal to its module's name, and
`render(report: Report, surface: Surface) -> str`, the whole text with its last line ended. The first
line of its docstring is its summary in the catalogue. A new format is a new file, nothing else.
"""

from __future__ import annotations

import importlib
import pkgutil
from dataclasses import dataclass
from typing import Protocol, cast

import statebook.report as package
from statebook.report.content import Report, Surface


class Render(Protocol):
    """How a format makes its text."""

    def __call__(self, report: Report, surface: Surface) -> str:
        """The whole text of the report."""


@dataclass(frozen=True, slots=True)
class Format:
    """A report format by its name; `summary` is one line for help and catalogue."""

    name: str
    summary: str
    render: Render


def formats() -> dict[str, Format]:
    """Every format by name, sorted."""
    found = (find_format(module.name) for module in pkgutil.iter_modules(package.__path__))
    return {one.name: one for one in sorted((one for one in found if one), key=lambda one: one.name)}


def find_format(name: str) -> Format | None:
    """One format by name, without loading the others; None when there is no such format."""
    if not any(module.name == name for module in pkgutil.iter_modules(package.__path__)):
        return None
    module = importlib.import_module(f"{package.__name__}.{name}")
    if not hasattr(module, "NAME"):
        return None
    summary = (module.__doc__ or "").strip().partition("\n")[0]
    return Format(cast("str", module.NAME), summary, cast("Render", module.render))
