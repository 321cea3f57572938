"""Where something stands in a spec: a file and the path of keys that leads to it.

A pointer knows nothing of lines: the text may be gone or may never have been YAML. `source` turns
pointers into positions, once, when a diagnostic is made.
"""

from __future__ import annotations

from dataclasses import dataclass

Step = str | int


@dataclass(frozen=True, slots=True)
class Pointer:
    """A place in a spec file.

    `file` is the path as the user would type it, with forward slashes, relative to the project;
    `steps` are mapping keys (text) and sequence indexes (from 0).
    """

    file: str
    steps: tuple[Step, ...] = ()

    def __truediv__(self, step: Step) -> Pointer:
        """The pointer one level deeper."""
        return Pointer(self.file, (*self.steps, step))

    def json_pointer(self) -> str:
        """The steps as a JSON Pointer (RFC 6901), without the file."""
        return "".join("/" + str(step).replace("~", "~0").replace("/", "~1") for step in self.steps)

    def __str__(self) -> str:
        return f"{self.file}#{self.json_pointer()}"
