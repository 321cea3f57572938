"""`rules`: the catalogue of rules, or the page of one, in the terminal."""

from __future__ import annotations

import sys

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
    from statebook.commands.levels import nearest
    from statebook.rules.page import catalogue, rule_page
    from statebook.rules.registry import rules

    known = rules()
    if options.rule and options.rule not in known:
        raise Unusable(f"no rule is called {options.rule!r}", nearest(options.rule, tuple(known)))
    text = rule_page(known[options.rule]) if options.rule else catalogue()
    if not (sys.stdout.encoding or "utf-8").lower().startswith("utf"):
        # Examples hold odd characters on purpose; a terminal without them still gets the page.
        text = text.encode("ascii", "backslashreplace").decode("ascii")
    sys.stdout.write(text)
    return CLEAN
