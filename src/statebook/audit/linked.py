"""Which page a link leads to, among those that were given together."""

from __future__ import annotations

import posixpath
from collections.abc import Mapping, Sequence

from statebook.audit.page.model import Page


def by_path(pages: Sequence[Page]) -> dict[str, Page]:
    """Pages by their path, with slashes on every system."""
    return {_path(page): page for page in pages}


def page_behind(page: Page, path: str, others: Mapping[str, Page]) -> Page | None:
    """The page that a link's path leads to from a page: itself for none; None where it was not given."""
    if not path:
        return page
    return others.get(posixpath.normpath(posixpath.join(posixpath.dirname(_path(page)), path)))


def _path(page: Page) -> str:
    return page.name.replace("\\", "/")
