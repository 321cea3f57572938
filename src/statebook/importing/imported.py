"""From an original to the text of a spec: the whole way, in memory."""

from __future__ import annotations

from dataclasses import dataclass

from statebook.importing.original import Original
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
    made = make_spec(importer.read(original), original.stem, chosen_id)
    comments = [f"Imported from {original.name} ({importer.name})."]
    if made.todo:
        comments.append("What is marked `todo` is not said there.")
    return Imported(yaml_text(made.spec, tuple(comments)), made)
