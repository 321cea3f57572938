"""Finds the commands, and says which options every one of them has.

The command line makes its parser from this, and the reference its pages.
"""

from __future__ import annotations

import argparse

import statebook.commands as package
from statebook.discovery import members

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import ModuleType

DEFAULT = "build"
"""The command that is meant where none is named."""


def commands() -> dict[str, ModuleType]:
    """Every command by name; the default one first."""
    found = {module.NAME: module for module in members(package)}
    return dict(sorted(found.items(), key=lambda item: (item[0] != DEFAULT, item[0])))


def shared_options() -> argparse.ArgumentParser:
    """Options that every command has."""
    parser = argparse.ArgumentParser(add_help=False)
    parser.add_argument(
        "-C", dest="directory", default="", metavar="FOLDER", help="the project, if it is not here or above"
    )
    parser.add_argument("-q", "--quiet", action="store_true", help="say nothing when all is well")
    parser.add_argument("--color", choices=("auto", "always", "never"), default="auto", help="colours in messages")
    return parser
