"""Finds the dialects: every module of this package that has a `NAME`."""

from __future__ import annotations

from typing import cast

import statebook.conform.dialects as package
from statebook.conform.dialects.dialect import Dialect
from statebook.discovery import members


def dialects() -> dict[str, Dialect]:
    """Every dialect by name, sorted."""
    return dict(sorted((module.NAME, cast("Dialect", module)) for module in members(package)))
