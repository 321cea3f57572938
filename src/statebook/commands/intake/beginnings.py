"""What is in a folder before `init`, and what would be in the way of it."""

from __future__ import annotations

import os
from pathlib import Path

from statebook.commands.common import Unusable
from statebook.diagnostic import Diagnostic, Severity
from statebook.source.load import Project, assembled, load_settings, spec_files, texts_of
from statebook.source.text import SourceText, read_text
from statebook.starting.plan import HOOKS, IGNORE, SETTINGS, SITES, WORKFLOW, Plan, Wanted, output_of
from statebook.starting.texts import SPECS


def read_there(root: str) -> dict[str, str]:
    """The texts of the files that `init` looks at, by path; of specs and pages only that they are there.

    Raises `Unusable` for one that cannot be read.
    """
    found: dict[str, str] = {}
    for name in (SETTINGS, *SITES, HOOKS, IGNORE, WORKFLOW):
        path = Path(root, name)
        if os.path.lexists(path):
            source = read_text(path, name)
            if isinstance(source, Diagnostic):
                raise Unusable(f"{name} {source.message}", source.hint)
            found[name] = path.read_bytes().decode("utf-8")
    output = output_of(found)
    for folder, endings in ((SPECS, (".yaml", ".yml")), (output, (".md",))):
        if os.path.isdir(os.path.join(root, folder)):
            names = sorted(os.listdir(os.path.join(root, folder)))
            found.update({f"{folder}/{name}": "" for name in names if name.endswith(endings)})
    return found


def conflicts(root: str, wanted: Wanted, made: Plan, there: dict[str, str]) -> None:
    """Raise `Unusable` where the new spec would not build beside what is there."""
    place = f"{SPECS}/{wanted.machine}.yaml"
    if place not in made.texts:
        raise Unusable(f"{place} is there already", "choose another id: --machine ID")
    settings, _ = load_settings(Path(root))
    output = settings.output if SETTINGS in there else output_of(there)
    page = os.path.join(root, output, wanted.machine)
    if os.path.lexists(f"{page}.md") or os.path.lexists(page):
        raise Unusable(f"{output}/{wanted.machine}.md is a page already", "choose another id: --machine ID")
    if SETTINGS in there and place not in _seen(root, settings.specs, place):
        made.by_hand.append(f"{SETTINGS}: add {place} to its `specs:`")
    others = [one for one in spec_files(Path(root), settings.specs) if one != place]
    texts: dict[str, SourceText | Diagnostic] = {
        **texts_of(Path(root), others),
        place: SourceText.of(place, wanted.spec),
    }
    _, flaws = assembled(Project(Path(root), settings), texts)
    first = next((one for one in flaws if one.file == place and one.severity is Severity.ERROR), None)
    if first is not None:
        raise Unusable(f"the new spec cannot be: {first.message}", first.hint)


def _seen(root: str, patterns: list[str], place: str) -> list[str]:
    """The place, if a pattern of the settings would find it."""
    return [place for pattern in patterns if Path(place).match(pattern)] if root else []
