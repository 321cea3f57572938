"""Paths inside a JSON body, such as `State.Name` or `Stacks[0].StackStatus`."""

from __future__ import annotations

import re

from statebook.model import Json
from statebook.pointer import Step

_PATH = re.compile(r"[^.\[\]]+(?:\[\d{1,2}\])*(?:\.[^.\[\]]+(?:\[\d{1,2}\])*)*")
_STEP = re.compile(r"\[(\d+)\]|([^.\[\]]+)")


def parse_path(text: str) -> tuple[Step, ...]:
    """The keys and indexes that a path names, outermost first; none for an empty text.

    A text that is no path (an index has two digits at most) is one key, taken literally.
    """
    if not text:
        return ()
    if _PATH.fullmatch(text) is None:
        return (text,)
    return tuple(int(match[1]) if match[1] else match[2] for match in _STEP.finditer(text))


def place(body: Json, path: tuple[Step, ...], value: Json) -> Json:
    """The body with `value` at `path`, changed in place where it can be.

    What is missing on the way is made; what stands in the way (a scalar where an object has to be)
    is replaced. Two objects that meet are merged; what is there already stays.
    """
    if not path:
        if isinstance(body, dict) and isinstance(value, dict):
            return {**body, **{key: one for key, one in value.items() if key not in body}}
        return value
    step, *rest = path
    if isinstance(step, str):
        if not isinstance(body, dict):
            body = {}
        body[step] = place(body.get(step), tuple(rest), value)
        return body
    if not isinstance(body, list):
        body = []
    body.extend({} for _ in range(len(body), step + 1))
    body[step] = place(body[step], tuple(rest), value)
    return body


def holds_at(body: Json, path: tuple[Step, ...]) -> bool:
    """Whether the body has something at `path`."""
    for step in path:
        if isinstance(step, str):
            if not isinstance(body, dict) or step not in body:
                return False
        elif not isinstance(body, list) or step >= len(body):
            return False
        body = body[step]
    return True
