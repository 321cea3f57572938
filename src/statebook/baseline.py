"""A baseline: the findings that a project lives with, so that only new ones are reported.

The text is deterministic JSON, to be committed and reviewed. A finding is known by its fingerprint;
rule, subject and values stand beside it for the reader. Nothing here knows what finds them.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple, TypeVar

FORMAT = "statebook-baseline"
VERSION = 1

Found = TypeVar("Found")


class NoBaseline(ValueError):
    """The text is no baseline; the message says why."""


class Known(NamedTuple):
    """An accepted finding: its rule, what it is about, its values, and the fingerprint that alone counts."""

    rule: str
    subject: str
    values: tuple[str, ...]
    fingerprint: str


def written_baseline(found: Iterable[Known]) -> str:
    """The baseline that accepts these findings, sorted by rule, subject and values."""
    said = [
        {"rule": one.rule, "subject": one.subject, "values": list(one.values), "fingerprint": one.fingerprint}
        for one in sorted(found)
    ]
    return json.dumps({"format": FORMAT, "version": VERSION, "findings": said}, indent=2) + "\n"


def read_baseline(text: str) -> Counter[str]:
    """How often each fingerprint is accepted. Raises `NoBaseline`."""
    try:
        read = json.loads(text)
    except (ValueError, RecursionError):
        raise NoBaseline("it is no JSON") from None
    if not isinstance(read, dict) or read.get("format") != FORMAT:
        raise NoBaseline(f'it has no "format": "{FORMAT}"')
    if read.get("version") != VERSION:
        raise NoBaseline(f"it is of version {str(read.get('version'))[:20]}, and {VERSION} is known")
    found = read.get("findings")
    if not isinstance(found, list):
        raise NoBaseline("its findings are no list")
    prints = [one.get("fingerprint") if isinstance(one, dict) else None for one in found]
    if not all(isinstance(one, str) for one in prints):
        raise NoBaseline("a finding in it has no fingerprint")
    return Counter(str(one) for one in prints)


def beyond(
    found: Sequence[Found], known: Counter[str], fingerprint_of: Callable[[Found], str]
) -> tuple[list[Found], list[Found]]:
    """The findings that are not known, and those that are; a fingerprint counts as often as it is known."""
    left = Counter(known)
    new: list[Found] = []
    old: list[Found] = []
    for one in found:
        digest = fingerprint_of(one)
        (old if left[digest] > 0 else new).append(one)
        left[digest] -= 1
    return new, old
