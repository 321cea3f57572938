"""The words by which pages of many dialects say the same: headers, directions, and what stands for nothing."""

from __future__ import annotations

import re

from statebook.visible import visible

TWICE_ENCODED = "\u00c2\u00a0"
"""A no-break space whose UTF-8 was read as Latin-1 and encoded again."""

_JOINED = re.compile(r"[\s\-_.]+")
_OVERRIDES = re.compile("[\u202a-\u202e\u2066-\u2069]")
_CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ufffe\uffff\ud800-\udfff]")


def folded(text: str) -> str:
    """Text without what writers vary: case, and what joins words."""
    text = text.replace(TWICE_ENCODED, " ")
    return _JOINED.sub("_", text.strip().casefold()).strip("_") or text.strip()


def as_shown(text: str) -> str:
    """A name as a page can show it: directions named, controls replaced, on one line."""
    text = _OVERRIDES.sub(lambda match: f"(U+{ord(match[0]):04X})", text.replace("\r\n", "\n").replace("\r", "\n"))
    return " ".join(_CONTROLS.sub("\ufffd", text).split())


def quoted(text: str, limit: int = 60) -> str:
    """A name of a page or a spec inside a message, on one line and safe to show."""
    shown = visible(" ".join(text.split()))
    return f"`{shown if len(shown) <= limit else shown[: limit - 1] + '…'}`"


STATE_WORDS = ("status", "statuses", "state", "states", "phase", "phases", "stage", "stages")

ANYTHING = {
    "any", "any_state", "any_status", "all", "all_states", "all_statuses", "*", "every_state", "(any)", "any_other",
    "any_other_state", "any_other_status", "(all)", "every", "everywhere",
}  # fmt: skip
NOTHING = {
    "", "-", "\u2013", "\u2014", "none", "n/a", "na", "nothing", "nobody", "[*]", "(start)", "start", "(none)", "initial",
    "(initial)", "new", "(new)", "∅", "created", "creation", "(creation)", "nil", "nowhere", "end", "(end)", "_",
}  # fmt: skip

_ARRIVING = re.compile(
    r"\b(lead(?:s|ing)?\s+(?:in)?to|enter(?:s|ed|ing)?|into|incoming|arriv\w*|in-?bound|"
    r"transitions?\s+to\s+(?:this|the)|how\s+it\s+gets\s+here|comes?\s+from|coming\s+from|reached\s+from)\b"
)
_LEAVING = re.compile(
    r"\b(leav(?:e|es|ing)|outgoing|out-?bound|exit(?:s|ed|ing)?|transitions?\s+from|what\s+comes\s+next|"
    r"next\s+(?:states?|status(?:es)?)|goes?\s+to|going\s+to|leads?\s+from)\b"
)


def direction(text: str) -> str:
    """`arriving`, `leaving`, or nothing for a heading that says neither or both."""
    lower = text.casefold()
    arriving, leaving = _ARRIVING.search(lower), _LEAVING.search(lower)
    if bool(arriving) == bool(leaving):
        return ""
    return "arriving" if arriving else "leaving"


_FROM = re.compile(r"\b(from|source|origin|prior|previous|current|before|old|starting)\b")
_TO = re.compile(r"\b(to|target|destination|next|new|after|resulting|ending|final)\b")
_OTHER_COLUMN = re.compile(
    r"\b(trigger|event|action|method|call|condition|guard|when|description|meaning|type|cause|reason|effect|notes?|"
    r"kind|left|by|default|example|value|known|http|endpoint)\b"
)
_NAME_COLUMN = re.compile(r"^(attribute|field|property|properties|key|name|member|parameter)s?( name)?$")


def header(text: str) -> str:
    """A header as it is compared: plain words."""
    return " ".join(re.sub(r"[^\w\s]|_", " ", text.casefold()).split())


def column_role(text: str) -> str:
    """`from`, `to`, `state` or nothing: what a column of a table says, by its header."""
    words = header(text)
    names_state = any(word in STATE_WORDS for word in words.split())
    source, target = _FROM.search(words), _TO.search(words)
    if words in ("from", "source", "origin", "prior"):
        return "from"
    if words in ("to", "target", "destination", "next"):
        return "to"
    if not names_state or bool(source and target):
        return ""
    if source:
        return "from"
    if target:
        return "to"
    return "" if _OTHER_COLUMN.search(words) else "state"


def is_name_column(text: str) -> bool:
    """Whether a column holds the names of attributes."""
    return _NAME_COLUMN.match(header(text)) is not None
