"""What logs with columns share: which columns have to be there."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import get_close_matches

from statebook.conform.logs.rows import LogRefused
from statebook.conform.question import Fields


def refuse_wrong_columns(names: Sequence[str], fields: Fields) -> None:
    """Raise `LogRefused` where a column is missing that was asked for, or one is there twice."""
    if not any(names):
        raise LogRefused("the log has no columns", "write their names on the first line")
    twice = next((name for name in names if names.count(name) > 1), None)
    if twice is not None:
        raise LogRefused(f"two columns are called {twice!r}", "give each column a name of its own")
    for option, path in (("--id", fields.id), ("--at", fields.at), ("--status", fields.status)):
        if not path:
            continue
        wanted = str(path[0])
        flat = option == "--status" and any(name.startswith(f"{wanted}.") for name in names)
        if wanted in names or flat:
            continue
        close = get_close_matches(wanted, names, n=1)
        shown = ", ".join(names[:12]) + (", …" if len(names) > 12 else "")
        meant = f"did you mean {option} {close[0]}? " if close else ""
        raise LogRefused(f"no column is called {wanted!r}", f"{meant}the columns are {shown}; choose one with {option}")
