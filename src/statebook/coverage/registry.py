"""Finds the writers: every module of this package that has an `ENDING`."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable
from pathlib import PurePath

import statebook.coverage as package
from statebook.coverage.content import Coverage


def writers() -> dict[str, Callable[[Coverage], str]]:
    """Every writer by the ending of its files, sorted."""
    found = {}
    for info in pkgutil.iter_modules(package.__path__):
        module = importlib.import_module(f"{package.__name__}.{info.name}")
        if hasattr(module, "ENDING"):
            found[module.ENDING] = module.render
    return dict(sorted(found.items()))


def find_writer(path: str) -> Callable[[Coverage], str] | None:
    """The writer for a file, by its ending."""
    return writers().get(PurePath(path).suffix.lower())
