"""Inline Markdown, printed anew on the way from the syntax tree to a page.

Knows tokens and `escape`, nothing of blocks. Emphasis is written with `*` where every renderer of
the family reads that alike, and as an HTML tag where they would quarrel.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from statebook.render.escape import code_span, escape, href

if TYPE_CHECKING:
    from markdown_it.token import Token

_MARKS = {"em": "*", "strong": "**"}
_MAY_FOLLOW = " .,;:!?)"


@dataclass(slots=True)
class _Piece:
    """`kind` is text, code, break, hard, em, strong or link; `opens` tells the first of a pair."""

    kind: str
    text: str = ""
    opens: bool = False


def print_inline(tokens: list[Token], *, flat: bool, in_cell: bool = False, bold: bool = False) -> str:
    """The tokens as Markdown. `flat` keeps them on one line, `bold` says that they stand in bold text."""
    return _print(_tidied(list(_pieces(tokens, bold=bold))), flat=flat, in_cell=in_cell)


def _pieces(tokens: list[Token], *, bold: bool) -> Iterator[_Piece]:
    """Links that are refused, and emphasis inside emphasis of its kind, leave their text alone."""
    links: list[str | None] = []
    depth = {"em": 0, "strong": int(bold)}
    for token in tokens:
        kind, _, end = token.type.rpartition("_")
        if kind in depth and end in ("open", "close"):
            depth[kind] += 1 if end == "open" else -1
            if depth[kind] == (1 if end == "open" else 0):
                yield _Piece(kind, opens=end == "open")
        elif token.type == "link_open":
            links.append(href(str(token.attrGet("href") or "")))
            if links[-1] is not None:
                yield _Piece("link", links[-1], opens=True)
        elif token.type == "link_close":
            if (target := links.pop()) is not None:
                yield _Piece("link", target)
        elif token.type == "image":
            yield from _picture(token, inside_link=any(one is not None for one in links))
        elif token.type in ("softbreak", "hardbreak"):
            yield _Piece("break" if token.type == "softbreak" else "hard")
        else:
            yield _Piece("code" if token.type == "code_inline" else "text", token.content)


def _picture(token: Token, *, inside_link: bool) -> Iterator[_Piece]:
    """A picture as a link to it: no page of ours loads anything from elsewhere."""
    target = None if inside_link else href(str(token.attrGet("src") or ""))
    text = _Piece("text", token.content.strip() or "picture")
    yield from (text,) if target is None else (_Piece("link", target, opens=True), text, _Piece("link", target))


def _tidied(pieces: list[_Piece]) -> list[_Piece]:
    """Neighbouring texts as one, so that nothing grows together unescaped; no empty pair."""
    found: list[_Piece] = []
    for piece in pieces:
        last = found[-1] if found else None
        if piece.kind == "text" and (not piece.text or (last is not None and last.kind == "text")):
            if last is not None and piece.text:
                last.text += piece.text
        elif (
            last is not None
            and last.kind == piece.kind
            and last.opens
            and not piece.opens
            and piece.kind in (*_MARKS, "link")
        ):
            if piece.kind == "link":
                found += [_Piece("text", piece.text.replace("&amp;", "&")), piece]
            else:
                found.pop()
        else:
            found.append(_Piece(piece.kind, piece.text, piece.opens))
    return found if len(found) == len(pieces) else _tidied(found) if _untidy(found) else found


def _untidy(pieces: list[_Piece]) -> bool:
    pairs = pairwise(pieces)
    return any(
        one.kind == other.kind and (one.kind == "text" or (one.kind in _MARKS and one.opens and not other.opens))
        for one, other in pairs
    )


def _print(pieces: list[_Piece], *, flat: bool, in_cell: bool) -> str:
    out = ""
    signs = _signs(pieces)
    in_link = False
    for place, piece in enumerate(pieces):
        match piece.kind:
            case "text":
                text = escape(piece.text, at_line_start=not out or out.endswith("\n"))
                following = pieces[place + 1 : place + 2]
                if text.endswith("!") and following and following[0].kind == "link":
                    text = f"{text[:-1].removesuffix(chr(92))}&#33;"
                out += text
            case "code":
                out += code_span(piece.text, in_cell=in_cell or in_link)
            case "break" | "hard":
                out = out.rstrip(" ")
                hard = piece.kind == "hard" and out and not out.endswith("\n")
                out += ("<br>" if hard else " ") if flat else ("  \n" if hard else "\n" if out else "")
            case "link":
                in_link = piece.opens
                out += "[" if piece.opens else f"]({piece.text})"
            case _:
                out += signs[place]
    return out.strip()


def _signs(pieces: list[_Piece]) -> dict[int, str]:
    """How each opening and closing of emphasis is spelled, by its place."""
    open_at: list[int] = []
    found: dict[int, str] = {}
    for place, piece in enumerate(pieces):
        if piece.kind not in _MARKS:
            continue
        if piece.opens:
            open_at.append(place)
            continue
        first = open_at.pop()
        plain = _is_plain(pieces, first, place)
        found[first] = _MARKS[piece.kind] if plain else f"<{piece.kind}>"
        found[place] = _MARKS[piece.kind] if plain else f"</{piece.kind}>"
    return found


def _is_plain(pieces: list[_Piece], first: int, last: int) -> bool:
    """Whether white space or mild punctuation stands around the pair, and neither inside its ends."""
    before = pieces[first - 1] if first else None
    after = pieces[last + 1] if last + 1 < len(pieces) else None
    inner = pieces[first + 1 : last]
    ends = (inner[0].kind, inner[-1].kind)
    return (
        (
            before is None
            or before.kind in ("break", "hard")
            or (before.kind == "text" and before.text.endswith((" ", "(")))
        )
        and (
            after is None or after.kind in ("break", "hard") or (after.kind == "text" and after.text[:1] in _MAY_FOLLOW)
        )
        and not any(kind in (*_MARKS, "break", "hard") for kind in ends)
        and (inner[0].kind != "text" or inner[0].text[:1].isalnum())
        and (inner[-1].kind != "text" or inner[-1].text[-1:].isalnum() or inner[-1].text[-1:] in ".!?:)")
        and not any(one.kind == pieces[first].kind for one in inner)
    )
