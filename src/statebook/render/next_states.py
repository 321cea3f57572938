"""What comes after a state, and who brings it there, in a sentence that stays short."""

from __future__ import annotations

from collections.abc import Iterable

from markupsafe import Markup

from statebook.model import Kind, Mover
from statebook.render.context import MAXIMUM_LISTED, Context
from statebook.render.words import MOVER, OUTCOME, enumerate_words


def comes_next(context: Context, state: str) -> Markup:
    """`idle (ended well) or error (failed), by the end of the work; …`: a clause for each mover."""
    targets: dict[Mover, dict[str, None]] = {}
    for one in context.graph.leaving(state):
        targets.setdefault(one.by, {})[one.target] = None
    if not targets:
        final = context.machine.states[state].kind is Kind.FINAL
        return Markup("Nothing: it is never left." if final else "Nothing: no way leads out.")
    together: dict[tuple[str, ...], list[Markup]] = {}
    for mover, names in targets.items():
        together.setdefault(tuple(names), []).append(Markup(MOVER[mover]))
    clauses = [
        next_words(context, names) + Markup(", by ") + enumerate_words(movers, "or")
        for names, movers in together.items()
    ]
    words = Markup("; ").join(clauses)
    return words[:1].upper() + words[1:] + Markup(".")


def next_words(context: Context, names: tuple[str, ...]) -> Markup:
    """The states with their outcomes. Where they are many, whole groups by their titles, and no more than a few."""
    parts = [_with_outcome(context, name) for name in names]
    if len(parts) > MAXIMUM_LISTED:
        parts = list(_folded(context, names))
    if len(parts) > MAXIMUM_LISTED + 1:
        more = len(parts) - MAXIMUM_LISTED
        parts = [*parts[:MAXIMUM_LISTED], Markup(f"{more} others that the table below lists")]
    return enumerate_words(parts, "or")


def _folded(context: Context, names: tuple[str, ...]) -> Iterable[Markup]:
    groups = context.graph.group_of
    told = set()
    for name in names:
        group = groups(name)
        whole = group is not None and len(group.states) > 1 and set(group.states) <= set(names)
        if group is None or not whole:
            yield _with_outcome(context, name)
        elif group.id not in told:
            told.add(group.id)
            yield Markup("one of ") + context.plain(group.title) + Markup(f" ({len(group.states)})")


def _with_outcome(context: Context, name: str) -> Markup:
    outcome = context.machine.states[name].outcome
    return context.state_link(name) + Markup(f" ({OUTCOME[outcome]})" if outcome is not None else "")
