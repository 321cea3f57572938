"""Notices which files changed since the last look, by their content.

Looking is asking for times and sizes, which works on every file system, network and container mounts
among them. A file that was only touched, or written again as it was, has not changed: so a hook of the
site that writes files at each build starts no endless round.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterable, Iterator
from hashlib import blake2b
from pathlib import Path

INTERVAL = 0.1
"""Seconds between two looks; more where a look itself takes long."""
SETTLED = 0.03
"""Seconds without a further change after which an editor is done with writing."""
PATIENCE = 2.0
"""Seconds after which a file that never settles is read all the same."""

_PASSED_OVER = ("__pycache__", "node_modules")
_Seen = dict[str, tuple[tuple[int, int, int], bytes]]


class Watcher:
    """Watches what `find` lists: paths of files, which may be missing, asked anew at each look."""

    def __init__(self, find: Callable[[], Iterable[str]]) -> None:
        self._find = find
        self._seen: _Seen = {}
        self.cost = 0.0
        """Seconds that the last look took."""
        self.changes()

    def changes(self) -> list[str]:
        """The paths whose file came, went or has other content than at the last call, sorted."""
        start = time.monotonic()
        seen: _Seen = {}
        for path in self._find():
            mark = _mark(path)
            if mark is None:
                continue
            known = self._seen.get(path)
            seen[path] = known if known is not None and known[0] == mark else (mark, _digest(path))
        changed = [
            path
            for path in sorted({*seen, *self._seen})
            if seen.get(path, (None, b""))[1] != self._seen.get(path, (None, b""))[1]
        ]
        self._seen = seen
        self.cost = time.monotonic() - start
        return changed

    def wait(self, stopped: Callable[[], bool]) -> list[str]:
        """The next changes, once the writing has settled; nothing when `stopped` says so."""
        changed: set[str] = set()
        first = 0.0
        while not stopped():
            found = self.changes()
            if changed and (not found or time.monotonic() - first > PATIENCE):
                return sorted(changed.union(found))
            if found and not changed:
                first = time.monotonic()
            changed.update(found)
            time.sleep(SETTLED if changed else max(INTERVAL, 4 * self.cost))
        return []


def files_below(folder: str) -> Iterator[str]:
    """Every file in a folder at any depth, but hidden ones and what editors leave beside a file."""
    waiting = [folder]
    while waiting:
        try:
            with os.scandir(waiting.pop()) as entries:
                listed = list(entries)
        except OSError:
            continue
        for entry in listed:
            if entry.name.startswith(".") or entry.name.endswith(("~", ".swp", ".tmp")) or entry.name in _PASSED_OVER:
                continue
            if entry.is_dir(follow_symlinks=False):
                waiting.append(entry.path)
            else:
                yield entry.path


def _mark(path: str) -> tuple[int, int, int] | None:
    try:
        found = Path(path).stat()
    except (OSError, ValueError):
        return None
    return found.st_mtime_ns, found.st_size, found.st_ino


def _digest(path: str) -> bytes:
    try:
        return blake2b(Path(path).read_bytes()).digest()
    except OSError:
        return b"?"
