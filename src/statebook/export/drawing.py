"""What the languages for state diagrams share: names, what stands where, and the words beside an arrow.

They know states inside states, a start, an end, and one text an arrow, for which UML has an order:
`trigger [guard] / effect`. Knows none of the languages.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass

from statebook.export.format import Option, Subject
from statebook.export.losses import Lost
from statebook.export.names import names
from statebook.model import Group, Machine, State, Transition, Visibility
from statebook.pointer import Pointer
from statebook.prose import without_references
from statebook.spelling import leads_back

LOST = (
    Lost.TRANSITION_TEXTS, Lost.START_TEXTS, Lost.VALUES, Lost.NEXT_STEPS, Lost.POLLS, Lost.GROUP_TEXTS, Lost.ATTRIBUTES,
    Lost.CALLS, Lost.TRIGGER_TEXTS, Lost.ERRORS, Lost.DEPRECATIONS, Lost.EVIDENCE,
)  # fmt: skip
"""What none of them has words for."""

Write = Callable[[str], str]


def texts_option(default: str) -> Option:
    """The option how much text the diagram has."""
    return Option(
        "texts",
        "the text: at arrows triggers alone, or guards and effects too, or descriptions as well",
        lambda _folders: ("triggers", "arrows", "all"),
        default,
    )


@dataclass(frozen=True, slots=True)
class Texts:
    """How much text is wanted: guards and effects beside triggers, descriptions beside states."""

    arrows: bool
    notes: bool

    @classmethod
    def of(cls, subject: Subject, default: str) -> Texts:
        """What the user asks for."""
        wanted = subject.options.get("texts", default)
        return cls(wanted != "triggers", wanted == "all")

    @property
    def lost(self) -> tuple[Lost, ...]:
        """What is left out because it is not wanted."""
        arrows = () if self.arrows else (Lost.GUARDS, Lost.EFFECTS)
        return (*arrows, *(() if self.notes else (Lost.STATE_TEXTS,)))


@dataclass(frozen=True, slots=True)
class Names:
    """The names of states and of groups, which share one space."""

    states: dict[str, str]
    groups: dict[str, str]


def named(machine: Machine, legal: re.Pattern[str], reserved: Collection[str] = ()) -> Names:
    """Names that the grammar takes; those of the states come first."""
    states = names(machine.states, legal, reserved)
    groups = names(machine.groups, legal, {*reserved, *states.values()}, "group")
    return Names(states, groups)


def label(text: str, name: str, title: str, prefix: str = "state") -> str:
    """What to write beside a name: the id where the name is not it, else the title; empty where the name says all.

    A title that could be taken for the id that the name was made of is left out.
    """
    if name != text:
        return text
    return "" if leads_back(name, title, prefix) else title.strip()


def untitled(machine: Machine, known: Names) -> list[Pointer]:
    """The groups whose titles have no place."""
    return [
        one.pointer
        for one in machine.groups.values()
        if one.title and label(one.id, known.groups[one.id], one.title, "group") != one.title
    ]


def placed(machine: Machine) -> Iterator[tuple[Group | None, list[State]]]:
    """The states in the order of the spec, those of a group together where its first one stands."""
    done: set[str] = set()
    for state in machine.states.values():
        group = machine.groups.get(state.group)
        if group is None:
            yield None, [state]
        elif group.id not in done:
            done.add(group.id)
            yield group, [one for one in map(machine.states.__getitem__, group.states) if one.group == group.id]


def marks(state: State) -> tuple[str, ...]:
    """The words of a state that are no text of the author: its kind, its outcome, how it shows itself."""
    outcome = (state.outcome.value,) if state.outcome else ()
    hidden = (state.visibility.value,) if state.visibility is not Visibility.SHOWN else ()
    return (state.kind.value, *outcome, *hidden)


def arrow(one: Transition, texts: Texts, write: Write) -> str:
    """The words beside an arrow; brackets and slashes of the author are for `write` to make harmless."""
    guard = _line(one.guard) if texts.arrows else ""
    effect = _line(one.effect) if texts.arrows else ""
    return write(one.trigger) + (f" [{write(guard)}]" if guard else "") + (f" / {write(effect)}" if effect else "")


def note(state: State) -> str:
    """The description as a note."""
    return without_references(state.description)


def _line(text: str) -> str:
    """Lines of a paragraph as one; an empty line is a break."""
    plain = without_references(text)
    return "\n".join(" ".join(one.split()) for one in re.split(r"\n\s*\n", plain) if one.strip())
