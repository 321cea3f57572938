"""The project folder as the writer sees it: no symbolic link is followed, no file is ever half-written.

Paths are relative to the project root, with forward slashes, and already known to be sound (see
`artifact.path_flaw`). This module knows nothing of plans and manifests. It calls the system through
`os.<name>` only, one call a step, so that a test can make any step fail or be the last one.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import stat
from dataclasses import dataclass
from typing import Literal

from statebook.site.artifact import ancestors

_READ = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
_CREATE = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
_REPARSE_POINT = 0x400
_CHUNK = 1 << 20

Kind = Literal["absent", "file", "folder", "link", "special"]


@dataclass(frozen=True, slots=True)
class Found:
    """What stands at a path. `at` is the path itself, or the part above it that is no real folder."""

    kind: Kind
    at: str

    def trouble(self, path: str) -> str:
        """Why a file cannot be put at `path`, in words; empty when nothing is in the way."""
        if self.kind == "absent" or (self.kind == "file" and self.at == path):
            return ""
        noun = {"file": "a file", "folder": "a folder", "link": "a symbolic link", "special": "no regular file"}
        return f"it is {noun[self.kind]}" if self.at == path else f"{self.at} above it is {noun[self.kind]}"


def _kind(status: os.stat_result) -> Kind:
    if stat.S_ISLNK(status.st_mode) or getattr(status, "st_file_attributes", 0) & _REPARSE_POINT:
        return "link"
    if stat.S_ISDIR(status.st_mode):
        return "folder"
    return "file" if stat.S_ISREG(status.st_mode) else "special"


class Folder:
    """A project root and the few things that the writer does below it. `OSError` passes through."""

    def __init__(self, root: str | os.PathLike[str]) -> None:
        self.root = os.fspath(root)

    def place(self, path: str) -> str:
        """The path for the system."""
        return os.path.join(self.root, *path.split("/"))

    def look(self, path: str) -> Found:
        """What stands at the path, every part of it looked at without following links."""
        for part in (*reversed([*ancestors(path)]), path):
            try:
                kind = _kind(os.lstat(self.place(part)))
            except FileNotFoundError:
                return Found("absent", path)
            if part == path or kind != "folder":
                return Found(kind, part)
        raise AssertionError(path)

    def has_file(self, path: str) -> bool:
        """Whether a regular file stands exactly there."""
        found = self.look(path)
        return found.kind == "file" and found.at == path

    def same_file(self, path: str, other: str) -> bool:
        """Whether two paths name one file, as on a system that ignores case."""
        try:
            return os.path.samestat(os.lstat(self.place(path)), os.lstat(self.place(other)))
        except OSError:
            return False

    def _open(self, path: str) -> int:
        descriptor = os.open(self.place(path), _READ)
        if stat.S_ISREG(os.fstat(descriptor).st_mode):
            return descriptor
        os.close(descriptor)
        message = "not a regular file"
        raise OSError(message)

    def digest(self, path: str) -> str:
        """The SHA-256 of a regular file, in hexadecimal."""
        with open(self._open(path), "rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()

    def read(self, path: str, limit: int) -> bytes:
        """The first `limit` bytes of a regular file."""
        with open(self._open(path), "rb") as file:
            return file.read(limit)

    def replace(self, path: str, content: bytes, *, durable: bool = False) -> None:
        """Give the path this content in one step: whoever looks sees the old file or the new one.

        The folders above are made. With `durable`, the step outlives a power cut before this returns.
        An `OSError` names the path, not the file beside it that the content is put together in.
        """
        try:
            self._replace(path, content)
        except OSError as error:
            raise OSError(error.errno, error.strerror or str(error), self.place(path)) from error
        if durable:
            self._sync_folder(path)

    def _replace(self, path: str, content: bytes) -> None:
        self.make_folders(path)
        temporary = self.place(temporary_path(path))
        with contextlib.suppress(FileNotFoundError):
            os.unlink(temporary)
        descriptor = os.open(temporary, _CREATE, 0o666)
        try:
            try:
                view = memoryview(content)
                while view:
                    view = view[os.write(descriptor, view[:_CHUNK]) :]
                os.fsync(descriptor)
            finally:
                os.close(descriptor)
            os.replace(temporary, self.place(path))
        except BaseException:
            with contextlib.suppress(OSError):
                os.unlink(temporary)
            raise

    def _sync_folder(self, path: str) -> None:
        if os.name == "nt":
            return
        with contextlib.suppress(OSError):  # some file systems cannot; the order of steps still holds for a kill
            descriptor = os.open(os.path.dirname(self.place(path)), os.O_RDONLY)
            try:
                os.fsync(descriptor)
            finally:
                os.close(descriptor)

    def make_folders(self, path: str) -> None:
        """Make the folders above the path; raises `NotADirectoryError` where a link or file is one of them."""
        for above in reversed([*ancestors(path)]):
            try:
                os.mkdir(self.place(above))
            except FileExistsError:
                if _kind(os.lstat(self.place(above))) != "folder":
                    message = f"{above} is no real folder"
                    raise NotADirectoryError(message) from None

    def remove(self, path: str) -> None:
        """Remove a file whose folders were looked at; a missing one is fine."""
        with contextlib.suppress(FileNotFoundError):
            os.unlink(self.place(path))

    def prune(self, path: str, roots: tuple[str, ...]) -> None:
        """Remove the folders above the path that are empty, up to but without the output folders."""
        for above in ancestors(path):
            if above in roots or self.look(above).kind not in {"folder", "absent"}:
                return
            try:
                os.rmdir(self.place(above))
            except FileNotFoundError:
                continue
            except OSError:
                return

    def below(self, path: str) -> tuple[list[str], list[str]]:
        """The folders and the other things below a folder, links not followed."""
        folders, others = [], []
        waiting = [path]
        while waiting:
            current = waiting.pop()
            for name in sorted(os.listdir(self.place(current))):
                inner = f"{current}/{name}"
                if _kind(os.lstat(self.place(inner))) == "folder":
                    folders.append(inner)
                    waiting.append(inner)
                else:
                    others.append(inner)
        return folders, others


def temporary_path(path: str) -> str:
    """Where the next content of a path is put together: beside it, always under the same name.

    A fixed name lets the next run find what a killed one left, without looking at any other file.
    """
    name = f".statebook-{hashlib.sha256(path.encode()).hexdigest()[:16]}.tmp"
    folder, slash, _ = path.rpartition("/")
    return folder + slash + name
