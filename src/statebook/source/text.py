"""The text of one file as it was read, and the diagnostics that speak of it."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path

from statebook.diagnostic import Diagnostic, Severity

MAXIMUM_BYTES = 8 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class SourceText:
    """One file: its name as the user would type it, and its text without a byte order mark."""

    name: str
    text: str
    lines: tuple[str, ...] = field(repr=False)

    @classmethod
    def of(cls, name: str, text: str) -> SourceText:
        """Take text that is already at hand. Lines end where YAML says: CR LF, LF or CR."""
        return cls(name, text, tuple(text.replace("\r\n", "\n").replace("\r", "\n").split("\n")))

    def diagnostic(
        self, line: int, column: int, rule: str, message: str, hint: str = "", severity: Severity = Severity.ERROR
    ) -> Diagnostic:
        """A diagnostic at a line and column of this text, both from 1."""
        shown = self.lines[line - 1] if 0 < line <= len(self.lines) else ""
        return Diagnostic(self.name, line, column, rule, message, hint, severity, shown)


def read_text(path: Path, name: str) -> SourceText | Diagnostic:
    """Read one UTF-8 file, or say why not: absent, a folder, unreadable, too large, or not text."""

    def refuse(message: str, hint: str, line: int = 1, column: int = 1) -> Diagnostic:
        return Diagnostic(name, line, column, "unreadable", message, hint)

    try:
        if path.is_dir():
            return refuse("is a folder, not a file", "name a spec file, or a pattern such as spec/*.yaml")
        if os.path.exists(path) and not path.is_file():
            return refuse("is not a regular file", "name a spec file")
        with path.open("rb") as stream:
            content = stream.read(MAXIMUM_BYTES + 1)
    except FileNotFoundError:
        return refuse("no such file", "check the path, or the `specs` of statebook.yml")
    except OSError as problem:
        return refuse(f"cannot be read: {problem.strerror or problem}", "check its permissions")
    return decode_bytes(content, name)


def decode_bytes(content: bytes, name: str) -> SourceText | Diagnostic:
    """Bytes of a file as text, or say what is wrong with them."""
    if len(content) > MAXIMUM_BYTES:
        return Diagnostic(
            name, 1, 1, "unreadable", f"is larger than {MAXIMUM_BYTES // 1024 // 1024} MiB", "split it into machines"
        )
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as problem:
        before = content[: problem.start]
        line = before.count(b"\n") + 1
        column = len(before[before.rfind(b"\n") + 1 :].decode("utf-8", "replace")) + 1
        return Diagnostic(
            name, line, column, "unreadable", f"byte 0x{content[problem.start]:02x} is not UTF-8", "save it as UTF-8"
        )
    return SourceText.of(name, text.removeprefix("\ufeff"))
