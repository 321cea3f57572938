"""All pages of the reference: finds the chapters, and renders their pages.

A chapter is a module of this package with `NAME`, `TITLE`, `ENTRANCE` (the path of its first page) and
`pages()`; the first line of its docstring is its summary. A new chapter is a new file and its template.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, cast

import statebook.catalogue as package
from statebook.discovery import members, summary_of
from statebook.published import PUBLISHED
from statebook.render.environment import comment_text, make_environment, render, shipped_templates, tidy

FOLDER = "catalogue"
"""The folder of the templates of the reference."""


@dataclass(frozen=True, slots=True)
class Page:
    """One page: its path below the reference, its template, what it shows, and the module it comes from."""

    path: str
    template: str
    view: Mapping[str, Any]
    origin: str

    @property
    def address(self) -> str:
        """Where the published page is."""
        folder = self.path.removesuffix(".md").removesuffix("index").rstrip("/")
        return f"{PUBLISHED}{folder}/" if folder else PUBLISHED


@dataclass(frozen=True, slots=True)
class Chapter:
    """One part of the reference. `entrance` is the path of its first page."""

    name: str
    title: str
    summary: str
    entrance: str
    pages: Callable[[], Iterator[Page]] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Sheet:
    """A rendered page. `origin` is the module that a change of it begins in."""

    path: str
    text: str
    origin: str


@cache
def chapters() -> dict[str, Chapter]:
    """Every chapter by name, sorted by title."""
    found = []
    for module in members(package, "ENTRANCE"):
        pages = cast("Callable[[], Iterator[Page]]", module.pages)
        found.append(Chapter(module.NAME, module.TITLE, summary_of(module), module.ENTRANCE, pages))
    return {one.name: one for one in sorted(found, key=lambda one: one.title)}


def sheets(folders: list[Path], command: str) -> Iterator[Sheet]:
    """Every page of the reference; `command` is the one that makes them anew. Raises `TemplateFlaw`."""
    index = Page("index.md", "index.md.j2", {"chapters": list(chapters().values())}, "statebook.catalogue")
    for page in [index, *(page for chapter in chapters().values() for page in chapter.pages())]:
        note = f"<!-- The reference of Statebook, made from {page.origin}. Edit that, then run: {comment_text(command)} -->"
        title, _, rest = text_of(page, folders).partition("\n")  # a title is one only where it comes first
        yield Sheet(page.path, f"{title}\n\n{note}\n{rest}", page.origin)


def text_of(page: Page, folders: list[Path] | None = None) -> str:
    """One page as Markdown, without the line that says where it comes from."""
    environment = make_environment(folders or [shipped_templates()])
    return tidy(render(environment, f"{FOLDER}/{page.template}", {"page": page.view}))
