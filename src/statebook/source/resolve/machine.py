"""A document to a machine: lists, groups and wildcards expanded, every reference looked up."""

from __future__ import annotations

from collections.abc import Mapping

from statebook.diagnostic import Diagnostic
from statebook.model import Api, Initial, Machine, Openness
from statebook.source.document.machine import SpecDocument
from statebook.source.nodes import Node
from statebook.source.resolve.attributes import Declared, machine_wide, object_types
from statebook.source.resolve.calls import actions, errors, events
from statebook.source.resolve.names import check_ids, check_state_path
from statebook.source.resolve.parts import deprecation, evidence, ignores, sources
from statebook.source.resolve.scope import Scope
from statebook.source.resolve.states import find_kinds, groups, states
from statebook.source.resolve.transitions import transitions
from statebook.source.text import SourceText


def resolve(
    source: SourceText, root: Node, document: SpecDocument, machines: Mapping[str, str]
) -> tuple[Machine | None, list[Diagnostic]]:
    """The machine of a document, or None with every reference that leads nowhere.

    `machines` are the ids of all machines of the project, this one included, with the attribute that
    identifies each where others refer to it, empty when it has none.
    """
    scope = Scope(source, root, document, machines)
    check_ids(scope)
    all_groups = groups(scope)
    find_kinds(scope)
    all_transitions = transitions(scope)
    wide = machine_wide(scope)
    all_states = states(scope, wide)
    carried: dict[str, list[str]] = {}
    for name, state in all_states.items():
        for attribute in state.attributes:
            carried.setdefault(attribute.name, []).append(name)
    all_objects = object_types(scope)
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
        objects=all_objects,
        errors=errors(scope),
        actions=actions(scope),
        events=events(scope),
        attributes={name: declared.attribute for name, declared in wide.items()},
        attribute_states={name: tuple(carried.get(name, ())) for name in dict.fromkeys((*wide, *carried))},
        groups=all_groups,
        states=all_states,
        transitions=all_transitions,
        deprecation=deprecation(document.deprecated),
        evidence=evidence(scope, document.evidence, ()),
        formerly=tuple(document.formerly),
        tags=tuple(document.tags),
        ignores=ignores(scope, document, ()),
        extra=document.extension,
        pointer=scope.pointer(),
    )
    check_state_path(scope)
    return (None if scope.diagnostics else machine), scope.diagnostics


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


def _since(scope: Scope) -> str:
    """The path of the since attribute; a top-level one must be declared."""
    path = scope.document.since_attribute
    if path and not any(sign in path for sign in ".["):
        scope.known("attribute", path, scope.document.attributes, ("since_attribute",))
    return path


def _identifier(scope: Scope, wide: dict[str, Declared]) -> str:
    name = scope.document.identifier
    if name:
        scope.known("attribute", name, wide, ("identifier",))
    return name
