"""Kinds of change that touch words alone; reports hide them unless asked."""

from __future__ import annotations

from statebook.diff.kinds import Impact, Kind, Who


def _text(name: str, says: str) -> Kind:
    return Kind(
        name=name,
        impact=Impact.TEXT,
        who=(Who.READER,),
        says=says,
        why="Only the pages change.",
        advice="Nothing to do.",
        mirror=name,
        wording=True,
    )


KINDS = (
    _text("description-changed", "The description of {sort} {name} changed."),
    _text("title-changed", "The title of {sort} {name} changed."),
    _text("example-changed", "An example of {sort} {name} changed."),
    _text("evidence-changed", "The evidence for {sort} {name} changed."),
    _text("remark-changed", "Remarks on {sort} {name} changed."),
)
