"""What every format takes and gives, and the search for formats.

This module knows no format. Formats get a `Subject` and give an `Export`: the text, and what the
machine says that the format has no words for, so that nobody takes the text for the whole truth.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import statebook.export.formats
from statebook.discovery import members, summary_of
from statebook.examples.project import Machines, Project
from statebook.machine import Graph
from statebook.model import Machine
from statebook.pointer import Pointer


@dataclass(frozen=True, slots=True)
class Subject:
    """One machine to export, and what it refers to.

    `project` holds all machines by id and remembers what was worked out about each; `graph` is the
    machine indexed both ways. `options` holds a value for each option of the format; `folders` are
    those of the templates, first match wins, none for the shipped ones alone. A new field here
    reaches every format without changing its signature.
    """

    project: Project
    machine: Machine
    graph: Graph
    options: Mapping[str, str] = field(default_factory=dict)
    folders: tuple[Path, ...] = ()


@dataclass(frozen=True, slots=True)
class Loss:
    """Something that the machine says and the exported text does not.

    `subject` is what is lost in a few words, such as "guards"; `pointer` the first place where the
    spec says it; `count` how many such places there are.
    """

    subject: str
    pointer: Pointer
    count: int = 1


@dataclass(frozen=True, slots=True)
class Export:
    """A machine in one format: text that ends in a line feed, and what it cannot say.

    `file` is the name that the text wants in a folder, for a format whose extension or whose rules
    for names depend on its options; empty for the name of the machine's page with `EXTENSION`.
    """

    text: str
    losses: tuple[Loss, ...] = ()
    file: str = ""


@dataclass(frozen=True, slots=True)
class Option:
    """Something that a format lets its user choose, as `--name VALUE`.

    `values` gives what may be chosen, for the folders that templates are looked for in; the first
    of the folders is the project's own, if it has one.
    """

    name: str
    help: str
    values: Callable[[Sequence[Path]], Sequence[str]]
    default: str


@dataclass(frozen=True, slots=True)
class Format:
    """One format: its name, the extension of its files, one line of description, its options, and how it is made."""

    name: str
    extension: str
    description: str
    export: Callable[[Subject], Export]
    options: tuple[Option, ...] = ()


class Unexportable(Exception):
    """A machine cannot be exported as things stand: what is wrong, and what to do about it."""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


def subject(
    machines: Machines,
    machine: Machine,
    options: Mapping[str, str] | None = None,
    folders: Sequence[Path] = (),
) -> Subject:
    """The machine as formats want it. Give a `Project` when exporting several of its machines."""
    project = Project.of(machines)
    return Subject(project, machine, project.lifecycle(machine).graph, dict(options or {}), tuple(folders))


@functools.cache
def formats() -> dict[str, Format]:
    """All formats by name, in the order of their names.

    A module without `NAME` is no format. Raises `ValueError` when two formats share a name.
    """
    found: list[Format] = []
    for module in members(statebook.export.formats):
        options = tuple(getattr(module, "OPTIONS", ()))
        found.append(Format(module.NAME, module.EXTENSION, summary_of(module), module.export, options))
    found.sort(key=lambda one: one.name)
    named = {one.name: one for one in found}
    if len(named) != len(found):
        message = f"two export formats share a name: {', '.join(one.name for one in found)}"
        raise ValueError(message)
    return named
