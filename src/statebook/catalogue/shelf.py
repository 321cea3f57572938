"""What `rules` explains: the chapters about findings, each with its command, and the pages by their names.

Such a chapter has a `COMMAND`, the one that reports its findings, and `entries()`. Two commands may
find flaws of one name.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import cache

import statebook.catalogue as package
from statebook.catalogue.book import Page, text_of
from statebook.catalogue.terminal import as_terminal
from statebook.diagnostic import Severity
from statebook.discovery import members


@dataclass(frozen=True, slots=True)
class Entry:
    """One kind of finding: its name, what it counts as unless asked otherwise, a line about it, and its page."""

    name: str
    severity: Severity
    summary: str
    page: Callable[[], Page] = field(repr=False)

    def explained(self) -> str:
        """The page for the terminal."""
        page = self.page()
        return as_terminal(text_of(page), page.address)


@cache
def shelves() -> dict[str, dict[str, Entry]]:
    """The entries by name, by the command that reports them; commands in the order of their names."""
    found = {module.COMMAND: {one.name: one for one in module.entries()} for module in members(package, "COMMAND")}
    return dict(sorted(found.items()))


def gravest_first(entries: Iterable[Entry]) -> list[Entry]:
    """Entries by severity, then by name."""
    order = list(Severity)
    return sorted(entries, key=lambda one: (order.index(one.severity), one.name))


def table(entries: Iterable[Entry]) -> str:
    """Every entry on a line for the terminal, gravest first; columns are padded with spaces."""
    ordered = gravest_first(entries)
    width = max((len(one.name) for one in ordered), default=0)
    return "".join(f"{one.severity.value:7}  {one.name:{width}}  {one.summary}\n" for one in ordered)
