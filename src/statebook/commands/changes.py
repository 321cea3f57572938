"""`changes`: the catalogue of kinds of change, or the page of one, in the terminal."""

from __future__ import annotations

from statebook.commands.common import CLEAN, Unusable

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse

NAME = "changes"
HELP = "list the kinds of change that diff knows, or explain one"


def configure(parser: argparse.ArgumentParser) -> None:
    """The options of the command."""
    parser.add_argument(
        "kind", metavar="NAME", nargs="?", default="", help="the kind to explain; without it, all are listed"
    )


def run(options: argparse.Namespace) -> int:
    """Print the catalogue or a page."""
    from statebook.catalogue.changes import explained, table
    from statebook.catalogue.shelf import shelves
    from statebook.commands.explaining import close_name, print_page
    from statebook.diff.kinds import kinds

    known = kinds()
    if options.kind and options.kind not in known:
        explained_elsewhere = tuple(name for entries in shelves().values() for name in entries)
        hint = close_name(options.kind, {NAME: tuple(known), "rules": explained_elsewhere}, NAME)
        raise Unusable(f"no kind of change is called {options.kind!r}", hint)
    print_page(explained(known[options.kind]) if options.kind else table())
    return CLEAN
