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
    from statebook.catalogue.rules import explained, table
    from statebook.commands.explaining import close_name, print_page
    from statebook.diff.kinds import kinds
    from statebook.rules.registry import rules

    known = rules()
    if options.rule and options.rule not in known:
        hint = close_name(options.rule, {NAME: tuple(known), "changes": tuple(kinds())}, NAME)
        raise Unusable(f"no rule is called {options.rule!r}", hint)
    print_page(explained(known[options.rule]) if options.rule else table())
    return CLEAN
