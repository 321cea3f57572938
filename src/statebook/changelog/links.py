"""Where the names of a change are described today: a page and an anchor on it.

What is gone leads nowhere; what was renamed since leads to what it is called now. Knows the layout of
the generated pages, not where a site puts them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from statebook.anchors import Anchors, file_names
from statebook.diff.fact import Fact, Name
from statebook.diff.pairing import Named
from statebook.model import Attribute, Machine
from statebook.render.split import sub_pages


@dataclass(frozen=True, slots=True)
class Link:
    """A place on a generated page: its path below the output folder, and an anchor, or none for its top."""

    page: str
    anchor: str = ""


class Links:
    """The links to these machines' pages, split as the settings `split` and `above` ask for."""

    def __init__(self, machines: Mapping[str, Machine], split: str = "auto", above: int = 40) -> None:
        names = file_names(machines)
        self._places = {name: _Places(machine, names[name], split, above) for name, machine in sorted(machines.items())}
        self._now = _now(machines)

    def machine(self, name: str) -> Link | None:
        """The page of a machine, by the id that it has or had."""
        return Link(f"{places.name}.md") if (places := self._of(name)) is not None else None

    def of(self, fact: Fact) -> dict[str, Link]:
        """The links of the names in what is said about a fact."""
        if fact.sort == "machine":
            return {name: link for name in (*fact.base_name, *fact.head_name) if (link := self.machine(name))}
        places = self._of(fact.machine)
        return dict(places.of(fact)) if places is not None else {}

    def _of(self, machine: str) -> _Places | None:
        return self._places.get(self._now.get(machine, ""))


def _now(elements: Mapping[str, Named]) -> dict[str, str]:
    """The id of today by every id that an element has or had."""
    former = {old: name for name, one in elements.items() for old in (*one.formerly, *getattr(one, "merged_from", ()))}
    return former | {name: name for name in elements}


class _Places:
    """The places on the pages of one machine."""

    def __init__(self, machine: Machine, name: str, split: str, above: int) -> None:
        self.machine, self.name = machine, name
        self.anchors = Anchors(machine)
        self._split = split, above

    @cached_property
    def _pages(self) -> dict[str, str]:
        split, above = self._split
        pages = sub_pages(self.machine, self.name, split, above)
        return {state: page.path for page in pages for state in page.states}

    @cached_property
    def _states(self) -> dict[str, str]:
        return _now(self.machine.states)

    @cached_property
    def _actions(self) -> dict[str, str]:
        return _now(self.machine.actions)

    @cached_property
    def _events(self) -> dict[str, str]:
        return _now(self.machine.events)

    def of(self, fact: Fact) -> Iterator[tuple[str, Link]]:
        """The links of the names of a fact about this machine."""
        find = _FINDERS.get(fact.sort)
        if find is None:
            return
        names = [one for one in (fact.base_name, fact.head_name) if one]
        if fact.sort == "state":  # what states became or stood between is told in values
            listed = [one for side in (fact.base, fact.head) if isinstance(side, list) for one in side]
            names += [(one,) for one in listed if isinstance(one, str)]
        for name in names:
            yield from find(self, name)

    def _here(self, anchor: str) -> Link:
        return Link(f"{self.name}.md", anchor)

    def _state(self, names: Name) -> Iterator[tuple[str, Link]]:
        for name in names:
            state = self._states.get(name)
            if state is not None:
                page = self._pages.get(state, f"{self.name}.md")
                yield name, Link(page, self.anchors.state(state))

    def _transition(self, name: Name) -> Iterator[tuple[str, Link]]:
        yield from self._call(name[2:])
        yield from self._state(name[:2])

    def _call(self, name: Name) -> Iterator[tuple[str, Link]]:
        for now, anchor in ((self._actions, self.anchors.action), (self._events, self.anchors.event)):
            if name[0] in now:
                yield name[0], self._here(anchor(now[name[0]]))
                return

    def _attribute(self, name: Name) -> Iterator[tuple[str, Link]]:
        if len(name) == 1 and name[0] in {**self.machine.attributes, **self.machine.attribute_states}:
            yield name[0], self._here(self.anchors.attribute(name[0]))
        elif len(name) == 2 and any(one.name == name[1] for one in self._inside(name[0])):
            yield ".".join(name), self._here(self.anchors.object_attribute(*name))

    def _inside(self, name: str) -> tuple[Attribute, ...]:
        found = self.machine.objects.get(name)
        return found.attributes if found is not None else ()

    def _error(self, name: Name) -> Iterator[tuple[str, Link]]:
        if name[-1] in self.machine.errors:
            yield name[-1], self._here(self.anchors.error(name[-1]))

    def _object(self, name: Name) -> Iterator[tuple[str, Link]]:
        if name[0] in self.machine.objects:
            yield name[0], self._here(self.anchors.object_type(name[0]))


_FINDERS: dict[str, Callable[[_Places, Name], Iterator[tuple[str, Link]]]] = {
    "state": _Places._state,  # noqa: SLF001 - the table of this class
    "transition": _Places._transition,  # noqa: SLF001
    "action": _Places._call,  # noqa: SLF001
    "parameter": _Places._call,  # noqa: SLF001
    "event": _Places._call,  # noqa: SLF001
    "attribute": _Places._attribute,  # noqa: SLF001
    "enum": _Places._attribute,  # noqa: SLF001
    "error": _Places._error,  # noqa: SLF001
    "object": _Places._object,  # noqa: SLF001
}
"""How the names of an element of each sort are found."""
