"""Finds the log formats: every module of this package that has a `NAME`, by name or by a file's ending."""

from __future__ import annotations

from typing import cast

import statebook.conform.logs as package
from statebook.conform.logs.rows import Format
from statebook.discovery import members


def formats() -> dict[str, Format]:
    """Every log format by name, sorted."""
    return dict(sorted((module.NAME, cast("Format", module)) for module in members(package)))


def format_of(name: str) -> Format | None:
    """The format that a file's name tells, compression aside; None when no format has that ending."""
    plain = name.lower().removesuffix(".gz")
    stem, dot, ending = plain.rpartition(".")
    wanted = f".{ending}" if dot and stem and "/" not in ending else ""
    return next((one for one in formats().values() if wanted in one.ENDINGS), None)
