"""Inline tokens of the Markdown parser as the text that a reader sees, with places."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING
from urllib.parse import unquote

from statebook.audit.page.locate import Locator
from statebook.audit.page.model import Inline, Piece, Place

if TYPE_CHECKING:
    from markdown_it.token import Token

_TAG = re.compile(r"^</?([A-Za-z][A-Za-z0-9-]*)")
_ID = re.compile(r"""(?i)(?<![\w-])(?:id|name)\s*=\s*("[^"]*"|'[^']*'|[^\s"'>]+)""")


def ids_in(html: str) -> list[str]:
    """The anchors that a piece of HTML sets."""
    if "=" not in html:
        return []
    return [one.strip("\"'") for one in _ID.findall(html)]


_ONE_CODE = re.compile(r"`([^`\n]*[^`\s])`")
_SPECIAL = re.compile(r"[\\`*_\[\]<&!\n]|  ")


def simple(source: str, locator: Locator) -> Inline | None:
    """Text without Markdown, or one code span and nothing else: most cells. None for what needs the parser."""
    place = locator.place()
    code = _ONE_CODE.fullmatch(source)
    if code and code[1][0] != " " and "|" not in source:
        piece = Piece(code[1], Place(place.file, place.line, place.column + 1))
        return Inline(source, code[1], place, (piece,), (piece,))
    if _SPECIAL.search(source) or "://" in source:
        return None
    plain = source.strip()
    return Inline(source, plain, place, parts=(Piece(source, place),) if plain else ())


class InlineReader:
    """Reads the children of one inline token. `has_references`: a link's target may stand elsewhere."""

    def __init__(self, locator: Locator, *, has_references: bool = False) -> None:
        self.locator = locator
        self.has_references = has_references
        self.start = locator.place()
        self.seen: list[str] = []
        self.parts: list[Piece] = []
        self.codes: list[Piece] = []
        self.links: list[Piece] = []
        self.ids: list[str] = []
        self.html = False
        self._text: list[str] = []
        self._text_place: Place | None = None
        self._code: list[str] | None = None
        self._open: list[tuple[str, Place]] = []

    def read(self, source: str, children: Sequence[Token]) -> Inline:
        """The text of the token."""
        for token in children:
            self._token(token)
        self._end_part()
        plain = " ".join("".join(self.seen).split())
        return Inline(
            source,
            plain,
            self.start,
            tuple(self.codes),
            tuple(self.parts),
            tuple(self.links),
            tuple(self.ids),
            self.html,
        )

    def _token(self, token: Token) -> None:
        kind = token.type
        if kind == "text":
            self._add_text(token.content)
        elif kind == "code_inline":
            self._add_code(token.content)
        elif kind in ("softbreak", "hardbreak"):
            self._break(hard=kind == "hardbreak")
        elif kind == "link_open":
            self._open.append((str(token.attrGet("href") or ""), self.locator.place()))
        elif kind == "link_close" and self._open:
            target, place = self._open.pop()
            found = self.locator.target(target)
            if found is not None:
                self.links.append(Piece(unquote(target), found))
            elif not self.has_references:  # else it is one, and told where it is defined
                self.links.append(Piece(unquote(target), place))
        elif kind == "html_inline":
            self._tag(token.content)
        elif kind == "image":
            self.locator.find("](")
            self.locator.find(")")
            self.seen.append(token.content)

    def _add_text(self, text: str) -> None:
        if not text:
            return
        if self._code is not None:
            self._code.append(text)
            return
        word = next(iter(text.split()), "")
        place = self.locator.find(word)
        if len(text) > len(word):
            self.locator.find(text[text.find(word) + len(word) :].rstrip())
        if self._text_place is None and word:
            self._text_place = place
        self._text.append(text)
        self.seen.append(text)

    def _add_code(self, content: str) -> None:
        self._end_part()
        place = self.locator.find(content)
        while self.locator.skip("`"):
            pass
        piece = Piece(content, place)
        self.codes.append(piece)
        self.parts.append(piece)
        self.seen.append(content)

    def _break(self, *, hard: bool) -> None:
        if hard:
            self._end_part()
        else:
            self._text.append(" ")
        self.seen.append(" ")

    def _tag(self, content: str) -> None:
        match = _TAG.match(content)
        name = match[1].lower() if match else ""
        self.ids.extend(ids_in(content))
        if self._code is not None and content.lower() == "</code>":
            code, self._code = "".join(self._code), None
            self._add_code(code)
        elif content.lower() == "<code>":
            self._end_part()
            self._code = []
        elif name == "br":
            self._break(hard=True)
            self.locator.find(content)
        elif name != "a":
            self.html = True

    def _end_part(self) -> None:
        text = "".join(self._text)
        if text.strip():
            self.parts.append(Piece(text, self._text_place or self.locator.place()))
        self._text = []
        self._text_place = None
