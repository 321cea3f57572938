"""JSON values as an author wrote them, and the value that is not there."""

from __future__ import annotations

from typing import Any

Json = Any
"""A JSON value: None, bool, int, float, str, list of these, or dict of text to these."""


class Missing:
    """The type of `MISSING`: no value given, which is not the same as null."""

    def __repr__(self) -> str:
        return "MISSING"

    def __bool__(self) -> bool:
        return False

    def __copy__(self) -> Missing:
        return self

    def __deepcopy__(self, _: object) -> Missing:
        return self


MISSING = Missing()
