"""What the commands share: where the project is, exit codes, and the reporting of diagnostics."""

from __future__ import annotations

import os
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse
    import datetime
    from collections.abc import Mapping, Sequence
    from pathlib import Path
    from typing import Self

    from statebook.diagnostic import Diagnostic
    from statebook.model import Machine
    from statebook.report.content import Report
    from statebook.source.load import Project

CLEAN, FINDINGS, UNUSABLE, BUG = 0, 1, 2, 3
"""Exit codes: all well; findings, stale or nonconforming; bad usage or input; a flaw of Statebook."""


class Unusable(Exception):
    """The command cannot run as asked; exit code 2. `hint` says what to do next."""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


def meant(name: str, known: Sequence[str], otherwise: str = "") -> str:
    """A hint for a name that nothing has: the one that was meant, else `otherwise`, else all there are."""
    from difflib import get_close_matches

    close = get_close_matches(name, known, n=1)
    return f"did you mean {close[0]!r}?" if close else otherwise or f"known: {', '.join(known)}"


def day_of(written: str) -> datetime.date:
    """The day that `--today` names, or the real one: the only clock of the whole tool."""
    import datetime

    if not written:
        return datetime.datetime.now(datetime.UTC).date()
    try:
        day = datetime.date.fromisoformat(written)
    except ValueError:
        day = None
    if day is None or day.isoformat() != written:
        raise Unusable(f"--today {written} is no date", "write a day of the calendar as YYYY-MM-DD")
    return day


class uncollected:  # noqa: N801 - it reads as what it does: `with uncollected():`
    """Without the search for reference cycles, whose passes over all that was read grow faster than it.

    For commands that read, answer and end; what they make is needed until then.
    """

    def __enter__(self) -> None:
        import gc

        self._was_on = gc.isenabled()
        gc.disable()

    def __exit__(self, *_: object) -> None:
        import gc

        if self._was_on:
            gc.enable()


def destinations(options: argparse.Namespace, default: str = "text") -> list[tuple[str, str]]:
    """Each format asked for, or the default one, with the file that its report goes to, `-` being a stream."""
    names, places = getattr(options, "format", []) or [default], getattr(options, "output", [])
    if len(places) > len(names):
        raise Unusable("more -o than -f", "write -f FORMAT before each -o FILE")
    return [(name, places[index] if index < len(places) else "-") for index, name in enumerate(names)]


def refuse_unknown_formats(options: argparse.Namespace) -> None:
    """Raise `Unusable` for report options that cannot be followed, before any work is done."""
    kind = getattr(options, "reports", "")
    if kind and (options.format or options.output):
        from statebook.commands.delivery import find_format

        for name, _ in destinations(options):
            find_format(kind, name)


class _Formats(str):
    """Help that is put together when it is shown: a look at the formats costs imports.

    `argparse` fills the fields of a help text with `%`; the text holds one so that it does.
    """

    __slots__ = ()

    def __new__(cls, kind: str) -> Self:
        return super().__new__(cls, f"%({kind})s")

    def __mod__(self, _: object) -> str:
        from importlib import import_module

        known = import_module(f"statebook.{self[2:-2]}.registry").formats()
        return f"format: {', '.join(known)}; repeats with -o"


def add_report_options(parser: argparse.ArgumentParser, kind: str = "report") -> None:
    """`-f FORMAT` and `-o FILE`, which repeat in pairs; `kind` is `report` or `review`."""
    parser.set_defaults(reports=kind)
    chosen = parser.add_argument("-f", "--format", action="append", default=[], metavar="FORMAT")
    chosen.help = _Formats(kind)  # later than the option, for Python 3.14 reads the help of a new one
    parser.add_argument(
        "-o", "--output", action="append", default=[], metavar="FILE", help="write the report of the -f before it here"
    )


def root_of(options: argparse.Namespace) -> str:
    """The project root: `-C`, or the nearest folder upwards that has a `statebook.yml`, or this one."""
    if options.directory:
        if not os.path.isdir(options.directory):
            raise Unusable(f"{options.directory} is no folder", "name the folder of a project after -C")
        return os.path.abspath(str(options.directory))
    here = place = os.getcwd()
    while True:
        if os.path.isfile(os.path.join(place, "statebook.yml")):
            return place
        parent = os.path.dirname(place)
        if parent == place:
            return here
        place = parent


