"""What can change between two versions of a spec: how much each kind hurts, whom, and what to do about it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Any, NoReturn

from statebook.catalogue.book import Page, text_of
from statebook.catalogue.edits import Met, met
from statebook.catalogue.markdown import cell, code, own
from statebook.catalogue.terminal import as_terminal
from statebook.diff.kinds import GRAVITY, Impact, Kind, kinds
from statebook.review.content import HITS

NAME = "changes"
TITLE = "Kinds of change"
ENTRANCE = "changes/index.md"

_FIELD = re.compile(r"\{(\w+)\}")
_SAID = {"base": "old", "head": "new", "between": "states", "inside": "states", "until": "day"}
"""What a reader calls a field that the sentences know by another name."""

_SOMETIMES = {"inside": " [in {}]", "until": " [until {}]"}
"""Fields that a sentence has only sometimes: what stands around them."""


def pages() -> Iterator[Page]:
    """The table of all kinds, and a page for each."""
    rows = [
        {
            "name": one.name,
            "impact": one.impact.value,
            "others": [impact for impact in _impacts(one) if impact != one.impact],
            "says": cell(_sentence(one, "*{}*")),
        }
        for one in ordered()
    ]
    grades = [{"name": impact.value, "meaning": own(_meaning(impact))} for impact in Impact]
    yield Page(ENTRANCE, "changes.md.j2", {"kinds": rows, "grades": grades}, "statebook.diff.table")
    for kind in kinds().values():
        yield page_of(kind)


@cache
def page_of(kind: Kind) -> Page:
    """The page of one kind."""
    plain, *others = _examples(kind) or _missing(kind)
    view = {
        "name": kind.name,
        "impact": kind.impact.value,
        "meaning": own(_meaning(kind.impact)),
        "who": [HITS[one] for one in kind.who],
        "says": own(_sentence(kind, "*{}*")),
        "why": own(kind.why),
        "advice": own(kind.advice),
        "mirror": kind.mirror,
        "waiver": own(kind.waiver),
        "example": _example(plain),
        "others": [_example(one) for one in others],
        "gate": kind.impact.value if kind.impact in (Impact.BREAKING, Impact.DANGEROUS) else "",
        "approval": code(plain.approval(), "yaml", title="approvals.yaml"),
    }
    return Page(f"changes/{kind.name}.md", "change.md.j2", view, "statebook.diff.table")


def ordered() -> list[Kind]:
    """All kinds, gravest first, then by name."""
    return sorted(kinds().values(), key=lambda one: (GRAVITY[one.impact], one.name))


def table() -> str:
    """Every kind on a line for the terminal; columns are padded with spaces."""
    width = max(len(one.name) for one in ordered())
    return "".join(
        f"{one.impact.value:9}  {one.name:{width}}  {_sentence(one, '{}', upper=True)}\n" for one in ordered()
    )


def explained(kind: Kind) -> str:
    """The page of a kind for the terminal."""
    page = page_of(kind)
    return as_terminal(text_of(page), page.address)


def _sentence(kind: Kind, name: str, *, upper: bool = False) -> str:
    """The sentence of a kind with words where names of the spec come."""

    def word(field: re.Match[str]) -> str:
        if field[1].lower() == "sort":
            return "Element" if field[1] == "Sort" else "element"
        said = _SAID.get(field[1], field[1])
        shown = name.format(said.upper() if upper else said)
        return _SOMETIMES.get(field[1], "{}").format(shown)

    return _FIELD.sub(word, kind.says)


def _examples(kind: Kind) -> list[Met]:
    """The plainest example of a kind as the table judges it, then one for each other judgement."""
    found: dict[tuple[str, str], Met] = {}
    for one in met()[kind.name]:
        found.setdefault((one.change.impact, one.change.why), one)
    first = found.pop((kind.impact, kind.why), None)
    seen: dict[str, Met] = {}
    for one in found.values():  # reasons that name an element differ with it, and are one reason all the same
        seen.setdefault(f"{one.change.impact} {one.change.why.partition(' with ')[0]}", one)
    return ([] if first is None else [first]) + sorted(seen.values(), key=lambda one: GRAVITY[one.change.impact])


def _missing(kind: Kind) -> NoReturn:
    raise ValueError(f"no example is the change {kind.name}: write one in diff/examples.yaml")


def _example(one: Met) -> dict[str, Any]:
    edit = one.edit
    return {
        "impact": one.change.impact.value,
        "why": own(one.change.why),
        "difference": code(edit.difference(), "diff") if edit.difference() else "",
        "is_new": not edit.base,
        "today": edit.today,
        "said": code(one.said(), "text"),
        "others": one.others[:MAXIMUM_OTHERS],
        "more": max(len(one.others) - MAXIMUM_OTHERS, 0),
    }


MAXIMUM_OTHERS = 4
"""Other kinds of change that an example names; the rest is counted."""


def _impacts(kind: Kind) -> list[str]:
    found = {one.change.impact for one in met()[kind.name]}
    return [impact.value for impact in Impact if impact in found]


def _meaning(impact: Impact) -> str:
    return _MEANINGS[impact]


_MEANINGS = {
    Impact.BREAKING: "A correct client stops working.",
    Impact.DANGEROUS: "A client may break that relied on more than was promised, or that was not careful.",
    Impact.SAFE: "No client that keeps to the former spec notices.",
    Impact.TEXT: "Only words changed; hidden unless `--all` asks for it.",
}
