"""Something was never written: `todo`, `TBD`, `{}` for an example, a row with a name and nothing else.

## Why

Placeholders are notes of an author to himself, and the reader's first impression.

An example `{}` is one where the page or the spec knows attributes. In code, `todo` is a name like any other.

## How to repair

Write it, or take it out.
"""

from __future__ import annotations

from collections.abc import Iterator

from statebook.audit.document import Document
from statebook.audit.finding import Finding
from statebook.audit.held import claimed_state
from statebook.audit.page.jsontree import Node
from statebook.audit.page.model import Fence, Inline, Page, Place, Section, Table
from statebook.audit.reading.examples import Example, is_other
from statebook.audit.reading.placeholders import MARK, is_placeholder
from statebook.audit.reading.trees import is_strict
from statebook.audit.reading.words import header, quoted
from statebook.diagnostic import Severity

NAME = "placeholder-left"
SEVERITY = Severity.WARNING

_FRAME = """\
# Order

## The `open` status

%s

### Attributes

Attribute | Description
--- | ---
`status` | %s
`amount` | The sum.
"""
BAD = _FRAME % ("todo: describe it\n\n```json\n{}\n```", "")
FOUND = ("todo:", "```json", "`status`")
GOOD = _FRAME % ('It waits, in a list of `todo`.\n\n```json\n{"status": "open", "amount": 1}\n```', "The state.")

_SAYS_SOMETHING = {"status", "description", "meaning", "condition", "explanation", "purpose", "definition", "notes"}


def check(document: Document) -> Iterator[Finding]:
    """A finding for each placeholder."""
    for page in document.pages:
        for section in page.sections:
            if section.level:
                yield from _text(page, section.title, section)
            for block in section.blocks:
                if isinstance(block, Table):
                    yield from _table(page, block, section)
                elif isinstance(block, Inline):
                    yield from _text(page, block, section)
                elif isinstance(block, Fence):
                    yield from _fence(document, block, section)


def _text(page: Page, text: Inline, section: Section) -> Iterator[Finding]:
    codes = set(text.codes)
    seen = "\n".join(part.text for part in text.parts if part not in codes)
    match = MARK.search(seen)
    whole = not text.codes and is_placeholder(text.plain)
    if match or whole:
        word = match[0].strip(":`* \n_") if match else text.plain
        yield _finding(_find(page, text.place, word), word, section)


def _find(page: Page, place: Place, word: str) -> Place:
    """The place of a word in the block that begins at a place."""
    for number in range(place.line, min(place.line + 40, len(page.lines) + 1)):
        start = place.column - 1 if number == place.line else 0
        at = page.lines[number - 1].find((word.split(maxsplit=1) or [word])[0], start)
        if at >= 0:
            return Place(page.name, number, at + 1)
    return place


def _finding(place: Place, word: str, section: Section) -> Finding:
    return Finding(
        place,
        f"{quoted(word)} was left to be written",
        "write it, or take it out",
        (section.title.plain, word.casefold()),
    )


def _table(page: Page, table: Table, section: Section) -> Iterator[Finding]:
    says = [header(cell.plain) in _SAYS_SOMETHING for cell in table.header]
    for row in table.rows:
        for cell in row:
            yield from _text(page, cell, section)
        filled = [cell for cell in row if cell.source.strip()]
        bare = len(filled) == 1 and filled[0] is row[0] and len(row[0].parts) == 1 and len(row[0].plain.split()) == 1
        if bare and len(row) > 1 and any(says[1 : len(row)]) and not is_placeholder(row[0].plain):
            yield Finding(
                row[0].place,
                f"the row of {quoted(row[0].plain)} says nothing about it",
                "describe it, or take the row out",
                (section.title.plain, row[0].plain, "empty"),
            )


def _fence(document: Document, fence: Fence, section: Section) -> Iterator[Finding]:
    tree = document.trees.of(fence) if is_strict(fence) else None
    if tree is None or tree.root is None or tree.flaws:
        return
    root = tree.root
    if not root.value and isinstance(root.value, dict) and _wants_more(document, fence, section, root):
        yield Finding(
            fence.place,
            "the example is an empty object",
            "write an example, or remove the block",
            (section.title.plain, "{}"),
        )
    for node in _texts(root, 4):
        if isinstance(node.value, str) and is_placeholder(node.value):
            yield _finding(fence.place_at(node.line, node.column), node.value, section)


def _wants_more(document: Document, fence: Fence, section: Section, root: Node) -> bool:
    """Whether an empty object cannot be meant: something says that the object has attributes."""
    owner = document.owner_of.get(id(section))
    if is_other(section, fence, owner):
        return False
    if document.machine is not None and document.held_bodies is not None:
        tree = document.trees.of(fence)
        if tree is None:
            return False
        state = claimed_state(document, Example(fence, tree, root, section, owner, None))
        return bool(document.held_bodies.refusals(state, {}) if state else document.state_path)
    return bool(document.attributes) or document.has_attribute_table


def _texts(node: Node, depth: int) -> Iterator[Node]:
    yield node
    if depth:
        for one in (*node.members.values(), *node.items):
            yield from _texts(one, depth - 1)
