"""Attributes: which states carry them, what is special about them there, what they expand to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from statebook.model import MISSING, Attribute, EnumValue, Holds
from statebook.pointer import Step
from statebook.source.document.attributes import AttributeDocument
from statebook.source.document.parts import Choice
from statebook.source.resolve.parts import deprecation, evidence, given, ignores, object_shell, type_of
from statebook.source.resolve.scope import Scope
from statebook.types import Named, Primitive, StateValue, Type, Union, named_in, without_null


@dataclass(frozen=True, slots=True)
class Declared:
    """A machine-wide attribute and the states that it, its presence and its null hold in."""

    attribute: Attribute
    present: tuple[str, ...]
    required: frozenset[str]
    nullable: frozenset[str]

    def within(self, state: str) -> Attribute:
        """The attribute as it is in one state."""
        return replace(self.attribute, required=state in self.required, nullable=state in self.nullable)


_OBJECTS = "an object type knows no states: remove it, or write true or false where that is meant"


def object_types(scope: Scope) -> dict[str, Any]:
    """The named object types of the spec."""
    found = {}
    for name, written in scope.document.objects.items():
        steps = ("objects", name, "attributes")
        attributes = []
        for inner, one in written.attributes.items():
            for key in ("present_in", "except", "holds"):
                if key.replace("except", "except_") in one.model_fields_set:
                    scope.report(
                        "wrong-type",
                        (*steps, inner, key),
                        f"{key!r} has no meaning inside an object type",
                        _OBJECTS,
                        key=True,
                    )
            required = one.required if isinstance(one.required, bool) else True
            nullable = one.nullable if isinstance(one.nullable, bool) else False
            for key in ("required", "nullable"):
                if isinstance(getattr(one, key), tuple):
                    scope.report(
                        "wrong-type", (*steps, inner, key), "states have no meaning inside an object type", _OBJECTS
                    )
            made = attribute(scope, inner, one, (*steps, inner))
            attributes.append(replace(made, required=required, nullable=nullable or made.nullable))
        found[name] = object_shell(scope, name, written, tuple(attributes))
    return found


def attribute(scope: Scope, name: str, written: AttributeDocument, steps: Sequence[Step]) -> Attribute:
    """One attribute without regard to states: `nullable` tells only what its type says."""
    text = written.type or ("string" if not written.expands_to else "integer")
    if not written.type:
        scope.report("missing-key", steps, f"attribute {name!r} has no 'type'", "add `type:`", key=True)
    whole, null_in_type = without_null(type_of(scope, text, (*steps, "type")))
    expanded: Type | None = None
    if written.expands_to:
        expanded = type_of(scope, written.expands_to, (*steps, "expands_to"))
    elif written.expandable:
        expanded = whole
        if not named_in(whole):
            scope.report(
                "wrong-type",
                (*steps, "expandable"),
                f"{whole} has no identifier to collapse to",
                "name an object type or a machine as type, or write `expands_to:`",
            )
        for named in named_in(whole):
            _check_identifier(scope, named, (*steps, "expandable"))
    holds = Holds(written.holds) if written.holds else None
    if holds and not _may_hold_state(whole):
        scope.report(
            "wrong-type", (*steps, "holds"), "only an attribute of type `state` holds a state", "write `type: state`"
        )
    return Attribute(
        name=name,
        type=whole,
        expanded=expanded,
        collapsed_to_value=written.collapsed == "value",
        title=written.title.strip(),
        description=written.description.strip(),
        when=written.when.strip(),
        nullable=null_in_type,
        enum=tuple(EnumValue(value=one["value"], description=one["description"].strip()) for one in written.enum or ()),
        enum_open=written.enum_open,
        pattern=written.pattern,
        default=given(written, "default"),
        example=given(written, "example"),
        holds=holds,
        read_only=written.read_only,
        immutable=written.immutable,
        sensitive=written.sensitive,
        evidence=evidence(scope, written.evidence, steps),
        deprecation=deprecation(written.deprecated),
        formerly=tuple(written.formerly),
        tags=tuple(written.tags),
        ignores=ignores(scope, written, steps),
        extra=written.extension,
        pointer=scope.pointer(*steps),
    )


def _check_identifier(scope: Scope, named: str, steps: Sequence[Step]) -> None:
    """A collapsed object keeps its identifier; without one nothing would be left."""
    own = scope.document.objects.get(named)
    identifier = own.identifier if own is not None else scope.machines.get(named, "unknown")
    if not identifier:
        where = f"objects: {named}:" if own is not None else f"the spec of {named}"
        scope.report(
            "missing-key", steps, f"{named!r} has no identifier to collapse to", f"add `identifier:` to {where}"
        )


def _may_hold_state(kind: Type) -> bool:
    return isinstance(kind, StateValue) or (isinstance(kind, Union) and StateValue() in kind.options)


def machine_wide(scope: Scope) -> dict[str, Declared]:
    """The attributes of the object, as declared for the machine; the state attribute is added if it is not."""
    found = {}
    for name, written in scope.document.attributes.items():
        steps = ("attributes", name)
        chosen = scope.select_in_order(written.present_in, (*steps, "present_in"))
        present = chosen if written.present_in is not None else tuple(scope.document.states)
        left_out = set(scope.select(written.except_, (*steps, "except")))
        present = tuple(state for state in present if state not in left_out)
        made = attribute(scope, name, written, steps)
        common = set(present) == set(scope.document.states)
        required = _where(scope, written.required, (*steps, "required"), present, otherwise=True)
        nullable = _where(scope, written.nullable, (*steps, "nullable"), present, otherwise=made.nullable)
        # For the machine as a whole: required where every state that carries it says so, nullable where any does.
        whole = replace(made, common=common, required=required == frozenset(present), nullable=bool(nullable))
        found[name] = Declared(whole, present, required, nullable)
    return _with_state_attribute(scope, found)


def _where(
    scope: Scope,
    flag: bool | tuple[Choice, ...] | None,  # noqa: FBT001 - what was written, not a switch
    steps: Sequence[Step],
    present: tuple[str, ...],
    *,
    otherwise: bool,
) -> frozenset[str]:
    """The states in which a flag holds; a choice of states that all lack the attribute is a flaw."""
    if isinstance(flag, tuple):
        for choice in flag:
            chosen = scope.select((choice,), steps)
            if chosen and not set(chosen) & set(present):
                message = f"{choice.name!r} does not carry the attribute"
                scope.report(
                    "wrong-type", (*steps, *choice.place), message, "add it to `present_in`, or remove it here"
                )
        return frozenset(state for state in scope.select(flag, steps) if state in present)
    return frozenset(present) if (otherwise if flag is None else flag) else frozenset()


def _with_state_attribute(scope: Scope, found: dict[str, Declared]) -> dict[str, Declared]:
    """A top-level state attribute is always there; the author need not say so."""
    name = scope.document.state_attribute
    every = tuple(scope.document.states)
    if name in found:
        declared = found[name]
        held = replace(declared.attribute, holds=Holds.CURRENT, type=_state_type(scope, declared))
        return {**found, name: replace(declared, attribute=held)}
    if not name or any(sign in name for sign in ".["):
        return found
    made = Attribute(
        name=name,
        type=StateValue(),
        description="The current state.",
        common=True,
        holds=Holds.CURRENT,
        pointer=scope.pointer("state_attribute"),
    )
    return {name: Declared(made, every, frozenset(every), frozenset()), **found}


def _state_type(scope: Scope, declared: Declared) -> Type:
    kind = declared.attribute.type
    if isinstance(kind, StateValue) or kind in (Primitive("string"), Primitive("integer"), Primitive("boolean")):
        return StateValue()
    scope.report(
        "wrong-type",
        ("attributes", declared.attribute.name, "type"),
        f"the state attribute cannot be {kind}",
        "write `type: state`, or leave the attribute out",
    )
    return StateValue()


_OWN = "declare it under the machine's `attributes:`, or remove this key"
_REFINABLE = (
    "description",
    "when",
    "title",
    "enum_open",
    "pattern",
    "read_only",
    "immutable",
    "sensitive",
    "collapsed",
)


def of_state(scope: Scope, state: str, wide: dict[str, Declared]) -> tuple[Attribute, ...]:
    """Everything the object carries in one state: machine-wide attributes first, then its own."""
    own = scope.document.states[state].attributes
    found = []
    for name, declared in wide.items():
        steps = ("states", state, "attributes", name)
        if state in declared.present:
            here = declared.within(state)
            found.append(_refine(scope, here, own[name], steps, state) if name in own else here)
        elif name in own:
            scope.report(
                "wrong-type",
                steps,
                f"{name!r} is not present in {state!r}",
                "add the state to its `present_in`",
                key=True,
            )
    for name, written in own.items():
        if name not in wide:
            steps = ("states", state, "attributes", name)
            for key in ("present_in", "except_"):
                if key in written.model_fields_set:
                    scope.report(
                        "wrong-type",
                        (*steps, key.strip("_")),
                        f"{name!r} is an attribute of {state!r} alone",
                        _OWN,
                        key=True,
                    )
            made = attribute(scope, name, written, steps)
            every = (state,)
            required = _where(scope, written.required, (*steps, "required"), every, otherwise=True)
            nullable = _where(scope, written.nullable, (*steps, "nullable"), every, otherwise=made.nullable)
            found.append(replace(made, required=state in required, nullable=state in nullable))
    return tuple(found)


def _refine(scope: Scope, here: Attribute, written: AttributeDocument, steps: Sequence[Step], state: str) -> Attribute:
    """A machine-wide attribute with what one state says of it; the type stays."""
    said = written.model_fields_set
    for key in ("type", "expands_to", "expandable", "holds", "present_in", "except_"):
        if key in said:
            scope.report(
                "wrong-type",
                (*steps, key.strip("_")),
                f"{here.name!r} is machine-wide: {key.strip('_')!r} cannot differ in one state",
                f"say it under `attributes: {here.name}:`",
                key=True,
            )
    changes: dict[str, Any] = {
        name: getattr(written, name).strip() if name == "description" else getattr(written, name)
        for name in _REFINABLE
        if name in said and name != "collapsed"
    }
    every = (state,)
    if "required" in said:
        changes["required"] = state in _where(scope, written.required, (*steps, "required"), every, otherwise=True)
    if "nullable" in said:
        changes["nullable"] = state in _where(scope, written.nullable, (*steps, "nullable"), every, otherwise=False)
    if "enum" in said:
        changes["enum"] = tuple(EnumValue(value=one["value"], description=one["description"]) for one in written.enum)
    for key in ("default", "example"):
        if given(written, key) is not MISSING:
            changes[key] = given(written, key)
    if written.evidence is not None:
        changes["evidence"] = evidence(scope, written.evidence, steps)
    if written.deprecated is not None:
        changes["deprecation"] = deprecation(written.deprecated)
    own = ignores(scope, written, steps)
    return replace(here, refined=True, ignores=own, pointer=scope.pointer(*steps), **changes)


def referred_types(attributes: tuple[Attribute, ...]) -> tuple[str, ...]:
    """The object types and machines that attributes mention, collapsed or expanded."""
    return tuple(
        name for one in attributes for kind in (one.type, one.expanded) if kind is not None for name in named_in(kind)
    )


__all__ = ["Declared", "Named", "attribute", "machine_wide", "object_types", "of_state", "referred_types"]
