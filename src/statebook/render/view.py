"""What the templates of all pages may ask: of the whole machine, and of some states of a split one."""

from __future__ import annotations

from collections.abc import Iterable

from statebook.model import Level
from statebook.render.context import Context
from statebook.render.evidence import MEANING
from statebook.render.rows import FactRow, SourceRow
from statebook.render.states import StateView


class View:
    """What every page's template may ask, whether it has the whole machine or some states."""

    def __init__(self, context: Context, states: Iterable[str]) -> None:
        self._context = context
        machine = context.machine
        self.machine = machine
        self.origin = context.origin
        self.build_command = context.build_command
        self.title = context.plain(machine.title)
        self.noun = context.plain(machine.noun)
        self.whole = context.plain(machine.whole)
        self.has_object = machine.has_object
        self.short_noun = context.anchors.short_noun
        self.is_split = context.is_split
        landed: set[str] = set()
        self.states = [StateView(context, machine.states[name], landed) for name in states]
        self.has_conditions = any(one.guard or one.effect or one.description for one in machine.transitions)
        self.has_evidence = any(one.evidence is not None for one in machine.transitions)
        self.has_meanings = any(one.description or one.title for one in machine.states.values())

    @property
    def sources(self) -> list[SourceRow]:
        """The sources that this page lists."""
        return []

    def facts(self) -> list[FactRow]:
        """The table of evidence. Ask last: it holds what the page has mentioned so far."""
        ledger, context = self._context.ledger, self._context
        return [
            FactRow(
                anchor=fact.anchor,
                subject=fact.subject,
                level=f"{fact.evidence.level}, disputed" if fact.evidence.disputed else str(fact.evidence.level),
                reasoning=context.cell(fact.evidence.note),
                sources=ledger.citations(fact.evidence),
            )
            for fact in ledger.facts.values()
        ]

    @property
    def levels(self) -> list[tuple[str, str]]:
        """The words for how well a fact is known, with their meaning: those that the page uses."""
        return [(str(level), MEANING[level]) for level in Level if self._context.ledger.has(level)]
