"""Which machine a page is about: by the states that it names in headings and code, its title and its file's name."""

from __future__ import annotations

from collections.abc import Mapping

from statebook.anchors import file_names
from statebook.audit.page.model import Page
from statebook.audit.reading.names import spoken
from statebook.audit.reading.texts import texts_of
from statebook.audit.reading.words import as_shown, folded
from statebook.model import Machine

LEAST = 0.5
"""The share of a machine's states that a page must name when neither its title nor its file tells."""


def choose(page: Page, machines: Mapping[str, Machine]) -> str:
    """The id of the machine, or nothing when none fits. Of equals, the first in the order of ids."""
    headings, codes = _named(page)
    files = file_names(machines)
    scores = {}
    for name, machine in machines.items():
        states = [
            {folded(name) for name in (one.id, as_shown(spoken(one.value)), one.title) if name}
            for one in machine.states.values()
        ]
        total = max(len(states), 1)
        in_headings = sum(bool(one & headings) for one in states) / total
        in_codes = sum(bool(one & codes) for one in states) / total
        titled = _says(page, machine, files[name])
        score = 2 * in_headings + in_codes + (1 if titled else 0)
        if (titled and in_codes + in_headings > 0) or max(in_codes, in_headings) >= LEAST:
            scores[name] = score
    return max(sorted(scores), key=lambda one: scores[one], default="")


NEAREST = 3
"""Folders around a page whose names may tell: a page for each state lies below the machine's."""


def _says(page: Page, machine: Machine, file: str) -> bool:
    *folders, name = page.name.replace("\\", "/").split("/")
    known = {folded(machine.title), folded(machine.noun), folded(machine.id), folded(file)}
    told = (page.title.plain, page.title.plain.removeprefix("The "), name.rsplit(".", 1)[0], *folders[-NEAREST:])
    return any(folded(one) in known for one in told)


def _named(page: Page) -> tuple[set[str], set[str]]:
    headings: set[str] = set()
    codes: set[str] = set()
    for section in page.sections:
        title = section.title
        headings.update(folded(one.text) for one in title.codes)
        if not title.codes and title.plain:
            headings.add(folded(title.plain))
        for text in texts_of(section):
            codes.update(folded(one.text) for one in text.codes)
            if not text.codes and len(text.plain) < 60:
                codes.add(folded(text.plain))
    return headings, codes | headings
