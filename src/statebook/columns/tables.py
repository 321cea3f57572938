"""Tables that never widen the page: each in a box that scrolls, long names in it able to break.

Knows the tree of a page.
"""

from __future__ import annotations

import re
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.util import HTML_PLACEHOLDER_RE

from statebook.columns.breaks import let_break
from statebook.columns.text import words

CLASS = "statebook-table"
_SENTENCE = 40
"""Characters from which a cell holds words to read, not a name or a number."""
_STACKS = range(3, 6)
"""Columns of a table that may stack its cells: more than names and words, and clear without its headings."""
_LINE = 60
"""Characters of its longest cells together from which such a table is too wide for a phone."""
_ANCHOR = re.compile(r'<a id="([^"&]+)">')


def wrap(root: Element) -> None:
    """Puts each table below `root` into a `<div class="statebook-scroll">`."""
    for parent in list(root.iter()):
        for position, child in enumerate(parent):
            if child.tag == "table" and CLASS not in child.get("class", ""):
                child.set("class", f"{child.get('class', '')} {CLASS}".strip())
                box = Element("div", {"class": "statebook-scroll statebook-scroll--table"})
                box.text, box.tail, child.tail = "\n", child.tail, "\n"
                parent[position] = box
                box.append(child)
                _mark_words(child)
                for code in child.iter("code"):
                    let_break(code)


def link_rows(root: Element, md: Markdown) -> None:
    """Moves an empty anchor at the start of a row to the row itself, and adds a link to it.

    A row of its own id can look chosen in a style sheet without search for what is in it, which
    costs browsers seconds on a long page. The sign of the link comes from the style sheet, so that neither search nor a copied row has it.
    """
    for row in root.iter("tr"):
        cell = next(iter(row), None)
        text = cell.text or "" if cell is not None and cell.tag == "td" else ""
        opening = HTML_PLACEHOLDER_RE.match(text)
        closing = HTML_PLACEHOLDER_RE.match(text, opening.end()) if opening else None
        if cell is None or opening is None or closing is None or "id" in row.attrib:
            continue
        stored = md.htmlStash.rawHtmlBlocks
        anchor = _ANCHOR.fullmatch(str(stored[int(opening[1])])) if str(stored[int(closing[1])]) == "</a>" else None
        name = next((words(one) for one in cell.iter("code")), "") or words(cell)
        if anchor is None or not name.strip():
            continue
        cell.text = text[closing.end() :]
        row.set("id", anchor[1])
        row.set("class", f"{row.get('class', '')} statebook-target".strip())
        attributes = {"class": "headerlink", "href": f"#{anchor[1]}", "aria-label": f"Permanent link to {name.strip()}"}
        after = next((position + 1 for position, one in enumerate(cell) if one.tag == "code"), 0)
        link = Element("a", attributes)
        if after:
            link.tail, cell[after - 1].tail = cell[after - 1].tail, None
            cell.insert(after, link)
        else:
            cell.append(link)


def _mark_words(table: Element) -> None:
    """Gives the cells of the column with the longest text a class, so that it stays wide enough to read.

    A table too wide for a phone gets one too: there its rows stack their cells.
    """
    rows = [[cell for cell in row if cell.tag == "td"] for row in table.iter("tr")]
    longest: dict[int, int] = {}
    for row in rows:
        for column, cell in enumerate(row):
            longest[column] = max(longest.get(column, 0), len(words(cell)))
    column = max(longest, key=lambda one: longest[one], default=0)
    stacks = len(longest) in _STACKS and sum(longest.values()) >= _LINE
    if stacks:
        table.set("class", f"{table.get('class', '')} {CLASS}--stacks")
    if stacks or longest.get(column, 0) >= _SENTENCE:
        for row in rows:
            if column < len(row):
                row[column].set("class", "statebook-words")
