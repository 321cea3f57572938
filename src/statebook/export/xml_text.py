"""XML as text: elements with attributes, in which no text of a spec can end anything or hide."""

from __future__ import annotations

import re
from collections.abc import Mapping

_UNSAYABLE = re.compile("[\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f\ud800-\udfff\ufffe\uffff]")
"""What XML 1.0 cannot hold, not even by number."""

_ESCAPED = re.compile(
    '[&<>"\\t\\n\\r'  # what ends something, and white space that readers of attributes make into spaces
    "\\x7f-\\x9f\\xad\\u061c\\u200b-\\u200f\\u2028-\\u202e\\u2060-\\u206f\\ufeff\\ufff9-\\ufffb]"  # what acts unseen
)
_NAMED = {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;"}


def sayable(text: str) -> bool:
    """Whether XML can hold the whole text."""
    return _UNSAYABLE.search(text) is None


def attribute_text(text: str) -> str:
    """The text as it stands between the quotes of an attribute. What XML cannot hold becomes U+FFFD."""
    return _ESCAPED.sub(lambda found: _NAMED.get(found[0]) or f"&#x{ord(found[0]):x};", _UNSAYABLE.sub("\ufffd", text))


def element(name: str, attributes: Mapping[str, str], *, close: bool) -> str:
    """The tag of an element with the attributes that say something; an element of its own when `close`."""
    said = "".join(f' {key}="{attribute_text(value)}"' for key, value in attributes.items() if value)
    return f"<{name}{said}{'/' if close else ''}>"
