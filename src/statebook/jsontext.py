"""JSON as text: the one way in which Statebook spells JSON, wherever it is shown or written.

Readers see the characters of their language, not escapes; what a reader cannot see (control and
direction characters, line separators, half surrogate pairs) is escaped, so no text of a spec can
make a file look like something it is not. This module knows nothing of machines.
"""

from __future__ import annotations

import json
import re

from statebook.model import Json

_UNSEEN = re.compile(
    "[\\x7f-\\x9f"  # DEL and the C1 controls; JSON itself demands escapes for the C0 ones
    "\\u061c\\u200e\\u200f\\u202a-\\u202e\\u2066-\\u2069"  # direction marks, embeddings, overrides, isolates
    "\\u2028\\u2029"  # line and paragraph separators: JavaScript and some viewers break lines there
    "\\ufeff\\ufff9-\\ufffb\\ufffe\\uffff"  # byte order mark, annotation marks, noncharacters
    "\\ud800-\\udfff]"  # half surrogate pairs cannot be written as UTF-8
)


def _escaped(match: re.Match[str]) -> str:
    return f"\\u{ord(match.group()):04x}"


def json_text(value: Json) -> str:
    """A JSON value as text with two-space indent, its own key order and one final line feed.

    Encodable as UTF-8 whatever the value holds. Raises `ValueError` for a number that JSON cannot
    say (infinite, not a number, or an integer too long to print).
    """
    return _UNSEEN.sub(_escaped, json.dumps(value, ensure_ascii=False, indent=2, allow_nan=False)) + "\n"


def json_line(value: Json) -> str:
    """A JSON value on one line, without a line feed at the end; otherwise as `json_text`."""
    return _UNSEEN.sub(_escaped, json.dumps(value, ensure_ascii=False, allow_nan=False))
