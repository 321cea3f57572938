"""What stands for something that was never written: `todo`, `TBD`, `xxx`, `???`."""

from __future__ import annotations

import re

_WHOLE = re.compile(
    r"(?i)^[\s*_(\[]*(?:todo|tbd|tba|fixme|x{3,}|\?{2,}|lorem ipsum.*|to be (?:done|defined|written|completed))[\s.!:*_)\]]*$"
)
MARK = re.compile(
    r"\b(?:TODO|TBD|TBA|FIXME|XXX)\b(?=\s*(?:[:([]|[.,!;)]*\s*\Z|[.!;]\s))|\A\W*(?:TODO|TBD|TBA|FIXME|XXX)\b|(?i:\A\W*(?:todo|tbd|fixme)\b(?=\W*(?::|\Z|\n))|\b(?:todo|tbd|fixme):|\blorem ipsum\b)"
)
"""A mark of unfinished work inside a text."""


def is_placeholder(text: str) -> bool:
    """Whether a text is nothing but a placeholder."""
    return _WHOLE.match(text) is not None
