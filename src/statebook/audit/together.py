"""Which pages are about one lifecycle, where no machine tells."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from statebook.audit.document import Document
from statebook.audit.linked import by_path, page_behind
from statebook.audit.page.model import Page
from statebook.audit.reading.waynames import names_in_ways
from statebook.audit.reading.ways import way_tables
from statebook.audit.reading.words import folded


@dataclass(slots=True)
class _Group:
    """Pages with the states that they name, and those that they have sections of."""

    pages: list[Page]
    states: set[str]
    sections: set[str]


def grouped(pages: Sequence[Page]) -> list[tuple[Page, ...]]:
    """Pages put together: those whose tables of ways link to each other, and those that name the same states.

    The same states are two at least, and half of the fewer. Pages that both have sections of these are
    about two lifecycles that call some states alike.
    """
    groups: list[_Group] = []
    for cluster in _clusters(pages):
        alone = Document(tuple(cluster))
        sections = {folded(one.name.text) for one in alone.sections}
        listed = {folded(one.text) for one, _ in names_in_ways(cluster) if one.is_code and one.is_sure}
        states = sections | listed | {folded(one) for one in alone.names.ids}
        home = next(
            (one for one in groups if _is_most(one.states, states) and not _is_most(one.sections, sections)), None
        )
        if home is None:
            groups.append(_Group(list(cluster), states, sections))
        else:
            home.pages += cluster
            home.states |= states
            home.sections |= sections
    order = {id(page): number for number, page in enumerate(pages)}
    return [tuple(sorted(one.pages, key=lambda page: order[id(page)])) for one in groups]


def _is_most(one: set[str], other: set[str]) -> bool:
    """Whether two sets share two names at least, and half of the smaller."""
    common = len(one & other)
    return common >= 2 and common * 2 >= min(len(one), len(other))


def _clusters(pages: Sequence[Page]) -> list[list[Page]]:
    """Pages whose tables of ways link to each other, in the order of the first of each."""
    others = by_path(pages)
    root = {id(page): page for page in pages}

    def top(page: Page) -> Page:
        while root[id(page)] is not page:
            root[id(page)] = root[id(root[id(page)])]
            page = root[id(page)]
        return page

    for page in pages:
        for other in _linked(page, others):
            root[id(top(other))] = top(page)
    found: dict[int, list[Page]] = {}
    for page in pages:
        found.setdefault(id(top(page)), []).append(page)
    return list(found.values())


def _linked(page: Page, others: Mapping[str, Page]) -> Iterator[Page]:
    """The pages that the states in a page's tables of ways link to."""
    for table in way_tables((page,)):
        for row in table.table.rows:
            for column in (table.source, table.target):
                for link in row[column].links if column >= 0 else ():
                    other = page_behind(page, link.text.partition("#")[0], others)
                    if other is not None and other is not page:
                        yield other
