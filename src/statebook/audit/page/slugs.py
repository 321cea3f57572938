"""Which anchors a heading may have, by the rules of the programs that show Markdown.

GitHub (and what follows it: GitLab, Docusaurus), Python-Markdown's `toc` (MkDocs), Slate (Middleman's
`parameterize`), and kramdown (Jekyll) disagree about punctuation, other scripts and repeated headings.
A link is alive when any of them would make its anchor; only what none of them makes is dead.
"""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Iterator

from statebook.anchors import slug

_GITHUB = re.compile(r"[^\w\- ]")
_TOC_REMOVED = re.compile(r"[^\w\s-]")
_TOC_JOINED = re.compile(r"[-\s]+")
_SLATE = re.compile(r"[^a-z0-9\-_]+")
_DASHES = re.compile(r"-{2,}")
_SPELT = re.compile(r"\(U\+[0-9A-F]{4,6}\)")
"""A hidden character that a page spells out; the page's own anchors do without it."""
_KRAMDOWN_START = re.compile(r"^[^a-zA-Z]+")
_KRAMDOWN = re.compile(r"[^a-zA-Z0-9 -]")


def slugs(text: str) -> Iterator[str]:
    """The anchors of a heading with this text that occurs once; some may be empty or equal."""
    lower = text.strip().lower()
    yield slug(text)
    yield slug(_SPELT.sub("", text))
    yield _GITHUB.sub("", lower).replace(" ", "-")
    yield _TOC_JOINED.sub("-", _TOC_REMOVED.sub("", lower).strip())
    ascii_only = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode("ascii")
    yield _TOC_JOINED.sub("-", _TOC_REMOVED.sub("", ascii_only).strip().lower())
    for seen in (ascii_only, html.escape(ascii_only).replace("&#x27;", "&#39;")):
        yield _DASHES.sub("-", _SLATE.sub("-", seen.lower())).strip("-")
    yield _KRAMDOWN.sub("", _KRAMDOWN_START.sub("", text)).replace(" ", "-").lower()


def one_slug(text: str) -> str:
    """The anchor that tells headings apart: where two have the same, some program makes them one."""
    return slug(text)
