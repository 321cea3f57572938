"""Options and arguments that several commands take: their names, and what the help says of them, stand here once.

What every command takes is in `registry`, what goes with reports in `common`.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse


def add_specs(parser: argparse.ArgumentParser) -> None:
    """`SPEC…`, the last argument."""
    parser.add_argument(
        "specs", metavar="SPEC", nargs="*", help="files, folders or patterns; without any, the specs of statebook.yml"
    )


def add_today(parser: argparse.ArgumentParser, use: str) -> None:
    """`--today`, which `common.day_of` reads; `use` says what the day is for."""
    parser.add_argument("--today", default="", metavar="YYYY-MM-DD", help=f"the day that {use}")
