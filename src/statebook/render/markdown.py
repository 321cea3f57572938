"""An author's Markdown, written anew so that it can neither break the page nor do harm.

Descriptions are parsed as CommonMark with tables and printed again from the syntax tree, in the
subset that all renderers of the family read alike. Raw HTML is shown as text, headings become bold
lines (the page's outline is not the author's), link targets pass an allow-list, pictures become
links. Reference links such as [`idle`] are looked up in the machine, as rustdoc does.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from statebook.render.escape import acts_in_code, code_span, code_text, escape, fence, html_text, is_plain
from statebook.render.inline import print_inline

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

References = Mapping[str, str]
"""What may be linked by name: a label, with or without back quotes, to a link target."""


NOTHING = "&nbsp;"
"""Stands where Markdown has no way to leave a place empty."""

LAST_NUMBER = 99
_PARAGRAPH = 3
"""The tokens of a paragraph: its opening, what is in it, its closing."""
_LISTS = ("bullet_list_open", "ordered_list_open")
_CODE = ("fence", "code_block")


def _any_link(url: str) -> bool:  # noqa: ARG001 - `href` decides later
    return True


@lru_cache(maxsize=1)
def _parser() -> MarkdownIt:
    from markdown_it import MarkdownIt

    parser = MarkdownIt("commonmark", {"html": False}).enable("table")
    parser.validateLink = _any_link  # type: ignore[method-assign]
    return parser


def prepare_references(references: References) -> dict[str, Any]:
    """References as the parser wants them; made once for a page."""
    from markdown_it.common.utils import normalizeReference

    prepared: dict[str, Any] = {}
    for label, target in references.items():
        for spelled in (label, f"`{label}`"):
            prepared.setdefault(normalizeReference(spelled), {"href": target, "title": "", "map": [0, 0]})
    return prepared


class Writer:
    """Prints Markdown of one page; texts that occur twice are worked out once."""

    def __init__(self, references: dict[str, Any]) -> None:
        self.references = references
        self._blocks: dict[str, str] = {}
        self._cells: dict[str, str] = {}

    def block(self, text: str) -> str:
        """A description as paragraphs, lists, tables and fences, without a line break at the end."""
        text = text.strip()
        if is_plain(text):
            return text
        if text not in self._blocks:
            self._blocks[text] = "\n\n".join(_Printer().blocks(self._parse(text)))
        return self._blocks[text]

    def lead_and_rest(self, text: str) -> tuple[str, str]:
        """The first paragraph of a description, and everything after it.

        The lead is empty where the text begins with no paragraph, or where its first paragraph
        introduces a list, a table or code, which it must not be parted from.
        """
        tokens = self._parse(text.strip())
        kinds = [opening.type for opening, _ in _children(tokens)]
        if kinds[:1] != ["paragraph_open"] or kinds[1:2] not in ([], ["paragraph_open"], ["heading_open"]):
            return "", self.block(text)
        whole, first = _Printer().blocks(tokens), _Printer().blocks(tokens[:_PARAGRAPH])
        return "\n\n".join(first), "\n\n".join(whole[len(first) :])

    def cell(self, text: str) -> str:
        """A description on one line, for a table cell, a list item or a sentence."""
        text = text.strip()
        if is_plain(text):
            return text
        if text not in self._cells:
            self._cells[text] = "<br>".join(_Printer(in_cell=True).lines(self._parse(text)))
        return self._cells[text]

    def _parse(self, text: str) -> list[Token]:
        return _parser().parse(text, {"references": dict(self.references)})


class _Printer:
    """Walks the tokens of one text once. `nested` tells that it prints inside a list or a quotation."""

    def __init__(self, *, in_cell: bool = False, nested: bool = False) -> None:
        self.in_cell = in_cell
        self.nested = nested

    # --- block level -----------------------------------------------------------------------------

    def blocks(self, tokens: list[Token]) -> list[str]:
        """Each top-level block as Markdown."""
        found: list[str] = []
        after_list = False
        for opening, inner in _children(tokens):
            texts = [text for text in self.block(opening, inner) if text]
            if texts and after_list and self.nested and opening.type in _CODE:
                found.append(NOTHING)  # else the code would belong to the last item
            found.extend(texts)
            after_list = opening.type in _LISTS if texts else after_list
        return found

    def block(self, opening: Token, inner: list[Token]) -> list[str]:
        match opening.type:
            case "paragraph_open":
                return [self.inline(inner[0].children or [])]
            case "heading_open":
                words = print_inline(inner[0].children or [], flat=True, in_cell=self.in_cell, bold=True)
                return [f"**{words}**"] if words else []
            case "bullet_list_open" | "ordered_list_open":
                return [self.listing(opening, inner)]
            case "blockquote_open":
                quoted = "\n\n".join(_Printer(in_cell=self.in_cell, nested=True).blocks(inner))
                return ["\n".join(f"> {line}".rstrip() for line in quoted.split("\n"))] if quoted else []
            case "fence" | "code_block":
                return [self.code(opening)]
            case "hr":
                return ["___"]
            case "table_open":
                return [self.table(inner)]
            case _:
                return [escape(opening.content)] if opening.content else []

    def code(self, opening: Token) -> str:
        """A fence; inside a list or a quotation an indented block, which every renderer takes there."""
        if not self.nested:
            return fence(opening.content, opening.info.split(" ")[0] if opening.info else "")
        lines = code_text(opening.content).strip("\n").split("\n")
        if acts_in_code("\n".join(lines)):
            return "<br>".join(f"<code>{html_text(line)}</code>" for line in lines)
        return "\n".join(f"    {line}".rstrip() for line in lines)

    def listing(self, opening: Token, inner: list[Token]) -> str:
        """A list; items are indented by four columns, which every renderer of the family takes."""
        contents = [content for _, content in _children(inner)]
        tight = all(
            token.hidden for content in contents for token, _ in _children(content) if token.type == "paragraph_open"
        )
        items = []
        for marker, content in zip(_markers(opening, contents), contents, strict=True):
            parts = _Printer(in_cell=self.in_cell, nested=True).blocks(content)
            if not parts or _children(content)[0][0].type != "paragraph_open":
                parts.insert(0, NOTHING)
            simple = tight and all(_follows_tightly(part) for part in parts[1:])
            lines = (("\n" if simple else "\n\n").join(parts)).split("\n")
            items.append("\n".join([marker + lines[0], *(f"    {line}".rstrip() for line in lines[1:])]))
        return ("\n\n" if any("\n\n" in item for item in items) or not tight else "\n").join(items)

    def table(self, inner: list[Token]) -> str:
        rows = self.rows(inner)
        width = max(len(row) for row in rows)
        padded = [[*row, *[""] * (width - len(row))] for row in rows]
        lines = [" | ".join(row) for row in padded]
        return "\n".join(f"| {line} |" for line in (lines[0], " | ".join(["---"] * width), *lines[1:]))

    def rows(self, inner: list[Token]) -> list[list[str]]:
        """The cells of a table, row by row."""
        rows: list[list[str]] = []
        for token in inner:
            if token.type == "tr_open":
                rows.append([])
            elif token.type == "inline":
                rows[-1].append(print_inline(token.children or [], flat=True, in_cell=True) or NOTHING)
        return rows

    # --- on one line -----------------------------------------------------------------------------

    def lines(self, tokens: list[Token]) -> list[str]:
        """The blocks as lines without block structure."""
        found: list[str] = []
        for opening, inner in _children(tokens):
            match opening.type:
                case "bullet_list_open" | "ordered_list_open":
                    start = _start(opening)
                    for number, (_, content) in enumerate(_children(inner), start):
                        marker = f"{number}\\. " if opening.type == "ordered_list_open" else "• "
                        item = self.lines(content)
                        found.extend([marker + item[0], *item[1:]] if item else [])
                case "blockquote_open":
                    found.extend(self.lines(inner))
                case "fence" | "code_block":
                    found.extend(
                        code_span(line, in_cell=True) for line in code_text(opening.content).split("\n") if line.strip()
                    )
                case "table_open":
                    found.extend(" · ".join(row) for row in self.rows(inner))
                case "hr":
                    pass
                case _:
                    found.extend(text for text in self.block(opening, inner) if text)
        return found

    def inline(self, tokens: list[Token]) -> str:
        """Inline tokens as Markdown."""
        return print_inline(tokens, flat=self.in_cell, in_cell=self.in_cell)


def _start(opening: Token) -> int:
    start = opening.attrGet("start")
    return 1 if start is None else int(start)


def _markers(opening: Token, contents: list[list[Token]]) -> list[str]:
    """What each item begins with; as wide as the indent where an item holds indented code.

    A number of three digits would be wider than the indent: then bullets stand before the numbers.
    """
    wide = 4 if any(token.type in _CODE for content in contents for token, _ in _children(content)) else 0
    if opening.type == "bullet_list_open":
        return ["* ".ljust(wide)] * len(contents)
    numbers = range(_start(opening), _start(opening) + len(contents))
    if numbers[-1] > LAST_NUMBER:
        return ["* ".ljust(wide) + f"{number}\\. " for number in numbers]
    return [f"{number}. ".ljust(wide) for number in numbers]


def _follows_tightly(part: str) -> bool:
    """Whether a block is read as its own without an empty line above: a list that may break a paragraph."""
    return part.startswith(("* ", "1. "))


def _children(tokens: list[Token]) -> list[tuple[Token, list[Token]]]:
    """Siblings of one level: each opening token with what stands inside it."""
    found: list[tuple[Token, list[Token]]] = []
    depth = 0
    for token in tokens:
        if depth == 0:
            found.append((token, []))
        elif depth > 1 or token.nesting != -1:
            found[-1][1].append(token)
        depth += token.nesting
    return found
