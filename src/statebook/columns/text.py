"""The words of an element as a reader sees them, though Python-Markdown is not done with it yet.

Between the inline patterns and the output, text holds numbers for escaped characters, placeholders
for stored HTML, entities, and our own marks. Knows the tree of Python-Markdown and nothing of pages.
"""

from __future__ import annotations

import html
import re
from xml.etree.ElementTree import Element

from markdown.util import AMP_SUBSTITUTE, HTML_PLACEHOLDER_RE

from statebook.columns import marks

_ESCAPED = re.compile("\x02([0-9]+)\x03")
_SPECIAL = re.compile("[&\x02\ufdd0-\ufdef]")
"""One of these stands in any text that is not shown as it is."""


def plain(text: str | None) -> str:
    """The characters that a browser would show for this text of the tree."""
    if not text:
        return ""
    if not _SPECIAL.search(text):
        return text
    without = HTML_PLACEHOLDER_RE.sub("", text).replace(AMP_SUBSTITUTE, "&")
    return marks.to_text(html.unescape(_ESCAPED.sub(lambda found: chr(int(found[1])), without)))


def words(element: Element) -> str:
    """The plain text of an element and everything in it."""
    return plain("".join(element.itertext()))
