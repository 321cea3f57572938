"""Recognises an unchanged project before anything heavy is imported.

A stamp remembers, after a build, the content of everything that the output follows from and of the
output itself. It says "unchanged" only when every one of those contents is the same again; times and
sizes are never trusted. Anything odd, a broken stamp included, means "changed": then the build looks
properly.

The stamp lies in the cache folder, where a pull request may put one of its own. So it also carries
its own inode and a moment of the 1990s that its file is dated to: a checkout gives a file neither.

Only the standard library, and only what costs next to nothing to import: no `hashlib`, `contextlib`,
`typing` or `pathlib`, each of which takes longer than the whole comparison of a small project.
"""

from __future__ import annotations

import os
import stat
import sys

from statebook.site.cachefolder import cache_folder, is_real_folder, make_cache_folder

try:
    from _blake2 import blake2b  # type: ignore[import-not-found, unused-ignore] # loading OpenSSL costs 3 ms
except ImportError:
    from hashlib import blake2b

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

MAXIMUM_ENTRIES = 10_000
"""Names in one watched folder, all levels; beyond that there is no fast path."""

_HEAD = "statebook-stamp 1"
_READ = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
_CREATE = os.O_RDWR | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
_YEAR_1990 = 631_152_000
_TEN_YEARS = 315_532_800
_ABSENT = "-"
_MAXIMUM_BYTES = 8 << 20


class Watch:
    """Everything that a build reads, hashed before it is read.

    Make one first, add each thing before reading it, and call `remember` when the output is written.
    What changed in between is noticed there, and then nothing is remembered.
    """

    def __init__(self, root: str | os.PathLike[str]) -> None:
        self.root = os.path.abspath(root)
        self.seen: dict[tuple[str, str], str] = {("tool", ""): _tool()}

    def add_files(self, paths: Iterable[str]) -> None:
        """Watch the content of files, relative to the root; a file may be missing and stay so."""
        for path in paths:
            self.seen.setdefault(("file", path), _file(os.path.join(self.root, path), follow=True))

    def add_patterns(self, patterns: Iterable[str]) -> None:
        """Watch which files glob patterns can find, so that a new or a lost one is noticed.

        Patterns are relative to the root and not evaluated: every name that may match is watched.
        """
        for pattern in patterns:
            self.seen.setdefault(("names", pattern), _names(self.root, pattern))

    def add_trees(self, folders: Iterable[str]) -> None:
        """Watch names and contents in folders, at any depth."""
        for folder in folders:
            self.seen.setdefault(("tree", folder), _tree(os.path.join(self.root, folder)))

    def remember(self, key: str, outputs: Mapping[str, str], said: str = "") -> bool:
        """Keep a stamp for `key` (the command and its options); whether that was done.

        `outputs` are the SHA-256 of every file written, as `Outcome.hashes`. `said` is what the
        build told the user, to be told again. Not done when an input has changed since it was added,
        a name cannot be kept, or the cache folder cannot be written: it is a shortcut, never needed.
        """
        lines = [f"{kind} {digest} {path}" for (kind, path), digest in self.seen.items()]
        try:
            lines += [f"output {_confirmed(self.root, path, digest)} {path}" for path, digest in outputs.items()]
            if not all(line.isprintable() and _holds(self.root, line) for line in lines):
                return False
            _keep(_stamp_path(make_cache_folder(self.root), key), "\n".join([*lines, "said", said]))
        except OSError:
            return False
        return True


def recall(root: str | os.PathLike[str], key: str) -> str | None:
    """What the last build with this key said, when nothing has changed since; else None.

    Never raises: whatever cannot be read counts as changed.
    """
    root = os.path.abspath(root)
    try:
        folder = cache_folder(root)
        text = _kept(_stamp_path(folder, key)) if is_real_folder(folder) else ""
        facts, found, said = text.partition("\nsaid\n")
        if not found or not all(_holds(root, line) for line in facts.split("\n")):
            return None
    except (OSError, ValueError):
        return None
    return said


def _holds(root: str, line: str) -> bool:
    kind, digest, path = line.split(" ", 2)
    return bool(digest) and _now(root, kind, path) == digest


def _now(root: str, kind: str, path: str) -> str:
    place = os.path.join(root, path)
    if kind == "file":
        return _file(place, follow=True)
    if kind == "output":
        return _file(place, follow=False)
    if kind == "names":
        return _names(root, path)
    return _tree(place) if kind == "tree" else _tool() if kind == "tool" else ""


def _file(place: str, *, follow: bool) -> str:
    """The digest of a regular file; `_ABSENT` when there is none; empty when it cannot be told."""
    flags = _READ & ~getattr(os, "O_NOFOLLOW", 0) if follow else _READ
    try:
        descriptor = os.open(place, flags)
    except (FileNotFoundError, NotADirectoryError):
        return _ABSENT
    except OSError:
        return ""
    try:
        status = os.fstat(descriptor)
        if not stat.S_ISREG(status.st_mode):
            return ""
        digest = blake2b()
        while chunk := os.read(descriptor, max(status.st_size + 1, 1 << 16)):
            digest.update(chunk)
        return digest.hexdigest()
    finally:
        os.close(descriptor)


