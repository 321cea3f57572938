"""`rules`: the catalogue of rules, or the page of one, in the terminal."""

from __future__ import annotations

from statebook.commands.common import CLEAN, Unusable

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse

NAME = "rules"
HELP = "list the rules of lint, or explain one"


def configure(parser: argparse.ArgumentParser) -> None:
    """The options of the command."""
    parser.add_argument(
        "rule", metavar="NAME", nargs="?", default="", help="the rule to explain; without it, all are listed"
    )


def run(options: argparse.Namespace) -> int:
    """Print the catalogue or a page."""
    from statebook.catalogue.errors import explained as explained_flaw
    from statebook.catalogue.rules import explained, table
    from statebook.commands.explaining import close_name, print_page
    from statebook.diff.kinds import kinds
    from statebook.flaws.registry import flaws
    from statebook.rules.registry import rules

    known, others = rules(), flaws()
    if not options.rule:
        print_page(table())
    elif options.rule in known:
        print_page(explained(known[options.rule]))
    elif options.rule in others:
        print_page(explained_flaw(others[options.rule]))
    else:
        hint = close_name(options.rule, {NAME: (*known, *others), "changes": tuple(kinds())}, NAME)
        raise Unusable(f"no rule is called {options.rule!r}", hint)
    return CLEAN
