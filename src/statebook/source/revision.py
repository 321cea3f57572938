"""Files as they were at a git revision: the only place that runs git, and it only reads.

A revision's name comes from whoever runs the command, often from a pull request. It is never given
to a shell, never read as an option (`--upload-pack=…`), and must name a commit before anything is
read by its hash. Nothing is checked out, fetched or written; output is bounded.
"""

from __future__ import annotations

import os
import re
import subprocess
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cached_property
from pathlib import Path
from tempfile import TemporaryFile
from threading import Timer

from statebook.source.text import MAXIMUM_BYTES

PATIENCE = 60
"""Seconds after which git is given up."""

MAXIMUM_LISTING = 32 * 1024 * 1024
"""Bytes of a listing of a revision's files or of a repository's references."""

MAXIMUM_NAME = 300

_HASH = re.compile(r"[0-9a-f]{40}(?:[0-9a-f]{24})?\Z")
_PARTIAL_HASH = re.compile(r"[0-9a-f]{7,64}\Z")
_PLAIN_NAME = re.compile(r"[A-Za-z0-9][\w./+-]*\Z", re.ASCII)
_TAG_NAME = re.compile(r"v?\d+(?:\.\d+)+\S*\Z")
_RELATIVE = re.compile(r"(?P<name>[^~^@{}]*)(?:[~^]|@\{)")
_LINK, _MODULE = "120000", "160000"
REGULAR = ("100644", "100755", "100664")
"""The modes of plain files."""


class RevisionRefused(Exception):
    """A revision or a file in it cannot be had. `hint` says what to do, a command where one helps."""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


@dataclass(frozen=True, slots=True)
class Entry:
    """A file at a revision. `mode` is git's, in octal; `hash` names its content."""

    path: str
    mode: str
    hash: str

    @property
    def is_module(self) -> bool:
        """Whether it stands for another repository, whose files this one does not have."""
        return self.mode == _MODULE


class Repository:
    """The git repository around a folder. Every method raises `RevisionRefused`."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @cached_property
    def prefix(self) -> str:
        """The folder within the repository: empty, or ending in `/`."""
        found = self._git("rev-parse", "--show-prefix").decode("utf-8", "surrogateescape")
        return found.removesuffix("\n")

    def commit(self, reference: str) -> str:
        """The hash of the commit that a reference names: a branch, a tag, `HEAD~2`, a hash."""
        refuse_hostile(reference)
        _ = self.prefix  # says first when there is no repository at all
        done = self._run("rev-parse", "--verify", "--quiet", "--end-of-options", f"{reference}^{{commit}}")
        found = done.stdout.decode("ascii", "replace").strip()
        if done.returncode == 0 and _HASH.match(found):
            return found
        raise self._unknown(reference)

    def files(self, commit: str) -> dict[str, Entry]:
        """Every file of a commit below the folder, by its path from there, in git's order."""
        listing = self._git("ls-tree", "-r", "-z", commit, limit=MAXIMUM_LISTING)
        found = {}
        for line in listing.decode("utf-8", "surrogateescape").split("\0"):
            facts, _, path = line.partition("\t")
            if path:
                mode, _, digest = facts.split()
                found[path] = Entry(path, mode, digest)
        return found

    def content(self, entry: Entry) -> bytes:
        """The bytes of a file; one more than `MAXIMUM_BYTES` at most, which tells that it is too large."""
        if entry.mode == _LINK:
            raise RevisionRefused(f"{entry.path} is a link there", "name the file that it leads to")
        if entry.is_module:
            raise RevisionRefused(f"{entry.path} is a submodule there", "run the command in the submodule's folder")
        return self._git("cat-file", "blob", entry.hash, limit=MAXIMUM_BYTES + 1, cut=True)

    @cached_property
    def is_shallow(self) -> bool:
        """Whether the history was cut off when it was fetched."""
        return self._git("rev-parse", "--is-shallow-repository").strip() == b"true"

    def _unknown(self, reference: str) -> RevisionRefused:
        """Why a reference names no commit here, with the exact command where one brings it."""
        message = f"git knows no revision {reference!r} here"
        if self.is_shallow:
            return RevisionRefused(
                f"{message}: the clone is shallow", f"run: {fetch_command(reference, self._remotes())}"
            )
        names = self._git("for-each-ref", "--format=%(refname:short)", limit=MAXIMUM_LISTING, cut=True)
        known = names.decode("utf-8", "replace").splitlines()[:2000]
        if not known and not self._has_commit():
            return RevisionRefused(f"{message}: there is no commit yet", "commit first, or name two files")
        close = get_close_matches(reference, known, n=1, cutoff=0.6)
        if close:
            return RevisionRefused(message, f"did you mean {close[0]!r}?")
        return RevisionRefused(message, "check the spelling, or fetch it: git fetch --tags")

    def _has_commit(self) -> bool:
        return self._run("rev-parse", "--verify", "--quiet", "HEAD").returncode == 0

    def _remotes(self) -> list[str]:
        return self._git("remote").decode("utf-8", "replace").split()

    def _git(self, *arguments: str, limit: int = 1 << 20, cut: bool = False, given: bytes = b"") -> bytes:
        """What git says to what it is given; more than `limit` bytes are refused, or cut off."""
        done = self._run(*arguments, limit=limit, given=given)
        if len(done.stdout) > limit and not cut:
            raise RevisionRefused("git says more than can be read", "is this the repository that you mean?")
        if done.returncode != 0 and len(done.stdout) <= limit:
            raise _failure(self.folder, done.stderr.decode("utf-8", "replace"))
        return done.stdout[:limit]

    def _run(self, *arguments: str, limit: int = 1 << 20, given: bytes = b"") -> subprocess.CompletedProcess[bytes]:
        """One git command that only reads: no pager, no prompt, no fetching of what a partial clone lacks."""
        command = ["git", "--no-pager", "-c", "protocol.allow=never", "-c", "core.fsmonitor=false", *arguments]
        environment = {
            **os.environ,
            "LC_ALL": "C",
            "GIT_TERMINAL_PROMPT": "0",
            "GIT_OPTIONAL_LOCKS": "0",
            "GIT_NO_LAZY_FETCH": "1",
        }
        try:
            with TemporaryFile() as waiting:  # a pipe would fill up while git waits for its answers to be read
                waiting.write(given)
                waiting.seek(0)
                process = subprocess.Popen(  # noqa: S603 - git itself, no shell, arguments checked above
                    command,
                    cwd=self.folder,
                    env=environment,
                    stdin=waiting if given else subprocess.DEVNULL,
                    stdout=subprocess.PIPE,
                    stderr=subprocess.PIPE,
                )
        except FileNotFoundError:
            raise RevisionRefused("git is not installed", "install git, or name two files instead") from None
        except OSError as problem:
            raise RevisionRefused(
                f"git cannot be run: {problem.strerror or problem}", "name two files instead"
            ) from None
        with process:
            return _bounded(process, limit)


