"""What commands that explain findings share: the printing of a page, the name that was meant, and a page's reason."""

from __future__ import annotations

import sys

from statebook.commands.common import meant

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


def close_name(wanted: str, names: Mapping[str, Sequence[str]], here: str) -> str:
    """A hint for a name that `here` does not have: the one that was meant, of this command or of another one.

    `names` are those that each command explains.
    """
    for command, known in names.items():
        if command != here and wanted in known:
            return f"`statebook {command} {wanted}` explains it"
    return meant(wanted, names[here], f"`statebook {here}` lists all names")


def print_page(text: str) -> None:
    """Print text on standard output; a terminal without its characters gets escapes instead."""
    if not (sys.stdout.encoding or "utf-8").lower().startswith("utf"):
        text = text.encode("ascii", "backslashreplace").decode("ascii")
    sys.stdout.write(text)


def why(page: str) -> str:
    """The section "Why" of a page, as plain text: what a report says of a rule."""
    return " ".join(page.partition("## Why")[2].partition("\n## ")[0].split())
