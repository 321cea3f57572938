"""The command line: finds the command, runs it, and turns every way to fail into its exit code."""

from __future__ import annotations

import argparse
import os
import sys

from statebook import __version__
from statebook.commands.common import BUG, UNUSABLE, Unusable, meant, refuse_unknown_formats
from statebook.commands.registry import DEFAULT, commands, shared_options

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from types import ModuleType

ISSUES = "https://github.com/statebook/statebook/issues"


def _parser(found: dict[str, ModuleType]) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="statebook",
        description="Pages, examples and diagrams of an API resource's lifecycle, from one YAML spec.",
        epilog=f"Without a command, {DEFAULT}. Exit codes: 0 clean; 1 findings or stale; 2 unusable input; 3 a bug.",
    )
    parser.add_argument("--version", action="version", version=f"statebook {__version__}")
    subparsers = parser.add_subparsers(dest="command", metavar="COMMAND", required=True)
    shared = shared_options()
    for name, module in found.items():
        module.configure(subparsers.add_parser(name, help=module.HELP, description=module.HELP, parents=[shared]))
    return parser


_TAKES_A_VALUE = ("-C", "--color", "-f", "--format", "-o", "--output")


def _with_command(arguments: Sequence[str], known: Sequence[str]) -> list[str]:
    """The arguments with the command in front, the default one where none is named. Raises `Unusable`.

    Options may stand before the command.
    """
    if any(one in ("-h", "--help", "--version") for one in arguments[:1]):
        return list(arguments)
    place = 0
    while place < len(arguments) and arguments[place].startswith("-"):
        place += 2 if arguments[place] in _TAKES_A_VALUE else 1
    if place >= len(arguments):
        return [DEFAULT, *arguments]
    if arguments[place] not in known:
        raise Unusable(f"no command is called {arguments[place]!r}", meant(arguments[place], known))
    return [arguments[place], *arguments[:place], *arguments[place + 1 :]]


def _run(arguments: Sequence[str]) -> int:
    found = commands()
    try:
        options, rest = _parser(found).parse_known_args(_with_command(arguments, tuple(found)))
        if rest and hasattr(found[options.command], "further"):
            rest = found[options.command].further(options, rest)
        if rest:
            raise Unusable(
                f"{options.command} takes no {' '.join(rest)}",
                f"`statebook {options.command} --help` says what it takes",
            )
        refuse_unknown_formats(options)
        code: int = found[options.command].run(options)
        return code
    finally:
        sys.stdout.flush()


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; the exit code. Never a traceback, unless `STATEBOOK_TRACEBACK` asks for it."""
    try:
        return _run(sys.argv[1:] if arguments is None else arguments)
    except Unusable as problem:
        sys.stderr.write(f"statebook: {problem.message}\n" + (f"  hint: {problem.hint}\n" if problem.hint else ""))
        return UNUSABLE
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        # The reader has gone; pointing stdout elsewhere keeps the interpreter's last flush silent.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except Exception as bug:  # the one place where a bug of ours becomes an exit code
        if os.environ.get("STATEBOOK_TRACEBACK"):
            raise
        sys.stderr.write(
            f"statebook: this is a bug of Statebook: {type(bug).__name__}: {' '.join(str(bug).split())[:300]}\n"
            f"  hint: please report it at {ISSUES} (STATEBOOK_TRACEBACK=1 shows where it happened)\n"
        )
        return BUG
