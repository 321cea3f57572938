"""Names that outlive an edit: heading anchors and file names made from ids.

An anchor depends only on the id that it names and on whether another id would get the same one,
never on the order of anything, so a link stays alive when states move. Two ids that differ in
punctuation alone get a short hash of the id behind their slug, both of them.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Collection, Iterable
from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # whoever asks for slugs alone, such as a site of committed pages, does not pay for the model
    from statebook.model import Machine

_NOT_IN_SLUG = re.compile(r"[^\w\- ]", re.UNICODE)
_WHITE = re.compile(r"[\s\-]+")
_NOT_IN_FILE_NAME = re.compile(r"[^a-z0-9_]+")
_RESERVED_FILE_NAMES = {"con", "prn", "aux", "nul", *(f"com{n}" for n in range(10)), *(f"lpt{n}" for n in range(10))}
MAXIMUM_FILE_NAME = 80
_SECTIONS = (
    "At a glance", "Groups", "Attributes", "Actions", "Errors", "Parameters", "Returns", "Wait until it rests",
    "Related objects", "Events", "Sources and evidence", "Sources",
)  # fmt: skip
"""The headings that every page may have; a spec's own anchors keep away from theirs."""


def slug(text: str) -> str:
    """The anchor of a heading: lower case, letters, digits, `_` and single `-`.

    For ASCII headings whose words stand one space or hyphen apart it is what GitHub, Slate and
    Python-Markdown make of them; other letters are kept as GitHub keeps them.
    """
    normal = unicodedata.normalize("NFC", text).strip().lower()
    return _WHITE.sub("-", _NOT_IN_SLUG.sub("", normal)).strip("-")


def is_common(heading: str) -> bool:
    """Whether GitHub and Python-Markdown make of a heading what `slug` does.

    Python-Markdown drops letters that are not ASCII, GitHub makes a hyphen of every blank. The anchor of
    another heading has to be set.
    """
    bare = _NOT_IN_SLUG.sub("", heading.strip().lower())
    return heading.isascii() and slug(heading) == bare.replace(" ", "-") == _WHITE.sub("-", bare.strip())


def _digest(text: str) -> str:
    import hashlib

    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:6]


def file_names(ids: Iterable[str]) -> dict[str, str]:
    """A file name without extension for each id: ASCII, lower case, safe on every file system.

    No two are equal, none has a path separator, none is longer than `MAXIMUM_FILE_NAME`.
    """
    ordered = list(dict.fromkeys(ids))
    plain = {one: _NOT_IN_FILE_NAME.sub("-", one.lower()).strip("-")[:MAXIMUM_FILE_NAME] for one in ordered}
    taken = Counter(plain.values())
    return {
        one: name
        if name and taken[name] == 1 and name not in _RESERVED_FILE_NAMES
        else f"{name or 'id'}-{_digest(one)}"
        for one, name in plain.items()
    }


def _distinct(wanted: dict[str, str], reserved: Collection[str]) -> dict[str, str]:
    """Each wanted name where it is free and nobody else's, else with a hash of what it is for."""
    taken = Counter(wanted.values())
    return {
        one: name
        if taken[name] == 1 and name not in reserved
        else f"{name}-{_digest(one)}".replace("--", "-").strip("-")
        for one, name in wanted.items()
    }


