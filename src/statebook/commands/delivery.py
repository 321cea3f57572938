"""Takes what a command has to tell to every place that was asked for: streams, files, and the files of a host.

Formats are pure; what they are made of, and where their text goes, meets here. Everything is made
before anything is written, so no report stands beside one that could not be made.
"""

from __future__ import annotations

import os
import sys
from importlib import import_module

from statebook.commands.common import Unusable, destinations, meant, write_all

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse
    from collections.abc import Mapping
    from typing import Any, TextIO

    from statebook.report.content import Surface
    from statebook.report.registry import Format

MAXIMUM_BESIDE = 1024 * 1024
"""Bytes that GitHub takes in a step's summary or outputs; one byte more, and it takes nothing."""


def find_format(kind: str, name: str) -> Format[Any]:
    """A format by name. Raises `Unusable`, with the name that was meant.

    `kind` is the package whose `registry` finds them: `report` for lists of diagnostics, `review` for
    comparisons.
    """
    registry = import_module(f"statebook.{kind}.registry")
    found: Format[Any] | None = registry.find_format(name)
    if found is None:
        raise Unusable(f"no {kind} format is called {name!r}", meant(name, tuple(registry.formats())))
    return found


def deliver(
    options: argparse.Namespace,
    kind: str,
    content: Any,
    *,
    text_to: TextIO,
    is_clean: bool,
    files: Mapping[str, str] | None = None,
) -> None:
    """Tell `content` in every format asked for, and write the further `files`, which are texts by path.

    `text_to` is the stream of the text format where it goes to no file; all others go to standard
    output. `is_clean` says that there is nothing but good news, which `-q` keeps back.
    """
    wanted = [(find_format(kind, name), place) for name, place in destinations(options)]
    made = []
    for found, place in wanted:
        stream = text_to if found.name == "text" else sys.stdout
        made.append((found, place, stream, found.render(content, _surface(options, stream, to_file=place != "-"))))
    beside = {variable: name for found, _ in wanted for variable, name in found.beside.items()}
    appended = _beside(kind, content, beside)
    # Nothing to say leaves no file, and empties one that is there: a former report is no longer true.
    named = {place: text for _, place, _, text in made if place != "-" and (text or os.path.exists(place))}
    write_all({**(files or {}), **named})
    for found, place, stream, text in made:
        if place == "-" and not (options.quiet and is_clean and found.name == "text"):
            _send(stream, text)
    for path, text in appended.items():
        _append(path, text)


def _surface(options: argparse.Namespace, stream: TextIO, *, to_file: bool) -> Surface:
    from shutil import get_terminal_size

    from statebook.report.content import Surface, surface_of

    if to_file:
        return Surface()
    return surface_of(stream, os.environ, options.color, get_terminal_size((100, 24)).columns)


def _send(stream: TextIO, text: str) -> None:
    """Write to a stream; as UTF-8, which every reader of a report expects, where it can say less."""
    try:
        text.encode(stream.encoding or "utf-8")
    except UnicodeEncodeError:
        stream.flush()
        stream.buffer.write(text.encode())
    else:
        stream.write(text)


def _beside(kind: str, content: Any, beside: Mapping[str, str]) -> dict[str, str]:
    """The texts for the files that a host names in the environment, by file; none where it names none."""
    from statebook.report.content import Surface

    return {
        path: find_format(kind, name).render(content, Surface())
        for variable, name in sorted(beside.items())
        if (path := os.environ.get(variable, ""))
    }


def _append(path: str, text: str) -> None:
    """Add to a file of the host what fits into it; earlier steps may have written there too."""
    data = text.encode()
    try:
        with open(path, "ab+") as stream:
            length = stream.seek(0, os.SEEK_END)
            if length:
                stream.seek(-1, os.SEEK_END)
                data = data if stream.read(1) == b"\n" else b"\n" + data
            if length + len(data) <= MAXIMUM_BESIDE:
                stream.write(data)
            else:
                sys.stderr.write(f"statebook: {path} is full, so nothing was added to it\n")
    except OSError as problem:
        raise Unusable(
            f"cannot write {path}: {problem.strerror or problem}", "check the file that the environment names"
        ) from None


def folder_of(root: str) -> str:
    """The way from the top of the git repository to a project, with slashes; empty at the top or outside of one."""
    place = root = os.path.abspath(root)
    while not os.path.lexists(os.path.join(place, ".git")):
        parent = os.path.dirname(place)
        if parent == place:
            return ""
        place = parent
    found = os.path.relpath(root, place).replace(os.sep, "/")
    return "" if found == "." else found
