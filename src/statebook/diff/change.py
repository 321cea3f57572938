"""A fact with its judgement: what changed, how much it can hurt, whom, why, and what to do."""

from __future__ import annotations

from dataclasses import dataclass, replace

from statebook.diff.fact import Fact
from statebook.diff.kinds import GRAVITY, Impact, Who, kinds


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One judged difference.

    `kind` may be another than the fact's where the circumstances ask for a row of their own. `why`
    is the reason for this impact here; `hint` says more about this one change and may be empty.
    """

    fact: Fact
    kind: str
    impact: Impact
    who: tuple[Who, ...]
    why: str
    advice: str
    hint: str = ""
    fingerprint: str = ""

    @property
    def subject(self) -> str:
        """The element in one line."""
        return self.fact.subject

    def with_hint(self, hint: str) -> Change:
        """The change with one more hint."""
        return replace(self, hint=f"{self.hint} {hint}".strip())

    def sort_key(self) -> tuple[int, str, str, str, str, str]:
        """Gravest first, then by machine, element and kind: the same order on every machine."""
        return (
            GRAVITY[self.impact],
            self.fact.machine,
            self.fact.subject,
            self.kind,
            self.fingerprint,
            repr(self.fact),
        )


def judged(fact: Fact, impact: Impact | None = None, why: str = "", kind: str = "") -> Change:
    """A change by its row of the table, or with the impact and the reason of its circumstances."""
    row = kinds()[kind or fact.kind]
    return Change(
        fact=fact,
        kind=row.name,
        impact=impact or row.impact,
        who=row.who,
        why=why or row.why,
        advice=row.advice,
    )
