"""Ways that come one by one, from and to one state each, as the rows that a person would write."""

from __future__ import annotations

from statebook.importing.draft import Draft, DraftTransition, Object


class Rows:
    """Adds ways to a draft; those that follow each other and differ in the state they leave alone become one entry."""

    def __init__(self, draft: Draft) -> None:
        self.draft = draft
        self.last: tuple[DraftTransition, tuple[object, ...]] | None = None

    def add(
        self, source: str, target: str, trigger: str, line: int, said: dict[str, str], more: Object | None = None
    ) -> DraftTransition:
        """Add a way; `said` holds guard, effect and description."""
        rest = (target, trigger, tuple(sorted(said.items())), repr(more or {}))
        if self.last is not None and self.last[1] == rest and source not in self.last[0].sources:
            self.last[0].sources.append(source)
            self.draft.state(source, line)
            return self.last[0]
        made = self.draft.transition(source, target, trigger, line=line, **said)
        made.more = dict(more or {})
        self.last = (made, rest)
        return made
