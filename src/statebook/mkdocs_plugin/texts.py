"""The site for language models: each page's Markdown at a stable address, `llms.txt` and `llms-full.txt`.

Follows the form of https://llmstxt.org: a title, a summary, and lists of links. Plain values in, text
out; knows no MkDocs and writes nothing.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

_FENCE = re.compile(r"^[ \t>]*(`{3,}|~{3,})")
_COMMENT = re.compile(r"<!--.*?-->[ \t]*\n?", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Text:
    """One page: where it stands in the navigation, and its Markdown. `path` is relative to the site."""

    section: str
    title: str
    path: str
    description: str
    markdown: str


def index(site: str, description: str, base: str, texts: Sequence[Text]) -> str:
    """`llms.txt`: every page with its description, under the sections of the navigation.

    `base` is the address of the site, empty when unknown: then links are relative.
    """
    lines = [*_opening(site, description)]
    for section in dict.fromkeys(one.section for one in texts):
        lines += [f"## {_line(section or 'Pages')}", ""]
        for one in texts:
            if one.section == section:
                words = f": {_line(one.description)}" if one.description else ""
                lines.append(f"- [{_label(one.title)}]({base}{one.path}){words}")
        lines.append("")
    return "\n".join(lines)


def whole(site: str, description: str, base: str, texts: Sequence[Text]) -> str:
    """`llms-full.txt`: the Markdown of every page, one after the other, each under its address."""
    lines = [*_opening(site, description)]
    for one in texts:
        lines += [f"<!-- {base}{one.path} -->", "", one.markdown.strip("\n"), ""]
    return "\n".join(lines)


def without_comments(markdown: str) -> str:
    """A hand-written page's Markdown without HTML comments, which are notes; those in fences stay."""
    if "<!--" not in markdown:
        return markdown.lstrip("\n")
    pieces: list[str] = []
    prose: list[str] = []
    fence = ""
    for line in markdown.splitlines(keepends=True):
        found = _FENCE.match(line)
        if not fence and found:
            pieces.append(_COMMENT.sub("", "".join(prose)))
            prose, fence = [], found[1]
            pieces.append(line)
        elif fence:
            pieces.append(line)
            if found and found[1].startswith(fence) and line.strip(" \t>\n") == found[1]:
                fence = ""
        else:
            prose.append(line)
    return "".join([*pieces, _COMMENT.sub("", "".join(prose))]).lstrip("\n")


def _opening(site: str, description: str) -> list[str]:
    return [f"# {_line(site)}", "", *([f"> {_line(description)}", ""] if description else [])]


def _line(text: str) -> str:
    return " ".join(text.split())


def _label(text: str) -> str:
    return re.sub(r"([\\\[\]])", r"\\\1", _line(text))