def _bounded(process: subprocess.Popen[bytes], limit: int) -> subprocess.CompletedProcess[bytes]:
    """Read at most one byte more than `limit`, then end the process if it goes on."""
    clock = Timer(PATIENCE, process.kill)
    clock.start()
    try:
        output = process.stdout.read(limit + 1) if process.stdout is not None else b""
        if len(output) > limit:
            process.kill()
        errors = process.stderr.read(1 << 16) if process.stderr is not None else b""
        code = process.wait()
    finally:
        clock.cancel()
    return subprocess.CompletedProcess(process.args, code, output, errors)


def refuse_hostile(reference: str) -> None:
    """Refuse what is no revision's name: an option, a range, a path, control characters."""
    if not reference:
        raise RevisionRefused("the revision has no name", "write REF, REF:path or a path")
    if reference.startswith("-"):
        raise RevisionRefused(f"{reference[:60]!r} is an option, not a revision", "write REF, REF:path or a path")
    shown = reference[:60]
    if len(reference) > MAXIMUM_NAME or not reference.isprintable() or any(one in reference for one in " :?*[\\"):
        raise RevisionRefused(f"{shown!r} cannot name a revision", "write a branch, a tag or a hash")
    if ".." in reference:
        raise RevisionRefused(f"{shown!r} is a range, not a revision", "name both sides: diff BASE HEAD")


def fetch_command(reference: str, remotes: list[str]) -> str:
    """The command that makes a shallow clone know a reference under the name by which it was asked for."""
    remote = "origin" if "origin" in remotes or not remotes else remotes[0]
    relative = _RELATIVE.match(reference)
    if relative is not None or reference in ("HEAD", "@"):
        return f"git fetch --unshallow {remote}"
    if not _PLAIN_NAME.match(reference):
        return f"git fetch --unshallow --tags {remote}"
    if _PARTIAL_HASH.match(reference):
        whole = _HASH.match(reference) is not None
        return f"git fetch --depth=1 {remote} {reference}" if whole else f"git fetch --unshallow {remote}"
    for one in remotes:
        if reference.startswith(f"{one}/"):
            branch = reference.removeprefix(f"{one}/")
            return f"git fetch --depth=1 {one} +refs/heads/{branch}:refs/remotes/{one}/{branch}"
    if _TAG_NAME.match(reference):
        return f"git fetch --depth=1 {remote} +refs/tags/{reference}:refs/tags/{reference}"
    return f"git fetch --depth=1 {remote} +refs/heads/{reference}:refs/heads/{reference}"


def _failure(folder: Path, said: str) -> RevisionRefused:
    """Git's own words, for the cases that users meet."""
    if "not a git repository" in said:
        return RevisionRefused(
            f"{folder} is in no git repository", "name two files instead, or run the command in a clone"
        )
    if "dubious ownership" in said:
        return RevisionRefused(
            "git does not trust this repository: it belongs to somebody else",
            f"run: git config --global --add safe.directory {folder}",
        )
    lines = [line.strip() for line in said.splitlines() if line.strip()]
    return RevisionRefused(
        f"git failed: {lines[0][:200] if lines else 'no reason given'}", "run git status there to see more"
    )
