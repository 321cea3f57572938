"""JSON Pointers (RFC 6901): how users name a place in a line, and how findings do."""

from __future__ import annotations

from collections.abc import Sequence

from statebook.pointer import Step


def pointer_text(path: Sequence[Step]) -> str:
    """The pointer to a path; empty for the whole document."""
    return "".join("/" + str(step).replace("~", "~0").replace("/", "~1") for step in path)


def pointed(text: str) -> tuple[Step, ...]:
    """The path that a user means: a pointer, or a text without a slash in front, which is one key."""
    if not text:
        return ()
    if not text.startswith("/"):
        return (text,)
    return tuple(step.replace("~1", "/").replace("~0", "~") for step in text.split("/")[1:])
