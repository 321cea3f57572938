"""A state diagram as it is read, whatever its language, and the draft that it makes.

Diagrams know more than lifecycles do. States inside states become groups of one level. An arrow to a group
goes to where the group starts, an arrow from it leaves each of its states. The ways through a choice
are ways from the state before it to those behind it, with the words of both arrows. Forks, joins, histories and
regions side by side have no place in a lifecycle: they are left over, with their line.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from statebook.importing.draft import Draft, DraftState
from statebook.importing.original import BadInput
from statebook.model import Kind, Mover, Outcome, Visibility
from statebook.spelling import leads_back

POINT = "[*]"
"""The start where an arrow leaves it, the end where one arrives."""
DEEPEST = 50
MOST_WAYS = 200_000
"""Ways that a diagram may stand for."""
SHORT = 60
"""Characters of a text in a state that is still taken for its title."""
LONGEST_TITLE = 1_000
"""The same where the state shows its name above it."""

_DOES = re.compile(r"(entry|exit|do|on ?entry|on ?exit)\s*/\s*\S", re.IGNORECASE)
_KINDS = frozenset(Kind)
_OUTCOMES = frozenset(Outcome)
_VISIBILITIES = frozenset(Visibility) - {Visibility.SHOWN}


@dataclass(slots=True)
class Words:
    """The words beside an arrow. `by` is who moves, where the language tells."""

    trigger: str = ""
    guard: str = ""
    effect: str = ""
    description: str = ""
    by: str = ""

    @property
    def said(self) -> bool:
        """Whether there are any."""
        return bool(self.trigger or self.guard or self.effect)


@dataclass(slots=True)
class Box:
    """One name of the diagram: a state, a state with others inside, or a point that is no state (`pseudo`)."""

    name: str
    line: int
    label: str = ""
    texts: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    marks: list[str] = field(default_factory=list)
    inside: str = ""
    holds: list[str] = field(default_factory=list)
    pseudo: str = ""


@dataclass(slots=True)
class Arrow:
    """One arrow between two names, or from or to `POINT` inside `inside` (empty: at the top)."""

    source: str
    target: str
    words: Words
    line: int
    inside: str = ""


@dataclass(slots=True)
class Drawn:
    """The diagram so far. Add to it line by line, then ask for `draft()`."""

    title: str = ""
    summary: str = ""
    boxes: dict[str, Box] = field(default_factory=dict)
    arrows: list[Arrow] = field(default_factory=list)
    rest: Draft = field(default_factory=Draft)
    _open: list[tuple[str, int]] = field(default_factory=list)

    def box(self, name: str, line: int) -> Box:
        """The box of this name; a new one inside whatever is open."""
        found = self.boxes.get(name)
        if found is None:
            found = self.boxes[name] = Box(name, line)
            self._put(found)
        return found

    def declare(self, name: str, line: int) -> Box:
        """The box of this name, which now stands inside what is open, wherever an arrow named it before."""
        found = self.box(name, line)
        if self._open and not found.inside and found.name not in self.outer(self._open[-1][0]):
            self._put(found)
        return found

    def _put(self, box: Box) -> None:
        if self._open:
            box.inside = self._open[-1][0]
            self.boxes[box.inside].holds.append(box.name)

    def opened(self, name: str, line: int, column: int = 1) -> None:
        """What follows stands inside this box."""
        self.declare(name, line)
        if len(self._open) >= DEEPEST:
            raise BadInput(f"states stand in states more than {DEEPEST} levels deep", line, column)
        if name in (one for one, _ in self._open):
            raise BadInput(f"the state {name[:60]!r} stands inside itself", line, column)
        self._open.append((name, line))

    def closed(self, line: int, column: int = 1) -> None:
        """The innermost box ends."""
        if not self._open:
            raise BadInput("a state is closed here that was never opened", line, column, "is a line missing above?")
        self._open.pop()

    def finished(self) -> None:
        """The text ends. Raises `BadInput` where a box is still open."""
        if self._open:
            name, line = self._open[-1]
            raise BadInput(f"the state {name[:60]!r} is opened here and never closed", line, 1, "is the file whole?")

    def arrow(self, source: str, target: str, words: Words, line: int) -> None:
        """An arrow; names that are new become boxes."""
        for name in (source, target):
            if name != POINT:
                self.box(name, line)
        self.arrows.append(Arrow(source, target, words, line, self._open[-1][0] if self._open else ""))

    def says(self, box: Box, text: str, line: int) -> None:
        """A text that stands in a state; what the state does inside is left over."""
        found = _DOES.match(text)
        if found:
            self.leave(
                line,
                f"what {box.name[:60]!r} does ({found[1].lower()})",
                "states of a lifecycle have no actions of their own",
            )
        elif text:
            box.texts.append(text)

    def leave(self, line: int, what: str, why: str) -> None:
        """Note what is not carried over."""
        self.rest.leave(line, what, why)

    def outer(self, name: str) -> Iterator[str]:
        """The boxes around one, itself first."""
        seen: set[str] = set()
        while name and name not in seen:
            seen.add(name)
            yield name
            name = self.boxes[name].inside

    def states(self) -> Iterable[Box]:
        """The boxes that are states."""
        return (one for one in self.boxes.values() if not one.pseudo and not one.holds)

    def members(self, name: str) -> list[str]:
        """The states inside a box, at any depth; the box itself where there are none."""
        box = self.boxes[name]
        if not box.holds:
            return [] if box.pseudo else [name]
        return [state for one in box.holds for state in self.members(one)]


def identity(box: Box) -> str:
    """What a state is called: its label, where its name is only how the label is spelled."""
    return box.label if box.label and leads_back(box.name, box.label) else box.name


def dressed(state: DraftState, box: Box) -> None:
    """Give a state the words that stand beside it."""
    texts = [one.strip() for one in box.texts if one.strip()]
    if box.label and box.label != state.name:
        state.title = box.label
    elif texts and _is_title(texts[0], labelled=bool(box.label)):
        state.title = texts.pop(0)
    state.description = "\n\n".join([*texts, *(one.strip() for one in box.notes if one.strip())])
    for mark in box.marks:
        if mark in _KINDS:
            state.kind = mark
        elif mark in _OUTCOMES:
            state.outcome = mark
        elif mark in _VISIBILITIES:
            state.more["visibility"] = mark


def _is_title(text: str, *, labelled: bool) -> bool:
    """Whether the first text in a state is its title: it is short, or the state shows its name above it."""
    if "\n" in text:
        return False
    return len(text) <= LONGEST_TITLE if labelled else len(text) <= SHORT and not text.endswith(".")


def is_known_mark(mark: str) -> bool:
    """Whether a class or a stereotype is a word of ours."""
    return mark in _KINDS or mark in _OUTCOMES or mark in _VISIBILITIES


def words_of(text: str) -> Words:
    """`trigger [guard] / effect`, in the notation of UML, with each part still in the language of the diagram.

    A slash counts with white space around it, a bracket with white space before it, so `GET /a/{b}` is a trigger.
    """
    before, effect = _parted(text.strip())
    before = before.strip()
    guard = ""
    opening = _opening(before)
    if opening >= 0:
        before, guard = before[:opening], before[opening + 1 : -1]
    return Words(before.strip(), guard.strip(), effect.strip())


def _parted(text: str) -> tuple[str, str]:
    depth = 0
    for place, sign in enumerate(text):
        depth += (sign == "[") - (sign == "]")
        alone = text[place - 1 : place] in ("", " ") and text[place + 1 : place + 2] in ("", " ")
        if sign == "/" and depth <= 0 and (alone or not place):
            return text[:place], text[place + 1 :]
    return text, ""


def _opening(text: str) -> int:
    """Where the bracket opens that the last sign closes; -1 where there is none."""
    if not text.endswith("]"):
        return -1
    depth = 0
    for place in range(len(text) - 1, -1, -1):
        depth += (text[place] == "]") - (text[place] == "[")
        if not depth:
            return place if not place or text[place - 1].isspace() else -1
    return -1


def mover(word: str) -> tuple[bool | None, str]:
    """Whether a mover's word makes a trigger an action, and whose it is otherwise; (None, "") for any other word."""
    if word not in set(Mover):
        return None, ""
    return word == Mover.CLIENT, "" if word == Mover.CLIENT else word


def plain_lines(text: str) -> str:
    """Text of several lines without what indents them all."""
    lines = text.split("\n")
    indents = [len(one) - len(one.lstrip()) for one in lines if one.strip()]
    least = min(indents, default=0)
    return re.sub(r"\n{3,}", "\n\n", "\n".join(one[least:].rstrip() for one in lines)).strip()
