"""What may be said about any element besides what it is: how well it is known, that it goes, what lint is not to say."""

from __future__ import annotations

from dataclasses import dataclass

from statebook.model.words import Level
from statebook.pointer import Pointer


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Something that facts are taken from: a page, a commit, an answer that was recorded."""

    id: str
    title: str
    url: str = ""
    description: str = ""
    pointer: Pointer


@dataclass(frozen=True, slots=True, kw_only=True)
class Citation:
    """A place in a source. `source` is empty where the text names no declared source."""

    source: str
    locator: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """How well a fact is known and where it comes from."""

    level: Level
    citations: tuple[Citation, ...] = ()
    note: str = ""
    disputed: bool = False
    """Sources contradict each other; the note says how."""
    pointer: Pointer


@dataclass(frozen=True, slots=True, kw_only=True)
class Deprecation:
    """Since when something is deprecated, when it goes, and what replaces it."""

    since: str = ""
    sunset: str = ""
    replacement: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ignore:
    """A lint rule that is to be silent about an element and what stands below it, and why.

    `until` is the last day on which it holds, YYYY-MM-DD, or empty.
    """

    rule: str
    reason: str = ""
    until: str = ""
    pointer: Pointer
