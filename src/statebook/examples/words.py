"""Example scalars that look like the real thing, chosen by an attribute's name and type.

A reader learns more from `"email": "ada@example.com"` than from `"email": "string"`. Only the name,
the owner's name and the primitive decide, so a value is the same wherever the attribute shows.
Hosts and addresses are those reserved for documentation (RFC 2606, RFC 5737).
"""

from __future__ import annotations

import re
from datetime import datetime, timedelta

from statebook.examples.lifecycle import BEGINNING, digest
from statebook.model import Json

_TOKEN = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+|[^\W\dA-Za-z_]+")
_IDENTIFIERS = {"id", "uid", "ids", "uids", "identifier", "key", "ref", "reference", "handle", "serial"}
_ALPHABET = "0123456789abcdefghijklmnopqrstuvwxyz"

_TEXTS = {
    "first_name": "Ada",
    "last_name": "Lovelace",
    "full_name": "Ada Lovelace",
    "file_name": "report.csv",
    "filename": "report.csv",
    "hostname": "api.example.com",
    "domain_name": "example.com",
    "email": "ada@example.com",
    "mail": "ada@example.com",
    "phone": "+15555550100",
    "user": "ada",
    "username": "ada",
    "login": "ada",
    "owner": "ada",
    "author": "ada",
    "by": "ada",
    "host": "api.example.com",
    "domain": "example.com",
    "ip": "192.0.2.10",
    "address": "192.0.2.10",
    "url": "https://example.com/",
    "uri": "https://example.com/",
    "link": "https://example.com/",
    "href": "https://example.com/",
    "path": "/reports/2017-07.csv",
    "file": "report.csv",
    "currency": "EUR",
    "country": "FR",
    "language": "en",
    "locale": "en-GB",
    "timezone": "Europe/Paris",
    "city": "Paris",
    "region": "eu-west-1",
    "zone": "eu-west-1a",
    "version": "1.4.2",
    "color": "#1f6feb",
    "mime": "application/json",
    "cron": "0 6 * * *",
    "interval": "PT10S",
    "token": "tok_example",
    "secret": "********",
    "password": "********",
    "message": "The last operation did not succeed.",
    "error": "The last operation did not succeed.",
    "reason": "The source did not answer in time.",
    "detail": "The source did not answer in time.",
    "details": "The source did not answer in time.",
    "description": "A short description.",
    "comment": "Checked by hand.",
    "note": "Checked by hand.",
    "text": "A line of text.",
}
_COUNTS = {
    "code": 400,
    "port": 443,
    "size": 20480,
    "bytes": 20480,
    "length": 128,
    "limit": 1000,
    "max": 1000,
    "maximum": 1000,
    "min": 1,
    "minimum": 1,
    "page": 1,
    "index": 1,
    "position": 1,
    "rank": 1,
    "priority": 1,
    "version": 3,
    "attempt": 1,
    "attempts": 1,
    "retries": 1,
    "percent": 60,
    "percentage": 60,
    "progress": 60,
    "year": 2017,
    "month": 7,
    "day": 24,
    "hour": 13,
    "seconds": 30,
    "timeout": 30,
    "delay": 30,
    "duration": 90,
    "ttl": 3600,
    "count": 45,
    "total": 45,
    "errors": 45,
    "number": 45,
    "quantity": 2,
}
_NUMBERS = {
    "amount": 19.9,
    "price": 19.9,
    "total": 19.9,
    "cost": 19.9,
    "rate": 0.25,
    "ratio": 0.6,
    "share": 0.6,
    "score": 0.87,
    "progress": 0.6,
    "percent": 62.5,
    "percentage": 62.5,
    "latitude": 48.8566,
    "lat": 48.8566,
    "longitude": 2.3522,
    "lon": 2.3522,
    "lng": 2.3522,
    "seconds": 1.5,
    "duration": 1.5,
    "temperature": 21.5,
}
_NOT_SO = {
    "archived",
    "cancelled",
    "canceled",
    "closed",
    "deleted",
    "deprecated",
    "disabled",
    "disputed",
    "error",
    "expired",
    "failed",
    "hidden",
    "livemode",
    "locked",
    "paused",
    "readonly",
    "refunded",
    "suspended",
    "terminated",
}
_BIRTH = {"created", "creation", "born"}
_EARLIER = {"started", "start", "submitted", "opened", "issued", "from"}
_LATER = {"expires", "expiry", "expiration", "ends", "end", "until", "deadline", "due", "sunset", "next", "before"}


