"""`import`: a page, a diagram, code or a log becomes a spec that builds at once."""

from __future__ import annotations

import argparse
import sys

from statebook.commands.common import CLEAN, UNUSABLE, add_report_options, publish, report, root_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from statebook.commands.intake.conversion import Converted

NAME = "import"
HELP = "make a spec of a page, a diagram, code or a log that you have"
STDOUT = "-"


def configure(parser: argparse.ArgumentParser) -> None:
    """The options of the command; those of the formats are added when it is parsed."""
    parser.add_argument(
        "file", metavar="FILE", nargs="?", help="what is imported, - for standard input; without it, formats are listed"
    )
    parser.add_argument("--from", dest="kind", default="", metavar="FORMAT", help="its format, if it is not recognised")
    parser.add_argument(
        "--out", default="", metavar="SPEC.yaml", help="the spec to write, - for standard output; else among the specs"
    )
    parser.add_argument("--machine", default="", metavar="ID", help="the id of the machine")
    parser.add_argument("--force", action="store_true", help="replace a spec that is there already")
    add_report_options(parser)
    _extend(parser)


def _extend(parser: argparse.ArgumentParser) -> None:
    """Let the parser learn the options of the formats once this command is asked for: a look at them costs imports."""
    parse = parser.parse_known_args

    def with_formats(*given: Any) -> Any:
        from statebook.importing.registry import importers

        parser.parse_known_args = parse  # type: ignore[method-assign]
        options = {option.name: option for each in importers().values() for option in each.options}
        for name, one in sorted(options.items()):
            parser.add_argument(
                f"--{name}", dest=f"format_{name}", metavar=one.metavar, default=argparse.SUPPRESS, help=one.help
            )
        return parse(*given)

    parser.parse_known_args = with_formats  # type: ignore[method-assign,assignment]


def run(options: argparse.Namespace) -> int:
    """Import one file, and report what could not be carried over."""
    if options.file is None:
        return _list()
    from statebook.commands.intake.conversion import Refused, converted

    try:
        done = converted(options, options.file, root_of(options))
    except Refused as refused:
        report(options, NAME, [refused.diagnostic])
        return UNUSABLE
    return _deliver(options, done)


def _list() -> int:
    from statebook.importing.registry import importers

    known = importers()
    width = max(map(len, known))
    for name, one in known.items():
        sys.stdout.write(f"{name:<{width}}  {one.description}\n")
        for option in one.options:
            values = f" ({', '.join(option.values)})" if option.values else ""
            usual = f"; else {option.default}" if option.default else ""
            sys.stdout.write(f"{'':<{width}}  --{option.name} {option.metavar}: {option.help}{values}{usual}\n")
    return CLEAN


def _deliver(options: argparse.Namespace, done: Converted) -> int:
    """Write the spec, if the project takes it, and say what was left over."""
    from statebook.commands.intake.conversion import left_over, notes_of, refusal_of_spec
    from statebook.commands.intake.originals import place_for, write_spec
    from statebook.report.content import Report

    root = root_of(options)
    place = options.out or place_for(root, done.machine)
    refusal = refusal_of_spec(done, root, place)
    if refusal is not None:
        report(options, NAME, [refusal])
        return UNUSABLE
    notes = notes_of(done)
    if place == STDOUT:
        sys.stdout.write(done.imported.text)
    else:
        notes += write_spec(root, place, done.imported.text, force=options.force)
    said = () if options.quiet else tuple(notes)
    publish(options, Report(left_over(done), command=NAME, checked=(done.original.name,), notes=said))
    return CLEAN