class Anchors:
    """The anchors of one machine's page, and the headings they belong to."""

    def __init__(self, machine: Machine) -> None:
        self.machine = machine

    def state_heading(self, state: str) -> str:
        """The heading of a state's section, without its code span."""
        return f"The {state} {self.machine.noun}"

    @cached_property
    def short_noun(self) -> str:
        """What a state is called in running headings: `Leaving this status`."""
        last = self.machine.noun.split()[-1:]
        return last[0] if last and last[0] in ("status", "state", "phase", "stage") else "state"

    def leaving(self, state: str) -> str:
        """The anchor of the ways out of a state."""
        return self.part(state, f"Leaving this {self.short_noun}")

    @cached_property
    def page(self) -> str:
        """The anchor of the page's title."""
        return slug(self.machine.title)

    @cached_property
    def object(self) -> str:
        """The anchor of the section about the object, or the machine, as a whole."""
        return slug(self.machine.whole)

    @cached_property
    def _fixed(self) -> frozenset[str]:
        running = (f"Leading to this {self.short_noun}", f"Leaving this {self.short_noun}")
        return frozenset((self.page, self.object, "", *map(slug, (*_SECTIONS, *running))))

    @cached_property
    def headings(self) -> frozenset[str]:
        """What the words of all headings of the page give, whether it is their anchor or not."""
        machine = self.machine
        words = [self.state_heading(one) for one in machine.states]
        words += [action.title for action in machine.actions.values()]
        words += [kind.title for kind in machine.objects.values()]
        return self._fixed | frozenset(map(slug, words))

    @cached_property
    def _states(self) -> dict[str, str]:
        return _distinct({one: slug(self.state_heading(one)) for one in self.machine.states}, self._fixed)

    @cached_property
    def _actions(self) -> dict[str, str]:
        states = {slug(self.state_heading(one)) for one in self.machine.states}
        wanted = {one: slug(action.title) for one, action in self.machine.actions.items()}
        return _distinct(wanted, self._fixed | states | set(self._states.values()))

    def _rows(self, kind: str, names: Iterable[str]) -> dict[str, str]:
        """Anchors that the page sets itself, so no heading may have the same."""
        return _distinct({one: f"{kind}-{slug(one)}" for one in names}, self.headings | {f"{kind}-"})

    @cached_property
    def _attributes(self) -> dict[str, str]:
        return self._rows("attribute", dict.fromkeys((*self.machine.attributes, *self.machine.attribute_states)))

    @cached_property
    def _objects(self) -> dict[str, str]:
        return self._rows("object", self.machine.objects)

    @cached_property
    def _object_attributes(self) -> dict[str, str]:
        wanted = {
            f"{name}\0{one.name}": f"{self._objects[name]}-{slug(one.name)}"
            for name, kind in self.machine.objects.items()
            for one in kind.attributes
        }
        return _distinct(
            wanted, self.headings | set(self._objects.values()) | {f"{one}-" for one in self._objects.values()}
        )

    @cached_property
    def _errors(self) -> dict[str, str]:
        return self._rows("error", self.machine.errors)

    @cached_property
    def _events(self) -> dict[str, str]:
        return self._rows("event", self.machine.events)

    @cached_property
    def _sources(self) -> dict[str, str]:
        return self._rows("source", self.machine.sources)

    def all_states(self) -> tuple[str, ...]:
        """The anchors of all states' sections."""
        return tuple(self._states.values())

    def state(self, state: str) -> str:
        """The anchor of a state's section."""
        return self._states[state]

    def state_is_derived(self, state: str) -> bool:
        """False when the heading alone would not give this anchor, so that the page must set it."""
        return self._states[state] == slug(self.state_heading(state))

    def action(self, action: str) -> str:
        """The anchor of an action's section."""
        return self._actions[action]

    def action_is_derived(self, action: str) -> bool:
        """False when the heading alone would not give this anchor."""
        return self._actions[action] == slug(self.machine.actions[action].title)

    def state_mark(self, state: str) -> str:
        """The anchor that the heading of a state has to set, as some renderer makes another of it; mostly nothing."""
        heading = self.state_heading(state)
        return self._states[state] if self.state_is_derived(state) and not is_common(heading) else ""

    def action_mark(self, action: str) -> str:
        """The same for the heading of an action."""
        title = self.machine.actions[action].title
        return self._actions[action] if self.action_is_derived(action) and not is_common(title) else ""

    @cached_property
    def object_mark(self) -> str:
        """The same for the section about the object as a whole."""
        return "" if is_common(self.machine.whole) else self.object

    @cached_property
    def top(self) -> str:
        """An anchor near the top of the page that every renderer has: that of the title, or of the object."""
        return self.page if is_common(self.machine.title) else self.object

    def attribute(self, name: str) -> str:
        """The anchor of the row that describes an attribute."""
        return self._attributes[name]

    def object_type(self, name: str) -> str:
        """The anchor of an object type's section."""
        return self._objects[name]

    def object_attribute(self, name: str, attribute: str) -> str:
        """The anchor of the row of an attribute of an object type."""
        return self._object_attributes[f"{name}\0{attribute}"]

    def error(self, name: str) -> str:
        """The anchor of an error's row."""
        return self._errors[name]

    def event(self, name: str) -> str:
        """The anchor of an event's row."""
        return self._events[name]

    def source(self, name: str) -> str:
        """The anchor of a source in the list of sources."""
        return self._sources[name]

    def part(self, state: str, part: str) -> str:
        """The anchor of a repeated heading inside a state's section, such as `idle-attributes`."""
        return f"{slug(state) or self.state(state)}-{slug(part)}"
