"""From an original to the text of a spec: the whole way, in memory."""

from __future__ import annotations

from dataclasses import dataclass, replace

from statebook.importing.draft import Draft
from statebook.importing.original import Original
from statebook.importing.proved import without_flaws
from statebook.importing.registry import Importer
from statebook.importing.spec import Made, make_spec
from statebook.importing.yaml_text import yaml_text


@dataclass(frozen=True, slots=True)
class Imported:
    """The text of a spec, and what was made of the original."""

    text: str
    made: Made


def import_original(original: Original, importer: Importer, chosen_id: str = "") -> Imported:
    """The spec of a file. Raises `BadInput` where the file is none of the format, or has no state."""
    draft = importer.read(original)
    made = make_spec(draft, original.stem, chosen_id)
    if not draft.is_whole and _has_examples(draft):
        made = replace(made, left_over=(*made.left_over, *without_flaws(made.spec)))
    file = original.name.replace("\\", "/").rsplit("/", 1)[-1]
    comments = [f"Imported from {file} ({importer.name})."]
    if made.todo:
        comments.append("What is marked `todo` is not said there.")
    return Imported(yaml_text(made.spec, tuple(comments)), made)


def _has_examples(draft: Draft) -> bool:
    return bool(draft.attributes) or any(one.examples or one.attributes for one in draft.states.values())
