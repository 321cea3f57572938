"""What the head of a page says to search engines, link previews and programs.

Plain values in, escaped HTML out: meta tags, links, and one block of data, which no
Content-Security-Policy for scripts concerns, as it is never run. Knows no MkDocs.
"""

from __future__ import annotations

import html
import json
import re
from dataclasses import dataclass

MAXIMUM_DESCRIPTION = 300
_END = "</head>"
_PARAGRAPH = re.compile(r"<p(?:\s[^>]*)?>(.*?)</p>", re.DOTALL)
_TAG = re.compile(r"<[^>]*>")
_SENTENCE = re.compile(r".+?[.!?…](?=\s+[^\s\da-z]|\s*$)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Head:
    """The facts about one page. Addresses are absolute or relative to the page; empty ones are left out."""

    title: str
    site: str = ""
    description: str = ""
    url: str = ""
    markdown: str = ""
    schema: str = ""
    machine: str = ""
    feed: str = ""
    article: bool = False
    """It is about a machine, and not an entry page: it gets the block of data."""


def head_lines(head: Head, output: str) -> str:
    """The lines to put before the end of the head of the page `output`, without what it says already."""
    lines: list[str] = []
    start = output[: output.find(_END)]
    if 'property="og:title"' not in start:
        pairs = {
            "og:type": "article" if head.article else "website",
            "og:site_name": head.site,
            "og:title": head.title,
            "og:description": head.description,
            "og:url": head.url,
        }
        lines += [f'<meta property="{key}" content="{html.escape(text)}">' for key, text in pairs.items() if text]
    if head.description and not re.search(r'<meta\s+name="?description\b', start):
        lines.append(f'<meta name="description" content="{html.escape(head.description)}">')
    # With a space: Material takes every `[rel=alternate]` for a language and asks for a sitemap beside it.
    links = [
        ("alternate ", "text/markdown", head.markdown, "This page as Markdown"),
        ("describedby", "application/schema+json", head.schema, "JSON Schema of the object"),
        ("alternate ", "application/json", head.machine, "States and transitions as data"),
        ("alternate ", "application/atom+xml", head.feed, "Changes"),
    ]
    for relation, kind, address, title in links:
        if address:
            lines.append(f'<link rel="{relation}" type="{kind}" href="{html.escape(address)}" title="{title}">')
    if head.article:
        lines.append(f'<script type="application/ld+json">{_data(head)}</script>')
    return "".join(f"    {line}\n" for line in lines)


def _data(head: Head) -> str:
    """The page as a schema.org TechArticle; `<` is escaped, so no text can end the block."""
    facts: dict[str, object] = {"@context": "https://schema.org", "@type": "TechArticle", "headline": head.title}
    if head.description:
        facts["description"] = head.description
    if head.url:
        facts |= {"url": head.url, "mainEntityOfPage": head.url}
    if head.site:
        facts["isPartOf"] = {"@type": "WebSite", "name": head.site}
    text = json.dumps(facts, ensure_ascii=False, separators=(",", ":"))
    for character in "<>&\u2028\u2029":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return text


def with_head(output: str, lines: str) -> str:
    """The page with lines at the end of its head; the page itself when it has none."""
    end = output.find(_END)  # pages are long: one copy of them is enough
    return f"{output[:end]}{lines}{output[end:]}" if lines and end >= 0 else output


def first_sentence(content: str) -> str:
    """The first sentence of a page's HTML before its first section, as plain text; empty without one."""
    paragraphs = (html.unescape(_TAG.sub("", one[1])) for one in _PARAGRAPH.finditer(content.partition("<h2")[0]))
    text = next((words for one in paragraphs if (words := " ".join(one.split()))), "")
    found = _SENTENCE.match(text)
    sentence = found[0] if found else text
    if len(sentence) <= MAXIMUM_DESCRIPTION:
        return sentence
    return sentence[:MAXIMUM_DESCRIPTION].rpartition(" ")[0] + " …"
