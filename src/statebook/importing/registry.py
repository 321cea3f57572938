"""Finds the importers: every module of `formats` that has a `NAME`.

An importer module offers

- a docstring: its first line describes the format in lists, the rest is its page;
- `NAME`: the format, kebab-case;
- `ENDINGS`: endings of file names that are common for it, in small letters, such as `(".md",)`;
- `recognise(original) -> int`: how sure it is that the file is of this format, 0 (it is not) to 100, by a cheap look;
- `read(original) -> Draft`: the machine. Raises `BadInput` where the file is none of the format;
- `OPTIONS`, if its user may choose something;
- `STREAMS = True`, if it reads files of any size from `original.path`.

A new format is a new file, nothing else.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cache

import statebook.importing.formats as package
from statebook.discovery import members, page_of, summary_of
from statebook.importing.draft import Draft
from statebook.importing.original import Original

LEAST = 20
"""How sure an importer must be for a file to be recognised."""


@dataclass(frozen=True, slots=True)
class Option:
    """Something that an importer lets its user choose, as `--name VALUE`. No `values`: any text."""

    name: str
    help: str
    metavar: str = "VALUE"
    values: tuple[str, ...] = ()
    default: str = ""


@dataclass(frozen=True, slots=True)
class Importer:
    """One format that can be imported."""

    name: str
    description: str
    endings: tuple[str, ...]
    page: str = field(repr=False)
    recognise: Callable[[Original], int] = field(repr=False)
    read: Callable[[Original], Draft] = field(repr=False)
    options: tuple[Option, ...] = ()
    streams: bool = False


@cache
def importers() -> dict[str, Importer]:
    """Every importer by name, sorted. Raises `ValueError` when two share a name."""
    found: dict[str, Importer] = {}
    for module in members(package):
        if module.NAME in found:
            raise ValueError(f"two importers are called {module.NAME}")
        found[module.NAME] = Importer(
            name=module.NAME,
            description=summary_of(module),
            endings=tuple(module.ENDINGS),
            page=page_of(module),
            recognise=module.recognise,
            read=module.read,
            options=tuple(getattr(module, "OPTIONS", ())),
            streams=getattr(module, "STREAMS", False),
        )
    return dict(sorted(found.items()))


def recognised(original: Original) -> Sequence[Importer]:
    """The importers that are surest of a file; several where they are equally sure, none where nobody is."""
    sure = {name: one.recognise(original) for name, one in importers().items()}
    best = max(sure.values(), default=0)
    return [importers()[name] for name, value in sure.items() if value == best] if best >= LEAST else []
