"""The table of contents in two steps: states below their group, actions below "Actions".

The page itself tells what belongs together: the card of a state names its group, and the table of
a section names, in its first row, the sections that it is about. Nothing moves: what is not next to
its group stays where it is. Knows the tree of a page, and the tokens of Python-Markdown's `toc`.
"""

from __future__ import annotations

from typing import Any
from xml.etree.ElementTree import Element

from statebook.columns.breaks import with_breaks
from statebook.columns.headings import SECTION_LEVEL, level
from statebook.columns.source import Page
from statebook.columns.text import plain, words

Token = dict[str, Any]


def note_listed(root: Element, page: Page) -> None:
    """Notes the sections that the head of an earlier section's table links to as parts of that section."""
    section: Element | None = None
    for element in root:
        if level(element) == SECTION_LEVEL:
            section = element
        elif section is not None:
            for head in element.iter("th"):
                for link in head.iter("a"):
                    target = plain(link.get("href"))
                    if target.startswith("#"):
                        page.parents.setdefault(target[1:], words(section))


def nest(tokens: list[Token], parents: dict[str, str]) -> list[Token]:
    """The tokens with neighbours of one parent gathered below it.

    Where the parent is a heading of the page, the one before them, they go below that. A group has
    no heading: its entry leads to the first of its sections.
    """
    found: list[Token] = []
    open_parent = ""
    for token in tokens:
        title = parents.get(token["id"], "")
        children = nest(token["children"], parents)
        one = {**token, "name": with_breaks(token["name"]), "children": children}
        if not title:
            found.append(one)
        else:
            if title != open_parent and not (found and found[-1]["id"] not in parents and _title(found[-1]) == title):
                found.append(_group(title, token))
            found[-1]["children"].append({**one, "level": one["level"] + 1})
        open_parent = title
    return found


def _title(token: Token) -> str:
    return plain(str(token["name"]))


def _group(title: str, first: Token) -> Token:
    from html import escape

    name = escape(title, quote=False)
    return {
        "level": first["level"],
        "id": first["id"],
        "name": name,
        "html": name,
        "data-toc-label": "",
        "children": [],
    }
