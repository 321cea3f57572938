"""The names of one spec, and the looking up of them: every miss becomes a diagnostic with a hint."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from statebook.diagnostic import Diagnostic
from statebook.model import Kind
from statebook.pointer import Pointer, Step
from statebook.source.decode import CHECK_SPELLING, SUGGESTED_AT_MOST, suggestion
from statebook.source.document.machine import SpecDocument
from statebook.source.document.parts import Choice
from statebook.source.nodes import Node, locate
from statebook.source.text import SourceText

_DECLARED = {
    "action": "`actions:`",
    "action or event": "`actions:` or `events:`",
    "attribute": "`attributes:`",
    "error": "`errors:`",
    "group": "`groups:`",
    "source": "`sources:`",
    "state": "`states:`",
}
"""Where a spec declares what other parts of it name."""


@dataclass(slots=True)
class Scope:
    """What is declared in one file, and the diagnostics found while referring to it."""

    source: SourceText
    root: Node
    document: SpecDocument
    machines: Mapping[str, str] = field(default_factory=dict)
    """The ids of all machines of the project, each with the attribute that identifies it, or nothing."""
    kinds: dict[str, Kind] = field(default_factory=dict)
    """The kind of each state, once known."""
    diagnostics: list[Diagnostic] = field(default_factory=list)
    group_of: dict[str, str] = field(default_factory=dict)
    ordered: dict[tuple[tuple[str, str], ...], tuple[str, ...]] = field(default_factory=dict)
    """What `select_in_order` has found, by what was asked for."""

    def pointer(self, *steps: Step) -> Pointer:
        """A pointer into this file."""
        return Pointer(self.source.name, steps)

    def report(self, rule: str, steps: Sequence[Step], message: str, hint: str = "", *, key: bool = False) -> None:
        """Note a flaw at the value, or the key, that the steps lead to."""
        line, column = locate(self.root, tuple(steps), key=key)
        self.diagnostics.append(self.source.diagnostic(line, column, rule, message, hint))

    def unknown(self, what: str, name: str, known: Iterable[str], steps: Sequence[Step]) -> None:
        """Note a reference to something that does not exist."""
        names = tuple(known)
        hint = suggestion(name, names) if names and len(self.diagnostics) < SUGGESTED_AT_MOST else CHECK_SPELLING
        if hint == CHECK_SPELLING and what in _DECLARED:
            section = _DECLARED[what]
            hint = f"check the spelling, or declare it below {section}" if names else f"declare it below {section}"
        self.report("unknown-reference", steps, f"no {what} is called {name!r}", hint)

    def known(self, what: str, name: str, names: Collection[str], steps: Sequence[Step]) -> bool:
        """Whether a name exists; if not, it is noted."""
        if name in names:
            return True
        self.unknown(what, name, names, steps)
        return False

    def select(self, choices: Sequence[Choice] | None, steps: Sequence[Step]) -> tuple[str, ...]:
        """The states that a selector chooses, each once, in the order written."""
        found: dict[str, None] = {}
        for choice in choices or ():
            found.update(dict.fromkeys(self._choose(choice, (*steps, *choice.place))))
        return tuple(found)

    def _choose(self, choice: Choice, steps: Sequence[Step]) -> Iterable[str]:
        states, groups, name = self.document.states, self.document.groups, choice.name
        if choice.form == "all":
            return tuple(states)
        if choice.form in ("any", "state") and name in states:
            return (name,)
        if choice.form in ("any", "group") and name in groups:
            return tuple(state for state in groups[name].states if state in states)
        if choice.form in ("any", "kind") and name in tuple(Kind):
            return tuple(state for state, kind in self.kinds.items() if kind == name)
        what = {"any": "state, group or kind", "state": "state", "group": "group", "kind": "kind"}[choice.form]
        known = {"state": tuple(states), "group": tuple(groups), "kind": tuple(Kind)}
        self.unknown(what, name, known.get(choice.form, (*states, *groups, *Kind)), steps)
        return ()

    def select_in_order(self, choices: Sequence[Choice] | None, steps: Sequence[Step]) -> tuple[str, ...]:
        """As `select`, in the order in which the spec declares the states.

        Many states wait "until resting", which may be hundreds: once all kinds are known, they are looked up once.
        """
        asked = tuple((one.form, one.name) for one in choices or ())
        if asked in self.ordered:
            return self.ordered[asked]
        flaws = len(self.diagnostics)
        found = set(self.select(choices, steps))
        chosen = tuple(state for state in self.document.states if state in found)
        if len(self.diagnostics) == flaws and len(self.kinds) == len(self.document.states):
            self.ordered[asked] = chosen
        return chosen
