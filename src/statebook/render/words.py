"""The sentences that pages build from facts: kinds, movers, outcomes, waiting."""

from __future__ import annotations

import re
from collections.abc import Sequence

from markupsafe import Markup

from statebook.model import Kind, Mover, Outcome, Visibility
from statebook.types import ArrayOf, MapOf, Named, Primitive, StateValue, Type, Union

KIND = {
    Kind.RESTING: "it stays until somebody acts",
    Kind.TRANSIENT: "it leaves by itself",
    Kind.FINAL: "it is never left",
}
OUTCOME = {
    Outcome.SUCCESS: "ended well",
    Outcome.FAILURE: "failed",
    Outcome.PARTIAL: "ended early",
}
MOVER = {
    Mover.CLIENT: "a client's call",
    Mover.SYSTEM: "the system",
    Mover.COMPLETION: "the end of the work",
    Mover.TIMER: "a timer",
    Mover.SCHEDULE: "a schedule",
    Mover.PEER: "the other side",
}
VISIBILITY = {
    Visibility.GONE: "The resource can no longer be found: a read answers an error instead of this value.",
    Visibility.RESERVED: "Reserved: this value is declared and not answered yet.",
    Visibility.UNDOCUMENTED: "Undocumented: this value is answered, but not promised.",
}
_UNITS = {"ms": "millisecond", "s": "second", "m": "minute", "h": "hour", "d": "day"}
_DURATION = re.compile(r"([0-9.]+)(ms|s|m|h|d)\Z")


def enumerate_words(words: Sequence[Markup | str], last: str = "and") -> Markup:
    """`a`, `a and b`, `a, b and c`."""
    made = [Markup(word) for word in words]
    if not made[1:]:
        return Markup("").join(made)
    return Markup(", ").join(made[:-1]) + Markup(f" {last} ") + made[-1]


def duration_words(text: str) -> str:
    """`10s` → `10 seconds`; other text as it is."""
    match = _DURATION.match(text)
    if match is None:
        return text
    number, unit = match.groups()
    return f"{number} {_UNITS[unit]}{'' if number == '1' else 's'}"


def seconds(text: str) -> float:
    """A duration such as 500ms in seconds; 0 for text that is none."""
    match = _DURATION.match(text)
    return float(match[1]) * {"ms": 0.001, "s": 1, "m": 60, "h": 3600, "d": 86400}[match[2]] if match else 0.0


def type_words(kind: Type, links: dict[str, str]) -> Markup:
    """A type for a reader; object types and machines are linked where a target is known."""
    match kind:
        case Primitive(name):
            return Markup(name)
        case StateValue():
            return Markup("one of the states")
        case Named(name):
            text = Markup(name.replace("_", " "))
            return Markup(f"[{text}]({links[name]})") if name in links else text
        case ArrayOf(item):
            return Markup("array of ") + type_words(item, links)
        case MapOf(value):
            return Markup("map to ") + type_words(value, links)
        case Union(options):
            return enumerate_words([type_words(option, links) for option in options], "or")


def count_words(number: int, noun: str) -> str:
    """`1 state`, `4 states`."""
    return f"{number} {noun}{'' if number == 1 else 's'}"


def first_sentence(text: str) -> str:
    """The first sentence of a description, for a table; its first paragraph when there is no full stop."""
    paragraph = " ".join(text.strip().split("\n\n", 1)[0].split())
    match = re.match(r".+?[.!?](?=\s+[A-Z\[`*]|\Z)", paragraph)
    return match[0] if match else paragraph
