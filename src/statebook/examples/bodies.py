"""The example objects of a state, as its section shows them.

First the object as it comes by default, then one for each attribute that `expand` makes whole.
Bodies that the author wrote by hand replace all of these.
"""

from __future__ import annotations

import copy
from dataclasses import dataclass

from statebook.anchors import file_names
from statebook.examples.project import Machines, Project
from statebook.examples.values import Values
from statebook.model import Json, Machine, Visibility
from statebook.pointer import Pointer

MAXIMUM_EXPANDED = 12
"""A state shows this many expanded forms at most: more would bury the page, and a small spec can ask for thousands."""


@dataclass(frozen=True, slots=True)
class Body:
    """One example object.

    `title` is plain text with code spans, `slug` a file name without extension that is unique within
    the state. `expanded` is the attribute shown in its expanded form, if any; `by_hand` tells the
    author's own bodies from generated ones, and `pointer` leads to where the spec says it.
    """

    title: str
    slug: str
    value: Json
    pointer: Pointer
    expanded: str = ""
    by_hand: bool = False


def state_bodies(project: Machines, machine: Machine, state: str) -> tuple[Body, ...]:
    """The example objects of a state, the plain one first; none for a state that is never shown.

    Of more than `MAXIMUM_EXPANDED` expandable attributes, only the first are shown expanded.

    Give a `Project` when asking for many states: it remembers what it worked out. Raises `NoExample`
    where the spec leaves no possible value.
    """
    shown = machine.states[state]
    if shown.visibility is Visibility.GONE:
        return ()
    if shown.examples:
        return _by_hand(machine, state)
    known = Project.of(project)
    plain = Values(known, machine, state).body()
    bodies = [("Example object", "", plain)]
    for attribute in [one for one in shown.attributes if one.expandable][:MAXIMUM_EXPANDED]:
        value = Values(known, machine, state).body(whole=attribute.name)
        if value != plain:
            bodies.append((f"Example object, with `{attribute.name}` expanded", attribute.name, value))
    slugs = file_names(name for _, name, _ in bodies if name)
    return tuple(
        Body(title, f"expand-{slugs[name]}" if name else "object", value, shown.pointer, expanded=name)
        for title, name, value in bodies
    )


def shown_bodies(project: Machines, machine: Machine, state: str) -> tuple[Body, ...]:
    """The example objects that pages and files show: none where the machine has no object at all."""
    return state_bodies(project, machine, state) if machine.has_object else ()


def _by_hand(machine: Machine, state: str) -> tuple[Body, ...]:
    examples = machine.states[state].examples
    titles = [example.title.strip() or "Example object" for example in examples]
    # Titles may repeat: then the place tells the file names apart, behind a character that no title has.
    keys = [title if titles.count(title) == 1 else f"{title}\0{place}" for place, title in enumerate(titles, 1)]
    slugs = file_names(keys)
    return tuple(
        Body(title, slugs[key], copy.deepcopy(example.body), example.pointer, by_hand=True)
        for title, key, example in zip(titles, keys, examples, strict=True)
    )
