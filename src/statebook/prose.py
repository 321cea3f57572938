"""An author's Markdown where no page links it: a schema's description, another tool's comment."""

from __future__ import annotations

import re

_REFERENCE = re.compile(r"\[(`[^`\]\n]+`)\](?:\[\])?(?![(\[:])")


def without_references(text: str) -> str:
    """The text with references such as [`idle`] as plain code, as nothing would resolve them."""
    return _REFERENCE.sub(r"\1", text.strip())
