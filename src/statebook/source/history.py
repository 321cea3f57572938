"""The history of a project's files: which commits touched them, what they held, which tags stand where.

One question to git for each of these, however long the history is. It follows first parents, so that a
branch counts when it was merged, as one step. Knows files and commits, not what a spec says.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from statebook.source.revision import MAXIMUM_LISTING, Entry, Repository, RevisionRefused
from statebook.source.text import MAXIMUM_BYTES

MAXIMUM_BATCH = 8 * MAXIMUM_BYTES
"""Bytes of file contents that are asked for at once."""

LATEST = 253_402_300_799
"""The last second of the year 9999; git takes later ones, calendars do not."""

_ABSENT = "000000"
_MARK = "\x01"


@dataclass(frozen=True, slots=True)
class Edit:
    """What a commit did to one file, seen from its first parent: it came, went, changed or moved."""

    before: Entry | None
    after: Entry | None


@dataclass(frozen=True, slots=True)
class Commit:
    """A commit of the line of first parents. `time` counts seconds since 1970, in UTC.

    `edits` are those of the files that were asked for.
    """

    hash: str
    time: int
    edits: tuple[Edit, ...] = ()


@dataclass(frozen=True, slots=True)
class Tag:
    """A tag, the commit that it names, and when it was made: of a lightweight tag, when that commit was."""

    name: str
    commit: str
    time: int


class History(Repository):
    """The history of the files in a folder. Every method raises `RevisionRefused`."""

    def head(self) -> str:
        """The hash of the commit that is checked out."""
        _ = self.prefix  # says first when there is no repository at all
        try:
            return self.commit("HEAD")
        except RevisionRefused:
            raise RevisionRefused("there is no commit yet", "commit the specs first") from None

    def line(self, commit: str, patterns: Sequence[str], since: str = "") -> list[Commit]:
        """The first parents of a commit, newest first, itself included; with `since`, what that commit has not.

        `patterns` are globs relative to the folder, as `statebook.yml` has them; files that match
        none have no edits here. `commit` and `since` are hashes.
        """
        reach = ["--first-parent", commit, *([f"^{since}"] if since else [])]
        listed = self._git("rev-list", "--timestamp", *reach, "--", limit=MAXIMUM_LISTING)
        edits = self._edits(reach, patterns)
        found = []
        for one in listed.decode("ascii", "replace").splitlines():
            time, _, digest = one.partition(" ")
            found.append(Commit(digest, _seconds(time), tuple(edits.get(digest, ()))))
        return found

    def tags(self, commit: str) -> list[Tag]:
        """The tags of a commit and of all that came before it, on branches too, by name."""
        asked = "%(refname:strip=2)%00%(objectname)%00%(*objectname)%00%(creatordate:unix)"
        listed = self._git(
            "for-each-ref", f"--merged={commit}", f"--format={asked}", "refs/tags", limit=MAXIMUM_LISTING
        )
        found = []
        for line in listed.decode("utf-8", "replace").splitlines():
            name, plain, peeled, time = line.split("\0")
            found.append(Tag(name, peeled or plain, _seconds(time)))
        return sorted(found, key=lambda one: one.name)

    @property
    def ends(self) -> frozenset[str]:
        """The commits whose parents were left out when a shallow clone was made."""
        if not self.is_shallow:
            return frozenset()
        path = self._git("rev-parse", "--git-path", "shallow").decode("utf-8", "surrogateescape").removesuffix("\n")
        try:
            return frozenset((self.folder / path).read_text("ascii", "replace").split())
        except OSError as problem:
            raise RevisionRefused(
                f"{path} cannot be read: {problem.strerror or problem}", "check its permissions"
            ) from None

    @property
    def unshallow(self) -> str:
        """The command that brings the rest of the history."""
        remotes = self._remotes()
        return f"git fetch --unshallow --tags {'origin' if 'origin' in remotes or not remotes else remotes[0]}"

    def contents(self, digests: Iterable[str]) -> Iterator[tuple[str, bytes]]:
        """The bytes of files by their hashes; one more than `MAXIMUM_BYTES` tells that a file is too large.

        What the repository lacks is left out.
        """
        waiting = list(dict.fromkeys(digests))
        while waiting:
            given = "".join(f"{one}\n" for one in waiting).encode()
            answer = self._git("cat-file", "--batch", limit=MAXIMUM_BATCH, cut=True, given=given)
            seen = 0
            for digest, content in _answers(answer, cut=len(answer) == MAXIMUM_BATCH):
                seen += 1
                if content is not None:
                    yield digest, content
            waiting = waiting[max(seen, 1) :]

    def _edits(self, reach: Sequence[str], patterns: Sequence[str]) -> dict[str, list[Edit]]:
        """The edits of each commit that touched files of these patterns."""
        asked = [f":(glob){one}" for one in patterns]
        shape = ("-m", "--raw", "-z", "--find-renames", "--no-abbrev", "--relative", f"--format={_MARK}%H")
        calm = ("--no-show-signature", "--no-notes", "--no-color", "--no-ext-diff", "--no-textconv")
        told = self._git("-c", "log.showRoot=true", "log", *calm, *shape, *reach, "--", *asked, limit=MAXIMUM_LISTING)
        words = iter(told.decode("utf-8", "surrogateescape").split("\0"))
        found: dict[str, list[Edit]] = {}
        edits: list[Edit] = []
        for word in words:
            text = word.lstrip("\n")
            if text.startswith(_MARK):
                edits = found.setdefault(text[1:], [])
            elif text.startswith(":"):
                old, new, before, after, status = text[1:].split(" ")
                first = next(words)
                second = next(words) if status[0] in "RC" else first
                edits.append(
                    Edit(
                        None if old == _ABSENT or status[0] == "C" else Entry(first, old, before),
                        None if new == _ABSENT else Entry(second, new, after),
                    )
                )
        return found


def _answers(told: bytes, *, cut: bool) -> Iterator[tuple[str, bytes | None]]:
    """What `git cat-file --batch` answered; None for what is missing, or is no file. A cut answer is left out.

    One that alone fills the batch is given as far as it goes: it is too large in any case.
    """
    place = 0
    while place < len(told):
        end = told.find(b"\n", place)
        if end < 0:
            return
        digest, kind, *size = told[place:end].decode("utf-8", "replace").split(" ")
        start = end + 1
        if not size:
            yield digest, None
            place = start
            continue
        stop = start + int(size[0])
        if stop > len(told) and cut and place:
            return
        yield digest, told[start : min(stop, start + MAXIMUM_BYTES + 1)] if kind == "blob" else None
        place = stop + 1


def _seconds(text: str) -> int:
    """Seconds that a calendar can show; whoever makes a commit may claim any time."""
    return min(max(int(text), 0), LATEST) if text.lstrip("-").isdigit() else 0
