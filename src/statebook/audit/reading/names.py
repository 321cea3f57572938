"""Which names stand for which states: those of the machine, or those that the page itself has."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from difflib import get_close_matches
from typing import TYPE_CHECKING

from statebook.audit.reading.words import as_shown, folded, quoted
from statebook.jsontext import json_line
from statebook.model import Json, Visibility

if TYPE_CHECKING:
    from statebook.model import Machine

CLOSE = 0.75
"""How alike two names must be (difflib's ratio) for one to be taken for a slip of the other."""
MOST_GUESSES = 500
"""Names for which a likely meaning is looked for: a page with more unknown ones is about something else."""


def spoken(value: Json) -> str:
    """A state's value as a page writes it: text as it is, anything else as JSON."""
    return value if isinstance(value, str) else json_line(value)


class Names:
    """Names of states, or of triggers. `ids` in their order; a name may also be that of a group, which stands for several."""

    def __init__(self, ids: Iterable[str]) -> None:
        self.ids = tuple(dict.fromkeys(ids))
        self._exact: dict[str, tuple[str, ...]] = {}
        self._folded: dict[str, tuple[str, ...]] = {}
        self.former: dict[str, str] = {}
        """Names that states had before."""
        self._near: dict[str, str] = {}
        for one in self.ids:
            self.add(one, (one,))

    @classmethod
    def of_machine(cls, machine: Machine) -> Names:
        """The names that a machine's states and groups go by: id, value, title."""
        names = cls(machine.states)
        for state in machine.states.values():
            names.add(as_shown(state.id), (state.id,))
            names.add(spoken(state.value), (state.id,))
            names.add(as_shown(spoken(state.value)), (state.id,))
            names.add(state.title, (state.id,))
            for old in (*state.formerly, *state.merged_from):
                names.former.setdefault(old, state.id)
        for group in machine.groups.values():
            names.add(group.id, group.states)
            names.add(group.title, group.states)
        return names

    def add(self, name: str, states: tuple[str, ...]) -> None:
        """Another name that these go by; of two that differ in case alone, only the exact name will do."""
        if not name.strip():
            return
        self._exact.setdefault(name.strip(), states)
        known = self._folded.setdefault(folded(name), states)
        if known != states:  # two states that differ in what is folded away: only the exact name will do
            self._folded[folded(name)] = ()

    def __contains__(self, name: str) -> bool:
        return bool(self.find(name))

    def find(self, name: str) -> tuple[str, ...]:
        """The states that a name stands for; none when it is no state's."""
        text = name.strip()
        return self._exact.get(text) or self._exact.get(text.strip("\"'")) or self._folded.get(folded(text), ())

    def near(self, name: str) -> str:
        """The state that a misspelt name most likely means, or nothing."""
        wanted = folded(name)
        if wanted not in self._near:
            if len(self._near) >= MOST_GUESSES or not 3 < len(wanted) < 80:
                return ""
            forms = {folded(one): one for one in self.ids}
            close = get_close_matches(wanted, forms, n=1, cutoff=CLOSE)
            self._near[wanted] = forms[close[0]] if close else ""
        return self._near[wanted]

    def hint(self, name: str) -> str:
        """What to do about a name that no state has."""
        if name.strip() in self.former:
            return f"{quoted(self.former[name.strip()])} was called so before: write its new name"
        near = self.near(name)
        return f"did you mean {quoted(near)}?" if near else ""


def shown_states(machine: Machine) -> tuple[str, ...]:
    """The states that a page has to speak of: neither undocumented nor reserved for later."""
    hidden = (Visibility.UNDOCUMENTED, Visibility.RESERVED)
    return tuple(one.id for one in machine.states.values() if one.visibility not in hidden)


def listed(names: Sequence[str], limit: int = 5) -> str:
    """Some names in a sentence."""
    shown = [quoted(one) for one in names[:limit]]
    more = len(names) - len(shown)
    if more:
        shown.append(f"{more} more")
    return shown[0] if len(shown) == 1 else f"{', '.join(shown[:-1])} and {shown[-1]}"
