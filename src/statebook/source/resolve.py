"""A document to a machine: lists, groups and wildcards expanded, every reference looked up."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from statebook.diagnostic import Diagnostic
from statebook.model import (
    MISSING,
    Api,
    Example,
    Group,
    Initial,
    Kind,
    Machine,
    Mover,
    Openness,
    Outcome,
    Poll,
    State,
    Transition,
    Visibility,
)
from statebook.pointer import Step
from statebook.source import resolve_attributes, resolve_calls
from statebook.source.document.machine import PollDocument, SpecDocument, StateDocument, TransitionDocument
from statebook.source.nodes import Node
from statebook.source.resolve_parts import deprecation, evidence, humanize, ignores, sources
from statebook.source.scope import Scope
from statebook.source.text import SourceText

_PATH = re.compile(r"[^.\[\]]+(?:\[[0-9]{1,2}\])*(?:\.[^.\[\]]+(?:\[[0-9]{1,2}\])*)*\Z")


def resolve(
    source: SourceText, root: Node, document: SpecDocument, machines: Mapping[str, str]
) -> tuple[Machine | None, list[Diagnostic]]:
    """The machine of a document, or None with every reference that leads nowhere.

    `machines` are the ids of all machines of the project, this one included, with the attribute that
    identifies each where others refer to it, empty when it has none.
    """
    scope = Scope(source, root, document, machines)
    _check_ids(scope)
    groups = _groups(scope)
    _find_kinds(scope)
    transitions = _transitions(scope)
    wide = resolve_attributes.machine_wide(scope)
    states = {name: _state(scope, name, written, wide) for name, written in document.states.items()}
    carried: dict[str, list[str]] = {}
    for name, state in states.items():
        for attribute in state.attributes:
            carried.setdefault(attribute.name, []).append(name)
    objects = resolve_attributes.object_types(scope)
    machine = Machine(
        id=document.id,
        title=document.title.strip(),
        noun=document.noun.strip() or document.title.strip().lower(),
        summary=document.summary.strip(),
        state_attribute=document.state_attribute,
        state_derivation=document.state_derivation.strip(),
        since_attribute=_since(scope),
        identifier=_identifier(scope, wide),
        initial=_initial(scope),
        openness=_openness(scope),
        api=_api(scope),
        sources=sources(scope),
        objects=objects,
        errors=resolve_calls.errors(scope),
        actions=resolve_calls.actions(scope),
        events=resolve_calls.events(scope),
        attributes={name: declared.attribute for name, declared in wide.items()},
        attribute_states={name: tuple(carried.get(name, ())) for name in dict.fromkeys((*wide, *carried))},
        groups=groups,
        states=states,
        transitions=transitions,
        deprecation=deprecation(document.deprecated),
        evidence=evidence(scope, document.evidence, ()),
        formerly=tuple(document.formerly),
        tags=tuple(document.tags),
        ignores=ignores(scope, document, ()),
        extra=document.extension,
        pointer=scope.pointer(),
    )
    _check_state_path(scope)
    return (None if scope.diagnostics else machine), scope.diagnostics


def folded(text: str) -> str:
    """What two ids must not share: case and white space aside."""
    return " ".join(text.split()).casefold()


def _check_ids(scope: Scope) -> None:
    """Ids that a reader cannot tell apart, and states that are not there."""
    document = scope.document
    for section in ("states", "actions", "events", "groups", "objects", "errors", "attributes", "sources"):
        seen: dict[str, str] = {}
        for name in getattr(document, section):
            first = seen.setdefault(folded(name), name)
            if first != name:
                scope.report(
                    "duplicate-id",
                    (section, name),
                    f"{name!r} and {first!r} differ in case or white space alone",
                    "readers, file names and links cannot tell them apart: rename one",
                    key=True,
                )
    if not document.states:
        scope.report("missing-key", ("states",), "a machine needs a state", "add one below `states:`", key=True)
    for index, name in enumerate(document.api.samples):
        scope_samples = document.api.samples
        if scope_samples.index(name) != index:
            scope.report("duplicate-id", ("api", "samples", index), f"{name!r} stands here twice", "remove one")


def _groups(scope: Scope) -> dict[str, Group]:
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


def _find_kinds(scope: Scope) -> None:
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
        movers = [mover for trigger in written.trigger if (mover := _mover(quiet, trigger))]
        for state in _origins(quiet, index, written):
            by.setdefault(state, []).extend(movers)
    for name in open_ones:
        movers = by.get(name, [])
        waits = movers and all(mover is Mover.CLIENT for mover in movers)
        scope.kinds[name] = Kind.FINAL if not movers else Kind.RESTING if waits else Kind.TRANSIENT
    scope.kinds = {name: scope.kinds[name] for name in document.states}


def _mover(scope: Scope, trigger: str) -> Mover | None:
    if trigger in scope.document.actions:
        return Mover(scope.document.actions[trigger].by)
    if trigger in scope.document.events:
        return Mover(scope.document.events[trigger].by)
    return None


def _origins(scope: Scope, index: int, written: TransitionDocument) -> tuple[str, ...]:
    steps = ("transitions", index)
    chosen = scope.select(written.from_, (*steps, "from"))
    left_out = set(scope.select(written.except_, (*steps, "except")))
    return tuple(state for state in chosen if state not in left_out)


def _transitions(scope: Scope) -> tuple[Transition, ...]:
    document = scope.document
    triggers = (*document.actions, *document.events)
    found: list[Transition] = []
    for index, written in enumerate(document.transitions):
        steps: tuple[Step, ...] = ("transitions", index)
        targets = [
            name for at, name in _many(written.to) if scope.known("state", name, document.states, (*steps, "to", at))
        ]
        known = [
            name
            for at, name in _many(written.trigger)
            if scope.known("action or event", name, triggers, (*steps, "trigger", at))
        ]
        known_well = evidence(scope, written.evidence, steps)
        before = len(scope.diagnostics)
        origins = _origins(scope, index, written)
        if not origins and len(scope.diagnostics) == before:
            scope.report(
                "wrong-type",
                (*steps, "from"),
                "no state is left: nothing is chosen",
                "widen `from:`, or shorten `except:`",
            )
        found.extend(
            Transition(
                source=origin,
                target=target,
                trigger=trigger,
                by=_mover(scope, trigger) or Mover.SYSTEM,
                guard=written.guard.strip(),
                effect=written.effect.strip(),
                description=written.description.strip(),
                evidence=known_well,
                deprecation=deprecation(written.deprecated),
                tags=tuple(written.tags),
                ignores=ignores(scope, written, steps),
                extra=written.extension,
                entry=index,
                pointer=scope.pointer(*steps),
            )
            for origin in origins
            for target in targets
            for trigger in known
        )
    return tuple(found)


def _many(names: Iterable[str]) -> Iterable[tuple[int, str]]:
    return enumerate(dict.fromkeys(names))


def _state(scope: Scope, name: str, written: StateDocument, wide: dict[str, resolve_attributes.Declared]) -> State:
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
        attributes=resolve_attributes.of_state(scope, name, wide),
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


def _initial(scope: Scope) -> tuple[Initial, ...]:
    found = []
    triggers = (*scope.document.actions, *scope.document.events)
    for index, written in enumerate(scope.document.initial):
        steps = ("initial", index)
        if written.trigger:
            scope.known("action or event", written.trigger, triggers, (*steps, "trigger"))
        if scope.known("state", written.state, scope.document.states, (*steps, "state")):
            found.append(
                Initial(
                    state=written.state,
                    trigger=written.trigger,
                    description=written.description.strip(),
                    evidence=evidence(scope, written.evidence, steps),
                    pointer=scope.pointer(*steps),
                )
            )
    return tuple(found)


def _openness(scope: Scope) -> Openness | None:
    written = scope.document.openness
    if written is None:
        return None
    return Openness(
        is_open=written.list_ == "open",
        description=written.description.strip(),
        evidence=evidence(scope, written.evidence, ("openness",)),
        pointer=scope.pointer("openness"),
    )


def _api(scope: Scope) -> Api:
    written = scope.document.api
    return Api(
        base=written.base.strip().rstrip("/"),
        auth=written.auth.strip(),
        variables=dict(written.variables),
        headers=dict(written.headers),
        samples=tuple(written.samples),
    )


def _check_state_path(scope: Scope) -> None:
    document = scope.document
    if not document.state_attribute and not document.state_derivation:
        scope.report(
            "missing-key",
            (),
            "the spec does not say where the state is",
            "add `state_attribute: status`, or `state_derivation:` if clients derive it",
        )
    for key in ("state_attribute", "since_attribute"):
        path = getattr(document, key)
        if path and not _PATH.match(path):
            scope.report(
                "wrong-type", (key,), f"{path!r} is no path", "such as `status`, `State.Name` or `Stacks[0].Status`"
            )
    values: dict[str, str] = {}
    for name, state in document.states.items():
        value = state.value if "value" in state.model_fields_set else name
        first = values.setdefault(f"{type(value).__name__}:{value!r}", name)
        shown = state.visibility not in ("gone", "reserved")
        if first != name and shown and document.state_attribute:
            scope.report(
                "duplicate-id",
                ("states", name),
                f"{name!r} and {first!r} have the same value",
                "clients cannot tell them apart",
                key=True,
            )
        if isinstance(value, dict | list):
            scope.report(
                "wrong-type", ("states", name, "value"), "a state's value is text, a number, true, false or null"
            )


def _since(scope: Scope) -> str:
    """The path of the since attribute; a top-level one must be declared."""
    path = scope.document.since_attribute
    if path and not any(sign in path for sign in ".["):
        scope.known("attribute", path, scope.document.attributes, ("since_attribute",))
    return path


def _identifier(scope: Scope, wide: dict[str, resolve_attributes.Declared]) -> str:
    name = scope.document.identifier
    if name:
        scope.known("attribute", name, wide, ("identifier",))
    return name


__all__ = ["MISSING", "folded", "resolve"]