def load(root: str, files: Sequence[str] = ()) -> tuple[Project, list[Diagnostic]]:
    """The project, and the diagnostics of reading it."""
    from pathlib import Path

    from statebook.source.load import load_project

    return load_project(Path(root), files)


def load_named(root: str, specs: Sequence[str]) -> tuple[Project, list[Diagnostic], list[str]]:
    """The project, its diagnostics, and the spec files asked for, as the project names them; none for all.

    Machines refer to each other, so a file in the project's folder is read together with its specs. A
    file from elsewhere is read with the files named beside it alone: another project's ids are not its business.
    """
    names = [relative(one, root) for one in specs]
    if not names:
        return (*load(root), [])
    from pathlib import Path

    from statebook.source.load import load_settings, spec_files

    settings, _ = load_settings(Path(root))
    own = spec_files(Path(root), settings.specs)
    inside = any(not os.path.isabs(one) and not one.startswith("..") for one in names)
    files = [*own, *names] if inside else names
    return (*load(root, list(dict.fromkeys(files))), names)


def machines_of(project: Project, named: Sequence[str]) -> list[Machine]:
    """The machines of the files asked for, as `load_named` names them; all where none was."""
    return [one for one in project.machines.values() if not named or one.pointer.file in named]


def relative(spec: str, root: str) -> str:
    """A file as the project names it: relative to the root where it lies inside."""
    path = os.path.relpath(spec, root)
    return (spec if path.startswith("..") else path).replace(os.sep, "/")


def report(
    options: argparse.Namespace, command: str, diagnostics: Sequence[Diagnostic], notes: Sequence[str] = ()
) -> None:
    """Send diagnostics and notes to every place asked for; to standard error as text by default."""
    from statebook.report.content import Report

    said = () if options.quiet else tuple(notes)
    publish(options, Report(diagnostics=tuple(diagnostics), command=command, notes=said))


def publish(options: argparse.Namespace, content: Report) -> None:
    """Send a report to every place asked for; to standard error as text by default."""
    from dataclasses import replace

    from statebook.commands.delivery import deliver, folder_of

    stream = sys.stdout if getattr(options, "output", []) else sys.stderr
    placed = replace(content, folder=folder_of(root_of(options)))
    deliver(options, "report", placed, text_to=stream, is_clean=not content.diagnostics)


def write_whole(path: str | Path, text: str) -> None:
    """Write a file that the user named, in one step: it is old or new at any moment."""
    write_all({os.fspath(path): text})


def write_all(texts: Mapping[str, str]) -> None:
    """Write files that the user named: all of them, or none where one cannot be written."""
    staged: dict[str, str] = {}
    path = ""
    try:
        for path, text in texts.items():
            staged[path] = _staged(path, text)
        for path in texts:
            os.replace(staged[path], path)
            del staged[path]
    except OSError as problem:
        raise Unusable(
            f"cannot write {path}: {problem.strerror or problem}", "check the folder and its permissions"
        ) from None
    finally:
        for temporary in staged.values():
            os.unlink(temporary)


def _staged(path: str, text: str) -> str:
    """A whole file beside the one that it will replace."""
    import tempfile

    target = os.path.abspath(path)
    if os.path.isdir(target):
        raise Unusable(f"{path} is a folder", "name a file")
    number, temporary = tempfile.mkstemp(dir=os.path.dirname(target), prefix=".statebook-", suffix=".tmp")
    try:
        with os.fdopen(number, "w", encoding="utf-8", newline="\n") as stream:
            stream.write(text)
        os.chmod(temporary, 0o666 & ~_umask())
    except BaseException:
        os.unlink(temporary)
        raise
    return temporary


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def worst(diagnostics: Sequence[Diagnostic]) -> int:
    """The exit code of what was found while reading: 2 for any error."""
    return UNUSABLE if any(one.severity == "error" for one in diagnostics) else CLEAN
