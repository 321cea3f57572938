"""What the formats that speak HTTP make of the calls of a machine: status codes, paths and their variables."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import parse_qsl, quote

from statebook.model import Action, ErrorType

VARIABLE = re.compile(r"\{([^{}/?#]+)\}")
_STATUS = re.compile(r"\s*([1-5][0-9]{2})(?![0-9])")
_METHOD = re.compile(r"[A-Za-z]{1,20}\Z")
_IN_PATH = "/!$&'()*+,;=:@~%"


def status_code(text: str) -> str:
    """The three digits that a status begins with, such as those of `202 Accepted`; empty when there are none."""
    found = _STATUS.match(text)
    return found[1] if found else ""


def method_of(action: Action) -> str:
    """The HTTP method in capitals; empty where the action has none that HTTP could send."""
    return action.method.upper() if _METHOD.match(action.method) else ""


def refusals(errors: list[ErrorType]) -> list[ErrorType]:
    """The errors that mean that the state does not accept the call."""
    return [one for one in errors if one.state_refused]


@dataclass(frozen=True, slots=True)
class Path:
    """A path in pieces: `pieces` are literal text (percent-encoded) and, at odd places, names of variables.

    `query` is what stands behind a question mark, as pairs.
    """

    pieces: tuple[str, ...]
    query: tuple[tuple[str, str], ...] = ()

    @property
    def variables(self) -> tuple[str, ...]:
        """The names between braces, in order."""
        return self.pieces[1::2]

    @property
    def shape(self) -> str:
        """What two paths share that take the same requests."""
        return "{}".join(self.pieces[0::2])


def split_path(text: str) -> Path:
    """The pieces of an action's path; it always begins with a slash."""
    before, _, query = text.partition("?")
    found = VARIABLE.split(before if before.startswith("/") else f"/{before}")
    literal = [quote(one, safe=_IN_PATH, errors="replace") if at % 2 == 0 else one for at, one in enumerate(found)]
    return Path(tuple(literal), tuple(parse_qsl(query, keep_blank_values=True)))
