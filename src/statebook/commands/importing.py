"""`import`: a page, a diagram, code or a log becomes a spec that builds at once."""

from __future__ import annotations

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
    import argparse
    from collections.abc import Mapping, Sequence

    from statebook.diagnostic import Diagnostic
    from statebook.importing.draft import LeftOver
    from statebook.importing.imported import Imported
    from statebook.importing.original import Original
    from statebook.importing.registry import Importer
    from statebook.importing.spec import Made

NAME = "import"
HELP = "make a spec of a page, a diagram, code or a log that you have"
STDOUT = "-"


def configure(parser: argparse.ArgumentParser) -> None:
    """The options of the command."""
    parser.add_argument(
        "file",
        metavar="FILE",
        nargs="?",
        help="what is imported, - for standard input; without it, the formats are listed",
    )
    parser.add_argument("--from", dest="kind", default="", metavar="FORMAT", help="its format, if it is not recognised")
    parser.add_argument(
        "--out", default="", metavar="SPEC.yaml", help="the spec to write, - for standard output; else among the specs"
    )
    parser.add_argument("--machine", default="", metavar="ID", help="the id of the machine")
    parser.add_argument("--force", action="store_true", help="replace a spec that is there already")
    add_report_options(parser)


def further(options: argparse.Namespace, unknown: Sequence[str]) -> list[str]:
    """Take the options that importers declare; give what is left of `unknown`."""
    import argparse

    from statebook.importing.registry import importers

    parser = argparse.ArgumentParser(prog="statebook import", add_help=False, allow_abbrev=False)
    for name in sorted({one.name for each in importers().values() for one in each.options}):
        parser.add_argument(f"--{name}", dest=f"format_{name}", metavar="VALUE")
    known, left = parser.parse_known_args(unknown)
    vars(options).update({name: value for name, value in vars(known).items() if value is not None})
    return left


def run(options: argparse.Namespace) -> int:
    """Import one file, and report what could not be carried over."""
    if options.file is None:
        return _list()
    from statebook.commands.originals import load_original
    from statebook.diagnostic import Diagnostic

    original = load_original(options.file)
    if isinstance(original, Diagnostic):
        report(options, NAME, [original])
        return UNUSABLE
    from statebook.importing.names import is_machine_id

    if options.machine and not is_machine_id(options.machine):
        raise Unusable(
            f"--machine {options.machine!r} cannot name files", "use letters, digits, `-`, `_` and `.`, at most 80"
        )
    importer = _importer(original, options.kind)
    with uncollected():
        return _import(options, original, importer)


def _list() -> int:
    from statebook.importing.registry import importers

    known = importers()
    width = max(map(len, known))
    for name, one in known.items():
        sys.stdout.write(f"{name:<{width}}  {one.description}\n")
        for option in one.options:
            values = f" ({', '.join(option.values)}; else {option.default})" if option.values else ""
            sys.stdout.write(f"{'':<{width}}  --{option.name} {option.metavar}: {option.help}{values}\n")
    return CLEAN


def _importer(original: Original, kind: str) -> Importer:
    """The importer asked for, or the one that knows the file. Raises `Unusable`."""
    from statebook.importing.registry import importers, recognised

    known = importers()
    if kind:
        if kind not in known:
            raise Unusable(f"no format to import is called {kind!r}", meant(kind, tuple(known)))
        return known[kind]
    found = recognised(original)
    if len(found) == 1:
        return found[0]
    if found:
        names = ", ".join(one.name for one in found)
        raise Unusable(f"{original.name} may be any of {names}", "say which with --from")
    raise Unusable(f"{original.name} is of no format that is recognised", f"say which with --from: {', '.join(known)}")


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
    from statebook.commands.originals import other_machines, too_large
    from statebook.importing.imported import import_original
    from statebook.importing.original import BadInput

    original.options = _chosen(options, importer)
    original.machines = other_machines(root_of(options))
    try:
        if original.is_cut and not importer.streams:
            raise too_large()
        done = import_original(original, importer, options.machine)
    except BadInput as problem:
        report(options, NAME, [_refusal(original, problem)])
        return UNUSABLE
    return _deliver(options, original, importer, done)


def _refusal(original: Original, problem: object) -> Diagnostic:
    """Why a file cannot be imported, as a diagnostic at its place."""
    message, line, column, hint = (getattr(problem, one) for one in ("message", "line", "column", "hint"))
    return original.source.diagnostic(line, column, "unusable-original", message, hint)


def _deliver(options: argparse.Namespace, original: Original, importer: Importer, done: Imported) -> int:
    from statebook.commands.originals import flaws_of, place_for, write_spec
    from statebook.diagnostic import Diagnostic
    from statebook.report.content import Report

    root, made, text = root_of(options), done.made, done.text
    place = options.out or place_for(root, str(made.spec["id"]))
    flaws = flaws_of(root, place, text)
    if worst(flaws):
        first = flaws[0]
        shown = Diagnostic(
            original.name, 1, 1, "unusable-original", f"what it says makes no spec: {first.message}", first.hint
        )
        report(options, NAME, [shown])
        return UNUSABLE
    notes = _notes(importer, made)
    if place == STDOUT:
        sys.stdout.write(text)
    else:
        notes += write_spec(root, place, text, force=options.force)
    left = [_left(original, one) for one in made.left_over]
    content = Report(
        diagnostics=tuple(left), command=NAME, checked=(original.name,), notes=() if options.quiet else tuple(notes)
    )
    publish(options, content)
    return CLEAN


def _left(original: Original, one: LeftOver) -> Diagnostic:
    from statebook.diagnostic import Severity

    return original.source.diagnostic(
        max(one.line, 1), max(one.column, 1), "not-carried-over", f"left over: {one.what}", one.why, Severity.INFO
    )


def _notes(importer: Importer, made: Made) -> list[str]:
    spec: Mapping[str, object] = made.spec
    states, transitions = spec["states"], spec.get("transitions", [])
    counts = (len(one) if isinstance(one, dict | list) else 0 for one in (states, transitions))
    found = ["{} states and {} transitions, read as {}".format(*counts, importer.name)]
    if made.todo:
        found.append(f"{made.todo} texts are marked `todo`: `statebook lint` lists them")
    return found
