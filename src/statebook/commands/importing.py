"""`import`: a page, a diagram, code or a log becomes a spec that builds at once."""

from __future__ import annotations

import argparse
import sys

from statebook.commands.common import (
    CLEAN,
    UNUSABLE,
    Unusable,
    add_report_options,
    meant,
    publish,
    report,
    root_of,
    uncollected,
    worst,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from statebook.diagnostic import Diagnostic
    from statebook.importing.draft import LeftOver
    from statebook.importing.imported import Imported
    from statebook.importing.original import BadInput, Original
    from statebook.importing.registry import Importer
    from statebook.importing.spec import Made

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
    from statebook.commands.originals import load_original
    from statebook.importing.names import is_machine_id

    if options.machine and not is_machine_id(options.machine):
        raise Unusable(
            f"--machine {options.machine!r} cannot name files", "use letters, digits, `-`, `_` and `.`, at most 80"
        )
    original, refusal = load_original(options.file)
    importer = _importer(original, options.kind)
    if refusal is not None and (importer is None or not importer.streams):
        report(options, NAME, [refusal])
        return UNUSABLE
    if importer is None:
        from statebook.importing.registry import importers

        known = ", ".join(importers())
        raise Unusable(f"{original.name} is of no format that is recognised", f"say which with --from: {known}")
    with uncollected():
        return _import(options, original, importer)


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


def _importer(original: Original, kind: str) -> Importer | None:
    """The importer asked for, or the one that knows the file; None where nobody does. Raises `Unusable`."""
    from statebook.importing.registry import importers, recognised

    known = importers()
    if kind:
        if kind not in known:
            raise Unusable(f"no format to import is called {kind!r}", meant(kind, tuple(known)))
        return known[kind]
    found = recognised(original)
    if len(found) > 1:
        names = ", ".join(one.name for one in found)
        raise Unusable(f"{original.name} may be any of {names}", "say which with --from")
    return found[0] if found else None


def _chosen(options: argparse.Namespace, importer: Importer) -> dict[str, str]:
    """The options of the format. Raises `Unusable` for those that it does not have, and for values that cannot be."""
    known = {one.name: one for one in importer.options}
    chosen = {name: one.default for name, one in known.items()}
    for name, value in sorted(vars(options).items()):
        option = name.removeprefix("format_")
        if option == name:
            continue
        if option not in known:
            raise Unusable(f"the format {importer.name} has no --{option}", "`statebook import` lists the formats")
        if known[option].values and value not in known[option].values:
            raise Unusable(f"--{option} {value!r}: there is no such value", meant(value, known[option].values))
        chosen[option] = value
    return chosen


def _import(options: argparse.Namespace, original: Original, importer: Importer) -> int:
    from statebook.commands.originals import other_machines
    from statebook.importing.imported import import_original
    from statebook.importing.original import BadInput

    original.options = _chosen(options, importer)
    original.machines = other_machines(root_of(options))
    try:
        done = import_original(original, importer, options.machine)
    except BadInput as problem:
        report(options, NAME, [_refusal(original, problem)])
        return UNUSABLE
    return _deliver(options, original, importer, done)


def _refusal(original: Original, problem: BadInput) -> Diagnostic:
    """Why a file cannot be imported, as a diagnostic at its place."""
    return original.source.diagnostic(problem.line, problem.column, "unusable-original", problem.message, problem.hint)


def _deliver(options: argparse.Namespace, original: Original, importer: Importer, done: Imported) -> int:
    """Write the spec, if the project takes it, and say what was left over."""
    from statebook.commands.originals import flaws_of, place_for, write_spec
    from statebook.importing.original import BadInput
    from statebook.report.content import Report

    root, made = root_of(options), done.made
    place = options.out or place_for(root, str(made.spec["id"]))
    flaws = flaws_of(root, place, done.text)
    if worst(flaws):
        problem = BadInput(f"what it says makes no spec: {flaws[0].message}", hint=flaws[0].hint)
        report(options, NAME, [_refusal(original, problem)])
        return UNUSABLE
    notes = _notes(importer, made)
    if place == STDOUT:
        sys.stdout.write(done.text)
    else:
        notes += write_spec(root, place, done.text, force=options.force)
    left = tuple(_left(original, one) for one in made.left_over)
    said = () if options.quiet else tuple(notes)
    publish(options, Report(diagnostics=left, command=NAME, checked=(original.name,), notes=said))
    return CLEAN


def _left(original: Original, one: LeftOver) -> Diagnostic:
    from statebook.diagnostic import Severity

    return original.source.diagnostic(
        max(one.line, 1), max(one.column, 1), "not-carried-over", f"left over: {one.what}", one.why, Severity.INFO
    )


def _notes(importer: Importer, made: Made) -> list[str]:
    spec: Mapping[str, object] = made.spec
    counts = []
    for name in ("states", "transitions"):
        found = spec.get(name)
        number = len(found) if isinstance(found, dict | list) else 0
        counts.append(f"{number} {name.removesuffix('s') if number == 1 else name}")
    notes = [f"{' and '.join(counts)}, read as {importer.name}"]
    if made.todo:
        notes.append(f"{made.todo} texts are marked `todo`: `statebook lint` lists them")
    return notes
