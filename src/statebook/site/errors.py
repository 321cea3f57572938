"""What makes the writer stop: each carries a message and what to do next, never a traceback."""

from __future__ import annotations


class SiteError(Exception):
    """The output cannot be read or written as asked.

    `message` is one line or more of plain text that may quote hostile names already made visible;
    `hint` says what to do next.
    """

    def __init__(self, message: str, hint: str) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


class ManifestError(SiteError):
    """The manifest is broken, foreign, or of a newer version."""


class ManifestConflict(ManifestError):
    """The manifest holds the marks of an unfinished merge; a build repairs it."""


class WriteRefused(SiteError):
    """Files that this tool did not write are in the way; nothing was written. `paths` names them all."""

    def __init__(self, message: str, hint: str, paths: tuple[str, ...]) -> None:
        super().__init__(message, hint)
        self.paths = paths


class WriteFailed(SiteError):
    """The system refused a write; every file is old or new, and the next build goes on."""


class Busy(SiteError):
    """Another build of this project is running."""
