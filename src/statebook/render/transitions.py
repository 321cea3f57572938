"""The tables of the ways in and out of a state: transitions of one entry and trigger share a row."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from markupsafe import Markup

from statebook.model import Mover, Transition
from statebook.render.attributes import deprecation_words
from statebook.render.context import Context
from statebook.render.words import MOVER, enumerate_words


@dataclass(frozen=True, slots=True)
class WayRow:
    """Transitions that share an entry and a trigger: other states, trigger, condition, evidence."""

    states: Markup
    trigger: Markup
    by: str
    condition: Markup
    evidence: Markup


def way_rows(context: Context, state: str, transitions: Iterable[Transition], landed: set[str]) -> list[WayRow]:
    """The rows for the ways into or out of `state`.

    `landed` has the states of other pages that the page has a landing place for; it grows.
    """
    grouped: dict[tuple[int, str], list[Transition]] = {}
    for one in transitions:
        grouped.setdefault((one.entry, one.trigger), []).append(one)
    return [_row(context, state, rows, landed) for rows in grouped.values()]


def _row(context: Context, state: str, rows: list[Transition], landed: set[str]) -> WayRow:
    one = rows[0]
    others = dict.fromkeys(other.target if other.source == state else other.source for other in rows)
    return WayRow(
        states=Markup("<br>").join(
            _landing(context, state, name, landed) + context.state_link(name) for name in others
        ),
        trigger=context.trigger_link(one.trigger),
        by=MOVER[one.by] if one.by is not Mover.CLIENT else "client",
        condition=condition(context, one),
        evidence=_evidence(context, one),
    )


def _landing(context: Context, state: str, other: str, landed: set[str]) -> Markup:
    """Where the picture's link to a state on another page lands: the first row that names it."""
    files = context.own_files
    if not context.is_split or files.page_of(other) == files.page_of(state) or other in landed:
        return Markup("")
    landed.add(other)
    return Markup(f'<a id="{context.anchors.state(other)}"></a>')


def condition(context: Context, one: Transition) -> Markup:
    """Guard, effect and description of a transition in one cell."""
    parts = []
    if one.guard:
        parts.append(context.cell(one.guard))
    if one.effect:
        parts.append(Markup("*Effect:* ") + context.cell(one.effect))
    if one.description:
        parts.append(context.cell(one.description))
    if one.deprecation is not None:
        parts.append(deprecation_words(context, one.deprecation))
    return Markup("<br>").join(parts)


def _evidence(context: Context, one: Transition) -> Markup:
    """The level of a transition; all rows of an entry lead to one row of the table of evidence."""
    if one.evidence is None:
        return Markup("")
    known = context.ledger.words.get(one.entry)
    if known is not None:
        return known
    first = context.entries[one.entry][0]
    word = context.ledger.word(one.evidence, way(context, one), first.source, "to", first.target, first.trigger)
    context.ledger.words[one.entry] = word
    return word


def way(context: Context, one: Transition) -> Markup:
    """The entry of a transition as the subject of a fact."""
    siblings = context.entries[one.entry]
    sources = dict.fromkeys(other.source for other in siblings)
    targets = dict.fromkeys(other.target for other in siblings)
    triggers = dict.fromkeys(other.trigger for other in siblings)
    arrow = enumerate_words([context.state_link(name) for name in sources], "or") + Markup(" → ")
    arrow += enumerate_words([context.state_link(name) for name in targets], "or")
    return arrow + Markup(" by ") + enumerate_words([context.trigger_link(name) for name in triggers], "or")
