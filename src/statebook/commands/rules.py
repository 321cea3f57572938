"""`rules`: the catalogue of findings, or the page of one, in the terminal."""

from __future__ import annotations

from statebook.commands.common import CLEAN, Unusable, meant

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse

NAME = "rules"
HELP = "list the rules of lint or the findings of another command, or explain one"


def configure(parser: argparse.ArgumentParser) -> None:
    """The options of the command."""
    parser.add_argument(
        "rule", metavar="NAME", nargs="?", default="", help="the rule to explain; without it, all are listed"
    )
    parser.add_argument(
        "--of",
        default="",
        metavar="COMMAND",
        help="those of this command, such as audit; without it, lint's are listed, and a name is looked for in all",
    )


def run(options: argparse.Namespace) -> int:
    """Print the catalogue of one command, or every page of a name."""
    from statebook.catalogue.shelf import shelves, table
    from statebook.commands.explaining import close_name, print_page
    from statebook.diff.kinds import kinds

    known = shelves()
    if options.of and options.of not in known:
        raise Unusable(f"no findings of {options.of!r} are explained here", meant(options.of, tuple(known)))
    if not options.rule:
        print_page(table(known[options.of or "lint"].values()))
        return CLEAN
    searched = {options.of: known[options.of]} if options.of else known
    pages = [entries[options.rule].explained() for entries in searched.values() if options.rule in entries]
    if not pages:
        names = tuple(dict.fromkeys(name for entries in searched.values() for name in entries))
        hint = close_name(options.rule, {NAME: names, "changes": tuple(kinds())}, NAME)
        raise Unusable(f"no rule is called {options.rule!r}", hint)
    print_page("\n".join(pages))
    return CLEAN
