"""Finds the formats of a changelog: every module of this package that has a `NAME`.

A format module offers `NAME: str`, equal to its module's name, and `render(changelog: Changelog,
place: Place) -> str`: the whole text. The first line of its docstring is its summary. A new format is
a new file, nothing else.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from pkgutil import iter_modules

import statebook.changelog as package
from statebook.changelog.content import Changelog
from statebook.changelog.place import Place

Render = Callable[[Changelog, Place], str]


def formats() -> dict[str, str]:
    """The names of the formats and their summaries, sorted."""
    found = {}
    for module in sorted(one.name for one in iter_modules(package.__path__)):
        loaded = import_module(f"{package.__name__}.{module}")
        if hasattr(loaded, "NAME"):
            found[str(loaded.NAME)] = (loaded.__doc__ or "").strip().partition("\n")[0]
    return found


def find_format(name: str) -> Render | None:
    """One format by name; None when there is no such format."""
    if name not in {one.name for one in iter_modules(package.__path__)}:
        return None
    render: Render | None = getattr(import_module(f"{package.__name__}.{name}"), "render", None)
    return render
