"""A file of `diffs/`: specs, edits of them, and the exact changes that each edit is.

Where a `source` is named, it says what changed. The machine around the change is a sketch for the sake of the
test: names of states are the API's, ways between them and calls are simplified, and no promise of the API.

`specs` are named texts. A case has a `base`, and either a `head` or an `edit`: pairs of a text that
stands in the base exactly once and what replaces it. `changes` are all of them: kind, subject and
impact, gravest first. `pytest --update` rewrites the changes; read the difference.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

import statebook.diff as package
from statebook.diff.compare import Comparison, compare
from statebook.model import Machine
from statebook.source.snapshot import load_texts
from statebook.source.text import SourceText

FOLDER = Path(__file__).parent / "diffs"
TABLE = "examples"
"""The examples of all kinds, which the catalogue shows; they come with the package."""
PLACES = {path.stem: path for path in [*FOLDER.glob("*.yaml"), *Path(package.__path__[0]).glob(f"{TABLE}.yaml")]}
FILES = sorted(PLACES)


@dataclass(slots=True)
class Case:
    """One edit. `written` is the part of the file that it was read from."""

    file: str
    name: str
    base: str
    head: str
    today: str
    changes: list[dict[str, str]]
    written: dict[str, Any] = field(repr=False)


def load(text: str, name: str = "spec.yaml") -> dict[str, Machine]:
    """The machines of a text that must be valid."""
    project, diagnostics = load_texts(Path(), {name: SourceText.of(name, text)})
    assert not diagnostics, [f"{one.line}:{one.column} {one.message}" for one in diagnostics]
    return project.machines


def read(slug: str) -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load(PLACES[slug].read_bytes())
    return found


def cases(slug: str) -> list[Case]:
    document = read(slug)
    specs = document["specs"]
    found = []
    for one in document["cases"]:
        base = specs[one["base"]]
        if "head" in one:
            head = specs[one["head"]] if one["head"] else ""
        else:
            head = base
            for old, new in one["edit"]:
                assert head.count(old) == 1, (slug, one["name"], old)
                head = head.replace(old, new)
        found.append(Case(slug, one["name"], base, head, one.get("today", ""), one.get("changes", []), one))
    return found


def compared(case: Case, *, backwards: bool = False) -> Comparison:
    sides = load(case.base), load(case.head)
    before, after = reversed(sides) if backwards else sides
    return compare(before, after, today=case.today, one_thing=True)


def told(comparison: Comparison) -> list[dict[str, str]]:
    return [{"kind": one.kind, "subject": one.subject, "impact": one.impact.value} for one in comparison.changes]


class _Dumper(yaml.SafeDumper):
    pass


def _text(dumper: _Dumper, value: str) -> yaml.ScalarNode:
    style = "|" if "\n" in value else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", value, style=style)


_Dumper.add_representer(str, _text)


def write(slug: str, document: dict[str, Any]) -> None:
    text = yaml.dump(document, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=120)
    PLACES[slug].write_bytes(text.encode())
