"""Spans and moments of virtual time, in whole microseconds since a resource of the examples comes to life."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

from statebook.examples.lifecycle import BEGINNING
from statebook.model import Json

MILLISECOND = 1_000
SECOND = 1_000_000

_SPAN = re.compile(r"([0-9]{1,6})(?:\.([0-9]{1,3}))?(ms|s|m|h|d)\Z")
_UNITS = {"ms": MILLISECOND, "s": SECOND, "m": 60 * SECOND, "h": 3_600 * SECOND, "d": 86_400 * SECOND}


def span_of(text: str) -> int:
    """The microseconds of a span such as `10s`, `1.5m` or `500ms`. Raises `ValueError` for anything else."""
    found = _SPAN.match(text.strip())
    if found is None:
        message = f"{text!r} is no span of time"
        raise ValueError(message)
    whole, part, unit = found.groups()
    return int(f"{whole}{(part or '').ljust(3, '0')}") * _UNITS[unit] // 1_000


def moment_of(at: int) -> datetime:
    """The moment as a date and time in UTC; the last one that Python knows for what lies beyond."""
    try:
        return BEGINNING + timedelta(microseconds=at)
    except OverflowError:
        return datetime.max.replace(tzinfo=BEGINNING.tzinfo)


def text_of(at: int) -> str:
    """The moment as RFC 3339 text with microseconds."""
    return moment_of(at).isoformat(timespec="microseconds")


def shown_as(at: int, primitive: str) -> Json:
    """The moment as a value of a primitive type; None for a type that shows no moment."""
    moment = moment_of(at)
    match primitive:
        case "datetime" | "string" | "any":
            return text_of(at)
        case "timestamp" | "integer":
            return int(moment.timestamp())
        case "number":
            return round(moment.timestamp(), 6)
        case "date":
            return moment.date().isoformat()
        case _:
            return None
