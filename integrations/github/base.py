"""Second step of the action: the commit that a change is compared with, fetched where the clone is shallow.

For a pull request that is what its branch grew from, not what the target branch is today: whatever
others merged meanwhile is not this pull request's change. `actions/checkout` gives GitHub's trial
merge, whose first parent is right by construction; for any other checkout it is the merge base.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import runner

DEPTHS = (32, 256, 2048)
"""How many commits are fetched at a time, before all of them are."""

PATIENCE = 600
"""Seconds after which a git command is given up."""


class NoBase(Exception):
    """The base cannot be had; the message says why and what to do."""


class Clone:
    """The checkout under review."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def git(self, *arguments: str) -> tuple[bool, str]:
        """Whether a git command went well, and what it said."""
        done = subprocess.run(  # arguments are hashes, checked names and options of ours
            ["git", "--no-pager", *arguments],
            cwd=self.folder,
            env={**os.environ, "GIT_TERMINAL_PROMPT": "0", "LC_ALL": "C"},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            encoding="utf-8",
            errors="replace",
            check=False,
            timeout=PATIENCE,
        )
        return done.returncode == 0, (done.stdout if done.returncode == 0 else done.stderr).strip()

    def commit(self, name: str) -> str:
        """The hash of the commit of this name, or nothing."""
        found, digest = self.git("rev-parse", "--verify", "--quiet", "--end-of-options", f"{name}^{{commit}}")
        return digest if found else ""

    def parents(self) -> list[str]:
        """The parents of what is checked out, also those that a shallow clone lacks."""
        _, text = self.git("cat-file", "commit", "HEAD")
        head = text.partition("\n\n")[0]
        return [line.removeprefix("parent ") for line in head.splitlines() if line.startswith("parent ")]

    def is_shallow(self) -> bool:
        """Whether the history is cut off."""
        return self.git("rev-parse", "--is-shallow-repository")[1] == "true"

    def fetch(self, *arguments: str) -> str:
        """Fetch from the remote; what git says if it fails."""
        went_well, said = self.git("fetch", "--quiet", "--no-tags", "--no-write-fetch-head", *arguments)
        return "" if went_well else said

    def have(self, digest: str) -> str:
        """Make sure that a commit is here. Raises `NoBase`."""
        if not self.commit(digest):
            problem = self.fetch("--depth=1", "origin", digest)
            if not self.commit(digest):
                raise NoBase(f"the commit {digest} cannot be fetched ({_first(problem)}); {ADVICE}")
        return digest

    def merge_base(self, digest: str) -> str:
        """The best common ancestor of a commit and what is checked out. Raises `NoBase`."""
        self.have(digest)
        head = self.commit("HEAD")
        problem = ""
        for fetch in (None, *(f"--deepen={depth}" for depth in DEPTHS), "--unshallow"):
            if fetch is not None:
                if not self.is_shallow():
                    break
                problem = self.fetch(fetch, "origin", digest, head) or problem
            found, base = self.git("merge-base", digest, head)
            if found:
                return base.splitlines()[0]
        if problem:
            raise NoBase(f"the history cannot be fetched ({_first(problem)}); {ADVICE}")
        raise NoBase(f"{digest} and {head} have no commit in common: give the right branch as `base`")


ADVICE = "check out with `fetch-depth: 0`, and leave persist-credentials on where the repository is private"


def _first(said: str) -> str:
    lines = [line.strip() for line in said.splitlines() if line.strip()]
    return lines[-1][:200] if lines else "git gave no reason"


def find_base(clone: Clone, event: Mapping[str, object], given: str = "") -> str:
    """The commit to compare with; nothing where the event has none. Raises `NoBase`."""
    if given:
        return clone.merge_base(_named(clone, given))
    tip = runner.hash_in(event, "pull_request", "base", "sha")
    if tip:
        parents = clone.parents()
        if len(parents) == 2 and parents[1] == runner.hash_in(event, "pull_request", "head", "sha"):
            return clone.have(parents[0])
        return clone.merge_base(tip)
    before = runner.hash_in(event, "merge_group", "base_sha") or runner.hash_in(event, "before")
    return clone.have(before) if before else ""


def _named(clone: Clone, name: str) -> str:
    """The commit of a branch, a tag or a hash that the workflow names, fetched where it is not here."""
    refused = NoBase(f"git knows no revision {name!r}: give `base` a branch, a tag or a hash")
    if name.startswith("-") or not name.isprintable() or any(one in name for one in " :?*[\\^~") or ".." in name:
        raise refused
    for candidate in (f"refs/remotes/origin/{name}", name, f"refs/remotes/{name}"):
        found = clone.commit(candidate)
        if found:
            return found
    branch = name.removeprefix("origin/")
    problem = clone.fetch("--depth=1", "origin", f"+refs/heads/{branch}:refs/remotes/origin/{branch}")
    if problem:
        clone.fetch("--depth=1", "origin", f"+refs/tags/{name}:refs/tags/{name}")
    found = clone.commit(f"refs/remotes/origin/{branch}") or clone.commit(f"refs/tags/{name}")
    if not found:
        raise refused
    return found


def main() -> int:
    """Set the output `base`: a hash, or nothing where there is nothing to compare with."""
    try:
        base = find_base(
            Clone(Path(os.environ.get("STATEBOOK_FOLDER") or ".")), runner.event(), os.environ.get("STATEBOOK_BASE", "")
        )
    except NoBase as problem:
        runner.annotate("error", str(problem))
        return 2
    except subprocess.TimeoutExpired:
        runner.annotate("error", f"git did not end within {PATIENCE} seconds; {ADVICE}")
        return 2
    runner.log(f"The base is {base}." if base else "This event has no base: nothing is compared.")
    runner.output("base", base)
    return 0


if __name__ == "__main__":
    sys.exit(main())
