"""The door for texts that are not files of the project: a revision's, or standard input."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path, PurePosixPath

from statebook.diagnostic import Diagnostic
from statebook.source.load import Project, assembled
from statebook.source.settings import Settings
from statebook.source.text import SourceText


def load_texts(root: Path, texts: Mapping[str, SourceText | Diagnostic]) -> tuple[Project, list[Diagnostic]]:
    """The project of these texts, by name; a text that could not be had is the diagnostic that says why.

    Machines that have a flaw are left out; the diagnostics say why, sorted.
    """
    return assembled(Project(root, Settings.model_validate({})), texts)


def matching(names: Mapping[str, object], patterns: list[str]) -> list[str]:
    """The names that patterns of `statebook.yml` match, as `pathlib` matches files on a disk; sorted."""
    return sorted(
        name for name in names if any(_matches(PurePosixPath(name).parts, PurePosixPath(one).parts) for one in patterns)
    )


def _matches(parts: tuple[str, ...], pattern: tuple[str, ...]) -> bool:
    if not pattern:
        return not parts
    if pattern[0] == "**":
        return any(_matches(parts[start:], pattern[1:]) for start in range(len(parts) + 1))
    return bool(parts) and PurePosixPath(parts[0]).match(pattern[0]) and _matches(parts[1:], pattern[1:])
