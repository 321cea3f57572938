"""Recorded status objects in JSON Lines: the machine as it was observed, with how often each step was seen.

One JSON object a line, plain or compressed with gzip, of any size: what tells resources apart (`--id`), the time
(`--at`), and the status object (`--status`), each a key or a JSON Pointer, as `conform` has them. `--state` names
the attribute of the status object that holds the state. A log does not say what moves a resource, nor what was
never recorded: every trigger is `observed`, kinds are unknown, and a step between two lines may hide others.
"""

from __future__ import annotations

import json
from collections.abc import Iterator

from statebook.conform.logs.lines import text_lines
from statebook.conform.logs.rows import LogRefused
from statebook.conform.pointers import pointed
from statebook.importing.draft import Draft
from statebook.importing.observed import Seen
from statebook.importing.original import BadInput, Original
from statebook.importing.registry import Option
from statebook.model import Json
from statebook.pointer import Step

NAME = "log"
ENDINGS = (".jsonl", ".ndjson", ".log", ".jsonl.gz", ".ndjson.gz")
STREAMS = True
OPTIONS = (
    Option("id", "what tells resources apart", "PLACE", default="id"),
    Option("at", "the time, empty for a log without", "PLACE", default="at"),
    Option("status", "the status object, empty for the line", "PLACE", default="status"),
    Option("state", "the attribute of the status object that holds the state", "NAME"),
)
_DEFAULTS = {one.name: one.default for one in OPTIONS}

TRIGGER = "observed"
MOST_FLAWS = 20
"""Lines that are named one by one; the others are counted."""
MOST_STATES = 5_000
_USUAL = ("state", "status", "name", "phase", "stage", "value")
_LOOKED_AT = 5


def recognise(original: Original) -> int:
    """By a few lines that are an object each."""
    if original.text.startswith("\x1f"):
        return 60 if original.ends_with(*ENDINGS) else 0
    lines = [line for line in original.head.split("\n")[: _LOOKED_AT + 1] if line.strip()]
    whole = lines if len(original.head) < len(original.text) or len(lines) > _LOOKED_AT else lines[:_LOOKED_AT]
    objects = [line for line in whole[:_LOOKED_AT] if line.lstrip().startswith("{") and _is_object(line)]
    if not objects or len(objects) * 2 < min(len(lines), _LOOKED_AT):
        return 0
    return 85 if original.ends_with(*ENDINGS) else 60 if len(objects) > 1 else 0


def _is_object(line: str) -> bool:
    try:
        return isinstance(json.loads(line), dict)
    except (ValueError, RecursionError):
        return False


def read(original: Original) -> Draft:
    """The machine of a log. Raises `BadInput` where no line tells a state."""
    draft = Draft()
    seen = Seen()
    flaws = 0
    for number, (text, reason) in enumerate(_lines(original), 1):
        if not text.strip() and not reason:
            continue
        why = reason or _line(text, number, original, seen)
        if why:
            flaws += 1
            if flaws <= MOST_FLAWS:
                draft.leave(number, "a line", why)
        if len(seen.states) > MOST_STATES:
            raise BadInput(
                f"there are more than {MOST_STATES:,} states", number, 1, "does --state name the right attribute?"
            )
    if flaws > MOST_FLAWS:
        draft.leave(1, f"{flaws - MOST_FLAWS} more lines", "they could not be read, or tell no state")
    if not seen.states:
        first = draft.left_over[0] if draft.left_over else None
        raise BadInput(
            f"no line tells a state{': ' + first.why if first else ''}",
            first.line if first else 1,
            1,
            "--status names the status object, --state the attribute that holds the state",
        )
    seen.fill(draft, TRIGGER)
    return draft


def _lines(original: Original) -> Iterator[tuple[str, str]]:
    """Each line, and why it cannot be read."""
    if original.path is None:
        yield from ((line, "") for line in original.lines)
        return
    try:
        yield from text_lines(original.path)
    except LogRefused as refused:
        raise BadInput(refused.message, hint=refused.hint) from None


def _line(text: str, number: int, original: Original, seen: Seen) -> str:
    """Take one line; why it tells nothing, or nothing."""
    try:
        document = json.loads(text)
    except ValueError as problem:
        return f"it is no JSON: {getattr(problem, 'msg', 'a number is too long')}"
    except RecursionError:
        return "it is nested too deep"
    if not isinstance(document, dict):
        return "it is no JSON object"
    options = {**_DEFAULTS, **original.options}
    place = pointed(options["status"])
    status = _at(document, place)
    if isinstance(status, str) and place:
        status = {str(place[-1]): status}  # the state alone, and no object around it
        attribute = str(place[-1])
    elif isinstance(status, dict):
        attribute = options["state"] or seen.attribute or _guess(status)
    else:
        return f"it has no object at {options['status']!r}"
    state = status.get(attribute)
    if not isinstance(state, str | int | bool) or state == "":
        return (
            f"its status object has no state at {attribute!r}"
            if attribute
            else "no attribute of it is called like a state"
        )
    moment = _at(document, pointed(options["at"])) if options["at"] else None
    resource = json.dumps(_at(document, pointed(options["id"])))
    seen.take(resource, moment if isinstance(moment, str) else "", attribute, status, number)
    return ""


def _guess(status: dict[str, Json]) -> str:
    return next((name for name in _USUAL if isinstance(status.get(name), str)), "")


def _at(value: Json, path: tuple[Step, ...]) -> Json:
    for step in path:
        if isinstance(value, dict):
            value = value.get(str(step))
        elif isinstance(value, list) and str(step).isdigit() and int(step) < len(value):
            value = value[int(step)]
        else:
            return None
    return value
