"""Finds the writers: every module of this package that has an `ENDING`."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import PurePath

import statebook.coverage as package
from statebook.coverage.content import Coverage
from statebook.discovery import members


def writers() -> dict[str, Callable[[Coverage], str]]:
    """Every writer by the ending of its files, sorted."""
    return dict(sorted((module.ENDING, module.render) for module in members(package, "ENDING")))


def find_writer(path: str) -> Callable[[Coverage], str] | None:
    """The writer for a file, by its ending."""
    return writers().get(PurePath(path).suffix.lower())
