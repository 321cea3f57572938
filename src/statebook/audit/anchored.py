"""The anchors of a page, whatever program shows it."""

from __future__ import annotations

import re
from collections import Counter

from statebook.audit.page.model import Page
from statebook.audit.page.slugs import one_slug, slugs

_NUMBERED = re.compile(r"^(.*)[-_](\d{1,4})$")


class Anchored:
    """Which fragments lead somewhere on a page. Case does not count: browsers differ."""

    def __init__(self, page: Page) -> None:
        self._known: Counter[str] = Counter()
        own: dict[str, None] = {}
        for section in page.sections:
            if section.level:
                found = {one for one in slugs(section.title.plain) if one}
                self._known.update(found)
                own.setdefault(section.anchor or one_slug(section.title.plain))
                parent = section.parent
                while parent is not None and parent.level:
                    for outer in slugs(parent.title.plain):
                        self._known.update(f"{outer}-{inner}" for inner in found)
                    parent = parent.parent
        self._ids = {one.casefold() for one in page.ids}
        self.names = [*own, *sorted(page.ids)]

    def has(self, fragment: str) -> bool:
        """Whether some reader finds it."""
        text = fragment.casefold()
        if text in self._ids or text in self._known or fragment in self._known:
            return True
        numbered = _NUMBERED.match(text)
        return numbered is not None and self._known[numbered[1]] > 1
