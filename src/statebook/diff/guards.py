"""Whether one condition asks for more than another, as far as their words alone can tell.

Guards are prose. Two cases are certain enough to be told: a condition joined to the former one by
*and* asks for more, an alternative joined by *or* for less. Everything else is for a person to compare.
"""

from __future__ import annotations

import re

_AND = re.compile(r"[,;]?\s+and\s+(?:also\s+)?", re.IGNORECASE)
_OR = re.compile(r"[,;]?\s+or\s+", re.IGNORECASE)
_UNCLEAR = re.compile(r"\b(?:between|both|either|neither|unless|not|no|without|except|if)\b|n't\b", re.IGNORECASE)
"""Words by which `and` and `or` may mean something else than they say."""


def asks_more(was: str, now: str) -> bool:
    """Whether `now` holds in fewer cases than `was`; False where the words do not tell."""
    return _adds(was, now, _AND, _OR) or _adds(now, was, _OR, _AND)


def _adds(shorter: str, longer: str, joint: re.Pattern[str], other: re.Pattern[str]) -> bool:
    """Whether the longer one is the shorter one and more, joined in this way alone."""
    if any(other.search(one) for one in (shorter, longer)):
        return False
    few, many = _parts(shorter, joint), _parts(longer, joint)
    # What was added may be negated as it likes; a former condition under a negation is another one.
    unclear = len(many) > 1 and any(_UNCLEAR.search(one) for one in few)
    return few < many and not unclear


def _parts(guard: str, joint: re.Pattern[str]) -> frozenset[str]:
    return frozenset(part.strip(" .,;").casefold() for part in joint.split(guard))
