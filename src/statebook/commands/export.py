"""`export`: a machine in another format, to standard output or to a file."""

from __future__ import annotations

import os
import sys

from statebook.commands.common import CLEAN, UNUSABLE, Unusable, load, meant, report, root_of, worst, write_whole

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
    parser.add_argument("specs", metavar="SPEC", nargs="*", help="spec files; without any, those of statebook.yml")
    parser.add_argument("-o", "--output", default="", metavar="PATH", help="a file, or a folder for several machines")


def run(options: argparse.Namespace) -> int:
    """Export the machines of the files named, or of the project."""
    from statebook.export.format import formats  # noqa: PLC0415

    known = formats()
    if options.kind is None:
        width = max(map(len, known))
        sys.stdout.write("".join(f"{name:<{width}}  {one.description}\n" for name, one in known.items()))
        return CLEAN
    if options.kind not in known:
        raise Unusable(f"no export format is called {options.kind!r}", meant(options.kind, tuple(known)))
    root = root_of(options)
    project, wanted = _load(options, root)
    if project is None:
        return UNUSABLE
    return _export(options, project, wanted, known[options.kind])


def _load(options: argparse.Namespace, root: str) -> tuple[Project | None, list[Machine]]:
    """The machines wanted, read together with those of their project, which they may refer to."""
    from pathlib import Path  # noqa: PLC0415

    from statebook.source.load import load_settings, spec_files  # noqa: PLC0415

    settings, _ = load_settings(Path(root))
    own = spec_files(Path(root), settings.specs)
    named = [_relative(spec, root) for spec in options.specs]
    files = [*own, *named] if any(name in own for name in named) else named
    project, diagnostics = load(options, root, list(dict.fromkeys(files)))
    if worst(diagnostics):
        options.format, options.output = [], []
        report(options, NAME, diagnostics)
        return None, []
    wanted = [machine for machine in project.machines.values() if not named or machine.pointer.file in named]
    return project, wanted


def _relative(spec: str, root: str) -> str:
    """A file as the project names it: relative to the root where it lies inside."""
    path = os.path.relpath(spec, root)
    return (spec if path.startswith("..") else path).replace(os.sep, "/")


def _make_folder(path: str) -> None:
    try:
        os.makedirs(path, exist_ok=True)
    except OSError as problem:
        raise Unusable(f"cannot make the folder {path}: {problem.strerror or problem}", "name another one after -o") from None


def _export(options: argparse.Namespace, project: Project, wanted: list[Machine], kind: Format) -> int:
    from statebook.examples.project import Project as Machines  # noqa: PLC0415
    from statebook.export.format import subject  # noqa: PLC0415
    from statebook.source.load import page_names  # noqa: PLC0415

    machines = Machines(project.machines)
    texts = {machine.id: kind.export(subject(machines, machine)) for machine in wanted}
    into_folder = options.output.endswith(("/", os.sep)) or os.path.isdir(options.output)
    if len(wanted) > 1 and not into_folder:
        files = ", ".join(machine.pointer.file for machine in wanted)
        raise Unusable(f"there are {len(wanted)} machines: {files}", "name one spec file, or a folder: -o FOLDER/")
    names = page_names(project)
    for name, export in texts.items():
        if into_folder:
            _make_folder(options.output)
            write_whole(os.path.join(options.output, f"{names[name]}.{kind.extension}"), export.text)
        elif options.output and options.output != "-":
            write_whole(options.output, export.text)
        else:
            sys.stdout.write(export.text)
        for loss in export.losses:
            if not options.quiet:
                sys.stderr.write(f"{name}: {kind.name} cannot say: {loss.subject} ({loss.count})\n")
    return CLEAN
