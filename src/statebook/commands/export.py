"""`export`: a machine in another format, to standard output or to a file."""

from __future__ import annotations

import os
import sys

from statebook.commands.common import (
    CLEAN,
    UNUSABLE,
    Unusable,
    load_named,
    machines_of,
    meant,
    report,
    root_of,
    worst,
    write_all,
)
from statebook.commands.options import add_specs

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from statebook.export.format import Export, Format, Unexportable
    from statebook.model import Machine
    from statebook.source.load import Project

NAME = "export"
HELP = "print a machine as JSON, JSON Schema, DOT, a client, …"


def configure(parser: argparse.ArgumentParser) -> None:
    """The options of the command."""
    parser.add_argument(
        "kind", metavar="FORMAT", nargs="?", help="the format; without one, the formats are listed with their options"
    )
    add_specs(parser)
    parser.add_argument("-o", "--output", default="", metavar="PATH", help="a file, or a folder for several machines")


def further(options: argparse.Namespace, unknown: Sequence[str]) -> list[str]:
    """Take the options that the chosen format declares, and the specs behind them; give what is left of `unknown`."""
    import argparse

    from statebook.export.format import formats

    kind = formats().get(options.kind)
    parser = argparse.ArgumentParser(prog=f"statebook export {options.kind or 'FORMAT'}", add_help=False)
    for one in kind.options if kind is not None else ():
        parser.add_argument(f"--{one.name}", dest=f"format_{one.name}", metavar="VALUE", help=one.help)
    parser.add_argument("specs", metavar="SPEC", nargs="*")
    known, left = parser.parse_known_intermixed_args(unknown)
    found = vars(known)
    options.specs = [*options.specs, *found.pop("specs")]
    vars(options).update(found)
    return left


def run(options: argparse.Namespace) -> int:
    """Export the machines of the files named, or of the project."""
    from statebook.export.format import formats

    known = formats()
    if options.kind is None:
        width = max(map(len, known))
        for name, one in known.items():
            sys.stdout.write(f"{name:<{width}}  {one.description}\n")
            for option in one.options:
                values = ", ".join(option.values(()))
                sys.stdout.write(f"{'':<{width}}  --{option.name}: {option.help} ({values}; else {option.default})\n")
        return CLEAN
    if options.kind not in known:
        raise Unusable(f"no export format is called {options.kind!r}", meant(options.kind, tuple(known)))
    from statebook.commands.targets import spelled_out

    root = root_of(options)
    project, diagnostics, named = load_named(root, spelled_out(options.specs))
    if worst(diagnostics):
        options.format, options.output = [], []
        report(options, NAME, diagnostics)
        return UNUSABLE
    return _export(options, project, machines_of(project, named), known[options.kind])


def _export(options: argparse.Namespace, project: Project, wanted: list[Machine], kind: Format) -> int:
    from statebook.examples.project import Project as Machines
    from statebook.export.format import subject
    from statebook.render.environment import template_folders
    from statebook.source.load import page_names

    folders = template_folders(project.root, project.settings.templates)
    chosen = _chosen(options, kind, folders)
    machines = Machines(project.machines)
    texts, refused = _texts(wanted, lambda machine: kind.export(subject(machines, machine, chosen, folders)))
    if refused and (options.specs or not texts):
        raise Unusable(refused[0].message, refused[0].hint)
    into_folder = options.output.endswith(("/", os.sep)) or os.path.isdir(options.output)
    if len(wanted) > 1 and not into_folder:
        found = ", ".join(machine.pointer.file for machine in wanted)
        raise Unusable(f"there are {len(wanted)} machines: {found}", "name one spec file, or a folder: -o FOLDER/")
    names = page_names(project)
    if into_folder:
        _make_folder(options.output)
        files = {
            os.path.join(options.output, one.file or f"{names[name]}.{kind.extension}"): name
            for name, one in texts.items()
        }
    else:
        files = dict(zip([options.output or "-"], texts, strict=False))  # one machine, or none
    write_all({file: texts[name].text for file, name in files.items() if file != "-"})
    for problem in refused:  # a format need not fit every machine of a project
        sys.stderr.write(f"left out: {problem.message}\n")
    for name, export in texts.items():
        if "-" in files:
            sys.stdout.write(export.text)
        for loss in export.losses:
            if not options.quiet:
                sys.stderr.write(f"{name}: {kind.name} cannot say: {loss.subject} ({loss.count})\n")
    return CLEAN


def _texts(wanted: list[Machine], export: Callable[[Machine], Export]) -> tuple[dict[str, Export], list[Unexportable]]:
    """The exports by machine, and why the others have none."""
    from statebook.export.format import Unexportable

    texts: dict[str, Export] = {}
    refused: list[Unexportable] = []
    for machine in wanted:
        try:
            texts[machine.id] = export(machine)
        except Unexportable as problem:
            refused.append(problem)
    return texts, refused


def _chosen(options: argparse.Namespace, kind: Format, folders: Sequence[Path]) -> dict[str, str]:
    """A value for each option of the format. Raises `Unusable` for one that cannot be chosen."""
    chosen = {}
    for one in kind.options:
        value = getattr(options, f"format_{one.name}", None)
        values = tuple(one.values(folders))
        if value is not None and value not in values:
            raise Unusable(f"--{one.name} {value!r}: {kind.name} has no such value", meant(value, values))
        chosen[one.name] = one.default if value is None else value
    return chosen


def _make_folder(path: str) -> None:
    try:
        os.makedirs(path, exist_ok=True)
    except OSError as problem:
        raise Unusable(
            f"cannot make the folder {path}: {problem.strerror or problem}", "name another one after -o"
        ) from None
