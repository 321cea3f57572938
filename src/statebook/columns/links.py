"""Links and images of a page whose words come from strangers: no script, no request to another host.

Knows the tree of a page, not where it is shown.
"""

from __future__ import annotations

import re
from xml.etree.ElementTree import Element

from statebook.columns.text import plain

_IGNORED_BY_BROWSERS = re.compile(r"[\x00-\x20\x7f]")
_SCHEME = re.compile(r"([^/?#:]*):")
_HARMLESS = {"http", "https", "mailto"}


def keep_harmless(root: Element) -> None:
    """Takes the address from links that are neither web, mail nor of this site.

    An image of another host becomes a link to it: readers of a page ask nobody else for anything.
    """
    for element in root.iter():
        if element.tag == "a" and not _is_harmless(element.get("href")):
            del element.attrib["href"]
        elif element.tag == "img":
            source = element.get("src")
            if _scheme(source) == "" and not _address(source).startswith(("//", "\\\\", "/\\", "\\/")):
                continue
            alternative = element.get("alt", "")
            tail = element.tail
            element.clear()
            element.tag, element.text, element.tail = "a", alternative, tail
            if source and _is_harmless(source):
                element.set("href", source)


def _address(value: str | None) -> str:
    return _IGNORED_BY_BROWSERS.sub("", plain(value))


def _scheme(value: str | None) -> str:
    found = _SCHEME.match(_address(value))
    return found[1].lower() if found else ""


def _is_harmless(value: str | None) -> bool:
    return value is None or value.startswith("#") or _scheme(value) in {"", *_HARMLESS}