def _confirmed(root: str, path: str, sha256: str) -> str:
    """The digest of an output that still is what the build wrote; else an empty one."""
    import hashlib

    with open(os.path.join(root, path), "rb") as file:
        content = file.read()
    return blake2b(content).hexdigest() if hashlib.sha256(content).hexdigest() == sha256 else ""


def _walk(place: str, depth: int) -> list[str]:
    """The paths of everything below a folder, so many levels deep, sorted, folders with a `/` behind.

    Raises `OSError` where it cannot be told: a link to a folder, or more than `MAXIMUM_ENTRIES`.
    """
    found: list[str] = []
    waiting = [""]
    while waiting:
        above = waiting.pop()
        with os.scandir(os.path.join(place, above)) as entries:
            for entry in entries:
                path = f"{above}{entry.name}"
                if entry.is_dir(follow_symlinks=False):
                    path += "/"
                    if entry.name != "__pycache__" and path.count("/") < depth:
                        waiting.append(path)
                elif entry.is_symlink() and entry.is_dir() and path.count("/") + 1 < depth:
                    raise OSError(path)
                found.append(path)
        if len(found) > MAXIMUM_ENTRIES:
            raise OSError(place)
    return sorted(found)


_ANY_DEPTH = 1 << 30


def _names(root: str, pattern: str) -> str:
    """The digest of all names that a glob pattern may match: those in reach that end as it ends."""
    parts = pattern.replace("\\", "/").split("/")
    wild = next((number for number, part in enumerate(parts) if any(sign in part for sign in "*?[")), len(parts) - 1)
    depth = _ANY_DEPTH if "**" in parts else len(parts) - wild
    last = parts[-1].lower()
    ending = last[max(last.rfind(sign) for sign in "*?]") + 1 :]
    try:
        found = _walk(os.path.join(root, *parts[:wild]), depth)
    except (FileNotFoundError, NotADirectoryError):
        return _ABSENT
    except OSError:
        return ""
    names = [path for path in found if path.rstrip("/").lower().endswith(ending)]
    return _digest("\0".join(names))


def _tree(place: str) -> str:
    """The digest of the names and contents of all files below a folder, compiled Python aside."""
    try:
        found = [path for path in _walk(place, _ANY_DEPTH) if not path.endswith("/")]
    except (FileNotFoundError, NotADirectoryError):
        return _ABSENT
    except OSError:
        return ""
    contents = [_file(os.path.join(place, path), follow=True) for path in found]
    return _digest("\0".join([*found, *contents])) if all(contents) else ""


def _digest(text: str) -> str:
    return blake2b(text.encode("utf-8", "surrogateescape")).hexdigest()


def _tool() -> str:
    """The digest of the package's own files, and of the names and versions of everything installed beside it."""
    package = _tree(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
    installed: list[str] = []
    for folder in sys.path:
        if os.path.basename(folder) in {"site-packages", "dist-packages"}:
            installed += [name for name in _listed(folder) if name.endswith((".dist-info", ".egg-info"))]
    text = "\0".join([package, *sorted(installed)])
    return "" if package in {"", _ABSENT} else _digest(text)


def _listed(folder: str) -> list[str]:
    try:
        return os.listdir(folder)
    except OSError:
        return []


def _stamp_path(folder: str, key: str) -> str:
    return os.path.join(folder, f"stamp-{_digest(key)[:16]}")


def _keep(path: str, text: str) -> None:
    temporary = f"{path}.{os.getpid()}.tmp"
    try:  # noqa: SIM105 - contextlib takes long to load
        os.unlink(temporary)
    except FileNotFoundError:
        pass
    moment = _YEAR_1990 + int.from_bytes(os.urandom(8), "big") % _TEN_YEARS // 2 * 2
    descriptor = os.open(temporary, _CREATE, 0o600)
    with open(descriptor, "wb") as file:
        body = f"{_HEAD} {os.fstat(descriptor).st_ino} {moment}\n{text}".encode("utf-8", "surrogateescape")
        file.write(blake2b(body).hexdigest().encode() + b"\n" + body)
    os.utime(temporary, (moment, moment))
    os.replace(temporary, path)


def _kept(path: str) -> str:
    """The text of a stamp that this machine wrote and nobody changed; else `ValueError` or `OSError`."""
    descriptor = os.open(path, _READ)
    with open(descriptor, "rb") as file:
        status = os.fstat(descriptor)
        data = file.read(_MAXIMUM_BYTES) if stat.S_ISREG(status.st_mode) else b""
    digest, _, body = data.partition(b"\n")
    head, _, text = body.decode("utf-8", "surrogateescape").partition("\n")
    moment = int(status.st_mtime)
    if digest.decode() != blake2b(body).hexdigest() or head != f"{_HEAD} {status.st_ino} {moment}":
        return ""
    return text if _YEAR_1990 <= moment < _YEAR_1990 + _TEN_YEARS else ""
