"""The JSON of a document's fences, each read once."""

from __future__ import annotations

from statebook.audit.page.jsontree import Tree, read_json
from statebook.audit.page.model import Fence

STRICT = {"json", "application/json"}
LENIENT = {"jsonc", "json5", "js", "javascript", ""}


class Trees:
    """Reads fences that hold JSON, and remembers them."""

    def __init__(self) -> None:
        self._known: dict[int, tuple[Fence, Tree | None]] = {}

    def of(self, fence: Fence) -> Tree | None:
        """The JSON of a fence; None where it is not JSON and does not have to be."""
        known = self._known.get(id(fence))
        if known is None:
            known = self._known[id(fence)] = (fence, _read(fence))
        return known[1]


def is_strict(fence: Fence) -> bool:
    """Whether a fence says that it holds JSON."""
    return fence.language in STRICT


def _read(fence: Fence) -> Tree | None:
    if is_strict(fence):
        return read_json(fence.content)
    if fence.language in LENIENT and fence.content.lstrip()[:1] in ("{", "["):
        tree = read_json(fence.content)
        if tree.whole and tree.root is not None and not any("follows" in one.message for one in tree.flaws):
            return tree
    return None
