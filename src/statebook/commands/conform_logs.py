"""The logs that `conform` is given: which format each has, and why one cannot be read."""

from __future__ import annotations

import os
import sys

from statebook.commands.common import Unusable, meant

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse
    from pathlib import Path

    from statebook.conform.logs.rows import Format, Rows
    from statebook.conform.question import Fields
    from statebook.model import Machine


def read_logs(options: argparse.Namespace, machine: Machine, fields: Fields, scratch: Path) -> list[Rows]:
    """Every log, readable by the engine. Raises `Unusable` for one that is not there or cannot be read."""
    from pathlib import Path

    from statebook.conform.logs.rows import LogRefused, Source

    found = []
    for number, name in enumerate(options.logs):
        chosen = _format(options.log_format, name)
        try:
            path = _standard_input(scratch, number) if name == "-" else Path(name)
            found.append(chosen.rows(Source(path, scratch / f"log-{number}", fields, machine)))
        except LogRefused as refused:
            raise Unusable(f"{name}: {refused.message}", refused.hint) from None
        except IsADirectoryError:
            raise Unusable(f"{name} is a folder", f"name its files: {os.path.join(name, '*.jsonl')}") from None
        except OSError as problem:
            raise Unusable(f"cannot read {name}: {problem.strerror or problem}", "check the path") from None
    return found


def _format(asked: str, name: str) -> Format:
    """The format of a log: the one asked for, or the one that its name tells."""
    from statebook.conform.logs.registry import format_of, formats

    known = tuple(formats())
    chosen = formats().get(asked) if asked else format_of("-.jsonl" if name == "-" else name)
    if chosen is not None:
        return chosen
    if asked:
        raise Unusable(f"no log format is called {asked!r}", meant(asked, known))
    if os.path.isdir(name):
        raise Unusable(f"{name} is a folder", f"name its files: {os.path.join(name, '*.jsonl')}")
    raise Unusable(f"{name}: no log format has this ending", f"name one with --from: {', '.join(known)}")


def _standard_input(scratch: Path, number: int) -> Path:
    """Standard input as a file: the engine reads it twice."""
    import shutil

    path = scratch / f"standard-input-{number}"
    with path.open("wb") as copy:
        shutil.copyfileobj(sys.stdin.buffer, copy)
    return path
