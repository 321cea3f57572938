"""What `check` finds: files that are not as a fresh build would leave them."""

from __future__ import annotations

from functools import partial

from statebook.diagnostic import Severity
from statebook.flaws.registry import Flaw

_checking = partial(Flaw, commands=("check",))

FLAWS = (
    _checking(
        name="stale-file",
        summary="A generated file differs from a fresh build.",
        why="The spec was edited and not built, or the page was edited by hand: the next build would undo that.",
        repair="Run `statebook build` and commit what it changes. What was meant to stay belongs into the spec.",
        said="docs/lamp.md:12:1: error[stale-file] `docs/lamp.md` differs from a fresh build",
    ),
    _checking(
        name="missing-file",
        summary="A generated file is not there.",
        why="It was deleted, never built, or not committed: links to it are broken.",
        repair="Run `statebook build` and commit the file. Look into `.gitignore` if it does not stay.",
        said="docs/lamp.md:1:1: error[missing-file] `docs/lamp.md` is not there",
    ),
    _checking(
        name="orphaned-file",
        summary="A file was generated once and is wanted no more.",
        why="A state, a machine or a setting is gone, and its page is still published.",
        repair="Run `statebook build`, which removes it; `formerly:` keeps links to a renamed state alive.",
        said="docs/lamp.md:1:1: error[orphaned-file] `docs/lamp.md` was generated once and is wanted no more",
    ),
    _checking(
        name="foreign-file",
        summary="A file that no build wrote is in the way of a generated one.",
        why="A build never writes over what it did not write, so it would refuse.",
        repair="Move the file away or delete it, then build; or let the build take it over: `statebook build --adopt`.",
        said="docs/lamp.md:1:1: error[foreign-file] `docs/lamp.md` is in the way of a generated file",
    ),
    _checking(
        name="unverified-file",
        summary="A diagram was drawn by another engine, so its bytes cannot be checked here.",
        why="""\
What it was drawn from is unchanged; engines of other versions draw the same diagram with other bytes. It makes the exit
code 1 only with `--strict`.""",
        repair="Use the engine that is recorded in the picture, or run `statebook build` to draw it with the one at hand.",
        severity=Severity.INFO,
        said="docs/lamp.svg:1:1: info[unverified-file] `docs/lamp.svg` was drawn by another engine, so its bytes cannot be checked here",
    ),
)
