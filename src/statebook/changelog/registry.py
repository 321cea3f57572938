"""Finds the formats of a changelog: every module of this package that has a `NAME`.

A format module offers `NAME: str`, equal to its module's name, and `render(changelog: Changelog,
place: Place) -> str`: the whole text. The first line of its docstring is its summary. A new format is
a new file, nothing else.
"""

from __future__ import annotations

from collections.abc import Callable

import statebook.changelog as package
from statebook.changelog.content import Changelog
from statebook.changelog.place import Place
from statebook.discovery import member, members, summary_of

Render = Callable[[Changelog, Place], str]


def formats() -> dict[str, str]:
    """The names of the formats and their summaries, sorted."""
    return {str(module.NAME): summary_of(module) for module in members(package)}


def find_format(name: str) -> Render | None:
    """One format by name; None when there is no such format."""
    module = member(package, name)
    render: Render | None = None if module is None else module.render
    return render
