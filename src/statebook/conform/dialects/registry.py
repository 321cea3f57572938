"""Finds the dialects: every module of this package that has a `NAME`."""

from __future__ import annotations

import importlib
import pkgutil
from typing import cast

import statebook.conform.dialects as package
from statebook.conform.dialects.dialect import Dialect


def dialects() -> dict[str, Dialect]:
    """Every dialect by name, sorted."""
    found = {}
    for info in pkgutil.iter_modules(package.__path__):
        module = importlib.import_module(f"{package.__name__}.{info.name}")
        if hasattr(module, "NAME"):
            found[module.NAME] = cast("Dialect", module)
    return dict(sorted(found.items()))
