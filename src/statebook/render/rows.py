"""The rows of a page's tables, as its templates see them: text that is safe Markdown, and nothing to ask."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from statebook.render.attributes import AttributeRow
from statebook.render.context import Picture


@dataclass(frozen=True, slots=True)
class ObjectView:
    """A named object type with its rows."""

    anchor: str
    title: Markup
    description: Markup
    rows: list[AttributeRow]


@dataclass(frozen=True, slots=True)
class GroupView:
    """A group: its members as links, and the picture of their ways in and out."""

    title: Markup
    description: Markup
    states: Markup
    picture: Picture | None


@dataclass(frozen=True, slots=True)
class EventRow:
    """An event as a row."""

    anchor: str
    name: Markup
    by: str
    description: Markup


@dataclass(frozen=True, slots=True)
class SourceRow:
    """One source."""

    anchor: str
    id: Markup
    title: Markup
    description: Markup


@dataclass(frozen=True, slots=True)
class FactRow:
    """One row of the table of evidence."""

    anchor: str
    subject: Markup
    level: str
    reasoning: Markup
    sources: Markup
