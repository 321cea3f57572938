"""States and their groups, and the kinds of those whose kind is not written."""

from __future__ import annotations

from collections.abc import Sequence

from statebook.model import Example, Group, Kind, Mover, Outcome, Poll, State, Visibility
from statebook.pointer import Step
from statebook.source.document.machine import PollDocument, StateDocument
from statebook.source.resolve.attributes import Declared, of_state
from statebook.source.resolve.parts import deprecation, evidence, humanize, ignores
from statebook.source.resolve.scope import Scope
from statebook.source.resolve.transitions import mover_of, origins_of


def groups(scope: Scope) -> dict[str, Group]:
    """The groups; the scope learns which group each state is in."""
    found = {}
    for name, written in scope.document.groups.items():
        steps = ("groups", name)
        members = []
        for index, state in enumerate(written.states):
            if not scope.known("state", state, scope.document.states, (*steps, "states", index)):
                continue
            other = scope.group_of.setdefault(state, name)
            if other != name:
                scope.report(
                    "duplicate-id",
                    (*steps, "states", index),
                    f"{state!r} is in group {other!r} already",
                    "a state is in one group at most",
                )
            elif state not in members:
                members.append(state)
        found[name] = Group(
            id=name,
            title=written.title.strip() or humanize(name),
            states=tuple(state for state in scope.document.states if state in members),
            description=written.description.strip(),
            evidence=evidence(scope, written.evidence, steps),
            ignores=ignores(scope, written, steps),
            extra=written.extension,
            pointer=scope.pointer(*steps),
        )
    return found


def find_kinds(scope: Scope) -> None:
    """Kinds as written; where none is, from the ways out (see the field's description).

    Derived kinds need the transitions and selectors may name kinds: kinds as written come first,
    so a selector by kind in `from:` sees only those.
    """
    document = scope.document
    scope.kinds.update((name, Kind(state.kind)) for name, state in document.states.items() if state.kind)
    open_ones = [name for name, state in document.states.items() if not state.kind]
    if not open_ones:
        return
    quiet = Scope(scope.source, scope.root, document, scope.machines, dict(scope.kinds))
    by: dict[str, list[Mover]] = {}
    for index, written in enumerate(document.transitions):
        movers = [mover for trigger in written.trigger if (mover := mover_of(quiet, trigger))]
        for state in origins_of(quiet, index, written):
            by.setdefault(state, []).extend(movers)
    for name in open_ones:
        movers = by.get(name, [])
        waits = movers and all(mover is Mover.CLIENT for mover in movers)
        scope.kinds[name] = Kind.FINAL if not movers else Kind.RESTING if waits else Kind.TRANSIENT
    scope.kinds = {name: scope.kinds[name] for name in document.states}


def states(scope: Scope, wide: dict[str, Declared]) -> dict[str, State]:
    """Every state with what it carries; `wide` are the attributes declared for the whole machine."""
    return {name: _state(scope, name, written, wide) for name, written in scope.document.states.items()}


def _state(scope: Scope, name: str, written: StateDocument, wide: dict[str, Declared]) -> State:
    steps = ("states", name)
    said = written.model_fields_set
    return State(
        id=name,
        value=written.value if "value" in said else name,
        title=written.title.strip(),
        kind=scope.kinds[name],
        kind_evidence=evidence(scope, written.kind_evidence, steps, "kind_evidence"),
        outcome=Outcome(written.outcome) if written.outcome else None,
        visibility=Visibility(written.visibility),
        description=written.description.strip(),
        next_step=written.next_step.strip(),
        poll=_poll(scope, written.poll, (*steps, "poll")) if written.poll is not None else None,
        attributes=of_state(scope, name, wide),
        examples=tuple(
            Example(title=one.title.strip(), body=one.body, pointer=scope.pointer(*steps, "examples", index))
            for index, one in enumerate(written.examples)
        ),
        group=scope.group_of.get(name, ""),
        evidence=evidence(scope, written.evidence, steps),
        deprecation=deprecation(written.deprecated),
        formerly=tuple(written.formerly),
        merged_from=tuple(written.merged_from),
        tags=tuple(written.tags),
        ignores=ignores(scope, written, steps),
        extra=written.extension,
        pointer=scope.pointer(*steps),
    )


def _poll(scope: Scope, written: PollDocument, steps: Sequence[Step]) -> Poll:
    if written.action:
        scope.known("action", written.action, scope.document.actions, (*steps, "action"))
    return Poll(
        action=written.action,
        every=written.every,
        until=scope.select_in_order(written.until, (*steps, "until")),
        description=written.description.strip(),
        evidence=evidence(scope, written.evidence, steps),
        pointer=scope.pointer(*steps),
    )
