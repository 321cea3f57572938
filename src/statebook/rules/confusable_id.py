"""An id or a title holds characters that a reader cannot see or tell apart.

## Why

The Cyrillic letter a looks like the Latin one, a no-break space like a space, and a zero-width or
direction-changing character like nothing. Ids are copied into programs, where they then differ from
what everybody reads. It may also be done on purpose, to smuggle a change past a reviewer.

## How to repair

Type the id or the title again by hand.

## How to silence

Ignore it beside the element when the API really spells it so.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

from statebook.diagnostic import Severity
from statebook.rules.context import MachineContext
from statebook.rules.elements import elements
from statebook.rules.finding import Finding
from statebook.visible import visible

NAME = "confusable-id"
SEVERITY = Severity.WARNING

BAD = """\
statebook: 1
id: lamp
title: "Lamp\\u200b"  # error: [confusable-id]
state_attribute: status
initial: dark
states:
  d\u0430rk: {}  # error: [confusable-id]
  dark: {}
  very\u00a0bright: {}  # error: [confusable-id]
  dim: {title: "Di\\u202emmed"}  # error: [confusable-id]
"""

GOOD = """\
statebook: 1
id: lamp
title: Lampe à incandescence
state_attribute: status
initial: dark
states:
  dark: {title: "Темно (dark)"}
  あかるいOK: {}
  μ: {title: Γάμμα}
"""

LOOK_ALIKES = ("LATIN", "CYRILLIC", "GREEK", "ARMENIAN", "CHEROKEE")
"""Scripts with letters in common; within one word only one of them is written."""

JOINERS = "\u200c\u200d"
"""Invisible, and needed inside words of several languages and in emoji."""

_WORD = re.compile(r"[^\W\d_]+")


def check(context: MachineContext) -> Iterator[Finding]:
    """A finding for each id and title."""
    for one in elements(context.machine):
        name: str = getattr(one, "id", "") or getattr(one, "name", "")
        title: str = getattr(one, "title", "")
        for what, text in (("id", name), ("title", title if title != name else "")):
            why = "" if text.isascii() else _flaw(text)
            if why:
                pointer = one.pointer / "title" if what == "title" else one.pointer
                yield Finding(pointer, f"the {what} {visible(repr(text))} {why}", "type it again by hand", (what,))


@lru_cache(maxsize=1024)
def _flaw(text: str) -> str:
    """What is wrong with a text, or nothing."""
    for place, character in enumerate(text):
        if character.isascii():
            continue
        joins = character in JOINERS and not text[max(place - 1, 0) : place].isascii()
        if (visible(character) != character and not joins) or (unicodedata.category(character) == "Zs"):
            return f"holds U+{ord(character):04X}, which a reader cannot see"
    for word in _WORD.findall(text):
        scripts = [
            script for letter in word if (script := unicodedata.name(letter, "").partition(" ")[0]) in LOOK_ALIKES
        ]
        mixed = list(dict.fromkeys(scripts))
        if len(mixed) > 1:
            return f"mixes {' and '.join(one.capitalize() for one in mixed)} letters in one word"
    return ""
