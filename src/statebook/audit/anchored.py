"""The anchors of a page, whatever program shows it."""

from __future__ import annotations

import re
from collections import Counter

from statebook.audit.page.model import Page
from statebook.audit.page.slugs import numbered, one_slug, slugs

_NUMBERED = re.compile(r"^(.*)[-_](\d{1,4})$")


class Anchored:
    """Which fragments lead somewhere on a page. Case does not count: browsers differ."""

    def __init__(self, page: Page) -> None:
        self._known: Counter[str] = Counter()
        own: dict[str, None] = {}
        for section in page.sections:
            if section.level:
                found = set(slugs(section.title.plain))
                self._known.update(found)
                own.setdefault(section.anchor or one_slug(section.title.plain))
                parent = section.parent
                while parent is not None and parent.level:
                    for outer in slugs(parent.title.plain):
                        self._known.update(f"{outer}-{inner}" for inner in found)
                    parent = parent.parent
        self._numbered = numbered([one.title for one in page.sections if one.level])
        self._ids = {one.casefold() for one in page.ids}
        self.names = [*own, *sorted(page.ids)]

    def has(self, fragment: str) -> bool:
        """Whether some reader finds it."""
        text = fragment.casefold()
        if text in self._ids or any(
            one in known for one in (text, fragment) for known in (self._known, self._numbered)
        ):
            return True
        return any(
            repeated is not None and self._known[repeated[1]] > 1
            for repeated in (_NUMBERED.match(text), _NUMBERED.match(fragment))
        )
