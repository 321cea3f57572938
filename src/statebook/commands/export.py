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

    from statebook.export.format import Format
    from statebook.model import Machine
    from statebook.source.load import Project

NAME = "export"
HELP = "print a machine as JSON, JSON Schema, DOT, …"


def configure(parser: argparse.ArgumentParser) -> None:
    """The options of the command."""
    parser.add_argument("kind", metavar="FORMAT", nargs="?", help="the format; without one, the formats are listed")
    add_specs(parser)
    parser.add_argument("-o", "--output", default="", metavar="PATH", help="a file, or a folder for several machines")


def run(options: argparse.Namespace) -> int:
    """Export the machines of the files named, or of the project."""
    from statebook.export.format import formats

    known = formats()
    if options.kind is None:
        width = max(map(len, known))
        sys.stdout.write("".join(f"{name:<{width}}  {one.description}\n" for name, one in known.items()))
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
    from statebook.source.load import page_names

    machines = Machines(project.machines)
    texts = {machine.id: kind.export(subject(machines, machine)) for machine in wanted}
    into_folder = options.output.endswith(("/", os.sep)) or os.path.isdir(options.output)
    if len(wanted) > 1 and not into_folder:
        found = ", ".join(machine.pointer.file for machine in wanted)
        raise Unusable(f"there are {len(wanted)} machines: {found}", "name one spec file, or a folder: -o FOLDER/")
    names = page_names(project)
    if into_folder:
        _make_folder(options.output)
        files = {os.path.join(options.output, f"{names[name]}.{kind.extension}"): name for name in texts}
    else:
        files = dict(zip([options.output or "-"], texts, strict=False))  # one machine, or none
    write_all({file: texts[name].text for file, name in files.items() if file != "-"})
    for name, export in texts.items():
        if "-" in files:
            sys.stdout.write(export.text)
        for loss in export.losses:
            if not options.quiet:
                sys.stderr.write(f"{name}: {kind.name} cannot say: {loss.subject} ({loss.count})\n")
    return CLEAN


def _make_folder(path: str) -> None:
    try:
        os.makedirs(path, exist_ok=True)
    except OSError as problem:
        raise Unusable(
            f"cannot make the folder {path}: {problem.strerror or problem}", "name another one after -o"
        ) from None
