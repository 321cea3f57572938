"""Ids of headings that stay when sections move: a repeated heading is named after its parent.

`### Attributes` stands below every state. Its id is made from the state's, never from a counter, so
that a link to `#idle-attributes` survives a new state above it. Knows the tree of a page.
"""

from __future__ import annotations

import html
import re
from collections import Counter
from collections.abc import Iterator
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.util import HTML_PLACEHOLDER_RE

from statebook.anchors import slug
from statebook.columns.text import words

_LEVELS = {f"h{number}": number for number in range(1, 7)}
_ANCHOR = re.compile(r'<a id="([^"]+)">')
SECTION_LEVEL = 2
"""The level of the headings at which a section begins: a state, an action."""


def level(element: Element) -> int:
    """1 to 6 for a heading, 0 for anything else."""
    return _LEVELS.get(element.tag, 0)


def set_ids(root: Element, md: Markdown, *, generated: bool) -> None:
    """Gives headings their ids.

    On a generated page: every heading. The first two levels are named by their own words, deeper
    ones by their parent's and their own. On another page only a heading that would need a number
    is named after its parent. An id that the text sets, by an attribute or an empty anchor in the
    heading, stays.
    """
    headings = [one for one in root.iter() if one.tag in _LEVELS]
    for heading in headings:
        _take_anchor(heading, md)
    taken = Counter(slug(words(one)) for one in headings if "id" not in one.attrib)
    used = {one.attrib["id"] for one in root.iter() if "id" in one.attrib}
    for heading, parent in _with_parent(headings):
        own = slug(words(heading))
        deep = level(heading) > SECTION_LEVEL
        if "id" in heading.attrib or not (generated or (taken[own] > 1 and deep)):
            continue
        name = f"{_prefix(parent)}-{own}".strip("-") if deep and parent is not None else own
        heading.set("id", _free(name or "section", used))
        used.add(heading.attrib["id"])
    if generated:
        for heading in headings:
            _shorten_in_contents(heading)


def take_aliases(root: Element, md: Markdown) -> None:
    """Moves empty anchors that stand alone before a heading into it.

    They are former names of a state. In columns whatever stands before a heading belongs to the section above, and
    who follows an old link would land at its end, which can be far from the heading.
    """
    kept: list[Element] = []
    aliases: list[Element] = []
    for element in root:
        if _is_anchors(element, md):
            aliases.append(element)
            continue
        if aliases and level(element):
            element.text = "".join((*(one.text or "" for one in aliases), element.text or ""))
        else:
            kept += aliases
        aliases = []
        kept.append(element)
    root[:] = [*kept, *aliases]


def _is_anchors(element: Element, md: Markdown) -> bool:
    """Whether a paragraph holds empty anchors and nothing else."""
    text = (element.text or "").strip()
    if element.tag != "p" or len(element) or not text or HTML_PLACEHOLDER_RE.sub("", text).strip():
        return False
    stored = [str(md.htmlStash.rawHtmlBlocks[int(one)]) for one in HTML_PLACEHOLDER_RE.findall(text)]
    return (
        all(map(_ANCHOR.fullmatch, stored[::2])) and all(one == "</a>" for one in stored[1::2]) and not len(stored) % 2
    )


def _with_parent(headings: list[Element]) -> Iterator[tuple[Element, Element | None]]:
    above: list[Element] = []
    for heading in headings:
        while above and level(above[-1]) >= level(heading):
            above.pop()
        yield heading, above[-1] if above else None
        above.append(heading)


def _prefix(parent: Element) -> str:
    codes = list(parent.iter("code"))
    of_code = slug(words(codes[0])) if len(codes) == 1 else ""
    return of_code or parent.get("id") or slug(words(parent))


def _free(name: str, used: set[str]) -> str:
    """The name itself; only for a heading that its own section says twice, a number behind it."""
    number, free = 1, name
    while free in used:
        number += 1
        free = f"{name}-{number}"
    return free


def _shorten_in_contents(heading: Element) -> None:
    """``The `idle` dataset status`` is `idle` in the table of contents, where fifteen of its kind stand."""
    codes = list(heading.iter("code"))
    if len(codes) == 1 and (heading.text or "").strip() == "The" and (codes[0].tail or "").strip():
        heading.set("data-toc-label", html.escape(words(codes[0]), quote=False))


def _take_anchor(heading: Element, md: Markdown) -> None:
    """Turns an empty anchor at the start of a heading into the heading's own id."""
    text = heading.text or ""
    opening = HTML_PLACEHOLDER_RE.match(text)
    closing = HTML_PLACEHOLDER_RE.match(text, opening.end()) if opening else None
    if opening is None or closing is None:
        return
    anchor = _ANCHOR.fullmatch(str(md.htmlStash.rawHtmlBlocks[int(opening[1])]))
    if anchor and str(md.htmlStash.rawHtmlBlocks[int(closing[1])]) == "</a>":
        heading.text = text[closing.end() :].lstrip()
        heading.set("id", anchor[1])
