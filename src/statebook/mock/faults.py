"""What goes wrong between a client and a resource that is well: the kinds of fault, and when one strikes."""

from __future__ import annotations

import re
from dataclasses import dataclass

CUT, LOST, HTML, LIST, STATE, GONE = "cut", "lost", "html", "list", "state", "gone"

KINDS = ("429", "503", CUT, LOST, HTML, LIST, STATE, GONE)
"""`cut`: the connection ends without an answer. `lost`: the same, after the call was carried out. `html`: the page of a
proxy, with status 200. `list`: JSON that is no object. `state`: a state that nobody documented. `gone`: not found."""

USUAL = ("429", "503")
"""The faults that every client has to stand: the answers are still what the spec or HTTP says."""

UNKNOWN_STATE = "a-state-nobody-knows"

_STATUS = re.compile(r"[45][0-9]{2}\Z")


def is_kind(kind: str) -> bool:
    """Whether it is a fault: one of `KINDS`, or an HTTP status of an error."""
    return kind in KINDS or _STATUS.match(kind) is not None


@dataclass(frozen=True, slots=True)
class Faults:
    """Which faults strike, and the share of calls that they strike, from 0 to 1."""

    kinds: tuple[str, ...] = ()
    share: float = 0.2
