"""A baseline: the findings that a project lives with, so that only new ones are reported.

The text is deterministic JSON, to be committed and reviewed. A finding is known by its fingerprint;
rule, machine, subject and values stand beside it for the reader.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Sequence

from statebook.rules.fingerprint import fingerprint
from statebook.rules.judge import Judged

FORMAT = "statebook-baseline"
VERSION = 1


class NoBaseline(ValueError):
    """The text is no baseline; the message says why."""


def fingerprint_of(one: Judged) -> str:
    """The fingerprint of a finding."""
    return fingerprint(one.rule.name, one.subject, one.finding.values)


def write_baseline(found: Iterable[Judged]) -> str:
    """The baseline that accepts these findings, sorted by rule, subject and values."""
    entries = sorted((one.rule.name, one.subject, one.finding.values, fingerprint_of(one)) for one in found)
    said = [
        {"rule": rule, "subject": subject, "values": list(values), "fingerprint": digest}
        for rule, subject, values, digest in entries
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


def beyond(found: Sequence[Judged], known: Counter[str]) -> tuple[list[Judged], list[Judged]]:
    """The findings that are not known, and those that are; a fingerprint counts as often as it is known."""
    left = Counter(known)
    new: list[Judged] = []
    old: list[Judged] = []
    for one in found:
        digest = fingerprint_of(one)
        (old if left[digest] > 0 else new).append(one)
        left[digest] -= 1
    return new, old
