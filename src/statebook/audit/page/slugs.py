"""Which anchors a heading may have, by the rules of the programs that show Markdown.

GitHub (and what follows it: GitLab, Docusaurus), Python-Markdown's `toc` (MkDocs), Slate (Middleman's
`parameterize`), and kramdown (Jekyll) disagree about punctuation, other scripts and repeated headings.
A link is alive when any of them would make its anchor; only what none of them makes is dead.
"""

from __future__ import annotations

import hashlib
import html
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence

from statebook.anchors import slug
from statebook.audit.page.model import Inline

_GITHUB = re.compile(r"[^\w\- ]")
_TOC_REMOVED = re.compile(r"[^\w\s-]")
_TOC_JOINED = re.compile(r"[-\s]+")
_SLATE = re.compile(r"[^a-z0-9\-_]+")
_DASHES = re.compile(r"-{2,}")
_SPELT = re.compile(r"\(U\+[0-9A-F]{4,6}\)")
"""A hidden character that a page spells out; the page's own anchors do without it."""
_COUNT = re.compile(r"^(.*)_([0-9]{1,9})$")
_CODE = re.compile(r"`([^`]+)`")
_KRAMDOWN_START = re.compile(r"^[^a-zA-Z]+")
_KRAMDOWN = re.compile(r"[^a-zA-Z0-9 -]")


def slugs(text: str) -> Iterator[str]:
    """The anchors of a heading with this text that occurs once; some may be empty or equal."""
    lower = text.strip().lower()
    yield slug(text)
    yield slug(_SPELT.sub("", text))
    yield _github(lower).replace(" ", "-")
    yield _TOC_JOINED.sub("-", _TOC_REMOVED.sub("", lower).strip())
    ascii_only = _ascii(text)
    yield _toc(ascii_only)
    for seen in (ascii_only, html.escape(ascii_only).replace("&#x27;", "&#39;")):
        yield _slate(seen)
    yield _KRAMDOWN.sub("", _KRAMDOWN_START.sub("", text)).replace(" ", "-").lower()


def _github(text: str) -> str:
    """Text without signs; the marks of a letter stay with it, as in many scripts nothing else tells words apart."""
    if text.isascii():
        return _GITHUB.sub("", text)
    return "".join(sign for sign in text if sign in "-_ " or unicodedata.category(sign)[0] in "LMN")


def _ascii(text: str) -> str:
    """Text without its accents and without every letter that is not ASCII then."""
    return unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode("ascii")


def _toc(text: str) -> str:
    return _TOC_JOINED.sub("-", _TOC_REMOVED.sub("", text).strip().lower())


def _slate(text: str) -> str:
    return _DASHES.sub("-", _SLATE.sub("-", text.lower())).strip("-")


def numbered(titles: Sequence[Inline]) -> set[str]:
    """The anchors of all headings of a page that have a number, or stand for a heading without a letter.

    Python-Markdown counts up what ends in a number already, and begins at `_1` where nothing is left of a heading;
    Slate takes a digest of such a heading's HTML.
    """
    found: set[str] = set()
    for spell in (_ascii, str):
        used: set[str] = set()
        last: dict[str, int] = {}
        for title in titles:
            one = _toc(spell(title.plain))
            if one in used or not one:
                one = _counted_up(one, used, last)
            used.add(one)
        found |= used
    digests: Counter[str] = Counter()
    for title in titles:
        if not _slate(_ascii(title.plain)):
            shown = _CODE.sub(r"<code>\1</code>", html.escape(title.source, quote=False))
            for text in dict.fromkeys((title.plain, shown)):
                digest = hashlib.sha1(text.encode(), usedforsecurity=False).hexdigest()[:10]
                digests[digest] += 1
                found.add(digest if digests[digest] == 1 else f"{digest}-{digests[digest]}")
    return found


def _counted_up(anchor: str, used: set[str], last: dict[str, int]) -> str:
    """The first free number behind an anchor, or behind its own one; `last` are those given for each anchor before."""
    match = _COUNT.match(anchor)
    base, count = (match[1], int(match[2])) if match else (anchor, 0)
    count = max(count, last.get(anchor, 0)) + 1  # what was taken stays so: no heading asks again for those before
    while f"{base}_{count}" in used:
        count += 1
    last[anchor] = count
    return f"{base}_{count}"


def one_slug(text: str) -> str:
    """The anchor that tells headings apart: where two have the same, some program makes them one."""
    return slug(text)
