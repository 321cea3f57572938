"""A link leads to something that a page must not open.

## Why

`javascript:`, `data:` and their like run code in the reader's browser, and `file:` reads the reader's
disk. A link that begins with `//` takes whatever protocol the page has. Pages allow `http`, `https`,
`mailto` and places in the site; other links are shown as plain text.

## How to repair

Link the page where the thing can be read, with its `https:` address.

## How to silence

There is no good reason: the link is not made.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from statebook.diagnostic import Severity
from statebook.pointer import Pointer
from statebook.rules.context import MachineContext
from statebook.rules.finding import Finding
from statebook.rules.texts import seen
from statebook.visible import visible

NAME = "unsafe-link"
SEVERITY = Severity.ERROR

ALLOWED = ("http", "https", "mailto")
LONGEST = 60
"""Characters of a link that a message shows."""

BAD = """\
statebook: 1
id: lamp
title: Lamp
summary: "[Press](javascript:alert)."  # error: [unsafe-link]
state_attribute: status
initial: dark
sources:
  manual: {title: Manual, url: "file:///manual.pdf"}  # error: [unsafe-link]
states:
  dark: {description: "![dark](//example.org/dark.png)"}  # error: [unsafe-link]
  bright: {description: "<data:text/html,x>"}  # error: [unsafe-link]
"""

GOOD = """\
statebook: 1
id: lamp
title: Lamp
summary: "[Press](https://example.org/press), [write](mailto:a@example.org), or go [on](other.md#part)."
state_attribute: status
initial: dark
sources:
  manual: {title: Manual, url: https://example.org/manual.pdf}
states:
  dark: {description: Not a link is `javascript:alert`.}
"""

_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.\-]*):")


def check(context: MachineContext) -> Iterator[Finding]:
    """A finding for each such link, pictures and the addresses of sources included."""
    places: list[tuple[Pointer, str, str]] = []
    for one in context.texts:
        places += [(one.pointer, target, f"a text of {one.owner}") for target in seen(one.content).targets]
    for source in context.machine.sources.values():
        places.append((source.pointer / "url", source.url, f"the source {source.id!r}"))
    for pointer, target, where in places:
        if not is_safe(target):
            shown = visible(target if len(target) <= LONGEST else target[:LONGEST] + "…")
            yield Finding(pointer, f"{where} links {shown!r}, which no page opens", "link an https address", (target,))


def is_safe(target: str) -> bool:
    """Whether a page may link it: a relative address, or one of an allowed scheme."""
    # Browsers drop white space and controls from an address before they look at its scheme.
    bare = "".join(one for one in target if one > " " and one.isprintable()).replace("%09", "").replace("%0A", "")
    scheme = _SCHEME.match(bare)
    if scheme:
        return scheme[1].lower() in ALLOWED
    return not bare.startswith(("//", "\\", "/\\"))
