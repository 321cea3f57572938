"""The shipped templates as files: what each says of itself, and the examples that stand beside them.

The first comment of a template reads `What it is. Variables: … Blocks: … Macros: …`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from statebook.catalogue.book import FOLDER
from statebook.render.environment import shipped_templates

EXAMPLES = "language"
"""The folder of the examples of the spec language, below that of the templates of the reference."""

_COMMENT = re.compile(r"\A\{#-?\s*(.*?)\s*-?#\}", re.DOTALL)
_PART = re.compile(r"\s*\b(Variables|Blocks|Macros): ")


@dataclass(frozen=True, slots=True)
class Comment:
    """The parts of the comment; those that it does not have are empty."""

    summary: str
    variables: str = ""
    blocks: str = ""
    macros: str = ""


def comments() -> dict[str, Comment]:
    """The comments of all templates but those of the reference, by name."""
    folder = shipped_templates()
    names = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*.j2"))
    return {
        name: comment_of((folder / name).read_text(encoding="utf-8"))
        for name in sorted(names, key=lambda one: (one.count("/"), one))
        if not name.startswith(f"{FOLDER}/")
    }


def examples() -> dict[str, str]:
    """The examples of the spec language by the name of their section."""
    folder = shipped_templates() / FOLDER / EXAMPLES
    return {path.stem: path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.j2"))}


def comment_of(text: str) -> Comment:
    """The first comment in the text of a template; an empty one where it begins without."""
    found = _COMMENT.match(text)
    if found is None:
        return Comment("")
    summary, *rest = _PART.split(" ".join(found[1].split()))
    parts = dict(zip(rest[::2], (one.rstrip().removesuffix(".") for one in rest[1::2]), strict=True))
    return Comment(summary, parts.get("Variables", ""), parts.get("Blocks", ""), parts.get("Macros", ""))
