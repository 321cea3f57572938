"""One build of a project at a time.

The system holds the lock for an open file and drops it when the process ends, however it ends, so a
killed build never blocks the next one. The number in the file is for the message alone.
"""

from __future__ import annotations

import contextlib
import os
import stat
import sys
import time
from collections.abc import Iterator

from statebook.site.cachefolder import cache_folder, make_cache_folder
from statebook.site.errors import Busy, WriteFailed

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

NAME = "lock"

_OPEN = os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
_STEP = 0.05
_LOCKED_BYTE = 1 << 30
"""Windows hides a locked byte from readers, so one far behind the number is locked."""


@contextlib.contextmanager
def locked(root: str | os.PathLike[str], wait: float) -> Iterator[None]:
    """Hold the project's lock; wait for it `wait` seconds at most.

    Raises `Busy` when another build keeps it, `WriteFailed` when the lock file cannot be made.
    """
    try:
        descriptor = _open(root)
    except OSError as error:
        message = f"cannot make the cache folder .statebook-cache: {error.strerror or error}"
        raise WriteFailed(message, "remove what stands in its place and make the project folder writable") from error
    try:
        _wait(root, descriptor, wait)
        yield
    finally:
        os.close(descriptor)


def _open(root: str | os.PathLike[str]) -> int:
    descriptor = os.open(os.path.join(make_cache_folder(os.fspath(root)), NAME), _OPEN, 0o666)
    if stat.S_ISREG(os.fstat(descriptor).st_mode):
        return descriptor
    os.close(descriptor)
    message = "the lock is not a regular file"
    raise OSError(message)


def _wait(root: str | os.PathLike[str], descriptor: int, wait: float) -> None:
    """Take the lock; the descriptor may stand for another file afterwards."""
    deadline = time.monotonic() + wait
    while True:
        if _take(descriptor):
            if _is_current(root, descriptor):
                os.ftruncate(descriptor, 0)
                os.lseek(descriptor, 0, os.SEEK_SET)
                os.write(descriptor, str(os.getpid()).encode())
                return
            fresh = _open(root)
            os.dup2(fresh, descriptor)
            os.close(fresh)
            continue
        if time.monotonic() >= deadline:
            os.lseek(descriptor, 0, os.SEEK_SET)
            holder = os.read(descriptor, 20)
            who = f" (process {int(holder)})" if holder.isdigit() else ""
            message = f"another build of this project is running{who}"
            raise Busy(message, "wait until it ends, or stop it, then run the command again")
        time.sleep(_STEP)


def _is_current(root: str | os.PathLike[str], descriptor: int) -> bool:
    """False when somebody removed the cache folder meanwhile, so that the lock protects nothing."""
    try:
        return os.path.samestat(os.lstat(os.path.join(cache_folder(os.fspath(root)), NAME)), os.fstat(descriptor))
    except FileNotFoundError:
        return False


def _take(descriptor: int) -> bool:
    try:
        if sys.platform == "win32":
            os.lseek(descriptor, _LOCKED_BYTE, os.SEEK_SET)
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
            os.lseek(descriptor, 0, os.SEEK_SET)
        else:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except (BlockingIOError, PermissionError):
        return False
    return True
