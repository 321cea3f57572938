"""The ids that Slate gives to headings, and which of ours they are not."""

from __future__ import annotations

import re
import unicodedata

from statebook.anchors import Anchors

_OTHER = re.compile(r"[^a-z0-9_-]+")
_MARKED = re.compile(r"[^\w\s-]")


def heading_id(text: str) -> str:
    """What Slate makes of a heading's plain text: ASCII letters without accents, digits, `_` and `-`.

    Empty for a heading of which nothing would be left, and for one with characters that HTML or
    typography may rewrite before Slate sees them: then nobody can rely on what it makes of it.
    """
    if _MARKED.search(text):
        return ""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    if len(plain) != len(text):
        return ""
    return re.sub("-{2,}", "-", _OTHER.sub("-", plain.lower())).strip("-")


class SlateAnchors(Anchors):
    """The anchors of a page in which Slate makes the ids of headings."""

    def state_is_derived(self, state: str) -> bool:
        """Whether Slate's id of the heading is the state's anchor."""
        return super().state_is_derived(state) and heading_id(self.state_heading(state)) == self.state(state)

    def action_is_derived(self, action: str) -> bool:
        """Whether Slate's id of the heading is the action's anchor."""
        title = self.machine.actions[action].title
        return super().action_is_derived(action) and heading_id(title) == self.action(action)

    def state_mark(self, state: str) -> str:  # noqa: ARG002 - what Slate does not make is set before the heading
        """Nothing."""
        return ""

    def action_mark(self, action: str) -> str:  # noqa: ARG002 - the same
        """Nothing."""
        return ""

    object_mark = ""
    """Nothing: the export sets it."""

    @property
    def top(self) -> str:
        """The anchor of the title: the export sets it where Slate does not."""
        return self.page