def tokens(name: str) -> tuple[str, ...]:
    """The words of an identifier in lower case: `recordsErrors` and `records_errors` are the same."""
    return tuple(match.lower() for match in _TOKEN.findall(name))


def singular(name: str) -> str:
    """The name of one item of an array: `record_errors` → `record_error`; never empty."""
    if name.endswith("ies") and len(name) > 4:
        return name[:-3] + "y"
    if name.endswith("s") and not name.endswith(("ss", "us", "is")) and len(name) > 2:
        return name[:-1]
    return name


def identifier(owner: str, name: str) -> str:
    """Text that looks like an identifier, such as `da_4k2mza`: two letters of what it names, six of chance."""
    words = [word for word in tokens(name) if word not in _IDENTIFIERS] or list(tokens(owner))
    stem = "".join(character for character in "".join(words) if character.isascii() and character.isalpha())[:2]
    number = digest(owner, name)
    tail = ""
    for _ in range(6):
        number, place = divmod(number, len(_ALPHABET))
        tail += _ALPHABET[place]
    return f"{stem or 'id'}_{tail}"


def hexadecimal(owner: str, name: str, length: int) -> str:
    """Lower-case hexadecimal digits that depend on owner and name alone."""
    return "".join(f"{digest(owner, name, str(part)):016x}" for part in range(length // 16 + 1))[:length]


def uuid(owner: str, name: str) -> str:
    """A version 4 UUID (RFC 9562) that depends on owner and name alone."""
    digits = hexadecimal(owner, name, 32)
    return f"{digits[:8]}-{digits[8:12]}-4{digits[13:16]}-a{digits[17:20]}-{digits[20:]}"


def text(owner: str, name: str) -> str:
    """A string as an attribute of this name may hold."""
    words = tokens(name)
    joined, last = "_".join(words), words[-1] if words else ""
    if joined in _TEXTS:
        return _TEXTS[joined]
    if last in {"uuid", "guid"}:
        return uuid(owner, name)
    if last in {"hash", "sha", "checksum", "digest", "etag", "fingerprint", "commit", "revision"}:
        return hexadecimal(owner, name, 40)
    if last in _IDENTIFIERS:
        return identifier(owner, name)
    if last in {"at", "date", "datetime", "time", "timestamp"}:
        return "2017-07-24T13:24:23Z"
    if last in {"name", "title", "label"}:
        return " ".join(("Example", *(words[:-1] or tokens(owner) or (last,))))
    for word in reversed(words):
        if word in _TEXTS:
            return _TEXTS[word]
    return " ".join(("example", *(words or ("value",))))


def moment(name: str, entered: datetime) -> datetime:
    """A time as an attribute of this name may hold, when the state was entered at `entered`."""
    words = set(tokens(name))
    if words & _BIRTH:
        return BEGINNING
    if words & _LATER:
        return entered + timedelta(days=1)
    if words & _EARLIER:
        return entered - timedelta(minutes=1)
    return entered


def scalar(primitive: str, owner: str, name: str, entered: datetime) -> Json:
    """An example of a primitive type; `entered` is when the state that shows it was entered."""
    words = tokens(name)
    match primitive:
        case "integer":
            if words and words[-1] in _IDENTIFIERS:
                return 1000 + digest(owner, name) % 9000
            return next((_COUNTS[word] for word in reversed(words) if word in _COUNTS), 12)
        case "number":
            return next((_NUMBERS[word] for word in reversed(words) if word in _NUMBERS), 12.5)
        case "boolean":
            return not any(word in _NOT_SO for word in words)
        case "datetime":
            return moment(name, entered).isoformat(timespec="microseconds")
        case "date":
            return moment(name, entered).date().isoformat()
        case "timestamp":
            return int(moment(name, entered).timestamp())
        case "duration":
            return "PT1M30S"
        case "uri":
            return "https://example.com/" + "-".join(word for word in words if word.isascii())
        case "object":
            return {}
        case "null":
            return None
        case _:
            return text(owner, name)
