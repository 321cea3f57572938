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

from statebook.render.escape import code_span, escape, fence, href, is_plain

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

References = Mapping[str, str]
"""What may be linked by name: a label, with or without back quotes, to a link target."""


@lru_cache(maxsize=1)
def _parser() -> MarkdownIt:
    from markdown_it import MarkdownIt  # noqa: PLC0415 - late: an unchanged project never parses

    parser = MarkdownIt("commonmark", {"html": False}).enable("table")
    parser.validateLink = lambda _: True  # type: ignore[method-assign] - `href` decides, and says what it refused
    return parser


def prepare_references(references: References) -> dict[str, Any]:
    """References as the parser wants them; made once for a page."""
    from markdown_it.common.utils import normalizeReference  # noqa: PLC0415

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
    """Walks the tokens of one text once."""

    def __init__(self, *, in_cell: bool = False) -> None:
        self.in_cell = in_cell

    # --- block level -----------------------------------------------------------------------------

    def blocks(self, tokens: list[Token]) -> list[str]:
        """Each top-level block as Markdown."""
        found: list[str] = []
        for opening, inner in _children(tokens):
            found.extend(text for text in self.block(opening, inner) if text)
        return found

    def block(self, opening: Token, inner: list[Token]) -> list[str]:
        match opening.type:
            case "paragraph_open":
                return [self.inline(inner[0].children or [])]
            case "heading_open":
                return [f"**{self.inline(inner[0].children or [], flat=True)}**"]
            case "bullet_list_open" | "ordered_list_open":
                return [self.list(opening, inner)]
            case "blockquote_open":
                quoted = "\n\n".join(self.blocks(inner))
                return ["\n".join(f"> {line}".rstrip() for line in quoted.split("\n"))]
            case "fence" | "code_block":
                return [fence(opening.content, opening.info.split(" ")[0] if opening.info else "")]
            case "hr":
                return ["* * *"]
            case "table_open":
                return [self.table(inner)]
            case _:
                return [escape(opening.content)] if opening.content else []

    def list(self, opening: Token, inner: list[Token]) -> str:
        """A list; items are indented by four columns, which every renderer of the family takes."""
        ordered = opening.type == "ordered_list_open"
        start = int(opening.attrGet("start") or 1) if ordered else 1
        items, tight = [], True
        for number, (_, content) in enumerate(_children(inner), start):
            own = [token for token, _ in _children(content) if token.type == "paragraph_open"]
            tight = tight and all(token.hidden for token in own)
            marker = f"{number}. " if ordered else "* "
            parts = self.blocks(content)
            body = ("\n" if tight and _no_fence(parts) else "\n\n").join(parts)
            lines = body.split("\n")
            items.append("\n".join([(marker + lines[0]).rstrip(), *(f"    {line}".rstrip() for line in lines[1:])]))
        return ("\n" if tight else "\n\n").join(items)

    def table(self, inner: list[Token]) -> str:
        cell = _Printer(in_cell=True)
        rows: list[list[str]] = []
        for token in inner:
            if token.type == "tr_open":
                rows.append([])
            elif token.type == "inline":
                rows[-1].append(cell.inline(token.children or [], flat=True) or "\u00a0")
        width = max(len(row) for row in rows)
        padded = [[*row, *[""] * (width - len(row))] for row in rows]
        lines = [" | ".join(row) for row in padded]
        return "\n".join(f"| {line} |" for line in (lines[0], " | ".join(["---"] * width), *lines[1:]))

    # --- on one line -----------------------------------------------------------------------------

    def lines(self, tokens: list[Token], depth: int = 0) -> list[str]:
        """The blocks as lines without block structure."""
        found: list[str] = []
        for opening, inner in _children(tokens):
            match opening.type:
                case "bullet_list_open" | "ordered_list_open":
                    start = int(opening.attrGet("start") or 1)
                    for number, (_, content) in enumerate(_children(inner), start):
                        marker = f"{number}\\. " if opening.type == "ordered_list_open" else "• "
                        item = self.lines(content, depth + 1)
                        found.extend([marker + item[0], *item[1:]] if item else [])
                case "blockquote_open":
                    found.extend(self.lines(inner, depth))
                case "fence" | "code_block":
                    found.extend(code_span(line, in_cell=True) for line in opening.content.split("\n") if line.strip())
                case "table_open":
                    found.extend(line.strip("| ") for line in self.table(inner).split("\n") if "---" not in line)
                case "hr":
                    pass
                case _:
                    texts = self.block(opening, inner)
                    found.extend(" ".join(text.split("\n")) for text in texts if text)
        return found

    def inline(self, tokens: list[Token], *, flat: bool = False) -> str:
        """Inline tokens as Markdown; `flat` keeps them on one line."""
        flat = flat or self.in_cell
        out: list[str] = []
        links: list[str | None] = []
        for token in tokens:
            at_start = not out or out[-1].endswith("\n")
            match token.type:
                case "text":
                    out.append(escape(token.content, at_line_start=at_start))
                case "code_inline":
                    out.append(code_span(token.content, in_cell=self.in_cell))
                case "em_open" | "em_close":
                    out.append("*")
                case "strong_open" | "strong_close":
                    out.append("**")
                case "softbreak":
                    out.append(" " if flat else "\n")
                case "hardbreak":
                    out.append("<br>" if flat else "  \n")
                case "link_open":
                    links.append(href(str(token.attrGet("href") or "")))
                    out.append("[" if links[-1] is not None else "")
                case "link_close":
                    target = links.pop()
                    out.append(f"]({target})" if target is not None else "")
                case "image":
                    out.append(self.picture(token))
                case _:
                    out.append(escape(token.content, at_line_start=at_start))
        return "".join(out)

    def picture(self, token: Token) -> str:
        """A picture as a link to it: no page of ours loads anything from elsewhere."""
        target = href(str(token.attrGet("src") or ""))
        text = escape(token.content, at_line_start=False) or "picture"
        return f"[{text}]({target})" if target is not None else text


def _no_fence(parts: list[str]) -> bool:
    return not any(part.startswith("```") for part in parts)


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
